"""The attendance of a session, filled in offline and saved as the page of the record saves it."""

import pytest
from django.urls import reverse

from tests import factories
from tests.cast import Cast
from tests.filled import columns, fill, opened, sent_back
from tests.journeys import Journey
from topics.models import Attendance, ConsultationSession, Step


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """A session whose day has come: one member's leave is granted, the other has not answered."""
    journey = Journey(Cast())
    session = journey.planned_session()
    granted = {"reply": "granted", "leave_asked": "出差"}
    Attendance.objects.filter(session=session, member=journey.cast["member2_user"].as_member).update(**granted)
    for name in ("clerk2", "office"):
        journey.cast[name]
    return journey


@pytest.fixture
def urls(journey):
    return [reverse(name, args=[journey.session.pk]) for name in ("attendance_workbook", "attendance_workbook_file")]


@pytest.fixture
def desk(client, clerk):
    client.force_login(factories.fresh(clerk))
    return client


@pytest.fixture
def book(desk, urls):
    return opened(desk.get(urls[1]))


def look(desk, urls, book):
    return desk.post(urls[0], {"file": sent_back(book)})


def confirm(desk, urls, page):
    return desk.post(urls[0], {"read": page.context["kept"], "confirm": "1"})


def marks(journey):
    return [(row.name, row.status, row.leave_reason) for row in journey.session.attendances.order_by("pk")]


def errors_of(page):
    return [[str(words) for _label, words in row.errors] for row in page.context["rows"]]


def test_list_is_downloaded_with_what_is_known_and_uploaded_as_marks(desk, urls, book, journey, member_user):
    sheet = book.worksheets[0]
    status = columns(sheet)["出席情况"]
    foreseen = [sheet.cell(row, status).value for row in (4, 5)]
    fill(book, foreseen.index(None), 出席情况="出席")

    page = look(desk, urls, book)
    before = marks(journey)
    answer = confirm(desk, urls, page)

    assert sorted(foreseen, key=str) == [None, "请假"]
    assert {status for _name, status, _reason in before} == {"expected"}
    assert (answer.status_code, answer.url) == (302, journey.session.get_absolute_url())
    assert sorted(marks(journey)) == [("示例委员乙", "leave", "出差"), ("示例委员甲", "present", "")]
    assert ConsultationSession.objects.get().stage == "drafted"
    assert Step.objects.filter(transition="begin_record").count() == 1


@pytest.mark.long
def test_wrong_marks_are_named_and_nothing_is_saved(desk, urls, book, journey):
    sheet = book.worksheets[0]
    free = [sheet.cell(row, columns(sheet)["出席情况"]).value for row in (4, 5)].index(None)
    fill(book, free, 出席情况="请假")
    fill(book, 1 - free, 出席情况="缺席")
    unclear = opened(desk.get(urls[1]))
    fill(unclear, free, 出席情况="来了")
    before = (marks(journey), Step.objects.count())

    refused, unknown = look(desk, urls, book), look(desk, urls, unclear)

    assert sorted(errors_of(refused)) == [["示例委员乙：已准假，不能记为缺席。"], ["请填写示例委员甲的请假事由。"]]
    assert errors_of(unknown)[free] == ["“来了”不在选项中，可填：出席、请假、缺席。"]
    assert (refused.context["kept"], unknown.context["kept"]) == ("", "")
    assert (marks(journey), Step.objects.count()) == before


@pytest.mark.long
def test_the_list_comes_back_with_the_errors_marked_to_be_mended(desk, urls, book):
    fill(book, 0, 出席情况="来了")
    page = look(desk, urls, book)

    back = opened(desk.post(urls[0], {"read": page.context["to_mend"], "marked": "1"}))

    sheet = back.worksheets[0]
    status = sheet.cell(4, columns(sheet)["出席情况"])
    assert (status.value, status.comment.text[:7]) == ("来了", "【错误】“来了")
    assert [sheet.cell(row, columns(sheet)["错误"]).value is None for row in (4, 5)] == [False, True]
    fill(back, 0, 出席情况="出席")
    assert errors_of(look(desk, urls, back)) == [[], []]


def test_who_was_marked_otherwise_since_the_download_is_told(desk, urls, book, journey, member_user):
    sheet = book.worksheets[0]
    free = [sheet.cell(row, columns(sheet)["出席情况"]).value for row in (4, 5)].index(None)
    fill(book, free, 出席情况="缺席")
    page = look(desk, urls, book)
    journey.take(journey.session, "begin_record", "clerk", journey.session.held_on)
    journey.session.attendances.filter(member=member_user.as_member).update(status="present")

    late = confirm(desk, urls, page)

    assert errors_of(late)[free] == ["下载后已登记为“出席”，请重新下载。"]
    assert ("示例委员甲", "present", "") in marks(journey)


def test_only_the_organisers_staff_mark_and_only_while_the_record_is_open(client, urls, journey, clerk, clerk2, office):
    statuses = []
    for user in (clerk2, office):
        client.force_login(factories.fresh(user))
        statuses += [client.get(url).status_code for url in urls]
    journey.take(journey.session, "cancel", "clerk", reason="下雨")
    client.force_login(factories.fresh(clerk))

    assert statuses == [403] * 4
    assert client.get(urls[0]).status_code == 409


def test_strangers_to_the_list_are_refused(desk, urls, book):
    fill(book, 0, **{"识别码（勿改）": "999999-", "出席情况": "出席"})

    assert errors_of(look(desk, urls, book))[0] == ["本场会议名单中没有此识别码。"]


def test_a_signature_below_the_list_is_no_mark_and_a_reason_without_a_mark_is_none_either(desk, urls, book):
    sheet = book.worksheets[0]
    free = [sheet.cell(row, columns(sheet)["出席情况"]).value for row in (4, 5)].index(None)
    fill(book, free, 请假事由="出差")
    fill(book, 2, **{"识别码（勿改）": "填表人：示例"})
    fill(book, 3, 姓名="未受邀的委员", 出席情况="出席")

    errors = errors_of(look(desk, urls, book))

    assert (errors[free], errors[1 - free], errors[2]) == (["填写了事由，但未标明出席情况；请同时标为“请假”。"], [], [])
    assert errors[3] == ["不在名单上的人请在会议记录页面添加，并删去本行。"]
