import re
from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import day
from tests.topics.log_page import complete_text, mark, marks_of, picture, reason, save, shown, url_of
from topics.models import ConsultationSession, Guest
from topics.workflow import take


@pytest.mark.long
def test_second_of_two_logs_sees_both_texts_and_loses_nothing(desk, session, clerk):
    same = {"promises": "同一\r\n承诺"}
    mine = shown(desk, session) | same | {"consensus": "我的共识", "opinions-0-text": "我的\r\n意见"}
    save(desk, session, **same, **{"consensus": "他的共识", "opinions-0-text": "他的意见"})

    response = desk.post(url_of(session), mine)

    session.refresh_from_db()
    said = {(row.mine, row.stored) for row in response.context["differences"]}
    assert response.status_code == 409
    assert said == {("我的共识", "他的共识"), ("我的\n意见", "他的意见")}
    assert ("opinions-0-text", "我的\r\n意见") in response.context["typed"]
    assert session.consensus == "他的共识"


@pytest.mark.long
def test_page_sent_again_after_a_time_out_is_saved_once(desk, session):
    page = shown(desk, session) | {"consensus": "示例共识", "opinions-0-text": "示例意见"}

    responses = [desk.post(url_of(session), page) for _each in range(2)]

    session.refresh_from_db()
    assert [response.status_code for response in responses] == [302, 302]
    assert (session.version, session.opinions.count()) == (3, 1)


@pytest.mark.long
def test_row_that_is_stored_in_the_same_words_is_not_doubled(desk, session):
    mine = shown(desk, session) | {
        "consensus": "我的共识",
        "opinions-0-text": "示例意见",
        "opinions-1-text": "我的意见",
    }
    save(desk, session, **{"opinions-0-text": "示例意见"})
    session.refresh_from_db()

    desk.post(url_of(session), mine | {"version": session.version})

    assert list(session.opinions.values_list("text", flat=True)) == ["示例意见", "我的意见"]


@pytest.mark.long
def test_saving_over_the_others_text_keeps_the_others_rows(desk, session):
    mine = shown(desk, session) | {"consensus": "我的共识", "opinions-0-text": "我的意见"}
    save(desk, session, **{"consensus": "他的共识", "opinions-0-text": "他的意见"} | mark(session, 1, "present"))
    session.refresh_from_db()

    response = desk.post(url_of(session), mine | {"version": session.version})

    session.refresh_from_db()
    assert response.status_code == 302
    assert session.consensus == "我的共识"
    assert set(session.opinions.values_list("text", flat=True)) == {"我的意见", "他的意见"}
    assert marks_of(session) == [("expected", ""), ("present", "")]


@pytest.mark.long
def test_continuing_with_my_text_shows_it_again_unsaved(desk, session):
    mine = shown(desk, session) | {"consensus": "我的共识"}
    save(desk, session, consensus="他的共识")
    session.refresh_from_db()

    response = desk.post(url_of(session), mine | {"version": session.version, "look_again": "1"})

    session.refresh_from_db()
    assert response.status_code == 200
    assert "我的共识" in response.content.decode()
    assert session.consensus == "他的共识"


@pytest.mark.long
def test_completing_too_early_says_what_is_missing_and_where(desk, session):
    response = save(desk, session, complete="1", host="", **mark(session, 0, "present"))
    shown_again = desk.get(response.url)

    assert response.url == f"{url_of(session)}?check=1"
    assert [anchor for _words, anchor in shown_again.context["gaps"]] == [
        *("people", "id_starts_at", "id_host", "id_consensus")
    ]


def test_complete_record_goes_on_to_its_completion(desk, session):
    response = save(desk, session, complete="1", everyone="1", **complete_text())

    assert response.url == reverse("step", args=["session", session.pk, "complete"])


