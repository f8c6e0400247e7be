"""An invitation is answered, leave is decided on, and the list becomes the attendance of the session."""

import re
from datetime import time, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.queries import queries_of
from tests.topics.log_page import mark, marks_of, save
from topics.models import Attendance, ConsultationSession
from topics.tasks.table import tasks_of
from topics.workflow.invitations import decide_leave, give_reply, note_replies

TODAY = timezone.localdate()


@pytest.fixture
def session(journey):
    """A session of the day after tomorrow, two members invited."""
    session = journey.planned_session(on=TODAY + timedelta(days=2))
    for row in session.attendances.all():
        Attendance.objects.filter(pk=row.pk).update(sector="经济界")
    return session


@pytest.fixture
def phone(client, member_user):
    """The browser of an invited member."""
    client.force_login(member_user)
    return client


def url(name, session):
    return reverse(f"session_{name}", args=[session.pk])


def row_of(session, name="示例委员甲"):
    return session.attendances.get(name=name)


def asks(session, name="示例委员甲", reason="公务出差"):
    give_reply(row_of(session, name), "asked", reason)
    return row_of(session, name)


def replies(session):
    return list(session.attendances.values_list("reply", "leave_asked", "decline_reason"))


def waiting(user):
    return [task.name for task, _records in tasks_of(factories.fresh(user))]


def on_day(session, day):
    ConsultationSession.objects.filter(pk=session.pk).update(held_on=day, reply_by=None)
    session.refresh_from_db()


def test_member_answers_from_the_home_page_with_one_tap(phone, session, member_user):
    before = waiting(member_user)

    response = phone.post(url("answer", session), {"reply": "attends", "home": "1"})

    assert response.url == reverse("home")
    assert (before, waiting(member_user)) == (["answer_invitation"], [])
    assert replies(session) == [("attends", "", ""), ("", "", "")]
    assert row_of(session).replied_at is not None


@pytest.mark.long
def test_home_shows_the_invitation_to_the_invited_alone(client, session, member_user, clerk):
    shown = {}

    for user in (member_user, clerk):
        client.force_login(user)
        shown[user.username] = [row.name for row in client.get(reverse("home")).context["invitations"]]

    assert shown == {"member": ["示例委员甲"], "clerk": []}


def test_leave_needs_a_reason(phone, session):
    response = phone.post(url("answer", session), {"reply": "asked", "leave_asked": " "})

    page = response.content.decode()
    assert 'aria-invalid="true" aria-describedby="id_leave_asked_error"' in page
    assert '<div id="id_leave_asked_error"><p class="invalid-feedback d-block">请写明请假事由。</p></div>' in page
    assert replies(session)[0] == ("", "", "")


def test_answer_can_be_changed_and_the_last_one_counts(phone, session):
    phone.post(url("answer", session), {"reply": "asked", "leave_asked": "公务出差"})
    phone.post(url("answer", session), {"reply": "attends"})

    assert replies(session)[0] == ("attends", "", "")


def test_member_answers_no_invitation_of_another(client, session):
    stranger = factories.user("stranger")
    factories.member("示例委员丙", user=stranger)
    client.force_login(factories.fresh(stranger))

    assert client.get(url("answer", session)).status_code == 404
    assert client.post(url("answer", session), {"reply": "attends"}).status_code == 404
    assert replies(session) == [("", "", ""), ("", "", "")]


def test_after_the_day_for_answers_the_page_says_what_to_do(phone, session):
    ConsultationSession.objects.filter(pk=session.pk).update(reply_by=TODAY - timedelta(days=1))

    response = phone.post(url("answer", session), {"reply": "attends"})

    assert "请致电城东片区联络工委" in response.content.decode()
    assert replies(session)[0] == ("", "", "")


@pytest.mark.parametrize(
    ("move", "words"),
    [("cancel", "会议已取消"), ("postpone", "会议已延期"), ("begin_record", "会议记录已开始")],
)
def test_answer_to_a_session_that_has_moved_on_is_refused_in_words(phone, journey, session, move, words):
    journey.take(session, move, "clerk", **({} if move == "begin_record" else {"reason": "示例"}))

    response = phone.post(url("answer", session), {"reply": "attends"})

    assert words in response.content.decode()
    assert replies(session)[0] == ("", "", "")


