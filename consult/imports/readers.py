"""What a cell says: each reader `(raw, tables) -> value` raises ValidationError with what is wrong and what is right.

`raw` is a text, a number, or yes or no, never empty; `tables` is what the import looked up once for all rows.
"""

import re
import unicodedata
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

FOOT = re.compile(
    r"(合计|总计|小计|共计)([:：].*)?|(注|备注|说明|填表人?|制表人?|审核人?|填报单位)\d*[:：].*", re.DOTALL
)
LATIN = re.compile(r"[A-Za-z]")
SEPARATORS = re.compile(r"[、,，;；/\n]+")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
FIRST_SERIAL, LAST_SERIAL, DAY_ZERO = 10_000, 80_000, date(1899, 12, 30)
YES = {"是", "有", "对", "√", "✓", "y", "yes", "true", "1"}
NO = {"否", "无", "不", "×", "✗", "n", "no", "false", "0"}
MOST_OFFERED, FEW = 3, 8
LANGUAGES = ("zh-hans", "en")
ERRORS = gettext_lazy("Errors")


def in_each_language(words):
    """A text that is translated when it is read, as each language says it."""
    said = set()
    for language in LANGUAGES:
        with override(language):
            said.add(str(words))
    return said


def words_of(raw):
    """A cell as text: blanks of any width off its ends, a whole number without its decimals."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    return str(raw).strip().strip("\u3000\xa0\ufeff")


def is_foot(raw):
    """Whether a cell says that its row is a total or a remark below the table."""
    return bool(FOOT.fullmatch("".join(words_of(raw).split())))


def text(raw, tables):
    return words_of(raw)


def line(raw, tables):
    """A text of one line."""
    return " ".join(words_of(raw).replace("\u3000", " ").split())


def person(raw, tables):
    """A name: the space in a Chinese one is layout."""
    words = line(raw, tables)
    return words if LATIN.search(words) else "".join(words.split())


def code(raw, tables):
    """A number that is a name, like W0012: in narrow characters, without blanks."""
    return "".join(unicodedata.normalize("NFKC", words_of(raw)).split())


def phone(raw, tables):
    """A mobile number of 7 to 15 digits, also where the program made it a number."""
    words = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", words_of(raw)))
    if not re.fullmatch(r"\+?[0-9]{7,15}", words):
        raise ValidationError(_("A telephone number consists of 7 to 15 digits."))
    return words


def whole(raw, tables):
    words = unicodedata.normalize("NFKC", words_of(raw))
    if not re.fullmatch(r"\d{1,4}", words):
        raise ValidationError(_("Write a whole number, like 12."))
    return int(words)


def yes_no(raw, tables):
    words = words_of(raw).lower()
    if words not in YES | NO:
        raise ValidationError(_("Write 是 or 否 (yes or no)."))
    return words in YES


def day(raw, tables):
    """A day as 2020-04-09, 2020/4/9, 2020.4.9, 2020年4月9日, 20200409, or the serial number of a spreadsheet."""
    words = unicodedata.normalize("NFKC", words_of(raw))
    found = DAY.fullmatch(words) or TOGETHER.fullmatch(words)
    if found and found[3]:
        return real_day(*map(int, found.groups()))
    if is_serial(words):
        return DAY_ZERO + timedelta(days=int(words))
    raise ValidationError(_("Write the day like 2020-04-09."))


def month(raw, tables):
    """A month as 1975-03, 1975年3月 or 197503, or any day of it; its first day."""
    words = unicodedata.normalize("NFKC", words_of(raw))
    if isinstance(raw, float) and re.fullmatch(r"\d{4}\.1", words):
        raise ValidationError(
            _("%(typed)s may be January or October: write the month like 1975-01.") % {"typed": words}
        )
    found = MONTH.fullmatch(words) or TOGETHER.fullmatch(words)
    if found:
        return real_day(int(found[1]), int(found[2]), 1)
    try:
        return day(raw, tables).replace(day=1)
    except ValidationError as error:
        raise ValidationError(_("Write the month like 1975-03.")) from error


def is_serial(words):
    return words.isdecimal() and FIRST_SERIAL <= int(words) <= LAST_SERIAL


def real_day(year, month, day):
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("There is no such day; write it like 2020-04-09.")) from error
    if year < 1900:
        raise ValidationError(_("Check the year."))
    return found


def choice(choices, **aliases):
    """One of a field's choices by its label in either language; `aliases` name a choice by other words too."""

    @cache
    def known():
        labels = {words: key for key, label in choices for words in in_each_language(label)}
        return {key: key for key, _label in choices} | labels | aliases

    def read(raw, tables):
        words = line(raw, tables)
        if words not in known():
            near = [known()[one] for one in like(words, known())]
            raise refused(words, [str(label) for key, label in choices if key in near], read.labels(tables))
        return known()[words]

    read.labels = lambda tables: [str(label) for _key, label in choices]
    read.said = lambda value: str(dict(choices)[value])
    return read


def one_of(table):
    """One of the records of a looked-up table {words: record}."""

    def read(raw, tables):
        words, known = line(raw, tables), tables[table]
        if words not in known:
            raise unknown(words, known)
        return known[words]

    read.labels = lambda tables: list(dict.fromkeys(str(record) for record in tables[table].values()))
    return read


def several_of(table):
    """Some of the records of a looked-up table, their names parted by 、 or a comma."""
    find = one_of(table)

    def read(raw, tables):
        parts = [part for part in SEPARATORS.split(words_of(raw)) if part.strip()]
        return list(dict.fromkeys(find(part, tables) for part in parts))

    return read


def like(words, known):
    """Those that hold the words, else those spelt like them."""
    return [one for one in known if words in one][:MOST_OFFERED] or get_close_matches(words, known, MOST_OFFERED, 0.5)


def unknown(words, known):
    return refused(words, like(words, known), list(known))


def refused(words, near, known):
    """The error of a cell whose words are none of the known ones: it offers those near, else all of a few."""
    if not known:
        return ValidationError(_("“%(typed)s” is not known here.") % {"typed": words})
    offered = near or known[: MOST_OFFERED if len(known) > FEW else FEW]
    told = {"typed": words, "offered": _(" or ").join(f"“{one}”" for one in offered)}
    if not near and len(known) > FEW:
        return ValidationError(_("“%(typed)s” is not known here; write a known one, like %(offered)s.") % told)
    return ValidationError(_("“%(typed)s” is not known here; write %(offered)s.") % told)