@pytest.mark.long
def test_completion_puts_the_topic_in_consultation(desk, session):
    save(desk, session, everyone="1", **complete_text())
    step = reverse("step", args=["session", session.pk, "complete"])
    session.refresh_from_db()

    desk.post(step, {"version": session.version, "happened_on": timezone.localdate().isoformat()})

    session.refresh_from_db()
    assert (session.stage, session.topic.stage) == ("completed", "consulting")
    assert session.starts_at == time(9, 30)


def test_record_that_comes_days_later_stands_at_the_day_of_the_session(desk, session):
    save(desk, session, everyone="1", **complete_text())

    page = desk.get(reverse("step", args=["session", session.pk, "complete"]))

    assert session.steps.get().happened_on == session.held_on < timezone.localdate()
    assert page.context["form"]["happened_on"].value() == session.held_on


def test_record_of_a_session_to_come_is_begun_today(desk, session):
    ConsultationSession.objects.filter(pk=session.pk).update(held_on=timezone.localdate() + timedelta(days=3))

    save(desk, session)

    assert session.steps.get().happened_on == timezone.localdate()


@pytest.mark.long
def test_completed_record_is_frozen(desk, journey, session):
    save(desk, session, everyone="1", **complete_text())
    typed = shown(desk, session) | {"consensus": "改", "new-photos": picture()}
    session.refresh_from_db()
    journey.take(session, "complete", "clerk", timezone.localdate())

    responses = [desk.get(url_of(session)), desk.post(url_of(session), typed)]

    session.refresh_from_db()
    assert [response.status_code for response in responses] == [409, 409]
    assert (session.consensus, session.photos.count()) == ("示例共识", 0)


@pytest.mark.long
def test_reopened_record_can_be_edited_again(desk, journey, session, office):
    save(desk, session, everyone="1", **complete_text())
    session.refresh_from_db()
    journey.take(session, "complete", "clerk", timezone.localdate())
    take(session, "reopen", by=factories.fresh(office), reason="示例理由")

    response = save(desk, session, consensus="更正的共识")

    session.refresh_from_db()
    assert (response.status_code, session.consensus) == (302, "更正的共识")


@pytest.mark.parametrize("name", ["postpone", "cancel"])
def test_session_that_is_off_cannot_be_logged(desk, journey, session, name):
    journey.take(session, name, "clerk", reason="示例理由")

    response = desk.get(url_of(session))

    assert response.status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("clerk2", 403), ("office", 403), ("party_group", 403), ("presidium", 403), ("auditor", 403)),
        *(("member_user", 403), ("government", 403), ("dept_user", 404), ("sysadmin", 404), ("secadmin", 404)),
        ("outsider", 404),
    ],
)
def test_only_the_organisers_staff_log(client, session, cast, who, status):
    client.force_login(cast[who])

    responses = [client.get(url_of(session)), client.post(url_of(session), {"version": 1, "consensus": "改"})]

    session.refresh_from_db()
    assert [response.status_code for response in responses] == [status, status]
    assert session.consensus == ""


@pytest.mark.long
def test_office_logs_at_county_level(client, journey, office):
    journey.accepted(organiser=None)
    plan = journey.drafted_plan(editor="office2")
    journey.take(plan, "submit", "office2", day(2))
    journey.decide(plan, "party_group")
    journey.decide(plan, "presidium")
    session = journey.planned_session(plan)
    client.force_login(office)

    response = save(client, session, consensus="示例共识")

    assert response.status_code == 302


def test_rows_of_another_session_are_not_touched(desk, session, journey):
    other = ConsultationSession.objects.create(
        topic=session.topic, plan=session.plan, number=9, held_on=day(11), place="别处"
    )
    foreign = Guest.objects.create(session=other, category="public", count=5)

    save(desk, session, **{"guests-0-id": str(foreign.pk), "guests-0-count": "9"})

    foreign.refresh_from_db()
    assert (foreign.session, foreign.count) == (other, 5)


