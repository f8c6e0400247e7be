"""Reminders 催办: lines without a move, so that a department that is typing its answer loses nothing."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.options import held
from topics.models import Recommendation, Reminder
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.workflow.entries import ASIDE
from topics.workflow.machine import lock, note
from topics.workflow.refusals import Moved


def cannot_remind(recommendation, today):
    """Why the department cannot be reminded of it today, or None."""
    due_on = recommendation.due_on
    if recommendation.stage not in OWED_BY_DEPARTMENT:
        return _("No department owes an answer to it now.")
    if (lead := recommendation.lead) and lead.department.has_ended:
        return _("%(department)s has ended: refer it to the successor or answer on its behalf.") % {
            "department": lead.department
        }
    if due_on and today < (first := due_on - timedelta(days=held("warning_days"))):
        days = {"day": date_format(due_on), "first": date_format(first)}
        return _("It is due on %(day)s only; you can remind from %(first)s on.") % days
    if any(one.reminded_on == today and not one.is_taken_back for one in recommendation.reminders.all()):
        return _("The department was already reminded today.")


@transaction.atomic
def remind(recommendation, *, by, reminder, now=None):
    """Remind the lead department once a day; refused where it owes nothing, or not yet. Returns the `Step`."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    lock(recommendation)
    fresh = Recommendation.objects.get(pk=recommendation.pk)
    if fresh.stage not in OWED_BY_DEPARTMENT:
        raise Moved(cannot_remind(fresh, today), record=fresh)
    if reason := cannot_remind(fresh, today):
        raise ValidationError(reason)
    step = note(fresh, "remind", by=by, now=now, reminder=reminder)
    Reminder.objects.create(
        recommendation=fresh, text=reminder, reminded_on=today, reminded_by=by, by_name=step.actor_name
    )
    return step


def cannot_take_reminder_back(recommendation):
    """Why the last reminder cannot be taken back, or None: the department acted on it, or there is none."""
    if not any(not one.is_taken_back for one in recommendation.reminders.all()):
        return _("There is no reminder to take back.")
    last = recommendation.steps.filter(transition="remind").order_by("sequence").last()
    later = recommendation.steps.filter(sequence__gt=last.sequence).exclude(transition__in=ASIDE)
    return _("The recommendation has moved on since the reminder.") if later.exists() else None


@transaction.atomic
def take_reminder_back(recommendation, *, by, reason, now=None):
    lock(recommendation)
    if unmet := cannot_take_reminder_back(recommendation):
        raise ValidationError(unmet)
    last = recommendation.reminders.filter(is_taken_back=False).first()
    Reminder.objects.filter(pk=last.pk).update(is_taken_back=True)
    return note(recommendation, "unremind", by=by, now=now, reason=reason)
