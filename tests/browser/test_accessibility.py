"""Key pages of every role: nothing that shuts people out, and nothing wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.browser.scenes import scene

PHONE = {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}


@pytest.fixture
def pages(cast):
    """Pairs of a role and the address of a page that it works with."""
    county = scene(cast)
    session, plan, meeting = [county.session.pk], [county.plan.pk], [county.meeting.pk]
    concluded, recommendation = [county.concluded.pk], [county.recommendation.pk]
    return [
        ("office", reverse("home")),
        ("office", reverse("topic_list")),
        ("office", f"{reverse('topic_list')}?planned=True&stage=accepted"),
        ("office", reverse("topic_board")),
        ("office", reverse("topic_detail", args=[county.recommendation.topic_id])),
        ("office", reverse("step", args=["topic", county.proposed.pk, "accept"])),
        ("office", f"{reverse('batch_create', args=['screen'])}?row={county.proposed.pk}"),
        ("office", f"{reverse('batch_create', args=['refer'])}?row={county.concluded.pk}"),
        ("office", f"{reverse('batch_create', args=['lead'])}?row={county.concluded.pk}"),
        ("office", reverse("review_meeting_detail", args=meeting)),
        ("office", reverse("refer", args=concluded)),
        ("office", reverse("member_list")),
        ("office", reverse("statistics")),
        ("office", f"{reverse('attendance_list')}?dated_what=held"),
        ("clerk", reverse("topic_draft", args=["member_recommended"])),
        ("clerk", reverse("plan_update", args=plan)),
        ("clerk", reverse("plan_invite", args=plan)),
        ("clerk", reverse("plan_detail", args=plan)),
        ("clerk", reverse("session_log", args=session)),
        ("clerk", reverse("session_detail", args=session)),
        ("clerk", reverse("outcome", args=concluded)),
        ("party_group", reverse("decision_sheet", args=meeting)),
        ("party_group", reverse("papers", args=meeting)),
        ("dept_user", reverse("recommendation_list")),
        ("dept_user", reverse("recommendation_detail", args=recommendation)),
        ("dept_user", reverse("step", args=["recommendation", *recommendation, "answer"])),
        ("sysadmin", reverse("account_list")),
        ("sysadmin", reverse("second_factor_set_up")),
    ]


def test_key_pages_shut_nobody_out(page, pages, as_seen_by):
    found = {}
    for role, url in pages:
        as_seen_by(role, url)
        said = [each for each in Axe().run(page).response["violations"] if each["impact"] in GRAVE]
        found |= {(role, url): [(each["id"], where(each)) for each in said]} if said else {}

    assert found == {}


def where(violation):
    """The first elements that a rule complains about."""
    return [node["target"][0] for node in violation["nodes"][:3]]


def test_key_pages_never_scroll_sideways_on_a_phone(page, complaints, pages, as_seen_by):
    page.set_viewport_size(PHONE)
    wide = {}
    for role, url in pages:
        as_seen_by(role, url)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide |= {(role, url): width} if width > PHONE["width"] else {}

    assert wide == {}
    assert complaints == []


def test_registers_show_their_last_column_in_english_too(page, pages, as_seen_by, live_server):
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    hidden = {}
    for role, name in [("office", "plan_list"), ("office", "topic_list"), ("dept_user", "recommendation_list")]:
        as_seen_by(role, reverse(name))
        table, frame = (page.locator(part).bounding_box() for part in (".register", ".register-frame"))
        hidden |= {name: (table, frame)} if table["width"] > frame["width"] + 1 else {}

    assert hidden == {}
