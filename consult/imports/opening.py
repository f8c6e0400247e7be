"""A file of the office as lines of plain values: .xlsx or .csv, opened within bounds, or refused with the reason."""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice, pairwise

from defusedxml import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from consult.files.uploads import (
    HAS_MACROS,
    MEGABYTE,
    NOT_WHAT_IT_SAYS,
    OLD_OFFICE,
    UNPACKS_TOO_LARGE,
    Bounds,
    check_office,
    suffix_of,
)
from consult.imports.text_files import MOST_COLUMNS, MOST_LINES, csv_lines

LARGEST_FILE = 10 * MEGABYTE
BOUNDS = Bounds(parts=200, unpacked=50 * MEGABYTE, ratio=100)
LARGEST_PART, LARGEST_ROW, MOST_MERGED = 5 * MEGABYTE, 2 * MEGABYTE, 50_000
MOST_CELLS, MOST_IN_STRINGS, MOST_BESIDES, MOST_NAMED = 400_000, 400_000, 80_000, 200
MOST_SHEETS, HEAD_LINES, EMPTY_RUN = 20, 20, 300
REACHES_OUT = ("xl/externallinks/", "xl/connections", "xl/embeddings/", "xl/activex/", "xl/querytables/")
ROW, STRING = re.compile(rb"<(?:\w+:)?row\b|</(?:\w+:)?sheetData>"), re.compile(rb"<(?:\w+:)?si\b")
ELEMENT, NAMED = re.compile(rb"<[^/?!]"), re.compile(rb"<(?:\w+:)?sheet\b")
# Words are counted in one encoding alone. A crafted file names a part as it likes: its beginning tells what it is.
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
OTHER_ENCODING = re.compile(rb"""[^>]*\0|[^>]*encoding\s*=\s*["'](?!(?i:utf-8|us-ascii)["'])""")
CELL, CONTENT = re.compile(rb"<(?:\w+:)?c\b"), re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")
FORMULA = {"is": "formula"}
MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z0-9:]{3,40})"')
HIDDEN, NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"[^>]*>'), re.compile(rb'\br="(\d{1,7})"')
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")

OLD_FORMAT = _("Old .xls files and those of other programs are not read here. Open it and save it as .xlsx.")
HAS_PASSWORD = _("The workbook is locked with a password. Save it without one.")
HAS_LINKS = _("The workbook is linked to other files. Break the links (Data, Edit links), then save it.")
HAS_ENTITIES = _("The file holds definitions that no spreadsheet program writes; it was not read.")
TOO_MANY_LINES = _("The sheet has more than %d rows. Divide it into several files.")


@dataclass(frozen=True)
class Opened:
    """A sheet: its lines as (number, values); `ended_at` is where a run of empty lines ended the reading.

    `hidden` are the numbers of lines that the file hides, `others` the visible sheets with a head that were not read.
    """

    name: str
    lines: list
    ended_at: int | None = None
    hidden: tuple = ()
    others: tuple = ()


def opened(file, is_head):
    """The first visible sheet with a head among its first lines, or None; else ValidationError, in words."""
    begins = file.read(4 * MEGABYTE)
    file.seek(0)
    if begins.startswith(OLD_OFFICE):
        raise ValidationError(HAS_PASSWORD if ENCRYPTED_PART in begins else OLD_FORMAT)
    if file.name.lower().endswith((".xls", ".et", ".ods")):
        raise ValidationError(OLD_FORMAT)
    if file.name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise ValidationError(HAS_MACROS)
    if suffix_of(file, (".xlsx", ".csv"), LARGEST_FILE) == ".csv":
        rows = csv_lines(file.read())
        return Opened("", *numbered(rows)) if any(map(is_head, rows[:HEAD_LINES])) else None
    check_office(file, ".xlsx", BOUNDS)
    return workbook_sheet(file, is_head)


def numbered(rows):
    """The lines that hold anything with their numbers, up to a run of empty ones, and where that began."""
    lines, empty = [], 0
    for number, values in enumerate(rows, 1):
        if all(value is None or value == "" for value in values):
            empty += 1
            if empty == EMPTY_RUN:
                return lines, number - EMPTY_RUN
            continue
        empty = 0
        lines.append((number, values))
        if len(lines) > MOST_LINES:
            raise ValidationError(TOO_MANY_LINES % MOST_LINES)
    return lines, None


def workbook_sheet(file, is_head):
    """Reads with openpyxl what was found small enough; whatever it stumbles over makes the file a damaged one."""
    try:
        with zipfile.ZipFile(file) as archive:
            check_insides(archive)
        return sheet_with_head(file, is_head)
    except ValidationError:
        raise
    # What a crafted file makes a parser raise cannot be listed.
    except Exception as error:
        reason = (
            HAS_ENTITIES if any(isinstance(one, DefusedXmlException) for one in causes(error)) else NOT_WHAT_IT_SAYS
        )
        raise ValidationError(reason) from error


