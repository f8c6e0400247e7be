from datetime import date

import pytest
from django.db.models import Q

from committees.models import Venue
from consult.lists.filters import RegisterFilters, filters_in_words
from consult.lists.periods import DatedFilter
from tests import factories

pytestmark = pytest.mark.django_db


def ended_with_committee(dated):
    return Q(committee__isnull=False, **dated.on("valid_to"))


class VenueFilters(RegisterFilters):
    dated = DatedFilter(label="何时", dates={"opened": ("启用", "valid_from"), "ended": ("停用", ended_with_committee)})

    class Meta:
        model = Venue
        fields = []


@pytest.fixture
def asked(rf):
    def filters(query):
        request = rf.get(f"/venues/?{query}")
        return VenueFilters(request.GET, Venue.objects.all(), request=request)

    return filters


@pytest.fixture(autouse=True)
def venues():
    for opened in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), None):
        factories.venue(valid_from=opened)
    factories.venue(valid_to=date(2025, 6, 1), committee=factories.committee())
    factories.venue(valid_to=date(2025, 6, 1))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 6),
        ("dated_what=opened&dated_from=2025-01-01&dated_to=2025-12-31", 2),
        ("dated_from=2025-01-01", 2),
        ("dated_to=2024-12-31", 1),
        ("dated_what=opened", 3),
        ("dated_what=ended&dated_from=2025-01-01", 1),
        ("dated_what=ended&dated_from=2026-01-01", 0),
        ("dated_from=2025-12-31&dated_to=2025-01-01", 0),
        ("dated_what=burnt", 0),
        ("dated_from=yesterday", 0),
    ],
)
def test_rows_are_those_to_which_it_happened_in_the_span(asked, query, number):
    filters = asked(query)

    assert (filters.qs if filters.is_valid() else filters.queryset.none()).count() == number


def test_it_is_one_chip_in_words_whose_cross_takes_all_of_it_away(asked):
    filters = asked("dated_what=opened&dated_from=2025-01-01&dated_to=2025-12-31&sort=name")

    assert filters.chips == [("何时", "启用 2025-01-01 – 2025-12-31", "sort=name")]
    assert filters_in_words(filters) == [("何时", "启用 2025-01-01 – 2025-12-31")]


@pytest.mark.parametrize(
    ("query", "words"),
    [("dated_what=opened", "启用 不限日期"), ("dated_from=2025-01-01", "启用 2025-01-01 – …"), ("dated_to=x", "x")],
)
def test_open_ends_and_what_makes_no_sense_are_said_too(asked, query, words):
    assert [chip[1] for chip in asked(query).chips] == [words]


@pytest.mark.parametrize(
    ("query", "is_on"), [("", False), ("dated_what=&dated_from=", False), ("dated_to=2025-12-31", True)]
)
def test_it_counts_as_in_use_once_one_of_its_inputs_is_filled(asked, query, is_on):
    assert bool(asked(query).form["dated"].data) == is_on
