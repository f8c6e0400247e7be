from datetime import date, timedelta

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.calendar.holidays import KEY, in_spans
from consult.calendar.workdays import add_workdays, is_workday, months_later, workdays_between, workdays_of
from consult.models import CalendarDay

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))
EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1)) | st.dates(date(2024, 1, 1), date(2027, 12, 31))
# A busy machine may take longer over one example than hypothesis allows by default.
unhurried = settings(deadline=None)


@pytest.fixture(autouse=True)
def entered():
    """What the office has entered: one day off, a make-up working day, and a holiday on which one works after all."""
    said = {NEW_YEAR: False, date(2027, 1, 2): True, date(2025, 5, 5): True}
    cache.set(KEY, said)


def test_monday_to_friday_are_working_days():
    assert [is_workday(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [True, False, False, True]


def test_a_span_joins_days_in_a_row_that_are_alike():
    def told(day, is_workday=False, holiday="示例节", key=1):
        return CalendarDay(pk=key and day, date=date(2099, 5, day), is_workday=is_workday, holiday=holiday)

    apart = [told(5, holiday="另一节"), told(4), told(7), told(8, key=None), told(10, key=None)]
    found = in_spans([told(2), told(1), told(3, is_workday=True), *apart])

    spans = [(span.first.day, span.last.day) for span in found]
    assert spans == [(1, 2), (3, 3), (4, 4), (5, 5), (7, 7), (8, 8), (10, 10)]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 8), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (NEW_YEAR, False),
        (date(2027, 1, 2), True),
        (date(2099, 10, 1), True),
        (date(2003, 10, 1), True),
        (date(2025, 5, 5), True),
        (date(2025, 5, 2), False),
    ],
)
def test_days_of_the_office_come_before_those_that_are_built_in_and_these_before_weekends(day, works):
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (FRIDAY, 5, date(2026, 11, 27)),
        (MONDAY, -1, FRIDAY),
        (SUNDAY, 0, SUNDAY),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 24), -2, date(2026, 2, 13)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (EVE, 1, date(2027, 1, 2)),
        (EVE, 2, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_from_the_next_day(day, count, expected):
    assert add_workdays(day, count) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (FRIDAY, MONDAY, 1),
        (FRIDAY, SUNDAY, 0),
        (MONDAY, FRIDAY, -1),
        (MONDAY, MONDAY, 0),
        (SUNDAY, MONDAY, 1),
        (date(2026, 9, 30), date(2026, 10, 10), 3),
        (EVE, date(2027, 1, 3), 1),
    ],
)
def test_working_days_between_two_days(start, end, expected):
    assert workdays_between(start, end) == expected


def test_the_working_days_of_a_year_are_those_of_the_notice():
    assert (workdays_of(2024), workdays_of(2026)) == (251, 248)


@unhurried
@given(days, st.integers(1, 60))
def test_counting_back_gives_what_was_added(day, count):
    assert workdays_between(day, add_workdays(day, count)) == count


@pytest.mark.long
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
