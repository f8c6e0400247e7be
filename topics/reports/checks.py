"""The sums that have to agree before a report is written: tables 2 to 8 against table 1, and against each other."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.exceptions import Conflict
from topics.statistics import figures as of

ROWS = ((4, of.HELD), (6, of.REFERRED), (8, of.IN_OFFICE))
ADDING_UP = (
    (of.COLLECTED, of.COLLECTED_BY_SOURCE),
    (of.ACCEPTED, of.ACCEPTED_BY_PLAN),
    (of.REFERRED, (of.ADOPTED, of.PARTLY, of.NOT_ADOPTED, of.PENDING)),
)
SUM = gettext_lazy("Table %(number)d, sum of “%(label)s”")
FIGURE = gettext_lazy("Table 1, “%(label)s”")
ROW_COUNT = gettext_lazy("Table %(number)d, rows")


@dataclass(frozen=True)
class Check:
    """Two numbers that are to be the same, each with the source that it comes from."""

    source: str
    number: int
    other_source: str
    other: int

    @property
    def agrees(self):
        return self.number == self.other

    def __str__(self):
        words = _("%(source)s: %(number)d ≠ %(other_source)s: %(other)d")
        return words % vars(self)


class Disagreement(Conflict):
    """The sums of a report do not agree, so that it is not written."""

    def __init__(self, checks):
        self.checks = checks
        words = _("The sums of the report do not agree, so it was not written.")
        super().__init__("\n".join([words, *map(str, checks)]), back_url=reverse("annual_report"))


def checks(statistics, tables, parts):
    """Every check of the tables by their numbers; `parts` are the breakdowns of table 3."""

    def of_one(figure):
        return FIGURE % {"label": figure.label}, statistics.of(figure, statistics.period).value

    def agrees(number, label, counted, figure):
        return Check(SUM % {"number": number, "label": label}, counted, *of_one(figure))

    for part in parts:
        for place, column in enumerate(part.table.columns):
            if not isinstance(column.counted, of.Rate):
                counted = sum(cells[place].value for _label, cells in part.rows)
                yield agrees(3, f"{part.table.title} · {column.label}", counted, column.counted)
    for figure in (column.key for column in tables[5].columns if isinstance(column.key, of.Figure)):
        yield agrees(5, figure.label, tables[5].sum_of(figure), figure)
    led, rows = tables[7].sum_of(of.REFERRED), ROW_COUNT % {"number": 6}
    yield Check(SUM % {"number": 7, "label": _("as lead department")}, led, rows, tables[6].count)
    for number, figure in ROWS:
        yield Check(ROW_COUNT % {"number": number}, tables[number].count, *of_one(figure))
    for whole, parts_of_it in ADDING_UP:
        label = " + ".join(str(figure.label) for figure in parts_of_it)
        counted = sum(of_one(figure)[1] for figure in parts_of_it)
        yield Check(FIGURE % {"label": label}, counted, *of_one(whole))
