"""A register as a .csv file: in UTF-8 with its mark, so that spreadsheet programs read it right; data from line one."""

import csv
import re
from datetime import datetime
from io import StringIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.context_processors import demo_data_is_loaded
from consult.exports.cell_text import is_number, plain_words, storable
from consult.exports.watermark import marked_name
from consult.files.storage import as_download

# A .csv knows no types: a program that opens it takes such a text for a formula.
LIKE_A_FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")


def as_text(words):
    """The text marked by the apostrophe that spreadsheet programs put before a text that looks like a formula."""
    return f"'{words}" if LIKE_A_FORMULA.match(words) else words


def from_text(words):
    """The text that `as_text` marked, as it was."""
    return words[1:] if words.startswith("'") and LIKE_A_FORMULA.match(words[1:]) else words


def cell_of(column, row):
    value = column.of(row)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if value is None or value == "":
        return "—" if column.kind == "percent" else ""
    if column.kind == "percent" and is_number(value):
        return f"{value:.2%}"
    return str(value) if column.kind == "int" and is_number(value) else as_text(storable(plain_words(value)))


def csv_of(sheet):
    """The bytes of the file: the heads of the columns, then a line per row."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([as_text(str(column.label)) for column in sheet.columns])
    rows = sheet.rows.iterator(chunk_size=2000) if isinstance(sheet.rows, QuerySet) else sheet.rows
    writer.writerows([cell_of(column, row) for column in sheet.columns] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def csv_response(sheet, *, title, user):
    """The register as a download, whose name says what it holds, when it was taken out and by whom."""
    sample = _(" (sample data)") if demo_data_is_loaded() else ""
    return as_download(csv_of(sheet), marked_name(f"{title}{sample}", user, "csv"))
