import dataclasses
import re
from datetime import date, datetime
from io import BytesIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from consult.context_processors import demo_data_is_loaded
from consult.exports.cell_text import NOT_IN_XML, is_number, plain_words, safe_text
from consult.exports.watermark import mark_of, now_in_words, whose
from consult.files.storage import as_download
from consult.options import held
from consult.text_width import lines_of

MOST_CUTS_LISTED = 50
POINTS_PER_LINE, ROW_PADDING, TALLEST_ROW = 16, 4, 400
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
THIN = Border(*[Side("thin")] * 4)
TITLE_FONT, HEAD_FONT, BODY_FONT = Font("方正小标宋简体", 20), Font("黑体", 11), Font("仿宋", 11)
CENTRED = Alignment("center", "center", wrap_text=True)
FIGURES = Alignment("center", "center", shrink_to_fit=True)
LEFT = Alignment("left", "center", wrap_text=True)
FORMATS = {"text": "@", "date": "yyyy-mm-dd", "int": "0", "percent": "0.00%"}


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a register: `value` is an attribute path like `committee.short_name`, or a function of the row.

    `kind` is text, date, int or percent (a ratio: 0.25 is shown as 25.00%); `width` is in characters.
    """

    label: str
    value: object
    width: int = 14
    kind: str = "text"

    def of(self, row):
        """The value for the row; None where the path ends early, a method on it is called."""
        if callable(self.value):
            return self.value(row)
        for name in self.value.split("."):
            row = getattr(row, name)
            row = row() if callable(row) else row
            if row is None:
                return None
        return row


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A register to be written: its name on the tab, its columns, and rows once they are known."""

    name: str
    columns: tuple
    rows: object = ()

    def filled(self, rows):
        return dataclasses.replace(self, rows=rows)


class Cells:
    """One reused cell per style: a new cell with its own style costs ten times as much."""

    def __init__(self, worksheet):
        self.worksheet = worksheet

    def styled(self, font=BODY_FONT, alignment=LEFT, border=THIN, number_format="@"):
        cell = WriteOnlyCell(self.worksheet)
        cell.font, cell.alignment, cell.number_format = font, alignment, number_format
        if border:
            cell.border = border
        return cell

    def text(self, words, **style):
        return as_text(self.styled(**style), safe_text(words)[0])


def as_text(cell, words):
    """Puts words into the cell so that no program takes them for a formula."""
    cell.value = words
    if words is not None:
        cell.data_type = "s"
    return cell


class Register:
    """Writes one sheet, row by row: banner, title, line of origin, header, data."""

    def __init__(self, worksheet, sheet, title, user):
        self.worksheet, self.sheet, self.title, self.user = worksheet, sheet, title, user
        self.cells = Cells(worksheet)
        self.columns = [Column(_("No."), None, 6, "int"), *sheet.columns]
        self.last = get_column_letter(len(self.columns))
        self.top = 0
        self.count = 0
        self.cuts = []

    def write(self):
        print_setup(self.worksheet, self.user)
        for index, column in enumerate(self.columns, 1):
            self.worksheet.column_dimensions[get_column_letter(index)].width = column.width
        heads = self.heads()
        header = len(heads) + 1
        self.worksheet.freeze_panes = f"C{header + 1}"
        self.worksheet.print_title_rows = f"{header}:{header}"
        for height, cell in heads:
            self.line(cell, height)
        most = max(lines_of(str(column.label), column.width) for column in self.columns)
        self.append([self.head(column) for column in self.columns], header, most + 1)
        self.write_rows(header)
        self.worksheet.auto_filter.ref = f"A{header}:{self.last}{header + self.count}"

    def heads(self):
        banner = {"font": Font("黑体", 11, color="9A6700"), "alignment": CENTRED, "border": None}
        origin = f"{reporting_unit()}　{mark_of(self.user)}"
        width = sum(column.width for column in self.columns)
        return [
            *([(20, self.cells.text(_("Sample data"), **banner))] if demo_data_is_loaded() else []),
            (36, self.cells.text(self.title, font=TITLE_FONT, alignment=CENTRED, border=None)),
            (20 * lines_of(origin, width), self.cells.text(origin, border=None)),
        ]

    def line(self, cell, height):
        self.top += 1
        self.worksheet.row_dimensions[self.top].height = height
        self.worksheet.merged_cells.add(f"A{self.top}:{self.last}{self.top}")
        self.worksheet.append([cell])

    def head(self, column):
        return self.cells.text(column.label, font=HEAD_FONT, alignment=CENTRED)

    def write_rows(self, header):
        cells = [self.cells.styled(**style_of(column)) for column in self.columns]
        rows = self.sheet.rows
        rows = rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows
        for self.count, row in enumerate(rows, 1):
            cells[0].value = self.count
            at = header + self.count
            lines = [
                self.fill(cell, column, column.of(row), at)
                for cell, column in zip(cells[1:], self.columns[1:], strict=True)
            ]
            self.append(cells, at, max(lines, default=1))

    def append(self, cells, at, lines):
        # Not every program fits a row to its wrapped text when it opens a file.
        self.worksheet.row_dimensions[at].height = height_of(lines)
        self.worksheet.append(cells)
        del self.worksheet.row_dimensions[at]

    def fill(self, cell, column, value, at):
        """Puts the value into the cell and returns how many lines it takes there."""
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        if column.kind == "date" and isinstance(value, date) or column.kind != "text" and is_number(value):
            cell.value = value
            return 1
        if value is None and column.kind == "percent":
            value = "—"
        words, cut = (None, False) if value is None or value == "" else safe_text(plain_words(value))
        as_text(cell, words)
        if cut:
            self.cuts.append((at, column.label))
        return lines_of(words, column.width) if words else 1


