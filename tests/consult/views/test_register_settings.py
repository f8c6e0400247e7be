"""What a user keeps of a register: columns, filters by name, the one that opens it."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from openpyxl import load_workbook

from committees.models import Venue
from consult.models import RegisterSettings
from tests import factories
from tests.queries import queries_of

LIST = reverse("venue_list")
ROOMS = f"{LIST}?kind=room&sort=-name"


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def venues(committee):
    return [
        factories.venue("甲室", capacity=30, committee=committee, kind=Venue.Kind.ROOM),
        factories.venue("乙院", capacity=50),
    ]


def keep(client, address=ROOMS, name="协商议事室", **more):
    return client.post(address, {"keep": "filter", "name": name, **more})


def kept(client):
    return [(one["name"], one["query"], one["opens"]) for one in client.get(f"{LIST}?all=1").context["kept_filters"]]


def said(client, response):
    return [str(message) for message in get_messages(client.get(response.url).wsgi_request)]


def shown(client):
    return [column.name for column in client.get(LIST).context["columns"]]


def exported(client, address=f"{LIST}?export=xlsx"):
    rows = load_workbook(BytesIO(client.get(address).content)).worksheets[0].iter_rows(values_only=True)
    return next(list(row) for row in rows if row[2])


def test_a_filter_is_kept_under_a_name_with_its_order_and_listed_above_the_register(desk, venues):
    response = keep(desk)

    page = desk.get(response.url)
    assert response.url == ROOMS
    assert kept(desk) == [("协商议事室", "kind=room&sort=-name", False)]
    assert page.context["kept_filters"][0]["is_current"] is True
    assert 'href="?kind=room&amp;sort=-name" aria-current="true"' in page.text


def test_filters_are_personal_and_of_their_register(client, desk, cast, venues):
    keep(desk)
    other_list = desk.get(reverse("committee_list")).context["kept_filters"]
    client.force_login(cast["clerk"])

    assert other_list == []
    assert kept(client) == []


def test_the_register_opens_with_the_filter_chosen_for_it_and_says_so_in_the_address(desk, venues):
    keep(desk, opens="1")

    opened = desk.get(LIST)

    assert (opened.status_code, opened.url) == (302, f"{LIST}?kind=room&sort=-name")
    assert desk.get(f"{LIST}?all=1").context["total"] == 2
    assert f'href="{LIST}?all=1"' in desk.get(opened.url).text
    assert desk.get(f"{LIST}?kind=mobile").context["total"] == 1


def test_a_filter_of_the_same_name_takes_its_place_once_that_was_asked(desk, venues):
    keep(desk)
    again = keep(desk)
    asked = keep(desk, f"{LIST}?kind=mobile", opens="1")
    before = kept(desk)
    keep(desk, f"{LIST}?kind=mobile", opens="1", replace="1")

    assert (again.status_code, asked.status_code) == (302, 200)
    assert before == [("协商议事室", "kind=room&sort=-name", False)]
    assert 'name="opens" value="1"' in asked.text
    assert "流动" in asked.text
    assert kept(desk) == [("协商议事室", "kind=mobile", True)]


def test_filters_are_renamed_deleted_and_chosen_from(desk, venues):
    for kind in ("room", "mobile", "studio"):
        keep(desk, f"{LIST}?kind={kind}", kind)

    desk.post(LIST, {"keep": "filters", "name": ["议事室", "mobile", "工作室"], "delete": ["1"], "opens_with": "2"})

    assert kept(desk) == [("议事室", "kind=room", False), ("工作室", "kind=studio", True)]


def test_the_list_opens_with_everything_again(desk, venues):
    keep(desk, opens="1")
    desk.post(f"{LIST}?all=1", {"keep": "filters", "name": ["协商议事室"], "opens_with": ""})

    assert kept(desk) == [("协商议事室", "kind=room&sort=-name", False)]
    assert desk.get(LIST).status_code == 200


def test_a_filter_that_asks_for_what_is_no_longer_there_is_named_and_never_applied(desk, office, venues):
    gone = {"name": "旧筛选", "query": "colour=red"}
    RegisterSettings.objects.create(user=office, register="venue_list", filters=[gone], opens_with="旧筛选")

    page = desk.get(LIST)

    assert (page.status_code, page.context["total"]) == (200, 2)
    assert "旧筛选" in page.text
    assert "colour=red" not in page.text


@pytest.mark.parametrize(
    ("address", "name"), [(ROOMS, ""), (ROOMS, "名" * 31), (LIST, "空"), (f"{LIST}?q={'长' * 700}", "长")]
)
def test_a_filter_without_a_name_or_too_long_or_of_nothing_is_refused_with_a_word(desk, venues, address, name):
    response = keep(desk, address, name)

    assert len(said(desk, response)) == 1
    assert kept(desk) == []


@pytest.mark.long
def test_one_filter_too_many_is_refused_with_a_word(desk, venues):
    for number in range(RegisterSettings.MOST_FILTERS):
        keep(desk, f"{LIST}?q={number}", f"筛选{number}")

    response = keep(desk)

    assert "12" in said(desk, response)[-1]
    assert len(kept(desk)) == 12


@pytest.mark.parametrize("names", [["甲", "甲"], ["甲"], ["甲", "名" * 31]])
def test_names_given_twice_too_few_or_too_long_change_nothing(desk, venues, names):
    keep(desk, f"{LIST}?kind=room", "一")
    keep(desk, f"{LIST}?kind=mobile", "二")

    desk.post(LIST, {"keep": "filters", "name": names})

    assert [name for name, _query, _opens in kept(desk)] == ["一", "二"]


def test_columns_chosen_are_those_of_the_table_and_of_the_export(desk, venues):
    desk.post(LIST, {"keep": "columns", "column": ["capacity", "kind"]})

    assert shown(desk) == ["name", "kind", "capacity"]
    assert exported(desk)[2:] == [str(column.label) for column in desk.get(LIST).context["columns"]][1:]
    assert "<td" in desk.get(LIST).text


def test_columns_that_there_are_not_are_left_out(desk, venues):
    desk.post(LIST, {"keep": "columns", "column": ["capacity", "password", "committee__name"]})

    assert shown(desk) == ["name", "capacity"]


def test_all_columns_and_the_usual_ones_are_one_click_away(desk, venues):
    usual = shown(desk)

    desk.post(LIST, {"keep": "all_columns"})
    everything = shown(desk)
    desk.post(LIST, {"keep": "standard_columns"})

    assert set(everything) > set(usual)
    assert shown(desk) == usual


def test_columns_of_what_a_user_may_not_see_are_neither_offered_nor_kept(client, cast):
    client.force_login(cast["outsider"])
    address = reverse("member_list")

    client.post(address, {"keep": "columns", "column": ["mobile", "email", "sector"]})
    page = client.get(address)

    assert [column.name for column in page.context["columns"]] == ["name", "sector"]
    assert {"mobile", "email"} & {column.name for column, _is_shown in page.context["choice"]} == set()


def test_what_no_button_says_keeps_nothing(desk, venues):
    response = desk.post(ROOMS, {"keep": "everything"})

    assert response.url == ROOMS
    assert not RegisterSettings.objects.exists()


REGISTERS = [
    ("office", "topic_list"),
    ("office", "plan_list"),
    ("office", "review_meeting_list"),
    ("office", "session_list"),
    ("office", "recommendation_list"),
    ("office", "committee_list"),
    ("office", "venue_list"),
    ("office", "department_list"),
    ("office", "township_list"),
    ("office", "member_list"),
    ("sysadmin", "account_list"),
    ("secadmin", "appointment_list"),
]


@pytest.mark.long
@pytest.mark.parametrize(("who", "name"), REGISTERS)
def test_every_register_shows_and_exports_all_its_columns_in_the_queries_of_the_usual_ones(client, journey, who, name):
    journey.answered(2)
    factories.venue()
    factories.township()
    client.force_login(journey.cast[who])
    before = queries_of(client, reverse(name))

    client.post(reverse(name), {"keep": "all_columns"})

    page = client.get(reverse(name))
    labels = [str(column.label) for column in page.context["columns"]]
    assert len(page.context["object_list"]) > 0
    assert queries_of(client, reverse(name)) <= before
    assert exported(client, f"{reverse(name)}?export=xlsx")[1:] == labels
