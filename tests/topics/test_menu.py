"""The side menu: who is offered what, which entry is the page's own, and that a refusal asks nothing for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone


def entries_of(page):
    return [entry for section in page.context["menu"] for entry in section["items"]]


def marked(page):
    return [entry["url"] for entry in entries_of(page) if entry["active"]]


def offered(client, name):
    """The addresses of the menu on a page, and that of the entry which is marked."""
    page = client.get(reverse(name))
    return {entry["url"] for entry in entries_of(page)}, marked(page)


@pytest.mark.parametrize(
    ("who", "name", "is_offered"),
    [
        ("office", "settings", True),
        ("clerk", "settings", False),
        ("member_user", "topic_list", True),
        ("member_user", "statistics", False),
        ("outsider", "topic_list", False),
        ("sysadmin", "account_list", True),
        ("secadmin", "account_list", False),
    ],
)
def test_menu_offers_what_opens_and_nothing_else(client, cast, who, name, is_offered):
    client.force_login(cast[who])

    assert (reverse(name) in offered(client, "member_list")[0]) == is_offered
    assert client.get(reverse(name)).status_code == (200 if is_offered else 403)


@pytest.mark.parametrize("name", ["home", "venue_list"])
def test_entry_of_the_page_itself_is_marked(client, office, name):
    client.force_login(office)

    assert offered(client, name)[1] == [reverse(name)]


def test_the_form_of_a_step_is_a_page_of_the_record_that_moves(client, office, journey):
    topic = journey.proposed()
    client.force_login(office)

    page = client.get(reverse("step", args=["topic", topic.pk, "accept"]))

    assert marked(page) == [reverse("topic_list")]


def test_a_refusal_asks_only_who_it_is_and_what_they_hold(client, member_user, stored_sessions):
    client.force_login(member_user)
    client.get(reverse("settings"))

    with CaptureQueriesContext(connection) as queries:
        refusal = client.get(reverse("settings"))

    tables = [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in queries if " FROM " in query["sql"]]
    assert (refusal.status_code, tables) == (
        403,
        ["django_session", "members_user", "members_appointment", "consult_trailentry"],
    )


def test_an_appointment_that_ends_takes_its_entries_along_at_the_next_request(client, office):
    client.force_login(office)
    before, _marked = offered(client, "member_list")

    office.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))

    after, _marked = offered(client, "member_list")
    assert reverse("settings") in before - after
