"""The sections with their numbers, as the page shows them and the workbook takes them."""

from dataclasses import dataclass, replace
from functools import cached_property

from topics.statistics.counting import Number, Share, Tally
from topics.statistics.figures import Rate
from topics.statistics.sections import GLANCE, SECTIONS


@dataclass(frozen=True)
class Line:
    counted: object
    now: Number | Share
    before: Number | Share

    @property
    def is_rate(self):
        return isinstance(self.counted, Rate)

    @property
    def is_part(self):
        return self.counted.is_part

    @property
    def is_shown(self):
        return bool(not self.counted.only_if_any or self.now.value or self.before.value)

    @property
    def change(self):
        """The difference; of rates as a ratio, None where one of them has no base."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def growth(self):
        """The difference as a ratio to the period before; None for rates and for base 0."""
        return None if self.is_rate or not self.before.value else self.change / self.before.value


@dataclass(frozen=True)
class Filled:
    """A table with its numbers; `keys` are the values of the filter that its rows stand for."""

    table: object
    rows: list
    total: list
    keys: list


def figures_in(counted):
    """The figures that have to be counted for it: itself, or what a rate is made of."""
    return [counted.part, counted.whole] if isinstance(counted, Rate) else [counted]


class Statistics:
    """All that is counted of one period, as the user of the counting sees it, of its unit alone where it has one."""

    def __init__(self, counting, period, sections=SECTIONS):
        self.counting, self.period = counting, period
        self.sections = [section for section in sections if not (counting.unit and section.name == "units")]

    @cached_property
    def tallies(self):
        """Of each register all that the page asks of it, both periods, counted at once."""
        named = [counted for section in self.sections for counted in section.figures]
        named += [column.counted for table in self.tables for column in table.columns]
        pairs = {(one, period): None for counted in named for one in figures_in(counted) for period in self.periods}
        tallies = {}
        for register in dict.fromkeys(figure.register for figure, _period in pairs):
            by = self.grouped_by(register)
            asked = [pair for pair in pairs if pair[0].register == register]
            tallies[register] = Tally(self.counting, register, asked, by)
        return tallies

    def grouped_by(self, register):
        """By which of its filters, in which period, the tables break the register down."""
        asked = ((table, column) for table in self.tables for column in table.columns)
        return {
            (table.by_in(register), self.period_of(column)): None
            for table, column in asked
            if register in {figure.register for figure in figures_in(column.counted)}
        }

    @cached_property
    def numbers(self):
        """The numbers of all figures that the page names, of both periods, by (figure, period)."""
        return {
            pair: Number(tally.total(pair), self.counting.link(*pair))
            for tally in self.tallies.values()
            for pair in tally.asked
        }

    @property
    def periods(self):
        return self.period, self.period.before

    @property
    def tables(self):
        return [table for section in self.sections for table in section.tables]

    def of(self, counted, period):
        if isinstance(counted, Rate):
            return Share(*(self.numbers[figure, period].value for figure in figures_in(counted)), counted.is_mean)
        return self.numbers[counted, period]

    def line(self, counted):
        return Line(counted, *(self.of(counted, period) for period in self.periods))

    def lines(self, figures):
        """Those that are shown, each against the period before."""
        return [line for line in map(self.line, figures) if line.is_shown]

    def highlights(self):
        return self.lines(GLANCE.figures)

    def period_of(self, column):
        return self.period.before if column.is_before else self.period

    def filled(self, table):
        shown = [one for one in table.columns if self.line(one.counted).is_shown]
        table = replace(table, columns=tuple(shown))
        pairs = {(one, self.period_of(c)): None for c in table.columns for one in figures_in(c.counted)}
        found = {pair: self.tallies[pair[0].register].groups(table.by_in(pair[0].register), pair) for pair in pairs}
        first = next(iter(pairs))[0].register
        shown = [
            (value, label)
            for value, label in self.counting.choices(first, table.by_in(first))
            if value not in table.only_if_any or any(found[pair][value] for pair in pairs)
        ]
        rows = [(label, [self.cell(table, one, value, found) for one in table.columns]) for value, label in shown]
        total = [self.of(column.counted, self.period_of(column)) for column in table.columns]
        return Filled(table, rows, total, [value for value, _label in shown])

    def cell(self, table, column, value, found):
        period = self.period_of(column)
        counts = [found[figure, period][value] for figure in figures_in(column.counted)]
        if isinstance(column.counted, Rate):
            return Share(*counts, column.counted.is_mean)
        by = table.filters_of(column.counted.register, value, period)
        return Number(counts[0], self.counting.link(column.counted, period, **by))
