"""What the cells of registers and plans say: years, days known by half, sources, members, organisers, periods."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.imports import known, readers
from topics.models import Topic
from topics.models.annual_plan_item import Period

SAME_NAME = object()
YEAR, EARLIEST = re.compile(r"(\d{4})\s*年?度?"), 1949
COUNTY_LEVEL, ONE_COMMITTEE = gettext_lazy("county level"), known.one_of("committees")
PLANNED_OR_NOT = known.choice([(True, gettext_lazy("planned")), (False, gettext_lazy("unplanned"))])
SOURCES = {
    **dict.fromkeys(("党委政府交办", "党政交办"), Topic.Source.PARTY_ASSIGNED),
    "自主选题": Topic.Source.CPPCC_SELECTED,
    "委员推荐": Topic.Source.MEMBER_RECOMMENDED,
}
NAME_ALONE = gettext_lazy("(keep the name alone)")
KNOWN_SOURCE, UNKNOWN = known.choice(Topic.Source.choices, **SOURCES), {"不详", "未知", "unknown"}


def members_called(raw, tables):
    """Members by number or name, parted by 、, and names that are said to be kept as they are.

    A name that several bear is asked for by number.
    """
    found, wrong = [], []
    for part in known.SEPARATORS.split(readers.words_of(raw)):
        words = readers.person(part, tables)
        member = tables["members"].get(words) if words else None
        if member is SAME_NAME:
            raise ValidationError(_("Several members are called %(name)s: write the member number.") % {"name": words})
        name = without_mark(words)
        if words and member is None and name == words:
            wrong.append(known.Unknown(_("No member of the roster is called “%(name)s”.") % {"name": words}, words))
        found += [member or name] if words else []
    known.refuse(wrong)
    return list(dict.fromkeys(found))


def without_mark(words):
    marks = readers.in_each_language(NAME_ALONE)
    return next((words.removesuffix(mark).strip() for mark in marks if words.endswith(mark)), words)


members_called.meanings_of = lambda typed: [f"{typed}{NAME_ALONE}"]


@dataclass(frozen=True)
class Roughly:
    """A month or a year, where the day is not known."""

    year: int
    month: int | None = None

    def __str__(self):
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"

    @property
    def span(self):
        last = self.month or 12
        return date(self.year, self.month or 1, 1), date(self.year, last, monthrange(self.year, last)[1])


def year(raw, tables):
    found = YEAR.fullmatch(readers.words_of(raw))
    if not found or not EARLIEST <= int(found[1]) <= timezone.localdate().year:
        raise ValidationError(_("Write the year like 2023."))
    return int(found[1])


def day_or_roughly(raw, tables):
    """A day; else a month or a year, as registers of earlier years often say no more."""
    try:
        return readers.day(raw, tables)
    except ValidationError:
        if YEAR.fullmatch(readers.words_of(raw)):
            return Roughly(year(raw, tables))
        if not readers.is_month(raw):
            raise
    first = readers.month(raw, tables)
    if first.year < EARLIEST:
        raise ValidationError(_("Check the year."))
    return Roughly(first.year, first.month)


def source(raw, tables):
    """A source, or None for one that is said to be unknown."""
    return None if readers.words_of(raw) in UNKNOWN else KNOWN_SOURCE(raw, tables)


source.labels, source.said, source.thing = KNOWN_SOURCE.labels, KNOWN_SOURCE.said, "source"


def planned(raw, tables):
    """Whether it stood in the annual plan, or None where that is said to be unknown."""
    return None if readers.words_of(raw) in UNKNOWN else PLANNED_OR_NOT(raw, tables)


planned.labels, planned.said = PLANNED_OR_NOT.labels, PLANNED_OR_NOT.said


def organiser(raw, tables):
    county = _("county level")
    return county if readers.words_of(raw) in readers.in_each_language(COUNTY_LEVEL) else ONE_COMMITTEE(raw, tables)


organiser.labels = lambda tables: [_("county level"), *ONE_COMMITTEE.labels(tables)]
organiser.thing = ONE_COMMITTEE.thing


PERIOD = known.choice(
    Period.choices,
    **{f"{said}季度": f"{number}-q" for number, pair in enumerate(("一1", "二2", "三3", "四4"), 1) for said in pair},
)
MONTH_OF_YEAR = re.compile(r"(?:\d{4}年)?(\d{1,2})月份?")


def period(raw, tables):
    """A month or a quarter, also with its year."""
    words = unicodedata.normalize("NFKC", readers.line(raw, tables)).replace(" ", "")
    found = MONTH_OF_YEAR.fullmatch(words)
    months = {value.months[0]: value for value in Period if value.months[0] == value.months[1]}
    if found and int(found[1]) in months:
        return months[int(found[1])].value
    return PERIOD(re.sub(r"^(\d{4}年)?第?", "", words) if words.endswith("季度") else words, tables)


period.labels, period.said = PERIOD.labels, PERIOD.said
