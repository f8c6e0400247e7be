"""The charts of the statistics are drawn under the strict policy; without scripts their tables stand alone."""

import pytest
from django.urls import reverse

from tests.journeys import Journey, day

SPAN = f"?start={day(0)}&end={day(59)}"


@pytest.fixture
def address(live_server, cast):
    Journey(cast).answered(1)
    return live_server.url + reverse("statistics") + SPAN


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_each_chart_is_drawn_beside_its_table(page, as_seen_by, complaints, address):
    as_seen_by("office", address)
    page.wait_for_selector(".chart svg text")
    drawn = page.locator(".chart:visible svg").count()
    page.set_viewport_size({"width": 390, "height": 844})

    assert (drawn, sideways(page), complaints) == (3, 0, [])


def test_no_table_of_figures_scrolls_on_a_phone(page, as_seen_by, address):
    page.set_viewport_size({"width": 390, "height": 844})
    as_seen_by("office", address)
    frames = page.locator(".statistics .table-frame")

    hidden = frames.evaluate_all("frames => frames.filter(one => one.scrollWidth > one.clientWidth).length")

    assert (frames.count(), hidden) == (13, 0)


def test_without_scripts_the_tables_stand_alone(phone, client, cast, address):
    client.force_login(cast["office"])
    phone.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])

    phone.goto(address)

    assert (phone.locator(".chart:visible").count(), phone.locator(".counts:visible").count()) == (0, 13)
