"""Annual plans taken back and begun anew: what is told before, what stands in the way, which draft goes on."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests import factories
from tests.annual import YEAR, take_step, told
from tests.journeys import day
from topics.models import AnnualPlan
from topics.workflow import offers

pytestmark = pytest.mark.django_db


def given_up(year, plan, because="暂不调整"):
    """An adjustment of the plan that altered, dropped and added something before it was given up."""
    draft = year.adjusting(plan)
    altered, dropped, *_others = draft.items.all()
    draft.items.filter(pk=altered.pk).update(change="changed", reason="推迟", period="4-q")
    draft.items.filter(pk=dropped.pk).update(change="dropped", reason="另有安排")
    year.item(draft, "示例新增", change="added", reason="新增重点")
    year.take(draft, "abandon", "office", day(2), reason=because)
    return draft


def adjusting_again(year, plan):
    year.take(plan, "adjust", "office", day(2), reason="县委另有部署")
    return plan.adjustments.latest("pk")


def test_draft_given_up_does_not_come_back_beside_another_first_version(year):
    first = year.drafted()
    year.take(first, "abandon", "office", day(0), reason="重新起草")
    second = AnnualPlan.objects.create(year=YEAR, number=2)
    year.item(second)
    year.issued(second)

    with pytest.raises(ValidationError, match=f"{second}.*已印发"):
        year.take(first, "correct", "office2", day(3), reason="误放弃")

    assert [plan.number for plan in AnnualPlan.objects.in_force(YEAR)] == [2]


def test_adjustment_given_up_comes_back_while_what_it_adjusts_is_in_force_alone(year):
    plan = year.issued(year.drafted(items=2))
    draft = given_up(year, plan)
    year.take(draft, "correct", "office2", day(3), reason="误放弃")
    back = draft.stage
    year.take(draft, "abandon", "office", day(3), reason="暂不调整")
    other = adjusting_again(year, plan)
    year.item(other, change="added", reason="新增重点")
    year.issued(other, on=day(3))

    [offer] = [one for one in offers(factories.fresh(year.cast["office2"]), draft) if one.transition.name == "correct"]

    assert back == "drafting"
    assert (str(other) in offer.unmet[0], offer.unmet[0].records) == (True, (other,))


def test_adjustment_begins_from_one_given_up_with_its_changes_and_reasons(as_, year):
    plan = year.issued(year.drafted(items=3))
    draft = given_up(year, plan)
    office = as_("office")
    field = office.get(reverse("step", args=["annual_plan", plan.pk, "adjust"])).context["form"].fields["begins_from"]

    take_step(office, plan, "adjust", reason="恢复调整", begins_from=draft.pk)

    version = AnnualPlan.objects.get(number=3)
    altered, dropped, kept, added = version.items.all()
    roots = list(plan.items.all())
    assert [label for _value, label in field.choices] == [str(plan), f"{draft} · 已放弃：县委部署新的重点工作"]
    assert [(item.change, item.reason, item.origin) for item in version.items.all()] == [
        ("changed", "推迟", roots[0]),
        ("dropped", "另有安排", roots[1]),
        ("", "", roots[2]),
        ("added", "新增重点", None),
    ]
    assert (altered.period, version.adjusts, version.adjusted_because) == ("4-q", plan, "恢复调整")
    year.issued(version, on=day(3))


def test_adjustment_begins_from_the_version_in_force_where_nothing_else_is_chosen(as_, year):
    plan = year.issued(year.drafted(items=2))
    given_up(year, plan)

    take_step(as_("office"), plan, "adjust", reason="另行调整")

    assert [item.change for item in AnnualPlan.objects.get(number=3).items.all()] == ["", ""]


def test_adjustments_of_another_version_are_not_begun_from(as_, year):
    plan = year.issued(year.drafted(items=2))
    draft = given_up(year, plan)
    other = adjusting_again(year, plan)
    year.item(other, change="added", reason="新增重点")
    year.issued(other, on=day(3))

    page = take_step(as_("office"), other, "adjust", reason="另行调整", begins_from=draft.pk)

    assert "begins_from" in page.context["form"].errors
    assert page.context["form"].fields["begins_from"].widget.is_hidden


def test_who_takes_back_an_issue_reads_before_and_after_which_version_comes_back_and_what_leaves(as_, year, journey):
    topic = journey.accepted_outside()
    plan = year.issued()
    adjustment = year.adjusting(plan)
    year.item(adjustment, "示例新增", change="added", reason="新增重点", taken_from=topic)
    year.issued(adjustment, on=day(2))
    office, url = as_("office2"), reverse("step", args=["annual_plan", adjustment.pk, "correct"])
    words = f"“{plan}”将重新生效。本次印发纳入计划的议题将退出计划：{topic.title}。"

    before = [office.get(adjustment.get_absolute_url()).text, office.get(url).text]
    done = take_step(office, adjustment, "correct", reason="文号有误")
    twice = office.get(reverse("step", args=["annual_plan", adjustment.pk, "correct"])).text

    assert [words in page for page in before] == [True, True]
    assert words in told(done)[0]
    assert "重新生效" not in twice


def test_who_takes_back_the_first_issue_reads_that_the_year_has_no_plan_in_force_then(as_, year):
    plan = year.issued()

    page = as_("office2").get(reverse("step", args=["annual_plan", plan.pk, "correct"])).text

    assert f"{plan.year}年将没有生效的年度计划" in page
    assert "退出计划" not in page


def drafted_again(year, plan):
    """The issued plan taken back to its draft."""
    for reason in ("误印发", "误批准"):
        year.take(plan, "correct", "office2", day(3), reason=reason)
    year.take(plan, "send_back", "office", day(3), reason="常委会要求修改")
    return plan


def test_adjustment_given_up_is_not_gone_on_from_once_what_it_adjusts_was_drafted_anew(as_, year):
    plan = year.issued(year.drafted(items=3))
    draft = given_up(year, plan)
    year.item(drafted_again(year, plan), "后加事项")
    year.take(plan, "submit", "office", day(4))
    year.take(plan, "pass", "presidium", day(4), term=factories.term(), meeting_number=22)
    year.take(plan, "approve", "office", day(4), decision_number="示委常〔2〕号")
    year.take(plan, "issue", "office", day(4), document_number="示办〔2〕号")

    field = as_("office").get(reverse("step", args=["annual_plan", plan.pk, "adjust"])).context["form"]["begins_from"]

    assert field.is_hidden
    with pytest.raises(ValidationError, match=f"{plan}.*重新起草"):
        year.take(draft, "correct", "office2", day(5), reason="误放弃")


def test_item_that_an_adjustment_given_up_went_on_from_is_taken_out_of_the_plan_drafted_anew(as_, year):
    plan = year.issued(year.drafted(items=3))
    draft = given_up(year, plan)
    altered = drafted_again(year, plan).items.first()

    page = as_("office").post(reverse("plan_item_remove", args=[altered.pk]), follow=True)

    assert told(page) == [f"已移出：{altered.title}"]
    assert (plan.items.count(), draft.items.count()) == (2, 4)
    assert as_("office").get(draft.get_absolute_url()).status_code == 200
