"""Workbooks to be filled in offline: what may be written is open, all else is locked, choices drop down."""

import dataclasses
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from consult.context_processors import demo_data_is_loaded
from consult.spreadsheet import BODY_FONT, CENTRED, HEAD_FONT, LEFT, THIN, TITLE_FONT, as_text, print_setup, safe_text

KEY, TOLD, TEXT, DAY, CHOICE = "key", "told", "text", "day", "choice"
FIRST_DAY = "36526"
BLANK_OR_RIGHT = {"allow_blank": True, "showErrorMessage": True}
OPEN = Protection(locked=False)
TO_FILL = PatternFill("solid", fgColor="FFF8E1")
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
    for at, values in enumerate(rows, start=4):
        sheet.row_dimensions[at].height = ROW_HEIGHT
        for number, field in enumerate(fields, start=1):
            write_value(sheet.cell(at, number), field, values.get(field.name))
    offer_choices(sheet, fields, max(sheet.max_row, 4))
    sheet.freeze_panes, sheet.print_title_rows = "A4", "3:3"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_head(sheet, fields):
    sheet.row_dimensions[3].height = HEAD_HEIGHT
    for number, field in enumerate(fields, start=1):
        cell = sheet.cell(3, number)
        put(cell, field.label, HEAD_FONT, CENTRED)
        cell.border = THIN
        sheet.column_dimensions[get_column_letter(number)].width = field.width


def write_value(cell, field, value):
    if field.kind == DAY:
        cell.number_format, cell.value = "yyyy-mm-dd", value or None
        cell.font, cell.alignment = BODY_FONT, LEFT
    else:
        put(cell, dict(field.choices).get(value, "") if field.kind == CHOICE else value, BODY_FONT, LEFT)
    cell.border = THIN
    if field.is_open:
        cell.protection, cell.fill = OPEN, TO_FILL


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
        rule.add(f"{column}4:{column}{last}")
