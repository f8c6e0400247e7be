"""The annual report as a workbook in the formal layout, written row by row: memory does not grow with the rows."""

from functools import partial

import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.context_processors import demo_data_is_loaded
from consult.exceptions import Conflict
from consult.exports.cell_text import kept_text
from consult.exports.workbook import TALLEST_ROW
from consult.text_width import lines_of
from topics.reports.book_charts import write_charts
from topics.reports.book_cover import name_of, write_cover
from topics.reports.book_formats import Formats
from topics.reports.book_pages import Pages, print_setup, signatures
from topics.reports.tables import NOTHING, Sum, plain
from topics.statistics.counting import Share

POINTS_PER_LINE = 15
NOTE_HEIGHT, SIGNED_HEIGHT = 20, 30
NUMBER_WIDTH = 4.5
LEAST_DAY_WIDTH = 9
# Text is never taken for a formula, a number or an address.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def untold(done, whole):
    """For a reader who waits: nobody is told how far it is."""


def write_workbook(report, target, by, tell=untold):
    """Writes the report of the user `by` into a file opened for bytes; `tell(done, whole)` is told of each row.

    Raises `Disagreement` where its sums do not agree, `Conflict` where the data changed while it was written; then what
    is in the file is no report.
    """
    report.check()
    write_tables(report, list(report.tables.values()), target, by, tell)


def write_tables(report, tables, target, by, tell=untold):
    book = xlsxwriter.Workbook(target, OPTIONS)
    try:
        book.set_properties({"title": kept_text(report.title), "author": kept_text(by)})
        formats = Formats(book)
        write_cover(book, formats, report, tables, by)
        counted, drawn = {}, []
        for done, table in enumerate(tables):
            told = partial(tell, done, len(tables))
            sheet = SheetOfTable(book, formats, report, table, told)
            counted[table.number] = sheet.write()
            drawn += [(sheet.sheet.name, sheet.first, chart, table) for chart in table.charts]
        write_charts(book, formats, drawn, origin_of(report))
    finally:
        book.close()
    moved = [table.name for table in tables if table.count not in {None, counted[table.number]}]
    if moved:
        words = _("The data changed while the report was written (%(tables)s). Please write it once more.")
        raise Conflict(words % {"tables": "、".join(moved)})


class SheetOfTable:
    """One table with banner, title, line of origin, header, rows, signatures and charts, written from top to bottom."""

    def __init__(self, book, formats, report, table, told):
        self.book, self.formats, self.report, self.table, self.told = book, formats, report, table, told
        self.sheet = book.add_worksheet(name_of(table))
        self.last = len(table.columns) + 1
        self.at = 0

    def write(self):
        """How many rows were written, sums apart."""
        print_setup(self.sheet)
        self.set_widths()
        self.write_head()
        count = self.write_rows()
        if self.table.is_register:
            self.sheet.autofilter(self.first - 1, 0, self.first + max(count, 1) - 1, self.last)
        self.write_foot()
        self.pages.set_on(self.sheet)
        return count

    def set_widths(self):
        columns = self.table.columns
        self.kinds = [kind_of(column) for column in columns] + ["text"]
        self.widths = [NUMBER_WIDTH, *(column.width for column in columns), self.table.remarks_width]
        self.pages = Pages(self.widths)
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)

    def merged(self, words, form, height):
        self.set_height(height)
        self.sheet.merge_range(self.at, 0, self.at, self.last, kept_text(words), form)
        self.at += 1

    def set_height(self, height):
        self.sheet.set_row(self.at, height)
        self.pages.add(self.at, height)

    def write_head(self):
        if demo_data_is_loaded():
            self.merged(_("Sample data"), self.formats.banner, 20)
        self.merged(f"{self.table.name} {self.table.title}", self.formats.title, 32)
        self.merged(origin_of(self.report), self.formats.line, 20)
        heads = [_("No."), *(str(column.label) for column in self.table.columns), _("Remarks")]
        most = max(lines_of(words, width) for words, width in zip(heads, self.widths, strict=True))
        self.pages.repeated = (most + 0.6) * POINTS_PER_LINE
        self.set_height(self.pages.repeated)
        for place, words in enumerate(heads):
            self.sheet.write_string(self.at, place, words, self.formats.head)
        self.at += 1
        self.sheet.freeze_panes(self.at, 2)
        self.sheet.repeat_rows(self.at - 1)
        self.first = self.at

    def write_rows(self):
        count = 0
        for number, row in self.table.lines():
            self.told()
            count += not isinstance(row, Sum)
            self.write_row("" if number is None else number, row)
        if not count:
            self.write_row(NOTHING, [NOTHING] * len(self.table.columns))
        return count

    def write_row(self, number, row):
        """One row, as tall as its longest text; a missing remark is an empty cell."""
        forms = self.formats.of_sum if isinstance(row, Sum) else self.formats.of_row
        values = [*row, ""] if len(row) == len(self.table.columns) else row
        values = [
            kept_text(str(value)) if isinstance(value, str) or kind == "wrapped" and value else plain_cell(value)
            for value, kind in zip(values, self.kinds, strict=True)
        ]
        height = max(map(self.lines, values, self.widths[1:])) * POINTS_PER_LINE + 3
        if height > TALLEST_ROW:
            values[-1] = "；".join(filter(None, (values[-1], _("printed in part: too long for a row"))))
        self.set_height(min(TALLEST_ROW, height))
        self.put(0, number, "int", forms)
        for place, (value, kind) in enumerate(zip(values, self.kinds, strict=True), 1):
            is_mean = kind == "int" and isinstance(value, float)
            is_rate = is_mean and not row[place - 1].is_mean
            self.put(place, value, "percent" if is_rate else "mean" if is_mean else kind, forms)
        self.at += 1

    def lines(self, value, width):
        return lines_of(value, width) if isinstance(value, str) and (2 * len(value) > width or "\n" in value) else 1

    def put(self, place, value, kind, forms):
        if value is None:
            value = "" if kind in {"text", "date", "wrapped"} else NOTHING
        if value == "":
            self.sheet.write_blank(self.at, place, None, forms["int"])
        elif isinstance(value, str):
            form = kind if kind in {"text", "wrapped"} and value != NOTHING else "int"
            self.sheet.write_string(self.at, place, value, forms[form])
        elif kind == "date":
            self.sheet.write_datetime(self.at, place, value, forms["date"])
        else:
            self.sheet.write_number(self.at, place, value, forms[kind])

    def write_foot(self):
        note = f"{_('Explanation')}：{self.table.note}" if self.table.note else ""
        height = NOTE_HEIGHT * lines_of(note, sum(self.widths)) if note else 0
        self.pages.keep_end(height + SIGNED_HEIGHT)
        if note:
            self.merged(note, self.formats.line, height)
        self.merged(signatures(sum(self.widths)), self.formats.line, SIGNED_HEIGHT)


def kind_of(column):
    """A day in a column too narrow for it is a text, which breaks after the year."""
    return "wrapped" if column.kind == "date" and column.width < LEAST_DAY_WIDTH else column.kind


def plain_cell(value):
    """What a cell holds: of a rate its ratio or a dash."""
    if isinstance(value, Share):
        return NOTHING if value.value is None else float(value.value)
    return plain(value)


def origin_of(report):
    """Who reports on which days, and as of when."""
    parts = {
        _("Reporting unit (seal)"): report.reporting_unit,
        _("Period"): report.span,
        _("Data as of"): date_format(timezone.localtime(), "DATETIME_FORMAT"),
    }
    return "　　　".join(f"{label}：{words}" for label, words in parts.items())
