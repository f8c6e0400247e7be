"""Working days. Source: weekends only, until a calendar of public holidays and make-up days 调休 is added."""

import calendar
from datetime import date, timedelta

SATURDAY = 5


def is_workday(day):
    """True from Monday to Friday."""
    return day.weekday() < SATURDAY


def add_workdays(day, count):
    """The working day that is `count` working days after `day`, which itself is not counted; before it if negative.

    With 0 it is `day` itself, even on a weekend.
    """
    step = timedelta(days=1 if count > 0 else -1)
    for _number in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def workdays_between(start, end):
    """How many working days lie after `start` up to and including `end`; negative where `end` is earlier."""
    if end < start:
        return -workdays_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum(is_workday(start + timedelta(days=number)) for number in range(1, rest + 1))


def months_later(day, count):
    """The same day of the month `count` months later, or that month's last day where it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
