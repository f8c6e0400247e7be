"""Who leads topics when vice-chairs leave: found in the register, told at home, chosen anew for several at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from topics.annual_plans.rows import rows_of
from topics.models import Batch, Topic
from topics.workflow.annual_plan_needs import whom_it_names_are_there

TODAY = timezone.localdate()
LEAD = reverse("batch_create", args=["lead"])


@pytest.fixture
def leaders():
    left, stays = (factories.member(name, post="vice_chair") for name in ("离任者", "在任者"))
    left.leave(TODAY - timedelta(days=1), "届满")
    return left, stays


@pytest.fixture
def topics(journey, leaders):
    """Two topics of the vice-chair who left, one of whom stays, one that nobody leads; the last of all is closed."""
    left, stays = leaders
    walked = [journey.accepted(title=f"议题{number}") for number in range(5)]
    for topic, leader in zip(walked, (left, left, stays, None, left), strict=True):
        Topic.objects.filter(pk=topic.pk).update(leading_vice_chair=leader)
    Topic.objects.filter(pk=walked[4].pk).update(stage="closed")
    return list(Topic.objects.order_by("pk"))


def test_the_register_finds_topics_by_who_leads_them_and_open_ones_whose_leader_has_left(as_, topics, leaders):
    left, stays = leaders
    desk = as_("office")

    found = {
        value: set(desk.get(reverse("topic_list"), {"leader": value}).context["object_list"])
        for value in (left.pk, stays.pk, "left")
    }

    first, second, third, _fourth, closed = topics
    offered = desk.get(reverse("topic_list")).context["filter"].form.fields["leader"].choices
    assert found == {left.pk: {first, second, closed}, stays.pk: {third}, "left": {first, second}}
    assert {label for value, label in offered if str(value) in (str(left.pk), str(stays.pk))} == {"离任者", "在任者"}


@pytest.mark.parametrize(("who", "told"), [("office", 2), ("clerk", None)])
def test_home_counts_for_the_office_alone_the_open_topics_whose_leader_has_left(as_, topics, who, told):
    page = as_(who).get("/")

    assert page.context.get("leaderless") == told
    assert ("?leader=left" in page.text) == bool(told)


def test_the_office_chooses_anew_who_leads_the_ticked_topics_and_each_history_says_so(as_, topics, leaders):
    (first, second, third, *_rest), (_left, stays) = topics, leaders
    desk = as_("office")
    rows = {"row": [first.pk, second.pk, third.pk]}
    filled = desk.post(LEAD, rows | {"all-leading_vice_chair": stays.pk, "fill": "1"})
    said = {f"t{topic.pk}-{name}": value for topic in (first, second, third)
            for name, value in {"version": topic.version, "leading_vice_chair": stays.pk}.items()}  # fmt: skip

    page = desk.post(LEAD, rows | said, follow=True)

    assert [row.forms[0]["leading_vice_chair"].value() for row in filled.context["rows"]] == [str(stays.pk)] * 3
    assert [row.record for row in page.context["rows"]] == [first, second]
    changes = [topic.steps.get(transition="edit").answers["leading_vice_chair"] for topic in (first, second)]
    assert [(change["from"]["text"], change["to"]["text"]) for change in changes] == [("离任者", "在任者")] * 2
    assert not third.steps.filter(transition="edit").exists()


def test_rows_without_a_choice_stay_as_they_are_and_what_was_chosen_is_not_undone_but_chosen_anew(as_, topics, leaders):
    (first, second, *_rest), (left, stays) = topics, leaders
    said = {f"t{first.pk}-version": first.version, f"t{second.pk}-version": second.version}
    desk = as_("office")

    nothing = desk.post(LEAD, said | {"row": [first.pk, second.pk]})
    page = desk.post(
        LEAD, said | {"row": [first.pk, second.pk], f"t{first.pk}-leading_vice_chair": stays.pk}, follow=True
    )

    batch, undo = Batch.objects.get(), reverse("batch_undo", args=[Batch.objects.get().pk])
    refused = desk.get(undo)
    assert (nothing.status_code, undo in page.text) == (200, False)
    assert [row.record for row in batch.rows.all()] == [first]
    assert ([bool(row.obstacle) for row in refused.context["rows"]], refused.context["is_possible"]) == ([True], False)
    assert Topic.objects.get(pk=second.pk).leading_vice_chair == left


def test_closed_topics_keep_who_led_them(as_, topics):
    page = as_("office").get(LEAD, {"row": [topics[4].pk, topics[0].pk]})

    assert [record for record, _reason in page.context["unfit"]] == [topics[4]]
    assert [row.record for row in page.context["rows"]] == [topics[0]]


def test_an_annual_plan_is_not_submitted_with_a_leader_who_has_left_but_an_adjustment_keeps_who_led(year, leaders):
    left, stays = leaders
    plan = year.drafted(items=2)
    first, _second = plan.items.all()
    plan.items.filter(pk=first.pk).update(leading_vice_chair=left)
    plan.items.exclude(pk=first.pk).update(leading_vice_chair=stays)

    told = whom_it_names_are_there(plan)
    plan.adjusts = plan

    assert (first.title in told, left.name in told, stays.name in told) == (True, True, False)
    assert whom_it_names_are_there(plan) is None


def test_a_draft_tells_at_each_item_and_at_its_submission_who_left_and_which_units_ended(
    year, as_, leaders, department
):
    left, stays = leaders
    ended = factories.committee(valid_to=timezone.localdate())
    gone = factories.department("已撤销的局", valid_to=timezone.localdate())
    plan = year.drafted(items=0)
    named = year.item(plan, "甲", leading_vice_chair=left, organiser=ended, is_county_level=False)
    named.departments.set([department, gone])
    whole = year.item(plan, "乙", leading_vice_chair=stays)
    whole.departments.set([department])
    words = f"{left}、{ended}、{gone}"

    page = as_("office").get(plan.get_absolute_url())

    [(_quarter, rows)] = page.context["groups"]
    assert [row.gone for row in rows] == [[left, ended, gone], []]
    assert page.text.count(f"<b>现已离任或者撤销</b> {words}") == 1
    assert page.text.count(f"现已离任或者撤销，请改选：甲：{words}。") == 1
    assert page.text.count("已完善") == 1


def test_what_an_adjustment_leaves_as_issued_names_whom_it_named(year, as_):
    committee = factories.committee()
    plan = year.drafted(items=0)
    year.item(plan, organiser=committee, is_county_level=False)
    adjustment = year.adjusting(year.issued(plan))
    type(committee).objects.update(valid_to=timezone.localdate())
    told = [whom_it_names_are_there(adjustment)]
    adjustment.items.update(change="changed", reason="推迟")

    told.append(whom_it_names_are_there(adjustment))

    assert [bool(words) for words in told] == [False, True]
    assert [row.gone for row in rows_of(plan, year.cast["office"])] == [[]]
