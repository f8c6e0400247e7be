"""What must hold before an annual plan is issued, adjusted, finished or corrected: each gives the reason, or None."""

from datetime import date

from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.punctuation import in_a_row
from topics.annual_plans.carriers import carriers
from topics.annual_plans.execution import Execution, state_of
from topics.models import AnnualPlan, AnnualPlanStage, Topic
from topics.models.annual_plan import YEAR_END
from topics.models.topic_stage import CARRYING_OUT
from topics.workflow.annual_plan_needs import titles
from topics.workflow.refusals import Of


def nothing_else_in_work(plan):
    if other := AnnualPlan.objects.in_work().filter(year=plan.year).exclude(pk=plan.pk).first():
        words = _("“%(plan)s” is still in work: %(stage)s.")
        return Of(words % {"plan": other, "stage": other.get_stage_display()}, other)


def what_it_adjusts_is_in_force(plan):
    """What was given up comes back only beside the version that it adjusts, a first one where none was issued since."""
    if plan.stage != AnnualPlanStage.ABANDONED:
        return None
    of_year = AnnualPlan.objects.filter(year=plan.year, stage__in=(AnnualPlanStage.ISSUED, AnnualPlanStage.FINISHED))
    other = of_year.first() or plan.adjusts
    if other and (other.pk != plan.adjusts_id or other.stage != AnnualPlanStage.ISSUED):
        words = _("“%(plan)s” is %(stage)s by now, so that this draft stays given up.")
        return Of(words % {"plan": other, "stage": other.get_stage_display()}, other)
    if other and not other.given_up.filter(pk=plan.pk).exists():
        words = _("“%(plan)s” was drafted anew since, so that this draft stays given up.")
        return Of(words % {"plan": other}, other)


def nothing_carries_it_out(plan):
    """An issue is taken back only while no topic has begun to carry out what it brought in."""
    if plan.stage != AnnualPlanStage.ISSUED:
        return None
    others = Topic.objects.filter(plan_item__plan=plan).exclude(pk__in=topics_of_issue(plan))
    if busy := list(plan.items.filter(origin=None, pk__in=others.values("plan_item"))):
        words = _(
            "Topics carry out its items by now: %(items)s. Call them unplanned in their facts first; what is closed or has"
            " ended is taken up again before that."
        )
        return Of(words % {"items": titles(busy)}, *others)


def topics_of_issue(plan):
    """Those that the last issue took into the plan itself, as the next one would: on their path or closed."""
    issue = plan.steps.filter(transition__in=("issue", "issue_adjustment")).order_by("sequence").last()
    own = plan.items.filter(origin=None, taken_from=OuterRef("pk"))
    caused = Q(steps__transition="plan_in", steps__recorded_at=issue.recorded_at)
    return Topic.objects.filter(caused, plan_item__in=own, stage__in=CARRYING_OUT)


def besides_the_correction(plan):
    """What taking back an issue does besides, in words: which version is in force then, which topics leave the plan."""
    if plan.stage != AnnualPlanStage.ISSUED:
        return ""
    if plan.adjusts:
        told = _("“%(plan)s” comes back into force.") % {"plan": plan.adjusts}
    else:
        told = _("No annual plan of %(year)d is in force then, until one is issued.") % {"year": plan.year}
    if topics := list(topics_of_issue(plan).distinct()):
        words = _("What the issue took into the plan leaves it again: %(topics)s.") % {"topics": titles(topics)}
        told = in_a_row(told, words)
    return told


def document_number_is_new(plan, answers, happened_on):
    number = (answers.get("document_number") or "").strip()
    if number and (other := AnnualPlan.objects.filter(document_number=number).exclude(pk=plan.pk).first()):
        return _("“%(plan)s” was issued under this number.") % {"plan": other}


def its_last_month_has_come(plan):
    return too_early(plan, timezone.localdate())


def year_is_nearly_over(plan, answers, happened_on):
    return too_early(plan, happened_on)


def too_early(plan, day):
    first = date(plan.year, *YEAR_END)
    if day < first:
        return _("The year can be finished from %(day)s on.") % {"day": date_format(first)}


def reasons_before(plan):
    """By item, why it was not done as a finish said that was taken back."""
    finish = plan.steps.filter(transition="finish").order_by("sequence").last()
    return {row["item"]["id"]: row["reason"] for row in finish.answers["undone"]} if finish else {}


def undone(plan):
    """The items that are not done and were not dropped."""
    items = list(plan.items.standing())
    carrying = carriers(items)
    return [item for item in items if state_of(item, carrying[item.root_id]) != Execution.DONE]


def undone_items_have_reasons(plan, answers, happened_on):
    said = {row["item"].pk: row["reason"].strip() for row in answers.get("undone", [])}
    if bare := [item for item in undone(plan) if not said.get(item.pk)]:
        return _("Say why it was not done: %(items)s.") % {"items": titles(bare)}
