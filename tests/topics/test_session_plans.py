from datetime import time, timedelta

import pytest
from django.urls import reverse

from tests import factories
from tests.journeys import day
from topics.models import ConsultationSession
from topics.models.plan import GuestCategory


def url(name, record=None):
    return reverse(f"session_{name}", args=[record.pk] if record else [])


def facts(**changed):
    planned = {"held_on": day(12).isoformat(), "starts_at": "14:30", "ends_at": "16:00", "place": "示例院坝"}
    return (
        planned
        | {"host": "示例主持人", "noticed_on": day(8).isoformat(), "notice": "材料已送达", "version": 1}
        | changed
    )


def set_anew(desk, session, **changed):
    """Posts what the page of the new date is filled with, but for what is changed."""
    page = reverse("step", args=["session", session.pk, "reschedule"])
    form = desk.get(page).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    return desk.post(page, {name: "" if it is None else it for name, it in (filled | changed).items()}, follow=True)


def test_session_is_planned_from_an_approved_plan(desk, journey):
    plan = journey.approved_plan()
    plan.guests.create(category=GuestCategory.DEPARTMENTS, names="示例水务局", count=2)

    form = desk.get(url("create", plan)).context["form"]
    response = desk.post(url("create", plan), facts())

    session = ConsultationSession.objects.get()
    assert form["held_on"].value() == day(10)
    assert response.url == session.get_absolute_url()
    assert (session.plan, session.number, session.stage, session.held_on) == (plan, 1, "planned", day(12))
    assert (session.notice, session.noticed_on) == ("材料已送达", day(8))
    assert list(session.guests.values_list("category", "side", "names", "count")) == [
        ("departments", "government", "示例水务局", 2)
    ]


def test_forms_say_of_which_record_they_are(desk, journey):
    session = journey.planned_session()
    record = {"create": session.plan, "update": session}

    shown = {name: desk.get(url(name, of)).text.partition("</nav>\n            <h1>")[0] for name, of in record.items()}

    assert [f'">{of}</a></li>' in shown[name] for name, of in record.items()] == [True, True]


def test_history_tells_who_planned_a_session_and_what_was_changed_of_its_plan(desk, journey):
    desk.post(url("create", journey.approved_plan()), facts())
    session = ConsultationSession.objects.get()

    desk.post(url("update", session), facts(place="另一院坝", version=session.version))

    planned, edited = session.steps.all()
    assert (planned.transition, planned.actor_name, planned.answers["held_on"]) == (
        "schedule",
        "clerk",
        day(12).isoformat(),
    )
    assert (edited.transition, edited.answers) == ("edit", {"place": {"from": "示例院坝", "to": "另一院坝"}})


def test_plan_of_a_session_saved_unchanged_leaves_no_line(desk, journey):
    desk.post(url("create", journey.approved_plan()), facts())
    session = ConsultationSession.objects.get()

    desk.post(url("update", session), facts(version=session.version))

    assert [step.transition for step in session.steps.all()] == ["schedule"]


def test_invited_members_are_expected_as_of_the_day(desk, journey, member_user, committee, committee2):
    plan = journey.approved_plan()
    member_user.as_member.move_to(committee2, "member", day(13))

    desk.post(url("create", plan), facts())

    row = ConsultationSession.objects.get().attendances.get(member=member_user.as_member)
    assert (row.name, row.sector, row.committee, row.status) == ("示例委员甲", "经济界", committee, "expected")


def test_one_plan_allows_several_sessions(desk, journey):
    plan = journey.approved_plan()

    desk.post(url("create", plan), facts())
    desk.post(url("create", plan), facts(held_on=day(14).isoformat()))

    assert list(ConsultationSession.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_session_sent_twice_is_planned_once(desk, journey):
    plan = journey.approved_plan()

    responses = [desk.post(url("create", plan), facts()) for _each in range(2)]

    assert [response.status_code for response in responses] == [302, 200]
    assert list(responses[1].context["form"].errors) == ["held_on"]
    assert ConsultationSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"held_on": day(3).isoformat()}, "held_on"),
        ({"held_on": ""}, "held_on"),
        ({"starts_at": "16:00", "ends_at": "14:00"}, "ends_at"),
        ({"starts_at": "", "ends_at": "14:00"}, "starts_at"),
        ({"place": ""}, "place"),
        ({"noticed_on": day(13).isoformat()}, "noticed_on"),
    ],
    ids=["before the approval", "no date", "end before start", "end without start", "nowhere", "notice afterwards"],
)
def test_impossible_plan_of_a_session_is_refused_at_its_field(desk, journey, changed, field):
    plan = journey.approved_plan()

    response = desk.post(url("create", plan), facts(**changed))

    assert list(response.context["form"].errors) == [field]
    assert "材料已送达" in response.content.decode()
    assert ConsultationSession.objects.count() == 0


