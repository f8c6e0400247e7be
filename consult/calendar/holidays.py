"""Days that differ from their weekday. Sources: what the office entered, then the package `chinesecalendar`."""

from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar.constants import holidays, workdays
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.models import CalendarDay, CalendarVersion

KEY = "calendar"
BUILT_IN = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
# By what the package calls them.
NAMES = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "National Day": _("National Day"),
    "Anti-Fascist 70th Day": _("70th anniversary of the victory"),
}
# Off by law in every year, so that a calendar without them is not complete.
FIXED = ((1, 1), (5, 1), (10, 1))
# By then the State Council has published the next year's calendar.
REMINDED_FROM = (11, 15)
NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """What is known of days, as {day: whether it is a working day}; the weekday says it of all others."""

    days: dict

    def knows(self, year):
        return all(self.days.get(date(year, *fixed)) is False for fixed in FIXED)

    def unknown_years(self, start, end):
        return [year for year in range(start.year, end.year + 1) if not self.knows(year)]


@dataclass(frozen=True)
class Span:
    """Days in a row of one kind and holiday; `key` is that of the first where the office entered them, else None."""

    first: date
    last: date
    is_workday: bool
    holiday: str
    key: int | None

    @property
    def length(self):
        return (self.last - self.first).days + 1

    @property
    def kind(self):
        return dict(CalendarDay.KINDS)[self.is_workday]

    @property
    def name(self):
        return NAMES.get(self.holiday, self.holiday)

    @property
    def days(self):
        """The first and the last day, in words."""
        words = [date_format(day) for day in dict.fromkeys((self.first, self.last))]
        return " – ".join(words)


def calendar_of(entered):
    """The calendar with days that the office entered, or is about to enter."""
    return Calendar(BUILT_IN | entered)


def calendar_in_force():
    """The calendar that holds; a change is known to other processes within seconds."""
    return calendar_of(cache.get_or_set(KEY, entered, settings.OPTIONS_SECONDS))


def as_entered():
    """The calendar as it stands in the database, also where another process changed it just now."""
    return calendar_of(entered())


def entered():
    return dict(CalendarDay.objects.values_list("date", "is_workday"))


def version():
    return CalendarVersion.objects.values_list("version", flat=True).first() or 0


def move_on(seen):
    """To the next version, unless somebody has left the one that was seen (in digits) already; whether it moved.

    Until the transaction ends, nobody else moves on.
    """
    CalendarVersion.objects.get_or_create(pk=1)
    now = version()
    return seen == str(now) and bool(CalendarVersion.objects.filter(version=now).update(version=now + 1))


@transaction.atomic
def put(days):
    """Enter days of the office; each takes the place of what was entered or known of it."""
    fields = ["is_workday", "holiday"]
    CalendarDay.objects.bulk_create(days, update_conflicts=True, unique_fields=["date"], update_fields=fields)
    forget()


@transaction.atomic
def remove(days):
    CalendarDay.objects.filter(date__in=days).delete()
    forget()


def forget():
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))


def spans_of(year):
    """The days of a year that differ from their weekday, as spans, the office's own in place of the built-in ones."""
    of_office = {one.date: one for one in CalendarDay.objects.filter(date__year=year)}
    names = holidays | workdays
    built_in = {
        day: CalendarDay(date=day, is_workday=is_workday, holiday=names[day])
        for day, is_workday in BUILT_IN.items()
        if day.year == year
    }
    return in_spans((built_in | of_office).values())


def in_spans(days):
    spans = []
    for one in sorted(days, key=lambda one: one.date):
        last = spans[-1] if spans else None
        if last and last.last + NEXT_DAY == one.date and is_alike(last, one):
            spans[-1] = Span(last.first, one.date, last.is_workday, last.holiday, last.key)
        else:
            spans.append(Span(one.date, one.date, one.is_workday, one.holiday, one.pk))
    return spans


def is_alike(span, one):
    return (span.is_workday, span.holiday, bool(span.key)) == (one.is_workday, one.holiday, bool(one.pk))


def span_at(day):
    """The span of the office's own days around one of them."""
    return next(span for span in spans_of(day.year) if span.first <= day <= span.last)


def missing_year(today):
    """This year, or late in it the next one, where its calendar is not known; else None."""
    due = [today.year, today.year + 1] if (today.month, today.day) >= REMINDED_FROM else [today.year]
    known = as_entered()
    return next((year for year in due if not known.knows(year)), None)
