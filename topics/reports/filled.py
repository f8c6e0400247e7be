"""Workbooks that come back filled in: read safely, row by row, each cell as the value that it means."""

import dataclasses
import re
import zipfile
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from consult.uploads import DAMAGED_ARCHIVE, MEGABYTE, NOT_WHAT_IT_SAYS, UNPACKS_TOO_LARGE, check_office, suffix_of
from topics.reports.fillable import CHOICE, DAY, KEY

LARGEST = 5 * MEGABYTE
MOST_PARTS, LARGEST_UNPACKED, LARGEST_RATIO = 200, 50 * MEGABYTE, 100
MOST_ROWS, MOST_EMPTY_ROWS, HEAD_WITHIN = 500, 100, 20
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050
LANGUAGES = ("zh-hans", "en")
DAMAGED = (*DAMAGED_ARCHIVE, KeyError, IndexError, TypeError, AttributeError, SyntaxError)
DECLARATIONS = [mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
WRITTEN_DAY = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
NOT_OURS = gettext_lazy("This is not the workbook that was downloaded here: its column “%(label)s” is missing.")


@dataclasses.dataclass
class FilledRow:
    """A row: its number in the workbook, its code, the values by field, and what could not be understood."""

    number: int
    key: str
    values: dict
    errors: list = dataclasses.field(default_factory=list)


def check_workbook(file):
    """Refuses in words what is no harmless .xlsx of a form's size."""
    suffix = suffix_of(file, [".xlsx"], LARGEST)
    check_office(file, suffix)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or unpacked > MEGABYTE + LARGEST_RATIO * packed:
            raise ValidationError(UNPACKS_TOO_LARGE)
        if any("externallinks" in part.filename.lower() for part in parts):
            raise ValidationError(_("The workbook has links to other workbooks. Please save it without them."))
        for part in parts:
            with archive.open(part) as opened:
                begins = opened.read(2048)
            if any(mark in begins for mark in DECLARATIONS):
                raise ValidationError(NOT_WHAT_IT_SAYS)


def read_filled(file, fields):
    """The rows below the head that have a code or anything filled in; ValidationError in words for another file."""
    check_workbook(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return rows_below_head(sheet.iter_rows(max_col=2 * len(fields), values_only=True), fields)
    except DAMAGED as error:
        raise ValidationError(NOT_WHAT_IT_SAYS) from error


def rows_below_head(lines, fields):
    places, rows, empty = None, [], 0
    for number, cells in enumerate(lines, start=1):
        if places is None:
            places = places_of(cells, fields)
            if places is None and number > HEAD_WITHIN:
                break
            continue
        row = row_of(number, cells, places, fields)
        empty = 0 if row else empty + 1
        if row:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("The workbook has more than %(most)d rows.") % {"most": MOST_ROWS})
        if empty > MOST_EMPTY_ROWS:
            break
    if places is None:
        raise ValidationError(NOT_OURS % {"label": fields[0].label})
    return rows


def places_of(cells, fields):
    """Where each field stands, None where these cells are no head; one that lacks an open column is refused."""
    heads = [plain(cell) for cell in cells]
    found = {field.name: place for field in fields for place, head in enumerate(heads) if head in in_each(field.label)}
    key = next(field for field in fields if field.kind == KEY)
    if key.name not in found:
        return None
    for field in fields:
        if field.is_open and field.name not in found:
            raise ValidationError(NOT_OURS % {"label": field.label})
    return found


def in_each(label):
    """The label in each language: the workbook may have been downloaded in another one."""
    words = set()
    for language in LANGUAGES:
        with override(language):
            words.add(str(label))
    return words


def row_of(number, cells, places, fields):
    """The row, None where nothing stands in it."""
    cells = dict(enumerate(cells))
    key, *opened = [f for f in fields if f.kind == KEY or f.is_open]
    raw = {field.name: cells.get(places[field.name]) for field in (key, *opened)}
    if not any(plain(value) for value in raw.values()):
        return None
    row = FilledRow(number, plain(raw.pop(key.name)), {})
    for field in opened:
        row.values[field.name] = meant(field, raw[field.name], row)
    return row


def meant(field, value, row):
    """What the cell means; a text that means nothing of its kind is kept and named as an error."""
    words = plain(value)
    if field.kind == CHOICE and words:
        found = next((key for key, label in field.choices if words in in_each(label)), None)
        if found is None:
            labels = "、".join(str(label) for _key, label in field.choices)
            row.errors.append((field.label, _("“%(words)s” is none of: %(labels)s.") % cut(words, labels=labels)))
        return words if found is None else found
    if field.kind == DAY and words:
        day = day_of(value, words)
        if day is None:
            row.errors.append((field.label, _("“%(words)s” is no day; enter it like 2026-03-31.") % cut(words)))
        return day.isoformat() if day else words
    return words


def cut(words, **others):
    return {"words": words[:40]} | others


def plain(value):
    """The cell as text: a whole number without its point, a day as 2026-03-31, no space around, full-width ones too."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def day_of(value, words):
    """The day that a cell means: a date, its serial number, or written like 2026-3-31, 2026年3月31日, 20260331."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if words.isdigit() and FIRST_SERIAL <= int(words) <= LAST_SERIAL:
        return from_excel(int(words)).date()
    found = WRITTEN_DAY.fullmatch(words.replace(" ", ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
