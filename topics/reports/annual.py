"""The annual report 年度协商工作情况统计表 as plain data: its tables and checks, of any span, of all or of a unit."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.lists.periods import in_full
from consult.options import held
from topics.dimensions import COUNTY
from topics.reports import breakdowns, people, registers, upkeep
from topics.reports.checks import Disagreement, checks
from topics.reports.overview import overview, sections_for
from topics.statistics.counting import Counting
from topics.statistics.period import Period
from topics.statistics.results import Statistics

# A workbook of so many rows takes some seconds; more are not kept waiting for.
MOST_ROWS_AT_ONCE = 5000
HALVES = {
    (1, 1, 6, 30): gettext_lazy("of the first half of %(year)d"),
    (7, 1, 12, 31): gettext_lazy("of the second half of %(year)d"),
}


class AnnualReport:
    """The report as the user may read it; `unit` is a committee's id, the county level, or empty for the county.

    `counting` is one that counted for the user before.
    """

    def __init__(self, user, period, unit="", unit_name="", counting=None):
        self.period, self.unit, self.unit_name = period, unit, str(unit_name)
        of_unit = (counting or Counting(user)).of_unit(unit)
        self.statistics = Statistics(of_unit, period, [*sections_for(unit), breakdowns.BREAKDOWNS])

    @property
    def reporting_unit(self):
        return self.unit_name or _("%(county)s CPPCC") % {"county": held("county")}

    @property
    def title(self):
        """Like 大竹县政协2020年度协商工作情况统计表; a part of the county has its unit in it."""
        unit = _("(own work)") if self.unit == COUNTY else self.unit_name
        words = {"county": held("county"), "unit": unit, "year": self.days_in_words}
        return _("%(county)s CPPCC %(unit)s statistics of consultation work %(year)s") % words

    @property
    def days_in_words(self):
        start, end = self.period.start, self.period.end
        if self.period.is_year:
            return _("of %(year)d") % {"year": start.year}
        half = HALVES.get((start.month, start.day, end.month, end.day))
        if half and start.year == end.year:
            return half % {"year": start.year}
        if (start, end) == (Period.year(start.year).start, Period.year(end.year).end):
            return _("of %(first)d to %(last)d") % {"first": start.year, "last": end.year}
        return self.span

    @property
    def span(self):
        return in_full(self.period.start, self.period.end)

    @cached_property
    def registers(self):
        """The tables that grow with the years, by their number; their rows are counted and not read yet."""
        return {
            2: registers.topics(self.statistics),
            4: registers.sessions(self.statistics),
            6: registers.recommendations(self.statistics),
            8: people.duty(self.statistics),
            11: upkeep.overdue(self.statistics),
        }

    @property
    def is_large(self):
        return sum(table.count for table in self.registers.values()) > MOST_ROWS_AT_ONCE

    @cached_property
    def tables(self):
        figures = {
            1: overview(self.statistics),
            3: self.by_source[0],
            5: breakdowns.by_unit(self.statistics),
            7: breakdowns.by_department(self.statistics),
            9: people.make_up(self.statistics),
            10: upkeep.execution(self.statistics),
        }
        return dict(sorted((self.registers | figures).items()))

    def read(self):
        """Reads the registers once, so that all that is made of the report says the same."""
        self.tables = {number: table.read() for number, table in self.tables.items()}

    @cached_property
    def by_source(self):
        return breakdowns.by_source(self.statistics)

    @cached_property
    def disagreements(self):
        _table, parts = self.by_source
        return [check for check in checks(self.statistics, self.tables, parts) if not check.agrees]

    def check(self):
        """Raises `Disagreement` where sums that have to be the same are not."""
        if self.disagreements:
            raise Disagreement(self.disagreements)