@pytest.mark.long
def test_a_record_begun_too_early_is_taken_back_and_invitations_stand_again(client, phone, journey, session, clerk):
    decide_leave(session, [asks(session)], True, by=clerk)
    session.refresh_from_db()
    client.force_login(clerk)
    save(client, session)
    session.refresh_from_db()
    begun = (session.stage, marks_of(session), session.recorder != "")
    said = {"reason": "点错了", "version": session.version, "happened_on": TODAY}

    answer = client.post(reverse("step", args=["session", session.pk, "unbegin_record"]), said)

    session.refresh_from_db()
    assert begun == ("drafted", [("leave", "公务出差"), ("expected", "")], True)
    assert (answer.status_code, session.stage, session.recorder) == (302, "planned", "")
    assert marks_of(session) == [("expected", ""), ("expected", "")]
    assert replies(session) == [("granted", "公务出差", ""), ("", "", "")]
    client.force_login(journey.cast["member_user"])
    client.post(url("answer", session), {"reply": "attends"})
    journey.take(session, "postpone", "clerk", reason="示例")
    assert replies(session)[0] == ("attends", "", "")


def test_a_record_that_says_something_is_not_taken_back(journey, session):
    journey.take(session, "begin_record", "clerk")
    session.attendances.update(status=Attendance.Status.PRESENT)
    session.opinions.create(text="示例意见")
    ConsultationSession.objects.filter(pk=session.pk).update(consensus="示例共识")
    session.refresh_from_db()

    with pytest.raises(ValidationError, match="共识、委员签到、现场意见"):
        journey.take(session, "unbegin_record", "clerk", reason="点错了")


def test_a_record_of_another_day_is_not_taken_back_as_answers_were_given_for_the_planned_one(journey, session):
    journey.take(session, "edit", "clerk", held_on=TODAY + timedelta(days=3))
    journey.take(session, "begin_record", "clerk")
    on_day(session, TODAY)

    with pytest.raises(ValidationError, match="与安排的日期"):
        journey.take(session, "unbegin_record", "clerk", reason="点错了")


def test_members_read_of_a_session_called_off_after_its_record_was_taken_back(journey, session, member_user):
    for move in ("begin_record", "unbegin_record", "cancel"):
        journey.take(session, move, "clerk", **({} if move == "begin_record" else {"reason": "示例"}))

    assert session in ConsultationSession.objects.visible_to(member_user)


def test_staff_grant_leave_of_several_with_one_line_of_history(client, session, clerk):
    rows = [asks(session), asks(session, "示例委员乙", "身体不适")]
    client.force_login(clerk)
    version = session.version

    client.post(url("invitations", session), {"rows": [row.pk for row in rows], "grant": "1"})

    session.refresh_from_db()
    step = session.steps.get(transition="grant_leave")
    assert [reply for reply, *_reasons in replies(session)] == ["granted", "granted"]
    assert [member["text"] for member in step.answers["leave_of"]] == ["示例委员甲", "示例委员乙"]
    assert (session.version, waiting(clerk)) == (version, [])


def told(session, *names):
    return {"told": [f"{row.pk}-{row.reply}" for row in map(partial(row_of, session), names)]}


def test_staff_note_the_leave_that_a_member_told_them_by_phone(client, session, clerk):
    client.force_login(clerk)
    on_day(session, TODAY)
    ConsultationSession.objects.filter(pk=session.pk).update(reply_by=TODAY - timedelta(days=1))

    client.post(
        url("invitations", session), told(session, "示例委员甲") | {"on_leave": "1", "leave_reason": "家中有事"}
    )

    step = session.steps.get(transition="note_leave")
    assert replies(session)[0] == ("granted", "家中有事", "")
    assert {name: [member["text"] for member in told] for name, told in step.answers.items()} == {
        "told_by": ["示例委员甲"]
    }


def test_staff_note_several_who_will_come(client, session, clerk):
    asks(session)
    client.force_login(clerk)

    client.post(url("invitations", session), told(session, "示例委员甲", "示例委员乙") | {"coming": "1"})

    assert replies(session) == [("attends", "", ""), ("attends", "", "")]
    assert waiting(clerk) == []


def test_noted_leave_needs_a_reason_and_keeps_what_is_ticked(client, session, clerk):
    client.force_login(clerk)

    page = client.post(url("invitations", session), told(session, "示例委员乙") | {"on_leave": "1"}).content.decode()

    assert "请填写请假事由。" in page
    assert f'value="{row_of(session, "示例委员乙").pk}-" checked' in page
    assert replies(session)[1] == ("", "", "")


