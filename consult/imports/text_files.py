"""A .csv file as lines of cells, in whichever of the usual encodings and with whichever of the usual delimiters."""

import csv
from io import StringIO
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.exports.csv_file import from_text

MOST_LINES, MOST_COLUMNS = 10_000, 100
NO_TEXT = _("This is no table of text in UTF-8 or GB18030.")


def csv_lines(content):
    words = decoded(content)
    try:
        rows = list(islice(csv.reader(StringIO(words, newline=""), delimiter=delimiter_of(words)), MOST_LINES * 2))
    except csv.Error as error:
        raise ValidationError(NO_TEXT) from error
    return [[from_text(cell) or None for cell in row[:MOST_COLUMNS]] for row in rows]


def decoded(content):
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in words:
            return words
    raise ValidationError(NO_TEXT)


def delimiter_of(words):
    first = words[:4000]
    return max(",\t;", key=first.count)