def test_only_declared_fields_change(desk, session):
    save(desk, session, stage="completed", number="7", plan="1", topic="1", consensus="示例共识")

    session.refresh_from_db()
    assert (session.stage, session.number, session.consensus) == ("drafted", 1, "示例共识")


def test_document_cannot_be_added_to_a_completed_record(desk, journey):
    done = journey.completed_session(journey.plan)
    upload = reverse("document_upload", args=[done.topic.pk])
    file = SimpleUploadedFile("示例.pdf", b"%PDF-1.7 %%EOF")

    response = desk.post(upload, {"title": "示例", "file": file, "session": done.pk})

    assert list(response.context["form"].errors) == ["session"]
    assert done.documents.count() == 0


def test_what_the_second_of_two_left_untouched_is_as_the_first_has_stored_it(desk, session):
    mine = shown(desk, session) | {"consensus": "我的共识"} | mark(session, 1, "present")
    first = {"starts_at": "09:30", "recorder": "他人", "promises": "他的承诺", "shows_sign": "on"}
    save(desk, session, **first | mark(session, 0, "leave") | reason(session, 0, "公务出差"))
    session.refresh_from_db()

    told = desk.post(url_of(session), mine)
    again = desk.post(url_of(session), mine | {"version": session.version, "look_again": "1"}).context["log"]
    desk.post(url_of(session), mine | {"version": session.version})

    session.refresh_from_db()
    assert [(row.label, row.stored, row.mine) for row in told.context["differences"]] == [
        ("共识", "", "我的共识"),
        ("委员签到", "示例委员甲：假（公务出差）", "示例委员甲：假（公务出差）\n示例委员乙：到"),
    ]
    assert (again.record["promises"].value(), again.people.figures()["leave"]) == ("他的承诺", 1)
    assert (session.starts_at, session.recorder, session.promises, session.shows_sign, session.consensus) == (
        time(9, 30), "他人", "他的承诺", True, "我的共识",
    )  # fmt: skip
    assert marks_of(session) == [("leave", "公务出差"), ("present", "")]


def test_who_sends_a_page_on_which_nothing_was_typed_undoes_nothing_and_is_not_asked(desk, session):
    untouched = shown(desk, session)
    save(desk, session, consensus="他的共识", **mark(session, 0, "absent"))

    response = desk.post(url_of(session), untouched)

    session.refresh_from_db()
    assert (response.status_code, session.consensus, marks_of(session)[0]) == (302, "他的共识", ("absent", ""))


def test_who_came_uninvited_in_the_second_text_stands_in_the_comparison(desk, session):
    mine = shown(desk, session) | {"people-came": [factories.member("示例委员丙").pk]}
    save(desk, session, consensus="他的共识")

    [row] = desk.post(url_of(session), mine).context["differences"]

    assert (row.label, row.mine) == ("委员签到", "示例委员丙：到")


def test_who_goes_back_to_what_the_page_once_showed_after_looking_again_has_it_stored(desk, session):
    mine = shown(desk, session) | {"host": "王五"}
    save(desk, session, host="李四")
    session.refresh_from_db()
    mine["version"] = session.version
    again = desk.post(url_of(session), mine | {"look_again": "1"})
    [hidden] = re.findall(r'name="initial-host" value="(.*?)"', again.text)

    desk.post(url_of(session), mine | {"host": mine["initial-host"], "initial-host": hidden})

    session.refresh_from_db()
    assert session.host == mine["initial-host"] == "示例主持人"


def test_reason_typed_for_a_leave_that_another_made_an_absence_stands_in_the_comparison(desk, session):
    save(desk, session, **mark(session, 0, "leave"), **reason(session, 0, "公务"))
    mine = shown(desk, session) | reason(session, 0, "公务出差在外")
    save(desk, session, **mark(session, 0, "absent"))

    page = desk.post(url_of(session), mine)

    assert page.status_code == 409
    assert "公务出差在外" in str([row.mine for row in page.context["differences"]])
