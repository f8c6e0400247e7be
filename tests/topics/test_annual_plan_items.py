"""The items of an annual plan: which topics are on offer, which copy is in force, what differs, when one is done."""

import pytest
from django.urls import reverse

from tests import factories
from tests.annual import YEAR, Year
from tests.journeys import Journey, day
from topics.annual_plans.changes import differences
from topics.annual_plans.execution import Execution, current_copy
from topics.annual_plans.on_offer import topics_on_offer
from topics.annual_plans.rows import rows_of
from topics.models import AnnualPlanItem, Topic

pytestmark = pytest.mark.django_db


def test_topics_on_offer_are_proposed_or_unplanned_of_the_year_and_not_taken_yet_the_first_proposed_first(year, cast):
    plan, made = year.drafted(items=0), {}
    for name in ("taken", "later", "earlier"):
        made[name] = Journey(cast).proposed(title=name)
    for name in ("unplanned", "of last year", "done"):
        made[name] = Journey(cast).accepted_outside(title=name)
    made |= {"planned": Journey(cast).accepted(title="planned"), "draft": Journey(cast).draft(title="draft")}
    year.take(plan, "take_in", "office", topics=[made["taken"]])
    for name, fields in {
        "earlier": {"proposed_on": day(-3)},
        "unplanned": {"proposed_on": day(-2), "year": YEAR},
        "later": {"proposed_on": day(-1)},
        "of last year": {"year": YEAR - 1},
        "done": {"stage": "closed", "year": YEAR},
    }.items():
        Topic.objects.filter(pk=made[name].pk).update(**fields)

    assert [topic.title for topic in topics_on_offer(plan)] == ["earlier", "unplanned", "later"]


def test_the_copy_in_force_is_that_of_the_issued_version_while_an_adjustment_is_drafted(year):
    plan = year.issued()
    root = plan.items.get()
    adjustment = year.adjusting(plan)
    drafted = current_copy(root)
    year.item(adjustment, change="added", reason="新增")
    year.issued(adjustment, on=day(2))

    assert drafted == root
    assert (current_copy(root).plan, current_copy(root).root) == (adjustment, root)


def test_an_item_of_no_version_in_force_has_no_copy_in_force(year):
    assert current_copy(year.drafted().items.get()) is None


def test_what_was_empty_before_or_is_now_is_told_as_nothing(year):
    leader = factories.member("示例副主席", post="vice_chair")
    plan = year.issued()
    item = plan.items.get()
    copy = year.adjusting(plan).items.get()
    copy.leading_vice_chair, copy.content = leader, ""

    told = {change.label: (change.before, change.after) for change in differences(item, copy)}

    assert told == {"牵头副主席": ("", "示例副主席"), "协商内容": ("示例协商内容", "")}


def test_an_item_stays_done_once_the_file_of_its_topic_is_closed_and_says_on_which_day(as_, year, journey):
    topic, plan = journey.concluded(0), year.issued()
    Topic.objects.filter(pk=topic.pk).update(is_planned=True, plan_item=plan.items.get())
    journey.take(topic, "close", "office", day(30), archive_number="示档-1")

    [row] = rows_of(plan, year.cast["office"])
    page = as_("office").get(plan.get_absolute_url())

    assert (row.state, row.topic, row.held_on, row.concluded_on) == (Execution.DONE, topic, day(10), day(12))
    assert f'<span class="minor nowrap">{day(10)}</span>' in page.text


def test_an_item_that_was_not_dropped_is_kept_as_it_is(as_, year):
    item = year.drafted().items.get()
    before = AnnualPlanItem.objects.filter(pk=item.pk).values().get()

    page = as_("office").post(reverse("plan_item_keep", args=[item.pk]))

    assert page.url == item.plan.get_absolute_url()
    assert AnnualPlanItem.objects.filter(pk=item.pk).values().get() == before


def test_a_plan_of_another_year_is_not_in_the_way_of_an_adjustment(year):
    plan = year.issued()
    Year(year.cast, YEAR + 1).drafted()

    year.take(plan, "adjust", "office", day(1), reason="另有部署")

    assert plan.adjustments.count() == 1
