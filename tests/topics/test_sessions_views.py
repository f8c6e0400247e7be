import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests import factories
from tests.queries import queries_of
from topics.models import ConsultationSession


def url(name, record=None):
    return reverse(f"session_{name}", args=[record.pk] if record else [])


def listed(client, **query):
    return list(client.get(url("list"), query).context["object_list"])


def test_page_shows_everything_recorded(desk, journey):
    session = journey.drafted_session()
    ConsultationSession.objects.filter(pk=session.pk).update(
        differences="示例分歧", promises="示例承诺", shows_sign=True
    )
    session.guests.create(category="public", names="示例村民", count=8)
    session.speeches.create(order=1, speaker="示例村民", side="public", point="示例观点")

    text = desk.get(url("detail", session)).content.decode()

    said = [
        "示例委员甲",
        "示例村民",
        "示例观点",
        "示例意见一",
        "示例共识",
        "示例分歧",
        "示例承诺",
        "示例主持人",
        "示例记录人",
    ]
    assert [words for words in said if words not in text] == []


@pytest.mark.long
def test_reason_of_a_leave_is_not_for_other_members(client, journey, clerk, member2_user):
    session = journey.drafted_session()
    session.attendances.filter(name="示例委员甲").update(status="leave", leave_reason="住院治疗")
    journey.take(session, "complete", "clerk", session.held_on)
    shown = {}

    for user in (clerk, member2_user):
        client.force_login(user)
        pages = [client.get(url(name, session)).content.decode() for name in ("detail", "print")]
        shown[user.username] = ["住院治疗" in page for page in pages]

    assert shown == {"clerk": [True, True], "member2": [False, False]}


@pytest.mark.long
def test_text_of_users_is_shown_as_text(desk, journey):
    script = "<script>alert(1)</script>"
    session = journey.drafted_session()
    ConsultationSession.objects.filter(pk=session.pk).update(
        consensus=script, differences=script, promises=script, place=script, host=script, recorder=script, notice=script
    )
    session.opinions.create(text=script, offered_by=script)
    session.speeches.create(speaker=script, point=script)
    session.guests.create(category="public", names=script)

    pages = [
        desk.get(page).content.decode() for page in (url("detail", session), url("print", session), url("log", session))
    ]

    assert [script in page for page in pages] == [False, False, False]


def test_register_shows_the_sessions_that_the_user_sees(client, journey, clerk2, member_user, dept_user):
    draft = journey.drafted_session()
    shown = {}

    for user in (clerk2, member_user):
        client.force_login(user)
        shown[user.username] = listed(client)
    client.force_login(dept_user)

    assert shown == {"clerk2": [draft], "member": []}
    assert client.get(reverse("session_list")).status_code == 403


@pytest.mark.long
def test_register_is_filtered_by_what_one_asks(desk, journey, committee, committee2):
    room = factories.venue(kind="room", committee=committee)
    held = journey.completed_session()
    ConsultationSession.objects.filter(pk=held.pk).update(venue=room)
    coming = ConsultationSession.objects.create(
        topic=held.topic,
        plan=held.plan,
        number=2,
        held_on=timezone.localdate() + timedelta(days=3),
        place="示例园区",
    )
    waiting = ConsultationSession.objects.create(
        topic=held.topic, plan=held.plan, number=3, held_on=timezone.localdate(), place="示例学校"
    )

    assert listed(desk) == [coming, waiting, held]
    assert listed(desk, when="upcoming") == [coming, waiting]
    assert listed(desk, when="to_log") == [waiting]
    assert listed(desk, stage="completed") == [held]
    assert listed(desk, venue_kind="room") == [held]
    assert listed(desk, venue_kind="none") == [coming, waiting]
    assert listed(desk, organiser=committee.pk) == [coming, waiting, held]
    assert listed(desk, organiser=committee2.pk) == []
    assert listed(desk, organiser="county") == []
    assert listed(desk, q="园区") == [coming]
    assert listed(desk, q="示例议题 学校") == [waiting]
    assert listed(desk, year=held.held_on.year, sort="date")[0] == held


def test_register_counts_without_multiplying(desk, journey):
    session = journey.completed_session()
    session.guests.create(category="public", count=8)
    session.guests.create(category="departments", count=2)
    session.opinions.create(text="示例意见二")
    desk.post(url("list"), {"keep": "all_columns"})

    row = listed(desk)[0]

    assert (row.invited, row.present, row.leave, row.guest_count, row.public, row.opinion_count) == (2, 2, 0, 10, 8, 2)


def test_export_has_the_attendance_by_category(desk, journey):
    session = journey.completed_session()
    session.guests.create(category="public", count=8)

    desk.post(url("list"), {"keep": "all_columns"})
    workbook = load_workbook(BytesIO(desk.get(url("list"), {"export": "xlsx"}).content))

    rows = [list(row) for row in workbook.worksheets[0].iter_rows(values_only=True)]
    head = next(index for index, row in enumerate(rows) if "应到委员" in row)
    found = dict(zip(rows[head], rows[head + 1], strict=True))
    assert (found["应到委员"], found["到会委员"], found["群众"], found["到会总数"]) == (2, 2, 8, 10)


@pytest.mark.long
def test_register_takes_the_same_queries_for_any_number_of_rows(desk, journey):
    session = journey.completed_session()
    before = queries_of(desk, url("list"))
    for number in range(2, 6):
        ConsultationSession.objects.create(
            topic=session.topic, plan=session.plan, number=number, held_on=date(2026, 1, number), place="示例"
        )

    assert queries_of(desk, url("list")) == before


@pytest.mark.long
def test_page_takes_the_same_queries_for_any_number_of_people(desk, journey, committee):
    session = journey.completed_session()
    before = queries_of(desk, url("detail", session))
    for _each in range(5):
        person = factories.member(committee=committee)
        session.attendances.create(member=person, name=person.name, committee=committee)
        session.guests.create(category="public")

    assert queries_of(desk, url("detail", session)) == before


def test_calling_a_session_off_and_leaving_its_form_bear_two_names(desk, journey):
    session = journey.planned_session()

    page = desk.get(reverse("step", args=["session", session.pk, "cancel"])).content.decode()

    assert re.findall(r"(取消\S*?)\s*</(?:button|a)>", page) == ["取消协商会议", "取消"]


@pytest.mark.parametrize("name", ["clerk", "member_user"])
def test_a_cancelled_session_speaks_of_who_was_invited_and_not_of_checking_in(client, cast, journey, name):
    session = journey.planned_session()
    session.attendances.update(checked_in_at=timezone.now())
    journey.take(session, "cancel", "clerk", reason="示例")
    client.force_login(factories.fresh(cast[name]))

    pages = [client.get(url(page, session)).content.decode() for page in ("detail", "print")]

    assert ["签到" in page.split("<main")[-1] for page in pages] == [False, False]
    assert ["受邀" in page or "邀请" in page for page in pages] == [True, True]
