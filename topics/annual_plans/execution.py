"""How far an annual plan is carried out: the state of each item, computed from the topics and never stored.

An item is *adjusted* where an adjustment dropped it; *done* once a topic that carries it out is concluded, which the
workflow allows only after a completed session and with its outcome entered; *under way* while such a topic is on its
path; else *not started*, also where its topic was stopped before it was concluded. A merged topic is followed into the
one that took it in.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from topics.annual_plans.carriers import carriers, counts
from topics.models import AnnualPlan, AnnualPlanItem, AnnualPlanStage

NAMED = ("organiser", "form", "leading_vice_chair")
IN_FORCE = (AnnualPlanStage.ISSUED, AnnualPlanStage.FINISHED)


class Execution(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    ADJUSTED = "adjusted", _("adjusted")


def state_of(item, topic):
    """How far an item is that the topic (or None) carries out."""
    if item.is_dropped:
        return Execution.ADJUSTED
    if topic is None or not counts(topic):
        return Execution.NOT_STARTED
    return Execution.DONE if topic.concluded_on else Execution.UNDER_WAY


def state_now():
    """How far each item of the plans in force is, as an expression whose values are computed at this moment."""
    items = list(AnnualPlanItem.objects.filter(plan__stage__in=IN_FORCE))
    carrying = carriers(items)
    found = {state: [] for state in Execution}
    for item in items:
        found[state_of(item, carrying[item.root_id])].append(item.pk)
    states = (models.When(pk__in=ids, then=models.Value(state.value)) for state, ids in found.items())
    return models.Case(*states, default=models.Value(""), output_field=models.CharField())


def open_items():
    """The items of the issued plans that no topic carries out now, the last year's first, in their order."""
    items = AnnualPlanItem.objects.filter(plan__stage=AnnualPlanStage.ISSUED).exclude(change="dropped")
    return unbegun(items.select_related("plan", "origin", *NAMED).order_by("-plan__year", "period", "order", "pk"))


def unbegun(items):
    items = list(items)
    carrying = carriers(items)
    return [item for item in items if state_of(item, carrying[item.root_id]) == Execution.NOT_STARTED]


def due_to_begin(today):
    """The items of this year's plan whose month or quarter has come and that no topic carries out."""
    items = AnnualPlanItem.objects.filter(plan__in=AnnualPlan.objects.in_force(today.year))
    items = items.select_related("organiser").order_by("period", "order", "pk")
    return unbegun(item for item in items if (item.first_month or 13) <= today.month)


def current_copy(root):
    """The item as the plan in force has it, None where it is in none."""
    same = models.Q(pk=root.pk) | models.Q(origin=root)
    found = AnnualPlanItem.objects.filter(same, plan__stage__in=IN_FORCE).select_related("plan")
    return found.order_by("-plan__number").first()
