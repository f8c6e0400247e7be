import pytest
from django.urls import reverse
from django.utils.translation import gettext

from tests import factories
from tests.journeys import day
from topics.models import Body, Topic
from topics.templatetags.topics import by_page
from topics.workflow import offers

READING = ["office", "clerk", "party_group", "presidium", "auditor"]


@pytest.fixture
def page(client, cast):
    def get(topic, name="office", url="topic_detail"):
        client.force_login(factories.fresh(cast[name]))
        return client.get(reverse(url, args=[topic.pk]))

    return get


def queries_of(client, topic, count):
    with count(50) as queries:
        client.get(topic.get_absolute_url())
    return len(queries)


@pytest.mark.long
@pytest.mark.parametrize("name", [*READING, "member_user", "government"])
def test_page_of_a_closed_topic_opens_for_all_who_see_it(journey, page, name):
    assert page(journey.closed(), name).status_code == 200


@pytest.mark.parametrize("name", ["sysadmin", "secadmin", "outsider", "dept2_user"])
def test_page_is_not_found_by_those_who_do_not_see_the_topic(journey, page, name):
    topic = journey.closed()

    assert page(topic, name).status_code == 404
    assert page(topic, name, "topic_print").status_code == 404


@pytest.mark.long
def test_department_sees_the_summary_and_its_own_recommendations_only(journey, page, department2):
    own, foreign = journey.referred(2)
    foreign.referrals.update(department=department2)

    context = page(journey.topic, "dept_user").context

    assert context["recommendations"] == [own]
    for part in ("sessions", "plans", "research", "outcomes", "instructions", "follow_ups", "participants", "adoption"):
        assert context[part] == [], part
    assert "示例背景" in page(journey.topic, "dept_user").text


@pytest.mark.long
@pytest.mark.parametrize("url", ["topic_detail", "topic_print"])
def test_opinions_of_the_bodies_are_shown_to_readers_alone(journey, page, url):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充种植户代表")
    topic = journey.topic

    shown = {
        name: "补充种植户代表" in page(topic, name, url).text
        for name in ("office", "clerk", "member_user", "government")
    }

    assert shown == {"office": True, "clerk": True, "member_user": False, "government": False}


@pytest.mark.long
def test_research_is_not_shown_to_members(journey, page):
    topic = journey.accepted()
    journey.take(topic, "research", "clerk", day(2), places="示例村", people="示例人", findings="调研发现甲")

    assert "调研发现甲" in page(topic, "clerk").text
    assert "调研发现甲" not in page(topic, "member_user").text


def test_returned_topic_shows_its_reason_on_top(journey, page):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="背景不清楚")

    response = page(topic, "clerk")

    assert response.context["exit"].reason == "背景不清楚"
    assert response.text.index("背景不清楚") < response.text.index('class="steps"')


def test_topic_that_came_back_stands_between_its_proposal_and_its_acceptance(journey, page):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="示例理由")

    assert [step["state"] for step in page(topic).context["path"]] == ["done", "now"] + ["todo"] * 9


@pytest.mark.long
def test_rejected_topic_says_where_it_goes_instead(journey, page):
    topic = journey.proposed()
    journey.take(topic, "reject", "office", day(1), reason="属提案范围", goes_instead="proposal")

    assert [step["state"] for step in page(topic).context["path"]] == ["done", "now"]
    assert gettext("CPPCC proposal") in page(topic).text


@pytest.mark.long
def test_merged_topic_leads_to_its_target_and_gives_it_a_co_proposer_of_another_unit_alone(journey, page):
    target = journey.accepted(title="示例目标")
    own = journey.proposed(title="同一单位的来源")
    foreign = journey.cast["clerk2"].current_appointments[0].committee
    other = journey.proposed("clerk2", title="其他单位的来源", proposing_committee=foreign)
    for merged in (own, other):
        journey.take(merged, "merge", "office", day(2), merged_into=target, reason="内容相同")

    shown = page(target)
    told = shown.text.partition("共同提出")[2].partition("</dd>")[0]
    assert target.get_absolute_url() in page(own).text
    assert (shown.context["merged_own"], shown.context["merged_of_others"]) == ([own], [other])
    assert [str(one.proposing_committee) in told for one in (own, other)] == [False, True]


def test_step_bar_stands_where_the_topic_is_worked_on(journey, page):
    journey.completed_session()

    states = [step["state"] for step in page(journey.topic).context["path"]]

    assert states == ["done"] * 5 + ["now"] + ["todo"] * 4


@pytest.mark.long
def test_step_bar_tells_the_days_of_the_last_round_in_their_order(journey, page):
    journey.concluded(0, on=day(12))
    journey.take(journey.topic, "another_round", "clerk", day(20), reason="仍有分歧")
    plan = journey.drafted_plan(round=2, planned_on=day(30))
    journey.take(plan, "submit", "clerk", day(21))
    under_way = [step["date"] for step in page(journey.topic).context["path"][2:5]]
    journey.decide(plan, Body.PARTY_GROUP, on=day(22))
    journey.decide(plan, Body.PRESIDIUM, on=day(23))

    passed = [step["date"] for step in page(journey.topic).context["path"][2:5]]

    assert (under_way, passed) == ([day(21), None, None], [day(21), day(22), day(23)])


def test_a_topic_closed_without_recommendations_was_never_referred(journey, page):
    topic = journey.concluded(recommendations=0)
    journey.take(topic, "close", "office", day(14), archive_number="示档-2")

    assert [step["state"] for step in page(topic).context["path"]] == ["done"] * 8


def moves_of(context):
    return [offer.transition.name for offer in context["offers"]]


