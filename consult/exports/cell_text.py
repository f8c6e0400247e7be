"""What the cells of a file of rows can hold: texts as programs read them back, and plain words for other values."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from consult.differences import with_plain_breaks

LONGEST_TEXT = 32767
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def storable(value):
    """The text without control characters, its lines ended alike."""
    return NOT_IN_XML.sub("", with_plain_breaks(str(value)))


def safe_text(value):
    """The text as a workbook can hold it, and whether it had to be cut: no control characters, at most 32,767 units."""
    return cut_to_fit(LOOKS_ESCAPED.sub("_x005F_", storable(value)))


def kept_text(value):
    """The same for a writer that escapes what looks escaped itself."""
    return cut_to_fit(storable(value))[0]


def cut_to_fit(words):
    """The text and whether it had to be cut."""
    # Excel counts UTF-16 units and calls a file with a longer text damaged.
    if len(words) <= LONGEST_TEXT // 2 or len(words.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return words, False
    mark = _("… (cut: too long for a cell)")
    kept = words.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark, True


def is_number(value):
    return not isinstance(value, str | bool | None | date)


def plain_words(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
    return value