def causes(error):
    """The error and those that led to it."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def check_insides(archive):
    """Refuses links to elsewhere, and parts that would cost far more than a list of people needs."""
    cost = Counter()
    for part in archive.infolist():
        name, content = part.filename.lower(), archive.read(part)
        if name.startswith(REACHES_OUT):
            raise ValidationError(HAS_LINKS)
        is_xml = content[:8].lstrip(BEFORE_XML).startswith(b"<")
        if OTHER_ENCODING.match(content, 0, 1000) if is_xml else name.endswith((".xml", ".rels")):
            raise ValidationError(NOT_WHAT_IT_SAYS)
        if not is_xml:
            continue
        cost.update(cost_of(name, content))
        if any(cost[what] > most for what, most in bounds().items()):
            raise ValidationError(UNPACKS_TOO_LARGE)


def bounds():
    return {"cells": MOST_CELLS, "in strings": MOST_IN_STRINGS, "besides": MOST_BESIDES, "sheets": MOST_NAMED}


def cost_of(name, content):
    """What will be read of a part, by how dear it is."""
    if name.startswith("xl/worksheets/") and name.endswith(".xml") and not STRING.search(content):
        return cost_of_sheet(content)
    if name.endswith("sharedstrings.xml"):
        return {"in strings": counted(ELEMENT, content), "sheets": counted(NAMED, content)}
    if len(content) > LARGEST_PART:
        raise ValidationError(UNPACKS_TOO_LARGE)
    return {"besides": counted(ELEMENT, content), "sheets": counted(NAMED, content)}


def counted(pattern, content, *place):
    return sum(1 for _found in pattern.finditer(content, *place))


def cost_of_sheet(content):
    """A row is read whole: one without end would fill the memory, as would what stands before and behind the rows."""
    starts = [found.start() for found in ROW.finditer(content)]
    widest = max((after - start for start, after in pairwise(starts)), default=0)
    head, tail = (starts[0], starts[-1]) if starts else (0, 0)
    if widest > LARGEST_ROW or len(content) - tail + head > LARGEST_PART:
        raise ValidationError(UNPACKS_TOO_LARGE)
    besides = counted(ELEMENT, content, 0, head) + counted(ELEMENT, content, tail)
    return {"cells": cells_read(content, starts), "besides": besides, "sheets": counted(NAMED, content)}


def cells_read(content, starts):
    """The cells up to the run of empty rows that ends the reading; those behind cost nothing."""
    cells = empty = 0
    for start, after in pairwise(starts):
        empty = 0 if CONTENT.search(content, start, after) else empty + 1
        if empty == EMPTY_RUN or cells > MOST_CELLS:
            break
        cells += counted(CELL, content, start, after)
    return cells


def sheet_with_head(file, is_head):
    book = load_workbook(file, read_only=True, keep_links=False)
    # A crafted file names one part as many sheets.
    sheets = {sheet._worksheet_path: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
    found = (sheet for sheet in list(sheets.values())[:MOST_SHEETS] if has_head(sheet, is_head))
    if (sheet := next(found, None)) is None:
        return None
    lines, ended_at = numbered(rows_of(sheet))
    hides = hidden_in(sheet)
    hidden = [number for number, _values in lines if number in hides]
    lines = with_merged(computed(file, sheet, lines), merges_of(sheet))
    return Opened(sheet.title, lines, ended_at, hidden, [other.title for other in found])


def has_head(sheet, is_head):
    return any(map(is_head, islice(rows_of(sheet), HEAD_LINES)))


def hidden_in(sheet):
    """The numbers of the lines that a filter or a person has hidden."""
    return {int(number[1]) for row in HIDDEN.findall(source_of(sheet)) if (number := NUMBER.search(row))}


def source_of(sheet):
    with sheet._get_source() as source:
        return source.read()


def computed(file, sheet, lines):
    """The lines with what each formula gave when the file was saved."""
    if all(value != FORMULA for _number, values in lines for value in values):
        return lines
    results = rows_of(load_workbook(file, read_only=True, keep_links=False, data_only=True)[sheet.title])
    found = dict(numbered_like(results, lines))
    return [(number, with_results(values, found.get(number, []))) for number, values in lines]


def rows_of(sheet):
    # The size that a file says of itself may be wrong.
    sheet.reset_dimensions()
    return ([plain(cell) for cell in row] for row in sheet.iter_rows(max_col=MOST_COLUMNS))


def plain(cell):
    """The value as JSON can hold it: text, number, yes or no, an ISO day; a mark for a formula and for an error."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return {"is": "error", "value": str(value)}
    if isinstance(value, str):
        return value.replace("_x005F_x", "_x").replace("_x000D_", "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float) else str(value)


def numbered_like(rows, lines):
    """The same lines again, read a second time."""
    wanted = {number for number, _values in lines}
    return ((number, values) for number, values in enumerate(islice(rows, max(wanted)), 1) if number in wanted)


def with_results(values, results):
    """What a formula gave when the file was saved in its place; the mark stays where nothing was kept."""
    padded = [*results, *[None] * len(values)]
    return [
        (FORMULA if padded[place] is None else padded[place]) if value == FORMULA else value
        for place, value in enumerate(values)
    ]


def merges_of(sheet):
    """The merged cells of one column over several lines, as (column from 0, first line, last line)."""
    spent = 0
    for reference in MERGED.findall(source_of(sheet)):
        left, top, right, bottom = range_boundaries(reference.decode())
        spent += bottom - top + 1
        if left == right <= MOST_COLUMNS and spent < MOST_MERGED:
            yield left - 1, top, bottom


def with_merged(lines, merges):
    """The lines, each with the value that merged cells give it."""
    by_number = dict(lines)
    for place, top, bottom in merges:
        for number in range(top + 1, bottom + 1):
            if number in by_number and top in by_number and by_number[number][place] is None:
                by_number[number][place] = by_number[top][place]
    return lines
