"""What is taken back while nothing was built on it, acceptance to closing: by whom, until when, with what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import day, entry
from topics.models import DictionaryEntry, NumberSeries, Recommendation, RecommendationStage, TopicStage
from topics.workflow import Moved, offers, take

YESTERDAY = timezone.now() - timedelta(days=1)


def answers_to_accept(topic, cast):
    return {"organiser": topic.proposing_committee, "form": entry("form"), "category": topic.category}


def accepted_at(journey, now=None):
    topic = journey.proposed()
    answers = answers_to_accept(topic, journey.cast) | {"is_planned": False}
    take(topic, "accept", by=journey.cast["office"], now=now, **answers)
    return topic


def test_the_number_waits_for_the_topic_and_is_given_to_no_other(journey, office):
    topic = accepted_at(journey)
    first = topic.number

    take(topic, "unaccept", by=office, reason="点错了")
    proposed = (topic.stage, topic.number, topic.kept_number, topic.year, topic.organiser, topic.accepted_on)
    other = accepted_at(journey)
    take(topic, "accept", by=office, is_planned=False, **answers_to_accept(topic, journey.cast))

    assert proposed == (TopicStage.PROPOSED, None, first, None, None, None)
    assert (topic.number, other.number) == (first, str(NumberSeries.objects.get()))
    assert topic.year == int(first[:4])
    assert [step.transition for step in topic.steps.all()] == ["propose", "accept", "unaccept", "accept"]
    assert [period.ends_on is None for period in topic.organiser_periods.all()] == [False, True]


def test_the_category_that_the_acceptance_changed_is_that_of_before(journey, office):
    topic, other = journey.proposed(), DictionaryEntry.objects.of("category").last()
    before = topic.category
    answers = answers_to_accept(topic, journey.cast) | {"is_planned": False, "category": other}
    take(topic, "accept", by=office, **answers)
    told = topic.steps.last().answers["category"]

    take(topic, "unaccept", by=office, reason="点错了")

    assert ([told[side]["text"] for side in ("from", "to")], topic.category) == ([str(before), str(other)], before)


def test_a_member_does_not_see_what_is_proposed_again(journey, office, member_user):
    topic = accepted_at(journey)
    seen = type(topic).objects.visible_to(member_user)

    before = list(seen)
    take(topic, "unaccept", by=office, reason="点错了")

    assert (before, list(seen.all())) == ([topic], [])


def test_own_entry_is_taken_back_on_its_day_and_later_by_another_person(journey, office, office2):
    today, old = accepted_at(journey), accepted_at(journey, now=YESTERDAY)

    take(today, "unaccept", by=office, reason="点错了")
    with pytest.raises(PermissionDenied, match="本人"):
        take(old, "unaccept", by=office, reason="点错了")
    take(old, "unaccept", by=office2, reason="点错了")

    assert (today.stage, old.stage) == ("proposed", "proposed")


@pytest.mark.parametrize(("built", "words"), [("plan", "已起草方案"), ("research", "记录调研")])
def test_acceptance_on_which_something_was_built_stands(journey, office, built, words):
    topic = accepted_at(journey)
    if built == "plan":
        journey.drafted_plan()
    else:
        journey.take(topic, "research", "clerk", timezone.localdate(), places="示例", people="示例", findings="示例")

    with pytest.raises(ValidationError, match=words):
        take(topic, "unaccept", by=office, reason="点错了")


def test_a_return_is_taken_back_until_the_proposer_changes_the_topic(journey, office, clerk):
    one, other = journey.proposed(), journey.proposed()
    for topic in (one, other):
        take(topic, "return", by=office, reason="写错了")
    other.title = "改过的题目"
    other.save()

    take(one, "unreturn", by=office, reason="点错了")
    with pytest.raises(ValidationError, match="已作修改"):
        take(other, "unreturn", by=office, reason="点错了")

    assert (one.stage, other.stage) == ("proposed", "returned")


def test_a_referral_taken_back_is_gone_from_the_departments_and_can_be_made_anew(journey, office, dept_user):
    journey.referred(on=timezone.localdate())
    topic, seen = journey.topic, Recommendation.objects.visible_to(dept_user)
    before = seen.count()

    topic.refresh_from_db()
    take(topic, "unrefer", by=office, reason="主办单位填错")
    left = list(topic.recommendations.values_list("stage", "due_on"))

    assert (before, seen.count(), topic.stage, topic.referred_on) == (2, 0, "concluded", None)
    assert left == [(RecommendationStage.LISTED, None)] * 2
    referrals = journey.referrals(timezone.localdate() + timedelta(days=9))
    take(topic, "refer", by=factories.unasked(office), referrals=referrals)
    assert seen.count() == 2


@pytest.mark.parametrize("move", ["accept", "return", "refer"])
def test_the_time_counts_from_the_move_that_stands_again(journey, move):
    topic = journey.concluded(1) if move == "refer" else journey.proposed()
    topic.refresh_from_db()
    before = (topic.stage, topic.due_on, topic.due_basis)
    answers = {"return": {"reason": "写错了"}, "accept": answers_to_accept(topic, journey.cast) | {"is_planned": False}}
    referred = {"referrals": journey.referrals(timezone.localdate())}

    journey.take(topic, move, "office", day(13), **answers.get(move, referred))
    journey.take(topic, f"un{move}", "office2", reason="点错了")

    assert (topic.stage, topic.due_on, topic.due_basis) == before


def test_a_referral_that_was_received_stands(journey, office):
    [recommendation] = journey.referred(recommendations=1, on=timezone.localdate())
    journey.take(recommendation, "receive", "dept_user", timezone.localdate())
    journey.topic.refresh_from_db()

    with pytest.raises(ValidationError, match="签收"):
        take(journey.topic, "unrefer", by=office, reason="填错")


def test_a_referral_that_was_answered_has_moved_on(journey, office):
    journey.referred(recommendations=1)
    topic = journey.topic
    topic.refresh_from_db()
    journey.answer(topic.recommendations.get())

    with pytest.raises(Moved, match="另一个窗口"):
        take(topic, "unrefer", by=office, reason="填错")


@pytest.mark.parametrize("stage", [TopicStage.CONCLUDED, TopicStage.TRACKING])
def test_topic_closed_by_mistake_goes_on_where_it_was_and_its_archive_number_is_free(journey, stage):
    topic = journey.concluded(0)
    if stage == TopicStage.TRACKING:
        journey.take(topic, "track", "clerk", day(20))
    topic.refresh_from_db()
    before = (stage, None, "", topic.due_on, topic.due_basis)
    journey.take(topic, "close", "office", day(30), archive_number="示档-1")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(topic, "unclose", "office", reason="点错了议题")
    journey.take(topic, "unclose", "office2", reason="点错了议题")

    assert (topic.stage, topic.closed_on, topic.archive_number, topic.due_on, topic.due_basis) == before
    assert [step.transition for step in topic.steps.all()][-2:] == ["close", "unclose"]


def test_topic_reopened_by_mistake_stays_closed_on_its_day_under_its_number(journey):
    topic = journey.closed()
    before = (topic.stage, topic.closed_on, topic.archive_number, topic.due_on)
    journey.take(topic, "reopen", "office", reason="点错了")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(topic, "unreopen", "office", reason="误操作")
    journey.take(topic, "unreopen", "office2", reason="误操作")

    assert (topic.stage, topic.closed_on, topic.archive_number, topic.due_on) == before


def test_second_closing_taken_back_leaves_the_number_of_the_first(journey):
    topic = journey.closed()
    first = topic.archive_number
    journey.take(topic, "reopen", "office", day(31), reason="核实")
    journey.take(topic, "close", "office", day(32), archive_number="示档-补")

    journey.take(topic, "unclose", "office2", reason="点错了")

    assert (topic.stage, topic.archive_number, topic.closed_on) == (TopicStage.TRACKING, first, None)


@pytest.mark.long
def test_second_closing_stands_where_another_topic_bears_the_first_number_by_now(journey):
    topic = journey.closed()
    first = topic.archive_number
    journey.take(topic, "reopen", "office", day(31), reason="核实")
    journey.take(topic, "close", "office", day(32), archive_number="示档-补")
    journey.topic = None
    journey.take(journey.concluded(0), "close", "office", day(33), archive_number=first)

    with pytest.raises(ValidationError, match=first):
        journey.take(topic, "unclose", "office2", reason="点错了")


def test_reopening_on_which_something_was_built_stands_and_is_no_follow_up_to_take_back(journey, office2):
    topic = journey.closed()
    journey.take(topic, "reopen", "office", reason="核实")
    offered = {offer.transition.name for offer in offers(office2, topic)} & {"untrack", "unreopen"}
    journey.take(topic, "visit", "clerk", findings="示例")

    with pytest.raises(ValidationError, match="走访"):
        journey.take(topic, "unreopen", "office2", reason="误操作")

    assert offered == {"unreopen"}


def refused(as_, name, url):
    page = as_(name).get(url)
    return page.status_code, page.context["message"], "任职" in page.text


def test_who_left_the_entry_reads_that_a_second_person_takes_it_back(journey, as_):
    old = accepted_at(journey, now=YESTERDAY)
    url = reverse("step", args=["topic", old.pk, "unaccept"])

    assert refused(as_, "office", url) == (403, "这一步由您本人在较早日期录入，现须由另一人办理（政协办公室）。", False)
    assert refused(as_, "clerk", url) == (403, "", True)


def test_who_drafted_a_plan_reads_that_they_do_not_decide_on_it(journey, as_):
    plan = journey.party_passed_plan()
    plan.editors.add(journey.cast["party_group2"])
    item = plan.agenda_items.get()
    url = f"{reverse('decision_correct', args=[item.meeting_id])}?item={item.pk}"

    assert refused(as_, "party_group", url) == (403, "这一步由您本人录入，须由另一人办理（党组）。", False)
    assert refused(as_, "party_group2", url) == (403, "您参与过该方案的起草或送审，不能记录结论。", False)


def test_what_was_struck_or_taken_out_again_is_not_built_on_an_acceptance(journey, office, cast):
    topic = accepted_at(journey)
    topic.refresh_from_db()
    merged = journey.proposed()
    journey.take(merged, "merge", "office", merged_into=topic, reason="看错")
    journey.take(topic, "research", "clerk", places="", people="", findings="误记")
    with pytest.raises(ValidationError, match="并入其他议题"):
        journey.take(topic, "unaccept", "office", reason="点错了")

    journey.take(merged, "reinstate", "office2", reason="看错")
    note = topic.steps.get(transition="research")
    journey.take(topic, "strike", "office2", note=note, reason="误记")
    journey.take(topic, "unaccept", "office", reason="点错了")

    assert topic.stage == TopicStage.PROPOSED
