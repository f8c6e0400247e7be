"""What the machine refuses before a record moves, each with its reason in words."""

from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.exceptions import Conflict
from consult.rules import capacity, refusal, why_refused
from topics.models.step import unit_in_words
from topics.workflow.entries import SAME, last_entry

# A slip like 0206 would become the year of a number that is never given again.
EARLIEST = date(2000, 1, 1)
ALWAYS_ANSWERED = {
    *("reason", "goes_instead", "archive_number", "minutes_number", "findings", "leader", "text"),
    *("way", "agreed", "asked_until"),
    *("term", "meeting_number", "decision_number", "document_number"),
}


class Moved(Conflict):
    """The record has left the stage that the user saw: somebody else was first."""


class At(str):
    """The reason of a claim that is about one answer, by the name of its field."""

    def __new__(cls, field, words):
        reason = super().__new__(cls, words)
        reason.field = field
        return reason


class Of(str):
    """The reason of a claim that other records stand against, to which the page leads."""

    def __new__(cls, words, *records):
        reason = super().__new__(cls, words)
        reason.records = records
        return reason


class Mended(str):
    """The reason of a claim about the record, with the page of that name, and the part of it, where it is mended."""

    def __new__(cls, words, record, page, part=""):
        reason = super().__new__(cls, words)
        reason.url = reverse(page, args=[record.pk]) + part
        return reason


def changed_meanwhile(record, title=None, **context):
    """What is raised where somebody else changed the record, or what of it bears the title, after it was opened."""
    words = _("“%(record)s” was changed after you opened it, by somebody else or by you in another window.")
    return Moved(words % {"record": title or record}, record=record, **context)


def refuse_unentitled(transition, user, record):
    """403 with the reason, where that is another than the appointment, and the record to go back to."""
    if not transition.by(user, record):
        words = why_refused(transition.by, user, record)
        if "%(unit)s" in words:
            words %= {"unit": unit_in_words(capacity(transition.by, user, record))}
        raise refusal(words, record)


def refuse_elsewhere(transition, record):
    if record.stage not in transition.sources:
        raise Moved(
            _("“%(record)s” is now at the stage “%(stage)s”, from which this step is not possible.")
            % {"record": record, "stage": record.get_stage_display()},
            record=record,
        )


def unanswered(transition, answers):
    """Reasons and the like are asked for by the workflow itself, not by its forms alone (docs/rules.md, rule 5)."""
    asked = ALWAYS_ANSWERED.intersection(transition.asks) | set(transition.demands)
    blank = [name for name in asked if not str(answers.get(name) or "").strip()]
    return {name: _("This field is required.") for name in blank}


def disorder(transition, record, happened_on, now):
    """No day to come, and none before the move that brought the record where it stands (docs/rules.md, rule 2)."""
    last = last_entry(record) if transition.target != SAME else None
    if happened_on < EARLIEST:
        return {"happened_on": _("Check the year: this day is long before the platform.")}
    if happened_on > timezone.localdate(now):
        return {"happened_on": _("This day is still to come; enter the day when it really happened.")}
    if last and happened_on < last.happened_on:
        words = _("The step before was on %(day)s; this one cannot be earlier.")
        return {"happened_on": words % {"day": date_format(last.happened_on)}}
    return {}


def unaccepted(transition, record, answers, happened_on):
    """The reasons by field, of each the first; one about no field ends them, as later claims may stand on it."""
    found = {}
    for claim in transition.accepts:
        said = claim(record, answers, happened_on)
        for reason in said if isinstance(said, list) else filter(None, [said]):
            if not isinstance(reason, At):
                return {NON_FIELD_ERRORS: reason} | found
            found.setdefault(reason.field, reason)
    return found


def refused(transition, record, answers, happened_on, now):
    """What of the answers is not accepted, out of order or missing: all reasons at once, by field."""
    found = unaccepted(transition, record, answers, happened_on)
    return found | disorder(transition, record, happened_on, now) | unanswered(transition, answers)


def refuse_unmet(transition, record):
    if reasons := transition.unmet(record):
        raise ValidationError(reasons)


def refuse_answers(transition, record, answers, happened_on, now):
    if found := refused(transition, record, answers, happened_on, now):
        raise ValidationError(found if set(found) != {NON_FIELD_ERRORS} else found[NON_FIELD_ERRORS])
