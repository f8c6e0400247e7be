from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.workdays import add_workdays, is_workday, months_later, workdays_between

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
# A busy machine may take longer over one example than hypothesis allows by default.
unhurried = settings(deadline=None)


def test_monday_to_friday_are_working_days():
    assert [is_workday(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (FRIDAY, 5, date(2026, 11, 27)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (MONDAY, -1, FRIDAY),
        (SUNDAY, 0, SUNDAY),
    ],
)
def test_working_days_are_counted_from_the_next_day(day, count, expected):
    assert add_workdays(day, count) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(FRIDAY, MONDAY, 1), (FRIDAY, SUNDAY, 0), (MONDAY, FRIDAY, -1), (MONDAY, MONDAY, 0), (SUNDAY, MONDAY, 1)],
)
def test_working_days_between_two_days(start, end, expected):
    assert workdays_between(start, end) == expected


@unhurried
@given(days, st.integers(1, 60))
def test_counting_back_gives_what_was_added(day, count):
    assert workdays_between(day, add_workdays(day, count)) == count


@unhurried
@given(days, st.integers(0, 400))
def test_the_quick_count_equals_counting_one_by_one(day, length):
    end = day + timedelta(days=length)

    assert workdays_between(day, end) == sum(is_workday(day + timedelta(days=n)) for n in range(1, length + 1))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 6, date(2026, 7, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, count, expected):
    assert months_later(day, count) == expected
