"""How many days are left until a due date, or since when it is past, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.options import held


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
