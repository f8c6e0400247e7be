"""Workbooks to be filled in offline: what may be written is open, all else is locked, choices drop down."""

import dataclasses
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from consult.context_processors import demo_data_is_loaded
from consult.exports.workbook import (
    BODY_FONT,
    CENTRED,
    HEAD_FONT,
    LEFT,
    THIN,
    TITLE_FONT,
    as_text,
    height_of,
    packed,
    print_setup,
    reporting_unit,
    safe_text,
)
from consult.imports.marking import Marks, marked_file
from consult.punctuation import labelled
from consult.text_width import lines_of

KEY, TOLD, TEXT, DAY, CHOICE = "key", "told", "text", "day", "choice"
FIRST_DAY = "36526"
BLANK_OR_RIGHT = {"allow_blank": True, "showErrorMessage": True}
OPEN = Protection(locked=False)
TO_FILL = PatternFill("solid", fgColor="FFF8E1")
HEAD = 3
HINT_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT = 48, 32, 48


@dataclasses.dataclass(frozen=True)
class Field:
    """A column: its kind says whether it is filled in, and with what; `choices` are pairs of value and label."""

    name: str
    label: str | Promise
    kind: str = TOLD
    width: int = 14
    choices: tuple = ()

    @property
    def is_open(self):
        return self.kind in {TEXT, DAY, CHOICE}


def fillable(title, hint, fields, rows):
    """The bytes of a workbook with a row per dict of values; nothing in it is a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    print_setup(sheet)
    last = get_column_letter(len(fields))
    banner = f"{_('Sample data')}　" if demo_data_is_loaded() else ""
    for number, (words, font, height) in enumerate(
        [(f"{banner}{title}", TITLE_FONT, 36), (hint, BODY_FONT, HINT_HEIGHT)], start=1
    ):
        sheet.merge_cells(f"A{number}:{last}{number}")
        put(sheet.cell(number, 1), words, font, CENTRED if number == 1 else LEFT)
        sheet.row_dimensions[number].height = height
    write_head(sheet, fields)
    for at, values in enumerate(rows, start=HEAD + 1):
        most = max(lines_of(str(values.get(field.name) or ""), field.width) for field in fields)
        sheet.row_dimensions[at].height = max(ROW_HEIGHT, height_of(most))
        for number, field in enumerate(fields, start=1):
            write_value(sheet.cell(at, number), field, values.get(field.name))
    offer_choices(sheet, fields, max(sheet.max_row, HEAD + 1))
    sheet.freeze_panes, sheet.print_title_rows = "A4", "3:3"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    return packed(book, title, reporting_unit())


def write_head(sheet, fields):
    sheet.row_dimensions[HEAD].height = HEAD_HEIGHT
    for number, field in enumerate(fields, start=1):
        cell = sheet.cell(HEAD, number)
        put(cell, field.label, HEAD_FONT, CENTRED)
        cell.border = THIN
        sheet.column_dimensions[get_column_letter(number)].width = field.width


def write_value(cell, field, value):
    if field.kind == DAY:
        cell.number_format = "yyyy-mm-dd"
    if field.kind == DAY and (day := day_of(value)):
        cell.value, cell.font, cell.alignment = day, BODY_FONT, LEFT
    else:
        put(cell, dict(field.choices).get(value, value), BODY_FONT, LEFT)
    cell.border = THIN
    if field.is_open:
        cell.protection, cell.fill = OPEN, TO_FILL


def day_of(value):
    """The day itself, also of one as text, or None."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def marked(content, title, fields, rows):
    """The workbook with what is wrong in each of its rows, which have `errors` as (label, words)."""
    places = {str(field.label): place for place, field in enumerate(fields, 1)}
    labels = [str(field.label) for field in fields]
    marks = Marks(title[:31], HEAD, HEAD + len(rows), labels, {}, {})
    for line, row in enumerate(rows, HEAD + 1):
        for label, words in row.errors:
            said = marks.lines.setdefault(line, [])
            said.append(labelled(label, words) if label else str(words))
            if str(label) in places:
                marks.cells[line, places[str(label)]] = str(words)
    return marked_file(content, marks)


def put(cell, words, font, alignment):
    if words not in (None, ""):
        as_text(cell, safe_text(words)[0])
    cell.font, cell.alignment = font, alignment
    if cell.number_format == "General":
        cell.number_format = "@"


def offer_choices(sheet, fields, last):
    for number, field in enumerate(fields, start=1):
        column = get_column_letter(number)
        if field.kind == CHOICE:
            labels = ",".join(str(label) for _value, label in field.choices)
            rule = DataValidation("list", formula1=f'"{labels}"', **BLANK_OR_RIGHT)
            rule.error = _("Choose one of: %(labels)s.") % {"labels": "、".join(labels.split(","))}
        elif field.kind == DAY:
            rule = DataValidation("date", operator="greaterThan", formula1=FIRST_DAY, **BLANK_OR_RIGHT)
            rule.error = _("Enter a day like 2026-03-31.")
        else:
            continue
        sheet.add_data_validation(rule)
        rule.add(f"{column}{HEAD + 1}:{column}{last}")