def test_the_one_who_acts_next_gets_the_way_to_act(journey, page):
    topic = journey.proposed()

    context = page(topic, "office").context

    assert moves_of(context["next"]) == ["accept"]
    assert moves_of(context) == ["return", "merge", "reject"]
    assert context["next"]["is_me"] is True
    assert page(topic, "clerk2").context["offers"] == []


def test_a_move_that_the_card_leads_to_is_not_repeated_below_it(journey, page):
    journey.concluded()
    context = page(journey.topic).context

    assert context["next"]["url"] == reverse("refer", args=[journey.topic.pk])
    assert "refer" not in moves_of(context)


def test_the_main_move_is_the_first_of_those_listed(journey):
    topic = journey.proposed()

    listed = by_page(reversed(offers(journey.cast["office"], topic)))

    assert [offer.transition.name for offer in listed] == ["accept", "reject", "merge", "return"]


def test_recorded_topic_shows_what_is_known_and_that_the_rest_is_unknown(journey, page, office):
    topic = Topic.objects.create(title="示例旧题", source="", proposer="", proof="示例讲话", created_by=office)
    journey.take(topic, "record", "office")

    response = page(topic, "member_user")

    assert "示例讲话" in response.text
    assert response.text.count(f"<dd>{gettext('unknown')}</dd>") == 5


def in_work_again(journey):
    """A revision that the office sent back, so that its draft is the organiser's alone."""
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "明确经费来源")
    revision = journey.drafted_plan(revises=plan)
    journey.take(revision, "submit_revision", "clerk", day(4))
    journey.take(revision, "refuse_revision", "office", day(5), reason="改动超出会议要求")
    return revision


def written_again(journey):
    """A recommendation that was referred, in an outcome that is written again."""
    [recommendation] = journey.referred(1)
    journey.take(journey.topic, "unrefer", "office", reason="点错了")
    journey.take(journey.topic, "unconclude", "office2", reason="结论过早")
    return recommendation


@pytest.mark.long
@pytest.mark.parametrize(("leads_back", "shut_out"), [(in_work_again, "clerk2"), (written_again, "member_user")])
def test_history_links_to_a_part_those_alone_for_whom_it_opens(journey, page, leads_back, shut_out):
    part = leads_back(journey)

    linked = {
        name: part.get_absolute_url() in [line.get("url") for line in page(part.topic, name).context["history"]]
        for name in ("clerk", "office", shut_out)
    }

    assert linked == {"clerk": True, "office": True, shut_out: False}


@pytest.mark.long
def test_query_count_of_the_page_does_not_grow_with_its_rows(client, journey, page, django_assert_max_num_queries):
    journey.answered(1)
    topic = journey.topic
    topic.research.create(done_on=day(1), findings="示例")
    topic.follow_ups.create(kind="visit", done_on=day(21), findings="示例")
    page(topic, "office")
    few = queries_of(client, topic, django_assert_max_num_queries)
    for number in range(2, 8):
        row = topic.recommendations.first()
        referral, answer = row.referrals.first(), row.answers.first()
        row.pk, row.number = None, number
        row.save()
        referral.pk = answer.pk = None
        referral.recommendation = answer.recommendation = row
        referral.save()
        answer.save()
    for title in ("示例甲", "示例乙", "示例丙"):
        topic.research.create(done_on=day(1), findings=title)
        topic.follow_ups.create(kind="visit", done_on=day(21), findings=title)

    many = queries_of(client, topic, django_assert_max_num_queries)

    assert many == few


@pytest.mark.parametrize("url", ["topic_detail", "topic_print"])
def test_script_in_any_text_is_shown_as_text(journey, page, url):
    attack = "<script>alert(1)</script>"
    topic = journey.accepted(
        title=attack,
        background=attack,
        points=attack,
        suggestions=attack,
        selection_reason=attack,
        origin_document=attack,
    )
    journey.take(topic, "research", "clerk", day(2), places=attack, people=attack, findings=attack)
    journey.take(topic, "suspend", "office", day(3), reason=attack)

    response = page(topic, url=url)

    assert attack not in response.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text


def test_the_form_of_acceptance_proposes_the_committee_that_proposed(client, office, journey, committee):
    topic = journey.proposed()
    client.force_login(office)

    form = client.get(reverse("step", args=["topic", topic.pk, "accept"])).context["form"]

    assert form["organiser"].value() == str(committee.pk)


def test_closing_leads_to_each_answer_that_is_not_evaluated(journey, as_):
    waiting = journey.answered()

    page = as_("office").get(reverse("step", args=["topic", journey.topic.pk, "close"]))

    summary = page.text.split('class="error-summary"')[1].split("</ul>")[0]
    for each in waiting:
        assert f'<a class="text-nowrap" href="{each.get_absolute_url()}">第{each.number}条</a>' in summary


def test_closing_names_what_is_not_carried_out_and_offers_the_former_archive_number(journey, page, client):
    first, _second = journey.answered()
    for recommendation in journey.topic.recommendations.all():
        journey.evaluate(recommendation)
    journey.take(first, "carry_out", "office", day(26), measures="已建成", evidence="验收单")
    close = reverse("step", args=["topic", journey.topic.pk, "close"])

    client.force_login(journey.cast["office"])
    unfinished = client.get(close).context["unfinished"]
    journey.take(journey.topic, "close", "office", day(30), archive_number="示档-9")
    journey.take(journey.topic, "reopen", "office", day(31), reason="群众反映")

    assert [each.number for each in unfinished] == [2]
    assert client.get(close).context["form"]["archive_number"].value() == "示档-9"


def test_page_of_a_draft_names_all_proofs_that_its_source_lacks(journey, page):
    topic = journey.draft(source="member_recommended", selection_reason="")

    text = page(topic, "clerk").text

    assert ["委员荐题须至少有一名荐题委员。" in text, "委员荐题须填写来源材料。" in text] == [True, True]
