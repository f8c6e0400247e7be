"""The inbox of a department: what waits for what, who handles it, several received at once."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.desks import join, submitted
from tests.journeys import Journey
from topics.models import Implementation, Recommendation
from topics.tasks.desk import Desk, desk_counts
from topics.tasks.table import tasks_of

INBOX, RECEIVE = reverse("recommendation_list"), reverse("receive_several")


@pytest.fixture
def desk(journey, client):
    """The liaison at the inbox of a department that has a head."""
    join(journey, "head", is_head=True)
    client.force_login(journey.cast["dept_user"])
    return client


def of(journey, *names):
    return [factories.fresh(journey.cast[name]) for name in names]


def found(client, **query):
    return [row.pk for row in client.get(INBOX, query).context["object_list"]]


def actions(client, **query):
    """What each row of the list offers, as it is drawn."""
    context = client.get(INBOX, query).context
    return {row.pk: str(context["view"].row_action(row)) for row in context["object_list"]}


def messages_of(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


@pytest.mark.long
def test_each_kind_of_work_has_its_list(journey, desk, department2):
    waiting, received, drafted, other, done = journey.referred(5, co=[department2])
    for record in (received, drafted, other, done):
        journey.take(record, "receive", "dept_user")
    submitted(journey, drafted)
    submitted(journey, done)
    journey.take(done, "answer", "head", **done.drafts.get().content | {"alone_reason": "示例"})
    journey.take(other, "assign", "dept_user", handler=journey.cast["dept_user"])
    [liaison, co, office] = of(journey, "dept_user", "dept2_user", "office")

    lists = {kind.value: found(desk, desk=kind.value) for kind in Desk}

    assert lists == {
        "receive": [waiting.pk],
        "answer": [received.pk, other.pk],
        "countersign": [],
        "check": [drafted.pk],
        "report": [done.pk],
        "answered": [done.pk],
        "mine": [other.pk],
    }
    assert {row["name"]: row["count"] for row in desk_counts(liaison)} == {k: len(rows) for k, rows in lists.items()}
    assert {row["name"]: row["count"] for row in desk_counts(co) if row["count"]} == {
        "countersign": 1, "report": 1, "answered": 1,
    }  # fmt: skip
    assert desk_counts(office) == []


@pytest.mark.long
def test_each_row_leads_to_its_next_step(journey, desk, department2):
    waiting, received, drafted, done = journey.referred(4, co=[department2])
    for record in (received, drafted, done):
        journey.take(record, "receive", "dept_user")
    submitted(journey, drafted)
    submitted(journey, done)
    journey.take(done, "answer", "head", **done.drafts.get().content | {"alone_reason": "示例"})
    page = reverse("answer", args=[received.pk])

    own, ticked = actions(desk), actions(desk, desk="receive")
    desk.force_login(journey.cast["head"])
    head = actions(desk)
    desk.force_login(journey.cast["dept2_user"])
    co = actions(desk)

    assert f'value="{waiting.pk}">' in own[waiting.pk] and f'value="{waiting.pk}" checked' in ticked[waiting.pk]
    assert own[received.pk] == f'<a href="{page}">答复</a>'
    assert ("查看" in own[drafted.pk], "审核发出" in head[drafted.pk]) == (True, True)
    assert (own[done.pk].count("/report/"), co[done.pk].count("/report_share/")) == (1, 1)
    assert (co[waiting.pk], co[received.pk], co[drafted.pk].count("/countersign/")) == ("", "", 1)


@pytest.mark.long
def test_several_are_received_at_once_each_with_its_line_and_its_handler(journey, desk):
    first, second, third = journey.referred(3)
    handler = join(journey, "second")

    response = desk.post(RECEIVE, {"row": [first.pk, second.pk], "handler": handler.pk})

    rows = Recommendation.objects.order_by("number")
    assert [row.stage for row in rows] == ["received", "received", "referred"]
    assert [row.lead.handler for row in rows] == [handler, handler, None]
    lines = journey.topic.steps.filter(transition="receive")
    assert [(line.actor_name, line.on_behalf_of) for line in lines] == [("dept", "示例水务局")] * 2
    assert response.url == f"{INBOX}?desk=answer"
    assert [level for level, _words in messages_of(response)] == ["success", "success"]
    assert third.drafts.count() == 0


@pytest.mark.long
def test_each_row_is_told_for_itself_and_one_refused_holds_up_no_other(journey, desk, department2):
    first, second = journey.referred(2)
    foreign = Journey(journey.cast)
    [hidden] = foreign.referred(1)
    hidden.referrals.update(department=department2)
    journey.take(first, "receive", "dept_user")

    response = desk.post(RECEIVE, {"row": [first.pk, second.pk, hidden.pk]})

    second.refresh_from_db()
    hidden.refresh_from_db()
    assert (second.stage, hidden.stage) == ("received", "referred")
    assert [level for level, _words in messages_of(response)] == ["warning", "success"]


def test_a_co_department_and_a_foreign_handler_receive_nothing(journey, desk, department2):
    [record] = journey.referred(1, co=[department2])
    desk.post(RECEIVE, {"row": record.pk, "handler": journey.cast["dept2_user"].pk})
    desk.force_login(journey.cast["dept2_user"])
    desk.post(RECEIVE, {"row": record.pk})

    record.refresh_from_db()
    assert (record.stage, record.steps.filter(transition="receive").count()) == ("referred", 0)


@pytest.mark.long
def test_the_inbox_takes_the_same_number_of_queries_for_two_rows_and_for_twenty(journey, desk, queries_of, department2):
    for record in journey.referred(2, co=[department2]):
        submitted(journey, record)
    few = queries_of(INBOX)
    for record in Journey(journey.cast).referred(10, co=[department2]):
        submitted(journey, record)

    assert queries_of(INBOX) == few


@pytest.mark.long
def test_home_tells_as_what_by_whom_and_how_far(journey, desk, department2):
    [record] = journey.referred(1, co=[department2])
    journey.take(record, "assign", "dept_user", handler=journey.cast["head"])
    first = desk.get("/").context["rows"][0]["detail"]
    submitted(journey, record)
    desk.force_login(journey.cast["dept2_user"])

    [row] = desk.get("/").context["rows"]

    assert first == "主办部门 · 承办人 head"
    assert (row["action"], row["detail"]) == ("会签答复草稿", "协办部门 · 草稿已送审")
    assert row["url"] == reverse("step", args=["recommendation", record.pk, "countersign"])


def test_a_submitted_draft_waits_for_the_head_and_no_more_for_the_liaison(journey, desk):
    [record] = journey.referred(1)
    submitted(journey, record)
    [liaison, head] = of(journey, "dept_user", "head")

    names = [[task.name for task, _records in tasks_of(user)] for user in (liaison, head)]

    assert names == [[], ["check_draft"]]


@pytest.mark.long
def test_adoption_and_implementation_are_told_apart(journey, desk):
    today = timezone.localdate()
    begun, waits, refused, done, _owed = journey.referred(5)
    for record, decision, handled in ((begun, "partly", "B"), (waits, "adopted", "C"), (refused, "not_adopted", "D")):
        journey.answer(record, decision, by="head", on=today)
        Recommendation.objects.filter(pk=record.pk).update(handling_result=handled)
    journey.answer(done, by="head", on=today)
    journey.take(done, "carry_out", "clerk", measures="示例", evidence="示例")
    rows = Recommendation.objects.order_by("number")

    said = [row.implementation for row in rows]

    assert said == ["under_way", "not", None, "carried_out", None]
    assert {how.value: found(desk, implementation=how.value) for how in Implementation} == {
        "not": [waits.pk], "under_way": [begun.pk], "carried_out": [done.pk],
    }  # fmt: skip
