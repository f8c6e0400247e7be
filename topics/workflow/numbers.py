"""Numbers given by hand that no two records of a kind bear, and the one that those of the platform go on from."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.options import Option, declare, held_now
from topics.workflow.entries import standing_entries
from topics.workflow.refusals import At

LAST_ON_PAPER, ON_PAPER = "last_number_on_paper", re.compile(r"(20\d{2})-(\d{3})", re.ASCII)
WORDS = gettext_lazy("Last topic number that was given before the platform, like 2026-016")
declare(Option(LAST_ON_PAPER, WORDS, "", gettext_lazy("Start within a year")))


def last_on_paper(year):
    """The last number of the year that was given before the platform, as it is set at this moment; 0 without one."""
    found = ON_PAPER.fullmatch(held_now(LAST_ON_PAPER))
    return int(found[2]) if found and int(found[1]) == year else 0


def archive_number_is_free(topic, answers, happened_on):
    """One topic, one file."""
    return borne_by_another("archive_number", topic, answers)


def archive_numbers(topic):
    """Those of its closings that stand, oldest first."""
    closings = [entry.sequence for entry in standing_entries(topic) if entry.transition == "close"]
    return [step.answers["archive_number"] for step in topic.steps.filter(sequence__in=closings).order_by("sequence")]


def number_before_is_free(topic):
    """The number of the closing before the last one, which the topic bears again without the last."""
    number = next(reversed(archive_numbers(topic)[:-1]), "")
    if borne_by_another("archive_number", topic, {"archive_number": number}):
        return _("Another topic bears its former archive number %(number)s by now; reopen it instead.") % {
            "number": number
        }


def minutes_number_is_free(meeting, answers, happened_on):
    return borne_by_another("minutes_number", meeting, answers)


def borne_by_another(field, record, answers):
    """The reason where another record of the kind bears the number, or bore it before it was reopened."""
    number = (answers.get(field) or "").strip()
    if number and (other := type(record).objects.filter(**{field: number}).exclude(pk=record.pk).first()):
        return At(field, _("“%(other)s” bears this number; each has its own.") % {"other": other})


def meeting_number_is_free(meeting):
    if meeting.bears_taken_number(meeting.body, meeting.term, meeting.number):
        return _("Another meeting bears this number by now; give that one its own number first.")
