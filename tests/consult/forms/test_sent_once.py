"""One record for a form that is sent twice: by a double click, a reload, a retry after a time-out."""

import re

import pytest
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import reverse

from committees.models import Committee
from consult.forms.sent_once import sent_once
from consult.models import SentForm
from members.models import Member
from tests import factories
from tests.consult.conftest import PDF, upload
from tests.journeys import day
from topics.models import Document, Topic

KEY = "0123456789abcdef" * 2
DRAFT = {"title": "示例议题", "version": 1, "form_key": KEY}


def test_a_page_carries_a_new_key_each_time_and_keeps_it_while_errors_are_mended(client, office):
    client.force_login(office)
    url = reverse("topic_draft", args=["cppcc_selected"])
    first, second = (re.search('name="form_key" value="(.{32})"', client.get(url).content.decode())[1] for _ in "12")

    mended = client.post(url, {"title": "", "version": 1, "form_key": first})

    assert first != second
    assert f'name="form_key" value="{first}"' in mended.content.decode()


def test_a_draft_sent_twice_is_one_topic_and_leads_to_it_both_times(client, office):
    client.force_login(office)
    url = reverse("topic_draft", args=["cppcc_selected"])

    first, second = client.post(url, DRAFT), client.post(url, DRAFT)

    topic = Topic.objects.get()
    assert (first["Location"], second["Location"]) == (topic.get_absolute_url(),) * 2


def test_a_form_with_errors_can_be_sent_again(client, office):
    client.force_login(office)
    url = reverse("topic_draft", args=["cppcc_selected"])
    client.post(url, DRAFT | {"title": ""})

    client.post(url, DRAFT)

    assert Topic.objects.count() == 1


def test_two_pages_of_the_same_form_make_two_topics(client, office):
    client.force_login(office)
    url = reverse("topic_draft", args=["cppcc_selected"])

    client.post(url, DRAFT)
    client.post(url, DRAFT | {"form_key": KEY[::-1]})

    assert Topic.objects.count() == 2


def test_a_unique_record_sent_twice_is_shown_and_not_refused_as_taken(client, office):
    client.force_login(office)
    form = {"name": "示例委员会", "short_name": "示例委", "kind": "special", "order": 1, "version": 1, "form_key": KEY}

    responses = [client.post(reverse("committee_create"), form) for _ in range(2)]

    made = Committee.objects.get(name="示例委员会")
    assert [response["Location"] for response in responses] == [made.get_absolute_url()] * 2


def test_a_key_that_the_platform_did_not_make_tells_nothing_apart(client, office):
    client.force_login(office)
    url = reverse("topic_draft", args=["cppcc_selected"])

    for _ in range(2):
        client.post(url, DRAFT | {"form_key": "x" * 500})

    assert Topic.objects.count() == 2
    assert not SentForm.objects.exists()


def test_a_step_sent_twice_is_taken_once_and_no_conflict(client, journey):
    topic = journey.proposed()
    client.force_login(journey.cast["office"])
    url = reverse("step", args=["topic", topic.pk, "return"])
    form = {"version": topic.version, "reason": "示例理由", "happened_on": topic.steps.get().recorded_at.date()}

    responses = [client.post(url, form | {"form_key": KEY}) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert topic.steps.filter(transition="return").count() == 1


@pytest.mark.long
def test_a_verdict_sent_twice_is_given_once_and_no_conflict(client, journey):
    recommendation = journey.answer(journey.referred(1)[0])
    client.force_login(journey.cast["clerk"])
    form = {"version": recommendation.version, "verdict": "satisfied", "happened_on": day(25), "form_key": KEY}
    url = reverse("evaluate", args=[recommendation.pk])

    responses = [client.post(url, form) for _ in range(2)]

    assert [response["Location"] for response in responses] == [recommendation.get_absolute_url()] * 2
    assert recommendation.evaluations.count() == 1


def test_a_referral_sent_twice_is_made_once_and_no_conflict(client, journey, department):
    topic = journey.concluded(1)
    prefix = f"r{topic.recommendations.get().pk}"
    client.force_login(journey.cast["office"])
    form = {"version": topic.version, "happened_on": day(13), "form_key": KEY}
    row = {f"{prefix}-lead": department.pk, f"{prefix}-due_on": day(100).isoformat()}

    responses = [client.post(reverse("refer", args=[topic.pk]), form | row) for _ in range(2)]

    assert [response["Location"] for response in responses] == [topic.get_absolute_url()] * 2
    assert topic.recommendations.get().referrals.count() == 1


def test_a_refused_step_can_be_sent_again(client, journey):
    topic = journey.proposed()
    client.force_login(journey.cast["office"])
    url = reverse("step", args=["topic", topic.pk, "return"])
    form = {"version": topic.version, "reason": "示例理由", "form_key": KEY}

    client.post(url, form | {"happened_on": "9999-12-31"})
    client.post(url, form | {"happened_on": topic.steps.get().recorded_at.date()})

    assert topic.steps.filter(transition="return").count() == 1


def test_what_fails_leaves_no_key(db):
    request = RequestFactory().post("/", {"form_key": KEY})

    with pytest.raises(ZeroDivisionError):
        sent_once(request, lambda: 1 / 0)

    assert not SentForm.objects.exists()


def test_a_file_sent_twice_is_one_document(client, journey):
    topic = journey.accepted()
    client.force_login(journey.cast["office"])
    url = reverse("document_upload", args=[topic.pk])

    for _ in range(2):
        client.post(url, {"title": "示例附件", "file": upload("a.pdf", PDF), "form_key": KEY})

    assert Document.objects.count() == 1


def test_a_member_sent_twice_is_one_member(client, office, committee):
    client.force_login(office)
    form = {
        "name": "示例委员", "number": "W1", "gender": "male", "ethnicity": "汉族", "party": "群众", "version": 1,
        "sector": factories.sector().pk, "post": "member", "committee": committee.pk, "committee_post": "member",
        "starts_on": "2026-01-05", "form_key": KEY,
    }  # fmt: skip

    responses = [client.post(reverse("member_create"), form) for _ in range(2)]

    made = Member.objects.get(number="W1")
    assert [response["Location"] for response in responses] == [made.get_absolute_url()] * 2


def test_of_two_that_both_came_past_the_first_look_one_is_carried_out(rf, monkeypatch, db):
    monkeypatch.setattr("consult.forms.sent_once.messages.info", lambda *said: None)
    request, made = rf.post("/", {"form_key": "0" * 32}), []

    ways = [sent_once(request, lambda: made.append("once") or redirect("/made/")).url for _each in range(2)]

    assert (made, ways) == (["once"], ["/made/", "/made/"])
