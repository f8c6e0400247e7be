"""The registers of who took part: members by attendance, other persons by category, of completed sessions alone."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.journeys import Journey, day
from tests.small_year import partly


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """A completed session with one member present, one on leave and 37 others; another whose record is a draft."""
    journey = Journey(Cast())
    partly(journey)
    drafted = Journey(journey.cast).drafted_session()
    drafted.guests.create(category="experts", count=9)
    return journey


@pytest.fixture
def listed(client, office):
    def get(name, **query):
        client.force_login(office)
        return client.get(reverse(name), query)

    return get


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 3),
        ({"invitation": "due"}, 2),
        ({"invitation": "uninvited"}, 1),
        ({"status": "leave"}, 1),
        ({"status": "absent"}, 0),
        ({"q": "示例委员甲"}, 1),
        ({"organiser": "county"}, 0),
        ({"dated_from": day(10)}, 3),
        ({"dated_from": day(11)}, 0),
    ],
)
def test_members_are_listed_once_per_completed_session(listed, query, number):
    response = listed("attendance_list", **query)

    assert (response.context["total"], len(response.context["object_list"])) == (number, number)


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_the_members_of_a_session_stand_in_their_order_whichever_way_the_list_runs(listed, sort):
    rows = [row.pk for row in listed("attendance_list", sort=sort).context["object_list"]]

    assert len(rows) == 3
    assert rows == sorted(rows)


def test_the_total_of_other_persons_is_that_of_the_people(listed):
    everybody, public = listed("guest_list"), listed("guest_list", category="public")

    assert (everybody.context["total"], len(everybody.context["object_list"])) == (37, 2)
    assert (public.context["total"], len(public.context["object_list"])) == (35, 1)
    assert "共 35 人次" in public.text
    assert listed("guest_list", category="leaders").context["total"] == 0


@pytest.mark.parametrize("name", ["attendance_list", "guest_list"])
def test_lists_and_their_exports_open_and_take_few_queries(listed, queries_of, name):
    assert listed(name, export="xlsx").status_code == 200
    assert queries_of(reverse(name)) <= 10
