"""What no browser sends is refused in words and is never a failure of the platform."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.journeys import day, entry
from topics.models import Body, ReviewMeeting, Topic

HUGE = "99999999999999999999"
ENDLESS = "9" * 5000


@pytest.mark.long
def test_a_row_is_added_whatever_the_hidden_count_says(client, journey):
    journey.completed_session()
    client.force_login(journey.cast["clerk"])
    url = reverse("outcome", args=[journey.topic.pk])

    codes = [
        client.post(url, {"add_row": "rows", "rows-TOTAL_FORMS": count}).status_code
        for count in ("", "abc", "-1", ENDLESS, "1000000000")
    ]

    assert codes == [200] * 5


def test_a_file_named_in_the_address_is_no_file(client, journey):
    topic = journey.accepted()
    client.force_login(journey.cast["office"])

    response = client.post(reverse("document_upload", args=[topic.pk]) + "?file=/etc/passwd&title=x", {"title": ""})

    assert "file" in response.context["form"].errors


@pytest.mark.parametrize("key", [ENDLESS, HUGE, "²", "abc", "-1"])
def test_a_row_of_the_log_that_names_nothing_is_a_new_one(client, journey, key):
    session = journey.drafted_session()
    session.attendances.update(status="leave", leave_reason="示例理由")
    client.force_login(journey.cast["clerk"])
    counts = {f"{rows}-{part}": 0 for rows in ("opinions", "speeches") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"version": session.version, "held_on": session.held_on, "place": "示例院坝", **counts}
    row = {"guests-TOTAL_FORMS": 1, "guests-INITIAL_FORMS": 0, "guests-0-id": key, "guests-0-category": "public"}

    response = client.post(reverse("session_log", args=[session.pk]), form | row | {"guests-0-count": 2})

    assert response.status_code in {200, 302}
    assert set(session.attendances.values_list("status", "leave_reason")) == {("leave", "示例理由")}


def test_a_number_too_large_for_a_choice_of_many_is_refused(client, office):
    client.force_login(office)
    form = {"title": "示例议题", "version": 1, "townships": [HUGE]}

    response = client.post(reverse("topic_draft", args=["cppcc_selected"]), form)

    # PostgreSQL compares such a number and finds nothing; SQLite cannot even be asked.
    assert response.status_code == {"sqlite": 400, "postgresql": 200}[connection.vendor]
    assert not Topic.objects.exists()


def test_a_year_mistyped_gives_no_topic_a_number_of_that_year(client, journey):
    topic = journey.proposed()
    Topic.objects.filter(pk=topic.pk).update(proposed_on="0026-01-05")
    client.force_login(journey.cast["office"])
    answers = {"organiser": "county", "form": entry("form").pk, "category": topic.category_id, "is_planned": "yes"}
    url = reverse("step", args=["topic", topic.pk, "accept"])

    response = client.post(url, answers | {"version": topic.version, "happened_on": "0026-11-23"})

    assert list(response.context["form"].errors) == ["happened_on"]
    assert Topic.objects.get(pk=topic.pk).number is None


@pytest.mark.parametrize("day_typed", ["9999-12-31", "0026-11-23"])
def test_an_outcome_dated_on_an_impossible_day_is_not_concluded(client, journey, day_typed):
    journey.completed_session()
    client.force_login(journey.cast["clerk"])
    counts = {"rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0}
    form = {
        "kind": entry("outcome").pk,
        "number": "示协纪〔8〕号",
        "issued_on": day_typed,
        "version": 1,
        "conclude": "1",
    }

    response = client.post(reverse("outcome", args=[journey.topic.pk]), form | counts)

    assert list(response.context["form"].errors) == ["issued_on"]
    assert Topic.objects.get(pk=journey.topic.pk).stage == "consulting"


def test_two_meetings_of_a_body_do_not_get_the_same_number_by_an_edit(client, journey):
    plan = journey.submitted_plan()
    first = journey.meeting(Body.PARTY_GROUP, day(3))
    second = journey.meeting(Body.PARTY_GROUP, day(3), plan)
    client.force_login(journey.cast["office"])
    form = {"version": second.version, "term": second.term_id, "number": first.number}

    response = client.post(reverse("review_meeting_update", args=[second.pk]), form)

    assert list(response.context["form"].errors) == ["number"]
    assert ReviewMeeting.objects.get(pk=second.pk).number == second.number


def test_a_review_meeting_sent_without_term_and_number_is_asked_for_its_term(client, journey):
    meeting = journey.meeting(Body.PARTY_GROUP, day(3))
    client.force_login(journey.cast["office"])

    response = client.post(reverse("review_meeting_update", args=[meeting.pk]), {"version": meeting.version})

    assert "term" in response.context["form"].errors


@pytest.mark.parametrize(
    "name",
    ["topic_detail", "plan_detail", "session_detail", "recommendation_detail", "document_download", "member_detail"],
)
def test_a_key_beyond_every_column_finds_nothing(client, office, name):
    client.force_login(office)

    assert client.get(f"{reverse(name, args=[1])[:-2]}{HUGE}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=1e9999",
        f"page={HUGE}",
        "sort=created_by__password",
        f"department={HUGE}",
        "year=1e9999",
        "q=%ed%a0%80",
    ],
)
def test_a_senseless_address_of_a_list_is_still_a_list(client, office, query):
    client.force_login(office)

    assert client.get(f"{reverse('topic_list')}?{query}").status_code == 200


@pytest.mark.long
@pytest.mark.parametrize("key", [ENDLESS, "²"])
def test_a_key_that_no_row_has_names_nothing(client, journey, key):
    journey.referred(1)
    statuses = {}

    for who, method, name, sent in (
        ("dept_user", "post", "receive_several", {"row": key, "handler": key}),
        ("clerk", "post", "topic_similar", {"title": "示例议题", "topic": key}),
        ("clerk", "get", "candidate_create", {"plan": key}),
        ("clerk", "get", "annual_report", {"table": key}),
    ):
        client.force_login(journey.cast[who])
        statuses[name] = getattr(client, method)(reverse(name), sent).status_code

    # No annual plan is being drafted.
    assert statuses == {"receive_several": 302, "topic_similar": 200, "candidate_create": 409, "annual_report": 200}
