"""A session logged in the courtyard, evidence chosen and a list of choices opened, on a phone."""

import pytest
from django.urls import reverse

from tests import factories
from tests.browser import steps
from tests.journeys import Journey
from topics.models import Attendance, Document

PHONE = {"width": 390, "height": 844}


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_a_session_is_logged_and_completed_on_a_phone(page, complaints, cast):
    journey = Journey(cast)
    session = journey.planned_session()
    here, away = (cast[name].as_member for name in ("member_user", "member2_user"))
    page.set_viewport_size(PHONE)

    steps.sign_in(page, cast["clerk"])
    steps.take_up(page, session.topic.title)
    steps.mark(page, here, "present")
    steps.mark(page, away, "leave")
    counted = page.locator(".here [data-count]").all_inner_texts()
    page.locator(".check-in", has_text=away.name).locator(".reason input[type=text]").fill("外出学习")
    photos = [steps.photo(), steps.photo("院坝.jpg", "sienna")]
    steps.note(page, ["增设路灯"], photos, consensus="先装三盏。", starts_at="15:00")
    width_of_log = sideways(page)
    steps.complete_session(page)

    session.refresh_from_db()
    marks = dict(session.attendances.values_list("name", "status"))
    assert counted == ["1", "1", "0"]
    assert session.stage == "completed"
    assert marks == {here.name: Attendance.Status.PRESENT, away.name: Attendance.Status.LEAVE}
    assert [opinion.text for opinion in session.opinions.all()] == ["增设路灯"]
    assert (session.photos.count(), width_of_log, sideways(page)) == (2, 0, 0)
    assert complaints == []


def test_a_file_of_a_long_name_is_chosen_on_a_phone_without_scrolling_sideways(page, live_server, complaints, cast):
    [record] = Journey(cast).referred(1)
    named = {"title": "a" * 100, "name": "a.pdf", "file": "a.pdf", "size": 1}
    Document.objects.create(topic=record.topic, recommendation=record, uploaded_by=cast["dept_user"], **named)
    page.set_viewport_size(PHONE)
    steps.sign_in(page, cast["dept_user"])

    page.goto(live_server.url + reverse("step", args=["recommendation", record.pk, "report"]))

    assert (page.get_by_label("aaa").count(), sideways(page)) == (1, 0)
    assert complaints == []


def test_an_open_list_of_choices_leaves_the_save_button_free(page, live_server, as_seen_by, committee):
    for _each in range(12):
        factories.township()
    page.set_viewport_size(PHONE)
    as_seen_by("office", live_server.url + reverse("committee_update", args=[committee.pk]))
    field, bar = page.locator(".ts-control"), page.locator("main .footbar")
    page.set_viewport_size(PHONE | {"height": round(field.bounding_box()["y"]) + 140})

    field.click()
    opened = page.locator(".ts-dropdown").bounding_box()

    assert opened["y"] + opened["height"] <= bar.bounding_box()["y"]
    assert opened["y"] >= 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_three_buttons_share_one_line_on_a_phone_in_larger_text(page, as_seen_by, cast, language):
    journey = Journey(cast)
    plan = journey.drafted_plan()
    clerk = cast["clerk"]
    clerk.has_larger_text, clerk.language = True, language
    clerk.save()
    page.set_viewport_size(PHONE)

    lines = {}
    for path in (reverse("plan_update", args=[plan.pk]), reverse("topic_draft", args=["cppcc_selected"])):
        as_seen_by("clerk", path)
        tops = page.locator(".footbar .btn").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        lines[path] = (len(tops), len(set(tops)))

    assert set(lines.values()) == {(3, 1)}