def height_of(lines):
    """The height in points of a row with so many lines."""
    return min(TALLEST_ROW, lines * POINTS_PER_LINE + ROW_PADDING)


def reporting_unit():
    return _("%(county)s CPPCC") % {"county": held("county")}


def packed(book, title, by):
    """The bytes of the workbook, which says what it is and whose."""
    book.properties.creator = book.properties.lastModifiedBy = NOT_IN_XML.sub("", str(by))
    book.properties.title = NOT_IN_XML.sub("", str(title))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def style_of(column):
    return {"alignment": LEFT if column.kind == "text" else FIGURES, "number_format": FORMATS[column.kind]}


def print_setup(worksheet, user=None):
    """A4 landscape, one page wide, page numbers below; beside them who took it out, where it is somebody's copy."""
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_options.horizontalCentered = True
    worksheet.HeaderFooter.oddFooter.center.text = _("Page &P of &N")
    if user:
        mark = worksheet.HeaderFooter.oddFooter.left
        # Excel calls a sheet damaged whose footer is longer than 255 characters.
        mark.text, mark.size = mark_of(user)[:120].replace("&", "&&"), 8


def write_notes(book, registers, user, filters, note):
    """The sheet that says what the workbook holds: which filter, how many rows, by whom and when."""
    worksheet = book.create_sheet(_("Notes"))
    print_setup(worksheet, user)
    worksheet.column_dimensions["A"].width, worksheet.column_dimensions["B"].width = 18, 90
    lines = [
        *([(_("Sample data"), _("Names, units and activities are fictional."))] if demo_data_is_loaded() else []),
        *((_("Rows in “%s”") % register.sheet.name, register.count) for register in registers),
        (_("Filter"), "；".join(f"{label}：{value}" for label, value in filters) or _("none: all rows")),
        (_("Exported by"), whose(user)),
        (_("Exported on"), now_in_words()),
        *([(_("Note"), note)] if note else []),
        *cut_lines(registers),
    ]
    text = Cells(worksheet).text
    for at, (label, words) in enumerate(lines, 1):
        worksheet.row_dimensions[at].height = height_of(max(lines_of(label, 18), lines_of(str(words), 90)))
        worksheet.append([text(label, font=HEAD_FONT), text(words)])


def cut_lines(registers):
    cuts = [(register.sheet.name, *cut) for register in registers for cut in register.cuts]
    for name, row, label in cuts[:MOST_CUTS_LISTED]:
        words = _("“%(sheet)s”, row %(row)s, “%(column)s”: only the first 32,767 characters fit into a cell.")
        yield _("Text cut"), words % {"sheet": name, "row": row, "column": label}
    if len(cuts) > MOST_CUTS_LISTED:
        yield _("Text cut"), _("and %s more") % (len(cuts) - MOST_CUTS_LISTED)


def workbook(sheets, *, title, user, filters=(), note=""):
    """The bytes of an .xlsx with a styled register per filled sheet, and a sheet of notes.

    `filters` are (label, value) in words. Text is always text, never a formula. Refuses nothing: what a cell cannot
    hold is left out (control characters) or cut with a mark and a line in the notes (over-long text).
    """
    book = Workbook(write_only=True)
    registers = []
    for sheet in sheets:
        name = NOT_IN_SHEET_NAME.sub(" ", str(sheet.name))[:31]
        register = Register(book.create_sheet(name), sheet, title, user)
        register.write()
        registers.append(register)
    write_notes(book, registers, user, filters, note)
    return packed(book, title, user)


def workbook_response(sheets, *, title, **kwargs):
    """The workbook as a download, named by its title and today's date."""
    return as_download(workbook(sheets, title=title, **kwargs), f"{title}{timezone.localdate():%Y%m%d}.xlsx")
