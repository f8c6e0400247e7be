import pytest
from django.http import HttpResponse
from django.urls import reverse

from consult.lists.way_back import COOKIE, remembered, way_back, with_ticks


@pytest.fixture
def came_from(rf):
    """A request of a browser that has seen this list last."""

    def request(register, address):
        answer = remembered(HttpResponse(), rf.get(address), register)
        coming = rf.get("/")
        coming.COOKIES[COOKIE] = answer.cookies[COOKIE].value
        return coming

    return request


def test_the_way_back_is_the_list_as_it_was_seen(came_from):
    request = came_from("venue_list", "/venues/?kind=room&sort=-name&page=2")

    assert way_back(request, "venue_list") == "/venues/?kind=room&sort=-name&page=2"


def test_the_way_back_to_another_list_is_that_list_plain(came_from):
    assert way_back(came_from("venue_list", "/venues/?kind=room"), "member_list") == reverse("member_list")


@pytest.mark.parametrize("planted", ["https://else.where/venues/", "//else.where/", "javascript:alert(1)", "/topics/"])
def test_a_planted_address_leads_nowhere_else(rf, planted):
    request = rf.get("/")
    request.COOKIES[COOKIE] = f"venue_list:{planted}"

    assert way_back(request, "venue_list") == reverse("venue_list")


def test_an_address_too_long_for_a_cookie_is_remembered_without_its_query(came_from):
    assert way_back(came_from("venue_list", f"/venues/?q={'x' * 3000}"), "venue_list") == "/venues/"


@pytest.mark.long
def test_a_record_leads_back_to_the_list_as_it_was_filtered(client, office, committee):
    client.force_login(office)
    address = f"{reverse('committee_list')}?kind=liaison&sort=-members"

    client.get(address)
    page = client.get(committee.get_absolute_url())

    assert f'href="{address.replace("&", "&amp;")}"' in page.text


def test_an_action_from_a_row_leads_back_to_the_list_as_it_was(client, cast):
    client.force_login(cast["secadmin"])
    address = f"{reverse('appointment_list')}?role=committee_staff"
    client.get(address)
    appointment = cast["clerk"].appointments.get()

    answer = client.post(reverse("appointment_end", args=[appointment.pk]), {"on": "2099-01-01"})

    assert answer.url == address


def test_ticks_replace_those_that_the_list_was_seen_with():
    assert with_ticks("/topics/?stage=proposed&row=1&q=", [2, 3]) == "/topics/?stage=proposed&q=&row=2&row=3"
    assert with_ticks("/topics/", []) == "/topics/"
