"""The tables of a report as plain data: what the page shows, the workbook writes and a frozen report keeps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from topics.statistics.counting import Number, Share

NOTHING = "—"
NAME, TITLE, OF_TODAY = "name", "title", "of today"


@dataclass(frozen=True)
class Column:
    """A column: `kind` is text, int, percent or date, `width` in characters; what `adds` has a sum below the rows.

    Its `key` is a word, or the figure that it counts. Its `role` in a comparison: the `NAME` of a row or a part of it,
    the `TITLE` of what the name numbers, or `OF_TODAY` and not compared.
    """

    label: str
    width: int = 8
    kind: str = "int"
    adds: bool = False
    key: object = ""
    role: str = ""


class Sum(list):
    """A row that adds up those above it and bears no number."""


@dataclass(frozen=True)
class Chart:
    """Bars of columns, for the rows from `first` to `last`, both counted from 0; in the column `names` stands whose."""

    title: str
    first: int
    last: int
    columns: tuple
    names: str


@dataclass(frozen=True)
class Table:
    """A table of the report, between the numbers of its rows and the remarks.

    `rows()` gives a list per row, one value for each column and perhaps a remark; those of a register are read as they
    are asked for. `count` is how many a register has by its filters.
    """

    number: int
    title: str
    columns: tuple
    rows: Callable
    is_register: bool = False
    count: int | None = None
    charts: tuple = ()
    note: str = ""
    remarks_width: int = 12

    @property
    def name(self):
        return _("Table %d") % self.number

    def place(self, key):
        return [column.key for column in self.columns].index(key)

    def sum_of(self, key):
        """What a column comes to, without the sums among its rows."""
        place = self.place(key)
        return sum(plain(row[place]) for row in self.rows() if not isinstance(row, Sum))

    def read(self):
        """The same with its rows read once for whoever asks for them."""
        rows = list(self.rows())
        return replace(self, rows=lambda: rows)

    def lines(self):
        """Pairs of the number of a row, None for a sum, and the row; last the sum of what adds up, if there is any."""
        adding = [place for place, column in enumerate(self.columns) if column.adds]
        sums, number = [0] * len(self.columns), 0
        for row in self.rows():
            if isinstance(row, Sum):
                yield None, row
                continue
            number += 1
            for place in adding:
                sums[place] += row[place] or 0
            yield number, row
        if adding and number:
            yield None, Sum([_("Total"), *(sums[at] if at in adding else "" for at in range(1, len(sums)))])


def plain(value):
    """The value of a counted cell: a number, a ratio, or what it is."""
    return value.value if isinstance(value, Number | Share) else value


def shown(value, kind="int"):
    """A cell in words, as page and frozen report have it; a dash for a number that there is none of."""
    if isinstance(value, Share):
        return NOTHING if value.value is None else f"{value.value:.2f}" if value.is_mean else f"{value.value:.2%}"
    value = plain(value)
    if value is None:
        return "" if kind in {"text", "date"} else NOTHING
    return value.isoformat() if isinstance(value, date) else str(value)
