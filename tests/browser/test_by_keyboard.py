"""The office screens a topic and a member asks for leave without touching the mouse, and always see where they are."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from topics.models import Topic

MOST_TABS = 60


@pytest.fixture
def reach(page):
    """Press Tab until what has the focus matches the selector; it must be marked as such."""

    def press_tab(selector):
        for _press in range(MOST_TABS):
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            if focused.count() and focused.evaluate("(element, wanted) => element.matches(wanted)", selector):
                break
        else:
            raise AssertionError(f"{selector} is not reached by the Tab key")
        style = focused.evaluate(
            "element => getComputedStyle(element).outlineStyle + getComputedStyle(element).boxShadow"
        )
        assert style != "nonenone", f"{selector} does not show that it has the focus"

    return press_tab


def test_the_office_accepts_a_topic_by_keyboard_alone(page, live_server, journey, office, reach):
    topic = journey.proposed(title="院坝停车")
    page.goto(f"{live_server.url}/accounts/login/")
    page.keyboard.type(office.username)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    reach(".skip")
    page.keyboard.press("Enter")
    reach(".todo .btn")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(".moves a[href$='/accept/'], a.btn[href$='/accept/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach("[name=organiser], #id_organiser-ts-control")
    page.keyboard.press("ArrowDown")
    reach("[name=is_planned]")
    page.keyboard.press("Space")
    reach(".footbar button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Topic.objects.get(pk=topic.pk).stage == "accepted"


def test_a_leave_without_its_reason_leads_back_to_it_and_the_enter_key_asks_for_it(page, as_seen_by, journey, reach):
    session = journey.planned_session(on=timezone.localdate() + timedelta(days=1))
    as_seen_by("member_user", reverse("session_answer", args=[session.pk]))
    reach(".invitation-answers summary")
    page.keyboard.press("Enter")
    reach(".invitation-reason [name=leave_asked]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    refused = page.evaluate("[document.activeElement.name, document.activeElement.getAttribute('aria-invalid')]")
    page.keyboard.type("公务出差")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert refused == ["leave_asked", "true"]
    assert list(session.attendances.exclude(reply="").values_list("reply", "leave_asked")) == [("asked", "公务出差")]