@pytest.mark.parametrize(("ahead", "is_short"), [(4, True), (5, False)])
def test_too_short_a_notice_is_warned_of_but_not_refused(desk, journey, ahead, is_short):
    noticed, held_on = day(8).isoformat(), (day(8) + timedelta(days=ahead)).isoformat()
    sent = facts(noticed_on=noticed, held_on=held_on)

    planned = desk.post(url("create", journey.approved_plan()), sent, follow=True)
    session = ConsultationSession.objects.get()
    edited = desk.post(url("update", session), sent | {"version": session.version, "place": "另一院坝"}, follow=True)

    for response in (planned, edited):
        assert ["warning" in message.tags for message in response.context["messages"]].count(True) == is_short


def test_impossible_new_date_of_a_session_is_refused_at_its_field(desk, journey):
    session = journey.planned_session()
    journey.take(session, "postpone", "clerk", day(9), reason="暴雨")

    response = set_anew(desk, session, held_on=day(3), happened_on=day(8))

    assert list(response.context["form"].errors) == ["held_on", "happened_on"]
    assert 'name="held_on"' in response.text


@pytest.mark.long
def test_new_date_takes_the_new_time_place_and_notice_with_it_by_the_rules_of_planning(desk, journey):
    session, room = journey.planned_session(), factories.venue()
    ConsultationSession.objects.filter(pk=session.pk).update(place="示例院坝", starts_at=time(9), notice="材料已送达")
    journey.take(session, "postpone", "clerk", day(9), reason="暴雨")
    moved = {"held_on": day(20), "starts_at": "14:30", "venue": room.pk, "happened_on": day(10)}

    refused = set_anew(desk, session, **moved, place="", ends_at="14:00", noticed_on=day(21), notice="改期通知")
    nowhere = set_anew(desk, session, place="", happened_on=day(10))
    done = set_anew(desk, session, **moved, place="", notice="改期通知")

    session.refresh_from_db()
    told = {name: session.steps.last().answers.get(name) for name in ("held_on", "starts_at", "place", "host")}
    assert list(refused.context["form"].errors) == ["ends_at", "noticed_on"]
    assert (list(nowhere.context["form"].errors), done.status_code) == (["place"], 200)
    assert (session.stage, session.held_on, session.starts_at) == ("planned", day(20), time(14, 30))
    assert (session.venue, session.place, session.notice) == (room, "", "改期通知")
    assert told == {
        "held_on": {"from": day(10).isoformat(), "to": day(20).isoformat()},
        "starts_at": {"from": "09:00:00", "to": "14:30:00"},
        "place": {"from": "示例院坝", "to": ""},
        "host": None,
    }


@pytest.mark.long
def test_a_postponed_session_tells_its_day_as_the_former_one_and_a_past_new_day_is_warned_of(desk, journey):
    session = journey.planned_session(on=day(30))
    journey.take(session, "postpone", "clerk", day(20), reason="暴雨")

    postponed = desk.get(session.get_absolute_url())
    response = set_anew(desk, session, held_on=day(12), happened_on=day(21))

    assert ["原定日期" in page.text for page in (postponed, response)] == [True, False]
    assert "/documents/add/" in postponed.text
    assert "已过" in str(list(response.context["messages"])[-1])


@pytest.mark.parametrize(("ahead", "is_short"), [(4, True), (5, False)])
def test_new_date_too_soon_after_it_was_set_is_warned_of(desk, journey, ahead, is_short):
    session = journey.planned_session()
    journey.take(session, "postpone", "clerk", day(9), reason="示例理由")

    response = set_anew(desk, session, held_on=day(10) + timedelta(days=ahead), happened_on=day(10))

    assert ["warning" in message.tags for message in response.context["messages"]] == [False, True][: 1 + is_short]


