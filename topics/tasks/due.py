"""How many days are left until a due date, or since when it is past, and what was asked about it, in words."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.options import held
from topics.models.more_time import ASKED, DECLINED, GRANTED, last_of_time
from topics.models.recommendation import OWED_BY_DEPARTMENT


def days_to(due_on):
    """(days overdue, days left) of a date, zero and None where they do not apply."""
    if due_on is None:
        return 0, None
    left = (due_on - timezone.localdate()).days
    return (-left, None) if left < 0 else (0, left)


def due_words(due_on):
    overdue, left = days_to(due_on)
    if due_on is None:
        return _("no date"), "off"
    if overdue:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", overdue) % {"days": overdue}, "bad"
    if left == 0:
        return _("today"), "wait"
    tone = "wait" if left <= held("warning_days") else "run"
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}, tone


def time_words(recommendation):
    """How more time for an answer that is owed was asked for, given or declined, in words; empty where it was not."""
    last = last_of_time(recommendation) if recommendation.stage in OWED_BY_DEPARTMENT else None
    if last is None:
        return ""
    if last.transition == ASKED:
        day = date_format(date.fromisoformat(last.answers["asked_until"]))
        return _("More time asked for until %(day)s: %(reason)s") % {"day": day, "reason": last.answers["reason"]}
    if last.transition == DECLINED:
        return _("More time declined: %(reason)s") % {"reason": last.answers["reason"]}
    is_given = last.transition == GRANTED and recommendation.is_extended
    return _("Time extended to %(day)s") % {"day": date_format(recommendation.due_on)} if is_given else ""
