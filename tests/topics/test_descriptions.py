"""What a control says is wrong with it or how it is filled in stands on the page, once, for those who hear the page."""

import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.journeys import day
from tests.topics.log_page import mark, picture, save, url_of
from topics.models import Body

pytestmark = pytest.mark.django_db


def described(response):
    """The ids by which controls say that they are described, and how often each stands on the page."""
    page = response.content.decode()
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    named = [one for ids_named in re.findall(r'aria-describedby="([^"]+)"', page) for one in ids_named.split()]
    return {one: ids[one] for one in named}


def doubled(response):
    ids = Counter(re.findall(r' id="([^"]+)"', response.content.decode()))
    return [one for one, times in ids.items() if times > 1]


def rows(prefix, **values):
    counts = {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    return counts | {f"{prefix}-0-{name}": value for name, value in values.items()}


def test_errors_in_the_rows_of_a_plan_describe_their_controls(journey, as_):
    plan = journey.drafted_plan()
    data = {"version": plan.version} | rows("agenda", title="长" * 81) | rows("guests", category="public", count="x")

    page = as_("clerk").post(reverse("plan_update", args=[plan.pk]), data)

    found = described(page)
    assert doubled(page) == []
    assert {"id_agenda-0-title_error", "id_guests-0-count_error"} <= found.keys()
    assert set(found.values()) == {1}


@pytest.mark.long
def test_errors_and_hints_in_the_record_of_a_session_describe_their_controls(journey, as_):
    session, client = journey.planned_session(), as_("clerk")
    save(client, session, **{"new-photos": [picture()]})
    photos = client.post(url_of(session), {"new-photos": [SimpleUploadedFile("a.jpg", b"none")]})

    order = f"album-order_{session.photos.get().pk}"
    wrong = {order: "0", "opinions-0-text": "长" * 2001, "people-came": "0", **mark(session, 0, "leave")}
    found = described(photos) | described(save(client, session, **wrong))

    told = ["new-photos_error", "new-photos_helptext", "opinions-0-text_error", f"{order}_error"]
    assert {f"id_{name}" for name in told} <= found.keys()
    assert set(found.values()) == {1}


def test_errors_on_the_decision_sheet_describe_their_controls(journey, as_):
    meeting = journey.meeting(Body.PARTY_GROUP, day(3), journey.submitted_plan())
    item = meeting.items.get()
    data = {f"item-{item.pk}-outcome": "deferred", f"item-{item.pk}-version": item.plan.version}

    found = described(as_("party_group").post(reverse("decision_sheet", args=[meeting.pk]), data))

    assert set(found.values()) == {1}


@pytest.mark.parametrize("page", ["statistics", "topic_list"])
def test_errors_of_a_filter_describe_their_control(as_, page):
    found = described(as_("office").get(reverse(page), {"start": "x", "source": "x", "organiser": "x"}))

    assert found
    assert set(found.values()) == {1}


def test_errors_of_a_filter_of_several_controls_describe_them_together(as_):
    page = as_("office").get(reverse("topic_list"), {"dated_what": "x", "dated_from": "2026-05-01"})

    assert described(page) == {"id_dated_error": 1}
