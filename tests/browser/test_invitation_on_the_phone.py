"""From the invitation to the list of those present: two members on a phone without scripts, a clerk at a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.browser.steps import sign_in
from topics.models import ConsultationSession


@pytest.fixture
def session(journey, committee):
    """A session of tomorrow with three members, the last of whom never answers."""
    session = journey.planned_session(on=timezone.localdate() + timedelta(days=1))
    silent = factories.member("示例委员丙", committee=committee)
    session.plan.invitees.create(member=silent)
    session.attendances.create(member=silent, name=silent.name, committee=committee)
    return session


def tap(page, button):
    with page.expect_navigation():
        page.click(button)


def test_answer_leave_and_check_in_make_the_list_of_the_record(phone, page, session, clerk, member_user, member2_user):
    sign_in(phone, member_user)
    first = phone.locator("#invitations").bounding_box()["y"]
    tap(phone, "#invitations button[value=attends]")
    sign_in(phone, member2_user)
    phone.click("#invitations summary")
    phone.fill("#invitations [name=leave_asked]", "公务出差")
    tap(phone, "#invitations .invitation-reason button")
    width = phone.locator("html").evaluate("page => page.scrollWidth")

    sign_in(page, clerk)
    page.locator(".todo", has_text="审批请假").locator(".btn").click()
    page.click("#leave button[name=grant]")
    page.goto(reverse("session_detail", args=[session.pk]))
    figures = page.locator("#people .card-head").inner_text()

    ConsultationSession.objects.filter(pk=session.pk).update(held_on=timezone.localdate())
    page.goto(reverse("session_door", args=[session.pk]))
    is_drawn = page.locator(".door-code").evaluate("picture => picture.complete && picture.naturalWidth > 0")
    sign_in(phone, member_user)
    phone.goto(reverse("check_in", args=[session.door_code]))
    tap(phone, ".come-button")
    told = phone.locator(".notice-success").inner_text()

    page.goto(reverse("session_log", args=[session.pk]))
    with page.expect_navigation():
        page.click(".log-bar button:not([name])")
    marks = list(session.attendances.values_list("name", "status", "leave_reason"))
    assert (first < 400, width <= 390, is_drawn) == (True, True, True)
    assert "应到 3 · 参加 1 · 请假 1 · 未回复 1" in " ".join(figures.split())
    assert "签到" in told
    assert marks == [
        ("示例委员甲", "present", ""),
        ("示例委员乙", "leave", "公务出差"),
        ("示例委员丙", "expected", ""),
    ]
