"""Workbooks for the office to fill in: the template of a kind, with its drop-downs and its explanation."""

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from consult.exports.workbook import (
    BODY_FONT,
    CENTRED,
    HEAD_FONT,
    LEFT,
    THIN,
    as_text,
    height_of,
    packed,
    print_setup,
    reporting_unit,
    safe_text,
)
from consult.text_width import lines_of

LAST_ROW, MOST_LISTED = 5000, 20


def put(worksheet, row, column, value, font=BODY_FONT, alignment=LEFT):
    cell = worksheet.cell(row, column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
    elif value not in (None, ""):
        as_text(cell, safe_text(value)[0])
        cell.number_format = "@"
    cell.font, cell.alignment, cell.border = font, alignment, THIN
    return cell


def template_of(kind):
    """The bytes of an empty table with its drop-downs, and a sheet that explains each column."""
    book = Workbook()
    worksheet = book.active
    columns = kind.columns
    headings = [f"{column.label} *" if column.required else str(column.label) for column in columns]
    start(worksheet, sheet_name(kind), headings)
    offer_choices(
        book, worksheet, kind, dict(zip((column.name for column in columns), range(len(columns)), strict=True))
    )
    explain(book, kind)
    return packed(book, _("Template %(kind)s") % {"kind": kind.label}, reporting_unit())


def sheet_name(kind):
    return str(kind.label)[:31]


def start(worksheet, title, headings):
    """The head of a table; its columns take what is typed as text, so that 0012 stays 0012."""
    worksheet.title = title
    print_setup(worksheet)
    worksheet.freeze_panes = "A2"
    worksheet.row_dimensions[1].height = height_of(2)
    for column, heading in enumerate(headings, 1):
        put(worksheet, 1, column, heading, HEAD_FONT, CENTRED)
        dimension = worksheet.column_dimensions[get_column_letter(column)]
        dimension.width, dimension.number_format = max(12, min(24, 2 * len(heading) + 4)), "@"


def offer_choices(book, worksheet, kind, places):
    """Drop-downs for the columns that know their values, which stand on a hidden sheet."""
    lists, tables = book.create_sheet(_("Choices")), kind.tables()
    lists.sheet_state = "hidden"
    for column in (column for column in kind.columns if column.name in places):
        labels = getattr(column.read, "labels", None)
        if labels and (offered := labels(tables)):
            at = lists.max_column + 1
            letter = get_column_letter(at)
            for row, label in enumerate(offered, 1):
                put(lists, row, at, label)
            allowed = f"{quote_sheetname(lists.title)}!${letter}$1:${letter}${len(offered)}"
            rule = DataValidation("list", formula1=allowed, allow_blank=True, errorStyle="warning")
            place = get_column_letter(places[column.name] + 1)
            rule.add(f"{place}2:{place}{LAST_ROW}")
            worksheet.add_data_validation(rule)


def explain(book, kind):
    worksheet = book.create_sheet(_("How to fill it in"))
    print_setup(worksheet)
    widths = (26, 10, 26, 78)
    for letter, width in zip("ABCD", widths, strict=True):
        worksheet.column_dimensions[letter].width = width
    lines = [
        _("One row for each record; at most %(most)d rows. Columns may be left out or stand in another order.")
        % {"most": kind.most},
        _("A row finds its record by “%(key)s”: a known one is changed, an unknown one is new.")
        % {"key": kind.column(kind.key).label},
        _("An empty cell changes nothing. Nothing is saved before you have seen the preview."),
        *map(str, kind.notes),
    ]
    for row, words in enumerate(lines, 1):
        as_text(worksheet.cell(row, 1), words).font = BODY_FONT
        worksheet.row_dimensions[row].height = height_of(1)
    top = len(lines) + 2
    for column, words in enumerate((_("Column"), _("Needed"), _("Example"), _("What is read")), 1):
        put(worksheet, top, column, words, HEAD_FONT, CENTRED)
    tables = kind.tables()
    for row, column in enumerate(kind.columns, top + 1):
        told = (column.label, _("yes") if column.required else "", column.example, hint_of(column, tables))
        for place, words in enumerate(told, 1):
            put(worksheet, row, place, str(words))
        tallest = max(lines_of(str(words), width) for words, width in zip(told, widths, strict=True))
        worksheet.row_dimensions[row].height = height_of(tallest)


def hint_of(column, tables):
    labels = getattr(column.read, "labels", None)
    offered = _(", ").join(labels(tables)[:MOST_LISTED]) if labels else ""
    known_as = _(", ").join(column.aliases)
    also = _("also headed %(aliases)s") % {"aliases": known_as} if known_as else ""
    return _("; ").join(filter(None, [str(column.hint).rstrip("。."), offered, also]))
