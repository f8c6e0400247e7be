"""The draft of an annual plan: how its items are ordered, dropped, kept or removed without a step of their own."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from topics.annual_plans.changes import before_of, change_against
from topics.annual_plans.rows import items_of
from topics.models import AnnualPlan, AnnualPlanItem, AnnualPlanStage, Candidate
from topics.workflow.refusals import Moved, changed_meanwhile

Change = AnnualPlanItem.Change


def why_frozen(plan):
    """A version is changed only while it is drafted; empty for such a one, else in words."""
    if plan.stage == AnnualPlanStage.DRAFTING:
        return ""
    words = {"plan": plan, "stage": plan.get_stage_display()}
    return _("“%(plan)s” is %(stage)s and frozen; only a draft can be changed.") % words


def refuse_frozen(plan):
    if words := why_frozen(plan):
        raise Moved(words, record=plan)


@contextmanager
def changing(plan, user=None):
    """A change of the draft: its version moves on, so that nobody submits what they did not see."""
    with transaction.atomic():
        drafts = AnnualPlan.objects.filter(pk=plan.pk, stage=AnnualPlanStage.DRAFTING)
        if not drafts.update(version=F("version") + 1, changed=timezone.now()):
            plan.refresh_from_db()
            refuse_frozen(plan)
        if user:
            plan.editors.add(user)
        yield


def next_order(plan):
    last = plan.items.order_by("order").last()
    return last.order + 1 if last else 1


def move(item, direction, by):
    """Put the item one place up (-1) or down (1) among those of its quarter; at the end of them nothing happens."""
    beside = [other for other in items_of(item.plan) if other.quarter == item.quarter]
    place = beside.index(item)
    if 0 <= place + direction < len(beside):
        beside.insert(place + direction, beside.pop(place))
        with changing(item.plan, by):
            for order, other in zip(sorted(other.order for other in beside), beside, strict=True):
                AnnualPlanItem.objects.filter(pk=other.pk).update(order=order)


def drop(item, version, reason):
    """Mark the item as dropped, if it still is as the user saw it."""
    seen = AnnualPlanItem.objects.filter(pk=item.pk, version=version)
    if not seen.update(change=Change.DROPPED, reason=reason, version=F("version") + 1):
        raise changed_meanwhile(item.plan, item.title)


def remove(item):
    """Delete an item that is not issued; its candidate, if any, waits again, and what was given up keeps its copy."""
    Candidate.objects.filter(pk=item.candidate_id).update(state=Candidate.State.WAITING, version=F("version") + 1)
    item.copies.update(origin=None)
    item.delete()


def keep(item, by):
    """A dropped item stays in the adjustment after all, with its reason where it is altered; another is left as it is."""
    if not item.is_dropped:
        return
    with changing(item.plan, by):
        change = change_against(before_of(item), item)
        reason = item.reason if change else ""
        AnnualPlanItem.objects.filter(pk=item.pk).update(change=change, reason=reason, version=F("version") + 1)
