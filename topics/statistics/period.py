"""The span of days that the figures are of, and the one that they are compared with."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consult.lists.periods import in_words
from topics.models import Period as Part


@dataclass(frozen=True)
class Period:
    start: date
    end: date

    @classmethod
    def year(cls, year):
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def months(cls, year, first, last):
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @property
    def is_year(self):
        return self == Period.year(self.start.year)

    @property
    def before(self):
        """The same days as many years earlier as it takes for the two not to overlap."""
        years = 1
        while years_earlier(self.end, years) >= self.start:
            years += 1
        return Period(years_earlier(self.start, years), years_earlier(self.end, years))

    def until(self, day):
        """The part of the period up to the day, None where the day does not lie within it."""
        return Period(self.start, day) if self.start <= day < self.end else None

    def __str__(self):
        year = self.start.year
        if self.is_year:
            return pgettext("year", "%s") % year
        part = next((part for part in Part if self == Period.months(year, *part.months)), None)
        return _("%(part)s %(year)d") % {"part": part.label, "year": year} if part else in_words(self.start, self.end)


def years_earlier(day, years):
    """The same day so many years earlier; the last of February for the 29th."""
    year = day.year - years
    is_gone = (day.month, day.day) == (2, 29) and not isleap(year)
    return date(year, day.month, 28 if is_gone else day.day)
