"""How far an annual plan is: the item that a topic carries out, and what mergers, stops and corrections make of it."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from consult.lists.periods import Dated
from tests import factories
from tests.journeys import day, entry
from topics.annual_plans.execution import Execution, current_copy, due_to_begin, open_items
from topics.annual_plans.rows import figures_of, rows_of, rows_of_year
from topics.filters.annual_plans import planned_for
from topics.models import AnnualPlanItem, Topic


@pytest.fixture
def plan(year):
    return year.issued(year.drafted(items=2))


@pytest.fixture
def carry(journey):
    """A new topic, accepted as carrying out the item."""

    def accept(item, **fields):
        topic = journey.proposed(**fields)
        answers = {"organiser": None, "form": entry("form"), "category": topic.category}
        journey.take(topic, "accept", "office", day(1), is_planned=True, plan_item=item, **answers)
        return topic

    return accept


def states(plan, user):
    return [row.state for row in rows_of(plan, user)]


def test_what_an_adjustment_dropped_or_altered_stays_told_after_the_next_one(year, plan):
    first = year.adjusting(plan)
    altered, dropped = first.items.all()
    first.items.filter(pk=altered.pk).update(change="changed", reason="推迟")
    first.items.filter(pk=dropped.pk).update(change="dropped", reason="已统一部署")
    second = year.adjusting(year.issued(first, on=day(2)))
    year.item(second, "示例新增", change="added", reason="新增重点")
    year.issued(second, on=day(3))

    rows = rows_of_year(second, year.cast["office"])

    assert [(row.item.title, row.state, row.why) for row in rows] == [
        (altered.title, "not_started", "推迟"),
        ("示例新增", "not_started", "新增重点"),
        (dropped.title, "adjusted", "已统一部署"),
    ]


def refusal(journey, record, name, **answers):
    with pytest.raises(ValidationError) as refused:
        journey.take(record, name, "office", day(2), **answers)
    return " ".join(refused.value.messages)


@pytest.mark.long
def test_item_goes_from_not_started_over_under_way_to_done(journey, office, plan):
    item = plan.items.first()
    seen = [states(plan, office)[0]]
    committee = journey.cast["clerk"].current_appointments[0].committee
    topic = journey.proposed()
    answers = {"organiser": committee, "form": entry("form"), "category": topic.category}
    journey.take(topic, "accept", "office", day(1), is_planned=True, plan_item=item, **answers)
    seen.append(states(plan, office)[0])
    journey.completed_session()
    seen.append(states(plan, office)[0])
    journey.concluded()
    seen.append(states(plan, office)[0])

    assert seen == [Execution.NOT_STARTED, Execution.UNDER_WAY, Execution.UNDER_WAY, Execution.DONE]
    assert rows_of(plan, office)[0].held_on == day(10)


def test_done_stays_done_in_another_round(journey, office, plan, carry):
    topic = carry(plan.items.first())
    Topic.objects.filter(pk=topic.pk).update(stage="consulting", rounds=2, concluded_on=day(12))

    assert states(plan, office) == [Execution.DONE, Execution.NOT_STARTED]


def test_figures_name_every_state(office, plan, carry):
    carry(plan.items.first())

    assert figures_of(rows_of(plan, office)) == [
        (Execution.NOT_STARTED, 1),
        (Execution.UNDER_WAY, 1),
        (Execution.DONE, 0),
        (Execution.ADJUSTED, 0),
    ]


def test_item_is_carried_out_by_one_topic(journey, plan, carry):
    item = plan.items.first()
    carry(item)
    second = journey.proposed()

    words = refusal(journey, second, "accept", organiser=None, is_planned=True, plan_item=item)

    assert "已由其他议题承接" in words


def test_planned_topic_names_its_item_where_the_year_has_its_plan(journey, plan):
    topic = journey.proposed()

    bare = refusal(journey, topic, "accept", organiser=None, is_planned=True)
    odd = refusal(journey, topic, "accept", organiser=None, is_planned=False, plan_item=plan.items.first())

    assert "年度计划事项" in bare
    assert "计划外" in odd


def test_without_an_issued_plan_of_the_year_the_one_on_paper_is_meant(journey, client, office):
    topic = journey.proposed()
    client.force_login(office)

    page = client.get(reverse("step", args=["topic", topic.pk, "accept"]))

    assert [value for value, _label in page.context["form"].fields["is_planned"].choices] == ["yes", "no"]
    assert f'“计划内”指纸质计划。 <a href="{reverse("annual_plan_list")}">' in page.text


def test_who_accepts_otherwise_than_the_item_names_is_told_and_the_page_said_that_it_brings(
    journey, client, office, plan
):
    leader = factories.member(name="示例副主席")
    item = plan.items.first()
    plan.items.filter(pk=item.pk).update(leading_vice_chair=leader)
    topic = journey.proposed()
    client.force_login(office)
    url = reverse("step", args=["topic", topic.pk, "accept"])
    answers = {"organiser": str(topic.proposing_committee_id), "form": item.form_id, "category": topic.category_id}
    answers |= {"is_planned": item.pk, "version": topic.version, "happened_on": day(1)}

    page = client.get(url)
    answer = client.post(url, answers, follow=True)

    [warning] = [str(one) for one in get_messages(answer.wsgi_request) if one.level_tag == "warning"]
    assert "与年度计划事项所列不同" in warning
    assert "承办单位 县政协本级、牵头副主席 示例副主席" in warning
    assert "尚未选择" in page.context["form"]["is_planned"].help_text


def test_what_came_with_an_item_goes_with_the_acceptance(journey, plan):
    leader = factories.member(name="示例副主席")
    topic = journey.proposed()
    answers = {"organiser": None, "form": entry("form"), "category": topic.category, "leading_vice_chair": leader}
    journey.take(topic, "accept", "office", day(1), is_planned=True, plan_item=plan.items.first(), **answers)

    journey.take(topic, "unaccept", "office", reason="选错事项")

    left = (topic.organiser, topic.form, topic.is_planned, topic.plan_item, topic.leading_vice_chair)
    assert left == (None, None, None, None, None)
    assert topic.steps.get(transition="accept").answers["leading_vice_chair"]["text"] == "示例副主席"


def test_topic_outside_the_plan_carries_out_nothing(journey, office, plan):
    topic = journey.proposed()

    journey.take(topic, "accept", "office", day(1), organiser=None, is_planned=False, category=topic.category)

    assert (topic.is_planned, topic.plan_item) == (False, None)
    assert states(plan, office) == [Execution.NOT_STARTED] * 2


def test_stopped_topic_frees_its_item_and_is_not_taken_up_again_once_another_has_it(journey, office, plan, carry):
    item = plan.items.first()
    first = carry(item)
    journey.take(first, "stop", "office", day(2), reason="条件变化")
    stopped = states(plan, office)[0]
    carry(item)

    with pytest.raises(ValidationError) as refused:
        journey.take(first, "reinstate", "office2", day(3), reason="误终止")

    assert (stopped, states(plan, office)[0]) == (Execution.NOT_STARTED, Execution.UNDER_WAY)
    assert "承接" in " ".join(refused.value.messages)


def test_stopped_topic_taken_up_again_carries_out_its_item_as_before(journey, office, plan, carry):
    topic = carry(plan.items.first())
    journey.take(topic, "stop", "office", day(2), reason="误操作")

    journey.take(topic, "reinstate", "office2", day(3), reason="误终止")

    assert states(plan, office)[0] == Execution.UNDER_WAY


def test_item_of_a_merged_topic_follows_to_the_target_and_back(journey, office, plan, carry):
    topic = carry(plan.items.first())
    target = journey.accepted_outside()
    journey.take(topic, "merge", "office", day(2), merged_into=target, reason="内容相近")
    target.refresh_from_db()
    merged = (rows_of(plan, office)[0].topic, rows_of(plan, office)[0].state, target.is_planned)

    journey.take(topic, "reinstate", "office2", day(3), reason="误并案")
    target.refresh_from_db()

    assert merged == (target, Execution.UNDER_WAY, True)
    assert (rows_of(plan, office)[0].topic, target.is_planned) == (topic, False)


def test_topic_that_took_in_a_planned_one_is_not_called_unplanned(journey, plan, carry):
    topic, target = carry(plan.items.first()), journey.accepted_outside()
    journey.take(topic, "merge", "office", day(2), merged_into=target, reason="内容相近")

    assert "并入" in refusal(journey, target, "edit", is_planned=False, plan_item=None)


def test_dropped_item_is_adjusted_and_open_to_no_topic(year, office, plan):
    adjustment = year.adjusting(plan)
    dropped = adjustment.items.first()
    adjustment.items.filter(pk=dropped.pk).update(change="dropped", reason="上级另有安排")
    year.issued(adjustment, on=day(2))

    row = rows_of(adjustment, office)[0]
    assert (row.state, row.why) == (Execution.ADJUSTED, "上级另有安排")
    assert [item.root for item in open_items()] == [plan.items.last()]


def test_item_that_a_topic_carries_out_is_not_dropped(year, plan, carry):
    topic = carry(plan.items.first())
    adjustment = year.adjusting(plan)
    adjustment.items.filter(origin=topic.plan_item).update(change="dropped", reason="上级另有安排")

    with pytest.raises(ValidationError) as refused:
        year.take(adjustment, "submit", "office", day(2))

    assert "已有议题承接" in " ".join(refused.value.messages)


def test_topic_goes_on_with_its_item_in_the_adjustment(year, office, plan, carry):
    topic = carry(plan.items.first())
    adjustment = year.adjusting(plan)
    year.item(adjustment, "示例新增", change="added", reason="新增重点")
    year.issued(adjustment, on=day(2))

    assert [row.topic for row in rows_of(adjustment, office)] == [topic, None, None]
    assert current_copy(topic.plan_item).plan == adjustment


def test_topic_outside_the_plan_is_added_by_an_adjustment(journey, year, plan):
    topic = journey.accepted_outside()
    adjustment = year.adjusting(plan)
    year.take(adjustment, "take_in", "office", topics=[topic])
    adjustment.items.filter(taken_from=topic).update(reason="新增重点", period="3-q", outcome_kind=entry("outcome"))

    year.issued(adjustment, on=day(3))

    topic.refresh_from_db()
    assert (topic.is_planned, topic.plan_item) == (True, adjustment.items.get(taken_from=topic))
    assert topic.steps.get(transition="plan_in").is_consequence


def test_issue_is_not_taken_back_once_topics_carry_it_out(year, plan, carry):
    carry(plan.items.first())

    with pytest.raises(ValidationError) as refused:
        year.take(plan, "correct", "office2", day(3), reason="文号有误")

    assert "已有议题承接" in " ".join(refused.value.messages)


def test_page_of_an_issue_that_stands_names_each_topic_to_be_taken_off_it_first(as_, journey, plan, carry):
    topics = [carry(item, title=f"示例承接{number}") for number, item in enumerate(plan.items.all(), start=1)]
    journey.take(topics[1], "stop", "office", day(2), reason="条件变化")

    page = as_("office2").get(plan.get_absolute_url()).text

    assert "改为计划外" in page and "恢复" in page
    assert all(f'<a class="text-nowrap" href="{one.get_absolute_url()}">{one}</a>' in page for one in topics)


def test_topic_called_unplanned_lets_the_issue_be_taken_back(journey, year, plan, carry):
    topic = carry(plan.items.first())

    journey.take(topic, "edit", "office", is_planned=False, plan_item=None)
    year.take(plan, "correct", "office2", day(3), reason="文号有误")

    assert plan.stage == "committee_approved"


def test_topic_of_which_the_reader_sees_nothing_is_not_named(journey, year, plan, carry, dept_user):
    carry(plan.items.first())

    row = rows_of(plan, dept_user)[0]

    assert (row.topic, row.state) == (None, Execution.UNDER_WAY)


@pytest.mark.parametrize(
    ("period", "month", "waits"), [("2-05", 5, True), ("2-05", 4, False), ("3-q", 7, True), ("3-q", 6, False)]
)
def test_an_item_is_to_begin_once_its_month_or_quarter_has_come(plan, carry, period, month, waits):
    begun, item = plan.items.all()
    carry(begun)
    plan.items.update(period=period)

    found = due_to_begin(date(plan.year, month, 20))

    assert found == ([item] if waits else [])
    assert due_to_begin(date(plan.year + 1, month, 20)) == []


def test_the_home_of_the_office_says_how_far_the_plan_is_and_what_should_have_begun(plan, as_, monkeypatch):
    monkeypatch.setattr("topics.views.home.timezone.localdate", lambda: date(plan.year, 3, 1))

    shown = as_("office").get("/").context["this_year"]

    assert (shown["plan"], shown["done"], shown["count"], shown["to_begin"]) == (plan, 0, 2, list(plan.items.all()))
    assert "this_year" not in as_("clerk").get("/").context


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ((0, 1, 1), (0, 12, 31), "2-05 2-q 4-10 "),
        ((0, 1, 1), (0, 3, 31), ""),
        ((0, 4, 1), (0, 6, 30), "2-05 2-q "),
        ((0, 6, 1), (0, 10, 31), "2-q 4-10 "),
        ((-1, 7, 1), (0, 5, 31), "2-05 2-q "),
        ((0, 11, 1), (1, 3, 31), ""),
        ((1, 1, 1), (1, 12, 31), None),
    ],
)
def test_a_span_counts_the_items_whose_month_or_quarter_it_touches_and_those_without_one(year, start, end, found):
    plan = year.issued()
    plan.items.update(period="2-05")
    for period in ("2-q", "4-10", ""):
        year.item(plan, period=period)
    first, last = (date(plan.year + years, month, day) for years, month, day in (start, end))

    items = AnnualPlanItem.objects.filter(planned_for(Dated("planned", "", first, last)))

    assert sorted(items.values_list("period", flat=True)) == sorted([] if found is None else found.split(" "))
