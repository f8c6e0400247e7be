"""The State Council's yearly notice of holidays 国务院办公厅关于部分节假日安排的通知, read as it is published.

A line names a holiday: 二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
"""

import re
import unicodedata
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.models import CalendarDay

WEEKDAYS = "一二三四五六日"
DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?"
ONE, RANGE = re.compile(DAY), re.compile(f"{DAY}(?:[至到—~-]+{DAY})?")
NAMED = re.compile(r"^(?:[一二三四五六七八九十\d]+[、.])?\s*([^:、.]+(?:、[^:、.]+)*):(.*)$")
WEEKDAY, COUNTED, STOP = re.compile(r"(?:周|星期)([一二三四五六日天])"), re.compile(r"共(\d+)天"), re.compile("[。;]")
# Copied from some pages a notice comes as one paragraph.
PARTS = re.compile(r"[\r\n]+|(?=[一二三四五六七八九十]、[^:：\s]{2,12}[:：])")
OFF, AT_WORK = "放假", "上班"
LONGEST_SPAN = 31


def read_notice(text, year):
    """The days that the notice for a year names, as unsaved `CalendarDay`; raises `ValidationError` with each fault.

    What names no day is passed over. The weekdays and the number of days that the notice tells must be right.
    """
    found, faults = {}, []
    for line in PARTS.split(text):
        try:
            for one in read_line(unicodedata.normalize("NFKC", line).strip(), year):
                refuse_contradiction(one, found.setdefault(one.date, one), year)
        except ValidationError as fault:
            faults += [_("“%(line)s”: %(fault)s") % {"line": line.strip(), "fault": words} for words in fault.messages]
    if not found and not faults:
        faults = [_("No line names a holiday and its days, like: 元旦：1月1日至3日放假调休，共3天。1月4日上班。")]
    if faults:
        raise ValidationError(faults)
    return list(found.values())


def refuse_contradiction(one, told_before, year):
    if not date(year - 1, 12, 1) <= one.date <= date(year + 1, 1, 31):
        raise ValidationError(_("%(day)s is no day of %(year)s.") % {"day": date_format(one.date), "year": year})
    if one.is_workday != told_before.is_workday:
        raise ValidationError(_("%(day)s is told as off and as a working day.") % {"day": date_format(one.date)})


def read_line(line, year):
    named = NAMED.match(line)
    if not named:
        return
    holiday, said = named.groups()
    for sentence in STOP.split(said):
        if AT_WORK in sentence:
            for told in ONE.findall(sentence):
                yield CalendarDay(date=make_up_day(told, year), is_workday=True, holiday=fitting(holiday))
        elif OFF in sentence and (told := RANGE.search(sentence)):
            for day in days_off(told.groups(), sentence, year):
                yield CalendarDay(date=day, is_workday=False, holiday=fitting(holiday))


def fitting(holiday):
    return holiday.strip()[: CalendarDay._meta.get_field("holiday").max_length]


def make_up_day(told, year):
    day = day_of(told, year)
    if day.weekday() < WEEKDAYS.index("六"):
        raise ValidationError(_("%(day)s is no weekend.") % {"day": date_format(day)})
    return day


def days_off(told, sentence, year):
    first = day_of(told[:4], year)
    last = day_of(told[4:], first.year, first.month) if told[6] else first
    days = days_from(first, last)
    counted = COUNTED.search(sentence)
    if counted and int(counted[1]) != len(days):
        raise ValidationError(_("These are %(days)s days, not %(told)s.") % {"days": len(days), "told": counted[1]})
    return days


def days_from(first, last):
    """Both included; refused where they are out of order or far too many for a holiday."""
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_SPAN:
        raise ValidationError(
            _("The last day lies after the first one, by %(most)s days at most.") % {"most": LONGEST_SPAN}
        )
    return [first + timedelta(days=number) for number in range(length)]


def day_of(told, year, month=None):
    """The day that is told, refused where the notice says another weekday: then it is that of another year."""
    said_year, said_month, said_day, beside = told
    try:
        day = date(int(said_year or year), int(said_month or month or 0), int(said_day))
    except ValueError:
        raise ValidationError(_("There is no such day.")) from None
    weekday = WEEKDAY.search(beside or "")
    if weekday and WEEKDAYS[day.weekday()] != weekday[1].replace("天", "日"):
        raise ValidationError(_("%(day)s is not the weekday that is told.") % {"day": date_format(day)})
    return day