def test_topic_is_due_on_the_day_for_which_its_session_is_planned(desk, journey):
    desk.post(url("create", journey.approved_plan()), facts())

    journey.topic.refresh_from_db()
    assert journey.topic.due_on == day(12)


def test_day_of_the_approval_itself_is_allowed(desk, journey):
    plan = journey.approved_plan()

    response = desk.post(url("create", plan), facts(held_on=day(4).isoformat(), noticed_on=day(4).isoformat()))

    assert response.status_code == 302


def test_plan_that_only_the_party_group_passed_allows_no_session(desk, journey):
    plan = journey.party_passed_plan()

    responses = [desk.get(url("create", plan)), desk.post(url("create", plan), facts())]

    assert [response.status_code for response in responses] == [409, 409]
    assert ConsultationSession.objects.count() == 0


def test_plan_with_an_open_condition_allows_no_session(desk, journey):
    plan = journey.party_passed_plan()
    journey.decide(plan, "presidium", "after_revision")

    response = desk.get(url("create", plan))

    assert response.status_code == 409


def test_topic_that_is_stopped_takes_no_session(desk, journey):
    plan = journey.approved_plan()
    journey.take(journey.topic, "stop", "office", reason="示例理由")

    response = desk.get(url("create", plan))

    assert response.status_code == 409


RIGHTS = [
    *(("clerk", 200), ("clerk2", 403), ("office", 403), ("party_group", 403), ("presidium", 403), ("auditor", 403)),
    *(("member_user", 403), ("government", 403), ("dept_user", 404), ("sysadmin", 404), ("outsider", 404)),
]


@pytest.mark.parametrize(("who", "status"), RIGHTS)
def test_only_the_organisers_staff_plan_a_session(client, journey, cast, who, status):
    plan = journey.approved_plan()
    client.force_login(cast[who])

    response = client.get(url("create", plan))

    assert response.status_code == status


@pytest.mark.parametrize(("who", "status"), RIGHTS)
def test_only_the_organisers_staff_change_the_plan_of_a_session(client, journey, cast, who, status):
    session = journey.planned_session()
    client.force_login(cast[who])

    response = client.get(url("update", session))

    assert response.status_code == status


def test_changed_day_is_saved_with_the_standing_of_that_day(desk, journey, member_user, committee2):
    session = journey.planned_session()
    member_user.as_member.move_to(committee2, "member", day(11))

    desk.post(url("update", session), facts())

    session.refresh_from_db()
    row = session.attendances.get(member=member_user.as_member)
    assert (session.held_on, session.version, row.committee) == (day(12), 2, committee2)


def test_second_of_two_editors_sees_both_texts(desk, journey):
    session = journey.planned_session()
    desk.post(url("update", session), facts(host="甲"))

    response = desk.post(url("update", session), facts(host="乙"))

    session.refresh_from_db()
    assert response.status_code == 409
    assert [(row.mine, row.stored) for row in response.context["differences"]] == [("乙", "甲")]
    assert session.host == "甲"


def test_postponed_session_is_edited_without_its_day(desk, journey):
    session = journey.planned_session()
    journey.take(session, "postpone", "clerk", reason="示例理由")

    desk.post(url("update", session), facts(version=session.version, host="乙"))

    session.refresh_from_db()
    assert (session.stage, session.held_on, session.host) == ("postponed", day(10), "乙")


def test_new_date_takes_the_standing_of_that_day(journey, member_user, committee2):
    session = journey.planned_session()
    journey.take(session, "postpone", "clerk", reason="示例理由")
    member_user.as_member.move_to(committee2, "member", day(20))

    journey.take(session, "reschedule", "clerk", held_on=day(21))

    assert session.attendances.get(member=member_user.as_member).committee == committee2


@pytest.mark.parametrize("stage", ["drafted", "completed"])
def test_plan_of_a_session_that_was_held_is_frozen(desk, journey, stage):
    session = getattr(journey, f"{stage}_session")()

    responses = [desk.get(url("update", session)), desk.post(url("update", session), facts(host="改"))]

    session.refresh_from_db()
    assert [response.status_code for response in responses] == [409, 409]
    assert session.host == "示例主持人"
