"""The Party and government side reads of what it assigned what another committee's staff reads, and of nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import ASSIGNED, Journey, day
from tests.test_pages import content_of
from tests.worlds import in_the_making
from topics.models import ConsultationSession, Decision, Document, Plan, Recommendation, Step, Topic
from topics.templatetags.topics import replies
from topics.topic_contents import whole
from topics.workflow import offers

MODELS = (Topic, Plan, ConsultationSession, Recommendation, Document, Step)
OPINION, FINDINGS, LEAVE, ASKED, FILE = "党组的看法", "调研发现甲", "住院就医", "临时出差", "示例附件"


def told_of(journey):
    """The topic of the journey in consultation, with something to hide in each part."""
    topic, cast = journey.topic, journey.cast
    journey.take(topic, "research", "clerk", day(2), places="示例村", people="示例人", findings=FINDINGS)
    made = in_the_making(journey)
    Decision.objects.filter(plan=journey.plan).update(opinion=OPINION)
    absent = made["recording"].attendances.filter(member=cast["member_user"].as_member)
    absent.update(status="leave", leave_reason=LEAVE)
    made["session"].attendances.update(reply="asked", leave_asked=ASKED, replied_at=timezone.now())
    topic.refresh_from_db()
    return topic


@pytest.fixture
def assigned(journey):
    journey.assigned()
    return told_of(journey)


@pytest.fixture
def foreign(journey):
    other = Journey(journey.cast)
    other.accepted()
    return told_of(other)


@pytest.fixture
def government(client, cast):
    """The browser of the government side."""
    client.force_login(cast["government"])
    return client


def rows_for(user, topic, model):
    own = {"pk" if model is Topic else "topic": topic.pk}
    return sorted(model.objects.visible_to(user).filter(**own).values_list("pk", flat=True))


def told(user, topic):
    """What page, print and file of the topic are made of."""
    parts = whole(topic, user).items()
    return {name: list(part) if hasattr(part, "__iter__") and name != "seen" else part for name, part in parts}


@pytest.mark.long
@pytest.mark.parametrize("leg", ["proposed", "drafted_plan", "submitted_plan", "told_of", "answered"])
def test_it_sees_of_its_topic_at_each_stage_what_another_committee_sees(journey, cast, leg):
    journey.proposed("government", **ASSIGNED) if leg == "proposed" else journey.assigned()
    if leg != "proposed":
        told_of(journey) if leg == "told_of" else getattr(journey, leg)()
    topic = Topic.objects.get(pk=journey.topic.pk)

    for model in MODELS:
        assert rows_for(cast["government"], topic, model) == rows_for(cast["clerk2"], topic, model), model
    assert told(cast["government"], topic) == told(cast["clerk2"], topic)


@pytest.mark.long
def test_it_sees_of_a_foreign_topic_what_members_see_and_the_written_instructions(cast, foreign):
    for model in MODELS:
        assert rows_for(cast["government"], foreign, model) == rows_for(cast["member_user"], foreign, model), model
    told_member = told(cast["member_user"], foreign)
    assert told(cast["government"], foreign) == told_member | {"seen": told_member["seen"] | {"instructions"}}


def pages_of(topic):
    """Each page and document on which something is kept from outsiders, with what it is."""
    drafted, to_come = topic.sessions.exclude(stage="completed").order_by("number")
    plan = topic.plans.get()
    return {
        ("topic_detail", topic.pk): {OPINION, FINDINGS, FILE},
        ("topic_print", topic.pk): {OPINION, FINDINGS},
        ("official_paper", "topic-file", topic.pk): {OPINION, FINDINGS, LEAVE, FILE},
        ("plan_detail", plan.pk): {OPINION},
        ("plan_print", plan.pk): {OPINION},
        ("official_paper", "approval-form", plan.pk): {OPINION},
        ("session_detail", drafted.pk): {LEAVE},
        ("session_print", drafted.pk): {LEAVE},
        ("official_paper", "session-minutes", drafted.pk): {LEAVE},
        ("session_detail", to_come.pk): {ASKED},
        ("session_invitations", to_come.pk): {ASKED},
    }


def found(browser, topic):
    """What of it the pages of the topic tell."""
    return {
        page: {words for words in kept if words in content_of(browser.get(reverse(page[0], args=page[1:])))}
        for page, kept in pages_of(topic).items()
    }


@pytest.mark.long
def test_pages_and_documents_of_its_topic_tell_everything_without_a_way_to_the_meetings(government, assigned):
    assert found(government, assigned) == pages_of(assigned)
    plan = assigned.plans.get()
    meetings = [decision.item.meeting for decision in plan.decisions.all()]
    for page in (government.get(assigned.get_absolute_url()), government.get(plan.get_absolute_url())):
        assert [str(one) in page.text for one in meetings] == [True, True]
        assert [one.get_absolute_url() in page.text for one in meetings] == [False, False]


@pytest.mark.long
def test_pages_and_documents_of_a_foreign_topic_tell_nothing_of_it(government, foreign):
    assert found(government, foreign) == dict.fromkeys(pages_of(foreign), set())


@pytest.mark.long
def test_registers_of_who_came_and_of_instructions_show_rows_of_its_own_topics_alone(government, journey):
    names, totals = ("attendance_list", "guest_list", "instruction_list"), []
    for leg in ("assigned", "accepted", "assigned"):
        one = Journey(journey.cast)
        getattr(one, leg)()
        one.completed_session().guests.create(category="experts", count=9)
        one.topic.instructions.create(leader="示例领导", given_on=day(13), text="请抓紧办理")
        pages = [government.get(reverse(name)) for name in names]
        totals.append([page.context["total"] for page in pages])

    assert totals == [[2, 9, 1], [2, 9, 1], [4, 18, 2]]
    assert [reverse("statistics") in page.text or reverse("annual_report") in page.text for page in pages] == [
        False
    ] * 3


@pytest.mark.long
def test_lists_and_home_tell_who_answers_of_its_own_topics_alone(government, assigned, foreign):
    asks = replies(assigned.sessions.with_replies().get(stage="planned"))
    pages = [reverse("home"), reverse("session_list"), f"{reverse('session_list')}?export=csv"]

    assert [content_of(government.get(page)).count(asks) for page in pages] == [1, 1, 1]


@pytest.mark.long
def test_its_lists_ask_no_more_of_the_database_for_more_of_both_kinds(government, assigned, queries_of, journey):
    pages = ["home", "topic_list", "topic_board", "plan_list", "session_list", "recommendation_list"]
    few = [queries_of(reverse(page)) for page in pages]
    for leg in ("assigned", "accepted"):
        another = Journey(journey.cast)
        getattr(another, leg)()
        told_of(another)

    assert [queries_of(reverse(page)) for page in pages] == few


def test_reading_everything_it_changes_nothing_of_its_topic(government, cast, assigned):
    parts = [assigned, *assigned.plans.all(), *assigned.sessions.all(), *assigned.recommendations.all()]
    user = factories.fresh(cast["government"])
    acts = ("change_plan", "change_consultationsession", "change_outcome", "refer_topic")

    assert [offer.transition.name for part in parts for offer in offers(user, part)] == []
    assert [user.has_perm(f"topics.{act}", assigned) for act in acts] == [False] * len(acts)
    answers = reverse("session_invitations", args=[assigned.sessions.get(stage="planned").pk])
    assert government.post(answers, {"grant": ""}).status_code == 403
