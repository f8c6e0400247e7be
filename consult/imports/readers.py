"""What a cell says: each reader `(raw, tables) -> value` raises ValidationError with what is wrong and what is right.

`raw` is a text, a number, or yes or no, never empty; `tables` is what the import looked up once for all rows.
"""

import re
import unicodedata
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from consult.forms.checks import plain
from consult.text_width import narrow

FOOT = re.compile(
    r"(合计|总计|小计|共计|共)(\d+[人名个家件条项户]?)?[。.]?|(合计|总计|小计|共计)[:：].*"
    r"|(注|备注|说明|负责人|单位负责人|联系人|[填制]表|[填制]表(人|单位|时间|日期)|填报(人|单位|时间|日期)|报送单位|审核人?)"
    r"\d*[:：].*|(注|备注|说明)\d*",
    re.DOTALL,
)
# A line of its own between the rows: 一、城东片区, 经济界（25人）.
NUMERAL = "[一二三四五六七八九十]{1,3}"
SECTION = re.compile(rf"[(（]{NUMERAL}[)）].+|{NUMERAL}[、.．].+|.+[(（]\d+[人名个家件条项户]?[)）]")
LATIN = re.compile(r"[A-Za-z]")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
FIRST_SERIAL, LAST_SERIAL, DAY_ZERO = 10_000, 80_000, date(1899, 12, 30)
# As 110 has; fewer are no number that anybody could dial.
FEWEST_DIGITS = 3
WIDE_NUMBER = re.compile("[０-９＋－]")
YES = {"是", "有", "对", "√", "✓", "y", "yes", "true", "1"}
NO = {"否", "无", "不", "×", "✗", "n", "no", "false", "0"}
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


def is_section(raw):
    """Whether a cell that stands alone in its row is a heading over the rows below it."""
    return bool(SECTION.fullmatch("".join(words_of(raw).split())))


def text(raw, tables):
    return words_of(raw)


def line(raw, tables):
    """A text of one line."""
    return " ".join(plain(words_of(raw)).split())


def person(raw, tables):
    return without_layout(line(raw, tables))


def without_layout(name):
    """张　三: the space in a Chinese name is layout; left in, the name would not be found."""
    return name if LATIN.search(name) else "".join(name.split())


def code(raw, tables):
    """A number that is a name, like W0012: in narrow characters, without blanks."""
    return narrow(words_of(raw))


def undivided(number):
    """A telephone number in narrow characters, without blanks and dashes."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))


def phone(raw, tables):
    """A mobile number of 7 to 15 digits, also where the program made it a number."""
    words = undivided(words_of(raw))
    if not re.fullmatch(r"\+?[0-9]{7,15}", words):
        raise ValidationError(_("Write one telephone number of 7 to 15 digits, and nothing beside it."))
    return words


def telephones(raw, tables):
    """One or several numbers of an office, with area code and extension as they are written, in narrow digits."""
    words = WIDE_NUMBER.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), line(raw, tables))
    if len(re.findall(r"\d", words)) < FEWEST_DIGITS:
        raise ValidationError(_("A telephone number has at least three digits; extensions and several are welcome."))
    return words


def whole(raw, tables):
    found = re.fullmatch(r"(\d{1,4})\s*[人名座席个]?", unicodedata.normalize("NFKC", words_of(raw)))
    if not found:
        raise ValidationError(_("Write a whole number, like 12."))
    return int(found[1])


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
    if found and 1 <= int(found[2]) <= 12:
        return real_day(int(found[1]), int(found[2]), 1)
    try:
        return day(raw, tables).replace(day=1)
    except ValidationError as error:
        raise ValidationError(_("Write the month like 1975-03.")) from error


def is_month(raw):
    """Whether a cell says a month and no day."""
    return bool(MONTH.fullmatch(unicodedata.normalize("NFKC", words_of(raw))))


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
