"""A clerk in a courtyard, with a phone and without scripts: who is here, what was said, photos, in one page load."""

import pytest
from django.urls import reverse

from tests import factories
from tests.browser.steps import mark, sign_in
from tests.topics.log_page import picture


@pytest.fixture
def session(journey, committee):
    session = journey.planned_session()
    people = [factories.member(f"示例委员{letter}", committee=committee) for letter in "丙丁戊己庚辛壬癸子丑"]
    for person in people:
        session.plan.invitees.create(member=person)
        session.attendances.create(member=person, name=person.name, committee=committee)
    return session


def shot(number):
    """A photo that is like no other: one sent twice is kept once."""
    file = picture(size=(1600, 1200 + number))
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": file.read()}


def test_twelve_people_three_opinions_and_four_photos_take_one_page_load(phone, session, clerk):
    rows = list(session.attendances.all())
    photos = [shot(number) for number in range(4)]
    sign_in(phone, clerk)
    phone.goto(reverse("session_log", args=[session.pk]))

    mark(phone, rows[3], "leave")
    phone.fill(f"[name=people-reason_{rows[3].pk}]", "公务出差")
    mark(phone, rows[5], "absent")
    for number in range(3):
        phone.fill(f"[name=opinions-{number}-text]", f"示例意见{number}")
    phone.set_input_files("[name=new-photos]", photos)
    with phone.expect_navigation():
        phone.click("[name=everyone]")

    session.refresh_from_db()
    statuses = [row.status for row in session.attendances.all()]
    assert [statuses.count(status) for status in ("present", "leave", "absent")] == [10, 1, 1]
    assert (session.stage, session.opinions.count(), session.photos.count()) == ("drafted", 3, 4)


def test_first_screen_of_the_phone_says_who_is_here(phone, session, clerk):
    sign_in(phone, clerk)

    phone.goto(reverse("session_log", args=[session.pk]))

    heading, bar = phone.locator(".here").bounding_box(), phone.locator(".log-bar").bounding_box()
    names = [name.bounding_box()["y"] for name in phone.locator(".check-in").all()]
    width = phone.locator("html").evaluate("page => page.scrollWidth")
    assert heading["y"] < 400
    assert sum(place < bar["y"] for place in names) >= 6
    assert width <= 390


def test_who_came_uninvited_takes_no_second_line(page, session, as_seen_by):
    guest = factories.member("示例委员寅")
    came = session.attendances.create(member=guest, name=guest.name)
    as_seen_by("clerk", reverse("session_log", args=[session.pk]))

    rows = page.locator(".check-in")
    heights = [row.bounding_box()["height"] for row in rows.all()]
    assert rows.locator(f"[name=people-remove_{came.pk}]").count() == 1
    assert max(heights) - min(heights) < 5


def test_the_rest_are_marked_above_the_first_member_and_below_the_last(phone, session, clerk):
    sign_in(phone, clerk)

    phone.goto(reverse("session_log", args=[session.pk]))

    above, below = (button.bounding_box()["y"] for button in phone.locator("[name=everyone]").all())
    names = [name.bounding_box()["y"] for name in phone.locator(".check-in").all()]
    assert above < min(names) and max(names) < below