def test_enter_in_the_field_of_a_reason_does_what_the_reason_is_for(client, session, clerk):
    asks(session)
    client.force_login(clerk)

    page = client.get(url("invitations", session)).content.decode()

    assert re.findall(r'<button [^>]*name="(decline|grant|on_leave|coming)"', page) == [
        *("decline", "grant"),
        *("on_leave", "coming"),
    ]


def test_answer_given_meanwhile_is_not_overwritten_by_a_noted_one(client, session, clerk):
    seen = told(session, "示例委员甲")
    give_reply(row_of(session), "attends")
    client.force_login(clerk)

    page = client.post(url("invitations", session), seen | {"on_leave": "1", "leave_reason": "示例"}).content.decode()

    assert "有人的答复已变动" in page
    assert replies(session)[0] == ("attends", "", "")


def test_no_answer_is_noted_by_others_or_once_the_session_is_called_off(journey, session, clerk, clerk2):
    rows = [row_of(session)]
    with pytest.raises(PermissionDenied):
        note_replies(session, rows, "attends", by=clerk2)
    journey.take(session, "cancel", "clerk", reason="示例")

    with pytest.raises(ValidationError, match="已取消"):
        note_replies(session, rows, "attends", by=clerk)

    assert replies(session)[0] == ("", "", "")


@pytest.mark.long
def test_leave_that_is_asked_for_waits_for_the_organisers_staff(session, clerk, clerk2, office):
    asks(session)

    assert [("decide_leave" in waiting(user)) for user in (clerk, clerk2, office)] == [True, False, False]


def test_leave_is_declined_with_a_reason_that_the_member_reads_at_home(client, session, clerk, member_user):
    row = asks(session)
    client.force_login(clerk)
    refused = client.post(url("invitations", session), {"rows": [row.pk], "decline": "1"})
    before = replies(session)[0]

    client.post(url("invitations", session), {"rows": [row.pk], "decline": "1", "reason": "请尽量参加"})
    client.force_login(member_user)
    home = client.get(reverse("home")).content.decode()

    assert ("请写明不予准假的理由" in refused.content.decode(), before[0]) == (True, "asked")
    assert replies(session)[0] == ("declined", "公务出差", "请尽量参加")
    assert "请尽量参加" in home


def test_nobody_but_the_organisers_staff_decides(session, office, clerk2, member_user):
    row = asks(session)

    for user in (office, clerk2, member_user):
        with pytest.raises(PermissionDenied):
            decide_leave(session, [row], True, by=user)

    assert replies(session)[0][0] == "asked"


def test_leave_that_was_taken_back_meanwhile_is_not_granted(session, clerk):
    row = asks(session)
    give_reply(row, "attends")

    with pytest.raises(ValidationError, match="已变动"):
        decide_leave(session, [row], True, by=clerk)

    assert (replies(session)[0][0], session.steps.filter(transition="grant_leave").exists()) == ("attends", False)


def test_who_asked_for_leave_and_why_is_for_those_inside(client, session, clerk, member2_user):
    decide_leave(session, [asks(session)], True, by=clerk)
    shown = {}

    for user in (clerk, member2_user):
        client.force_login(user)
        page = client.get(url("detail", session)).content.decode()
        shown[user.username] = ["公务出差" in page, "已准假" in page, "未回复" in page]

    assert shown == {"clerk": [True, True, True], "member2": [False, False, True]}
    assert client.get(url("invitations", session)).status_code == 403


def test_figures_of_the_answers_are_the_same_everywhere(client, session, clerk):
    asks(session)
    client.force_login(clerk)
    words = ["应到 2", "参加 0", "请假 1", "（待批 1）", "未回复 1"]

    pages = [client.get(page).content.decode() for page in (url("detail", session), reverse("session_list"), "/")]

    assert [[word in page for word in words] for page in pages] == [[True] * 5] * 3


def test_beginning_the_record_takes_over_leave_and_presumes_nobody_absent(desk, session, clerk):
    decide_leave(session, [asks(session)], True, by=clerk)
    on_day(session, TODAY)

    save(desk, session)

    assert marks_of(session) == [("leave", "公务出差"), ("expected", "")]


def test_leave_granted_after_the_page_was_opened_is_not_lost(desk, session, clerk):
    on_day(session, TODAY)
    row = asks(session)
    opened = {"version": session.version, "held_on": str(TODAY), f"initial-people-status_{row.pk}": ""}
    for rows in ("guests", "opinions", "speeches"):
        opened |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    decide_leave(session, [row], True, by=clerk)

    desk.post(url("log", session), opened)

    assert marks_of(session)[0] == ("leave", "公务出差")


