"""The sums that have to agree before a report is written: tables 2 to 8 against table 1, and against each other."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.exceptions import Conflict
from topics.reports.tables import plain
from topics.statistics import figures as of

# The places of the figures of table 1 in the rows of table 5.
OF_UNITS = (
    (of.IN_OFFICE, 3), (of.COLLECTED, 4), (of.ACCEPTED, 5), (of.HELD, 6), (of.PRESENT, 7), (of.TOOK_PART, 8),
    (of.OTHERS, 10), (of.REFERRED, 11), (of.ADOPTED, 12), (of.PARTLY, 13), (of.CLOSED, 15),
)  # fmt: skip
ROWS = ((4, of.HELD), (6, of.REFERRED), (8, of.IN_OFFICE))
SUM = gettext_lazy("Table %(number)d, sum of “%(label)s”")
FIGURE = gettext_lazy("Table 1, “%(label)s”")


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


def checks(statistics, parts, units, leads, registers):
    """Every check; `parts` are the breakdowns of table 3, `units` and `leads` the rows of tables 5 and 7.

    `registers` are how many rows the registers have, by the number of the table.
    """

    def of_one(figure):
        return FIGURE % {"label": figure.label}, statistics.of(figure, statistics.period).value

    def agrees(number, label, counted, figure):
        return Check(SUM % {"number": number, "label": label}, counted, *of_one(figure))

    for part in parts:
        for place, column in enumerate(part.table.columns):
            if not isinstance(column.counted, of.Rate):
                counted = sum(cells[place].value for _label, cells in part.rows)
                yield agrees(3, f"{part.table.title} · {column.label}", counted, column.counted)
    for figure, place in OF_UNITS:
        yield agrees(5, figure.label, sum(plain(row[place]) for row in units), figure)
    led = sum(row[1].value for row in leads)
    yield Check(SUM % {"number": 7, "label": _("as lead department")}, led, ROW_COUNT % {"number": 6}, registers[6])
    for number, figure in ROWS:
        yield Check(ROW_COUNT % {"number": number}, registers[number], *of_one(figure))
    answers = (of.ADOPTED, of.PARTLY, of.NOT_ADOPTED, of.PENDING)
    label = " + ".join(str(figure.label) for figure in answers)
    counted = sum(of_one(figure)[1] for figure in answers)
    yield Check(FIGURE % {"label": label}, counted, *of_one(of.REFERRED))


ROW_COUNT = gettext_lazy("Table %(number)d, rows")
