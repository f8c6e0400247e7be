"""Working days by the Chinese calendar: weekends, public holidays and make-up working days 调休.

Source: `consult.calendar.holidays`. Of a year that it does not know, weekends alone and the days entered so far count.
"""

import calendar
from datetime import date, timedelta

from consult.calendar.holidays import calendar_in_force

SATURDAY = 5


def is_workday(day, known=None):
    """Whether one works on the day: by the calendar that holds, or by `known`."""
    return (known or calendar_in_force()).days.get(day, is_weekday(day))


def is_weekday(day):
    return day.weekday() < SATURDAY


def add_workdays(day, count, known=None):
    """The working day that is `count` working days after `day`, which itself is not counted; before it if negative.

    With 0 it is `day` itself, even on a weekend.
    """
    step, known = timedelta(days=1 if count > 0 else -1), known or calendar_in_force()
    for _number in range(abs(count)):
        day += step
        while not is_workday(day, known):
            day += step
    return day


def workdays_between(start, end, known=None):
    """How many working days lie after `start` up to and including `end`; negative where `end` is earlier."""
    if end < start:
        return -workdays_between(end, start, known)
    weeks, rest = divmod((end - start).days, 7)
    weekdays = weeks * 5 + sum(is_weekday(start + timedelta(days=number)) for number in range(1, rest + 1))
    known = (known or calendar_in_force()).days.items()
    return weekdays + sum(is_open - is_weekday(day) for day, is_open in known if start < day <= end)


def workdays_of(year, known=None):
    return workdays_between(date(year - 1, 12, 31), date(year, 12, 31), known)


def months_later(day, count):
    """The same day of the month `count` months later, or that month's last day where it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
