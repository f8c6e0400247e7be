"""The row of links to the parts of a long page leads to those parts alone that stand on the page."""

import re

from django.urls import reverse

ROW = re.compile(r'<nav class="jumps".*?</nav>', re.DOTALL)


def jumps(response):
    """The anchors of the row, each of which has its part on the page."""
    [row] = ROW.findall(response.text)
    anchors = re.findall(r'href="#([\w-]+)"', row)
    assert [anchor for anchor in anchors if f' id="{anchor}"' not in response.text] == []
    return anchors


def test_record_of_a_session_leads_to_all_its_parts(desk, journey):
    page = desk.get(reverse("session_log", args=[journey.planned_session().pk]))

    assert jumps(page) == ["people", "photos", "opinions", "guests", "record", "speeches"]


def test_page_of_a_topic_leads_first_to_what_one_can_do(desk, journey):
    journey.referred()

    page = desk.get(journey.topic.get_absolute_url())

    parts = ["moves", "recommendations", "sessions", "plans", "about", "documents", "facts", "history"]
    assert jumps(page) == parts


def test_page_of_a_topic_leads_to_no_part_that_its_reader_does_not_see(client, dept_user, journey):
    journey.referred()
    client.force_login(dept_user)

    page = client.get(journey.topic.get_absolute_url())

    assert jumps(page) == ["recommendations", "about", "documents", "facts", "history"]


def test_page_of_a_session_leads_to_the_parts_that_are_there(desk, journey):
    session = journey.planned_session()
    planned = jumps(desk.get(session.get_absolute_url()))

    session.speeches.create(order=1, speaker="示例村民", side="public", point="示例观点")
    type(session).objects.filter(pk=session.pk).update(consensus="示例共识")
    logged = jumps(desk.get(session.get_absolute_url()))

    assert planned == ["moves", "invitations", "people", "documents"]
    assert logged == ["moves", "invitations", "people", "result", "speeches", "documents"]