def test_all_that_are_not_marked_are_here_but_for_those_whose_leave_is_undecided(desk, session):
    on_day(session, TODAY)
    asks(session)

    save(desk, session, everyone="1")

    assert marks_of(session) == [("expected", ""), ("present", "")]


def test_granted_leave_is_never_absence(desk, session, clerk):
    decide_leave(session, [asks(session)], True, by=clerk)
    on_day(session, TODAY)

    response = save(desk, session, **mark(session, 0, "absent"))

    assert "已准假，不能记为缺席" in response.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        session.attendances.filter(name="示例委员甲").update(status="absent")


def test_record_is_not_completed_over_an_undecided_leave_of_somebody_absent(journey, session, clerk):
    on_day(session, TODAY)
    row = asks(session)
    journey.take(session, "begin_record", "clerk")
    ConsultationSession.objects.filter(pk=session.pk).update(starts_at="09:30", recorder="示例", consensus="示例")
    session.attendances.update(status="present")
    session.attendances.filter(pk=row.pk).update(status="absent")

    with pytest.raises(ValidationError, match="示例委员甲"):
        journey.take(session, "complete", "clerk")
    decide_leave(session, [row], True, by=clerk)
    journey.take(session, "complete", "clerk")

    assert marks_of(session)[0] == ("leave", "公务出差")


def test_new_date_asks_everybody_again(journey, session):
    asks(session)
    journey.take(session, "postpone", "clerk", reason="示例")

    journey.take(session, "reschedule", "clerk", held_on=TODAY + timedelta(days=9))

    session.refresh_from_db()
    assert replies(session) == [("", "", ""), ("", "", "")]
    assert session.reply_by == TODAY + timedelta(days=8)


def test_members_read_what_a_new_date_changed_of_day_time_and_place(phone, journey, session):
    ConsultationSession.objects.filter(pk=session.pk).update(place="示例院坝", starts_at=time(9))
    journey.take(session, "postpone", "clerk", reason="示例")
    moved = {"held_on": TODAY + timedelta(days=9), "starts_at": time(14, 30), "place": "村委会", "host": "另一人"}
    journey.take(session, "reschedule", "clerk", **moved)

    pages = [phone.get(place) for place in ("/", reverse("session_answer", args=[session.pk]))]

    for page in pages:
        told = page.text.partition('plain changes">')[2].partition("</ul>")[0]
        assert all(words in told for words in ("日期：", "09:00 → 14:30", "示例院坝 → 村委会"))
        assert "另一人" not in told


@pytest.mark.parametrize(("wanted", "until"), [({}, 19), ({"reply_by": 15}, 15)])
def test_session_moved_by_an_edit_asks_until_its_new_eve_unless_another_day_is_entered(desk, session, wanted, until):
    ConsultationSession.objects.filter(pk=session.pk).update(reply_by=TODAY)
    form = desk.get(url("update", session)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"held_on": TODAY + timedelta(days=20)}

    desk.post(url("update", session), sent | {name: TODAY + timedelta(days=days) for name, days in wanted.items()})

    session.refresh_from_db()
    assert session.held_on == TODAY + timedelta(days=20)
    assert session.reply_by == TODAY + timedelta(days=until)


def test_list_of_answers_takes_the_same_queries_for_any_number_of_members(desk, session, committee):
    asks(session)
    before = queries_of(desk, url("invitations", session))
    for _each in range(5):
        person = factories.member(committee=committee)
        row = session.attendances.create(member=person, name=person.name, committee=committee)
        give_reply(row, "asked", "示例")

    assert queries_of(desk, url("invitations", session)) == before


@pytest.mark.long
def test_home_takes_the_same_queries_for_any_number_of_invitations(phone, journey, session, member_user):
    before = queries_of(phone, reverse("home"))
    for number in (2, 3):
        other = ConsultationSession.objects.create(
            topic=session.topic, plan=session.plan, number=number, held_on=session.held_on, place="示例"
        )
        other.attendances.create(member=member_user.as_member, name="示例委员甲")

    assert queries_of(phone, reverse("home")) == before


def test_a_reason_too_long_is_refused_in_words_and_stays(phone, session):
    page = phone.post(url("answer", session), {"reply": "asked", "leave_asked": "长" * 101}).content.decode()

    assert "最多 100 字，现有 101 字。" in page
    assert "长" * 101 in page
