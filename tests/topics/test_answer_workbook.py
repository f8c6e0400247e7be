"""A department answers in a workbook: downloaded, filled in offline, previewed, carried out as a whole."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.cast import Cast
from tests.desks import draft, join
from tests.filled import columns, fill, opened, sent_back
from tests.journeys import Journey
from topics.models import Answer, AnswerDraft, Step

PAGE, FILE = reverse("answer_workbook"), reverse("answer_workbook_file")
PLANNED = timezone.localdate() + timedelta(days=30)


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Three recommendations wait for the department, one of them also for a second one to countersign."""
    journey = Journey(Cast())
    journey.referred(2)
    journey.cast["dept2_user"]
    other = Journey(journey.cast)
    other.referred(1, co=[journey.cast["department2"]])
    journey.shared = other.topic.recommendations.get()
    journey.cast["member_user"], journey.cast["office"]
    return journey


@pytest.fixture
def desk(client, dept_user):
    client.force_login(factories.fresh(dept_user))
    return client


@pytest.fixture
def book(desk):
    return opened(desk.get(FILE))


def adopt(book, line, **more):
    fill(
        book,
        line,
        **{
            "采纳情况": "采纳",
            "办理结果": "B 正在办理或列入计划",
            "采取措施": "=示例措施 & <措施>",
            "计划完成时间": PLANNED,
        }
        | more,
    )


def look(desk, book, **more):
    return desk.post(PAGE, {"file": sent_back(book)} | more)


def confirm(desk, page):
    return desk.post(PAGE, {"read": page.context["kept"], "confirm": "1"})


def errors_of(page):
    return [[str(words) for _label, words in row.errors] for row in page.context["rows"]]


def rows():
    return (Answer.objects.count(), AnswerDraft.objects.count(), Step.objects.count())


def test_workbook_holds_what_waits_locked_but_for_what_is_to_be_filled_in(book, journey):
    sheet = book.worksheets[0]
    places = columns(sheet)

    open_cells = {label for label, place in places.items() if not sheet.cell(4, place).protection.locked}
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert sheet.max_row == 3 + 3
    assert [sheet.cell(row, places["意见建议"]).value for row in (4, 5)] == ["示例建议1", "示例建议2"]
    assert sheet.protection.sheet is True
    assert open_cells == {
        "采纳情况",
        "办理结果",
        "采取措施",
        "未全部采纳的理由",
        "计划完成时间",
        "实际完成时间",
        "答复日期",
    }
    assert '"采纳,部分采纳,未采纳"' in lists


@pytest.mark.long
def test_filled_rows_are_answered_by_the_department_and_empty_ones_left_out(desk, book, journey, dept_user):
    adopt(book, 0)
    fill(book, 1, 采纳情况="未采纳", 办理结果="D 留作参考", 未全部采纳的理由="条件不具备")
    before = rows()

    page = look(desk, book)
    previewed = rows()
    answer = confirm(desk, page)

    first, second = journey.topic.recommendations.all()
    assert (page.context["to_do"], page.context["wrong"], page.context["left_out"]) == (2, 0, 1)
    assert previewed == before
    assert (answer.status_code, answer.url) == (302, reverse("recommendation_list"))
    assert [(r.stage, r.decision) for r in (first, second)] == [("answered", "adopted"), ("answered", "not_adopted")]
    assert (first.answer.measures, first.answer.planned_on) == ("=示例措施 & <措施>", PLANNED)
    assert first.steps.last().on_behalf_of == str(journey.cast["department"])
    assert first.answer.answered_by == dept_user


def test_preview_tells_the_days_as_they_were_understood(desk, book):
    adopt(book, 0, **{"计划完成时间": f"{PLANNED:%Y.%-m.%-d}"})

    row = look(desk, book).context["rows"][0]

    assert row.said == f"采纳 · B 正在办理或列入计划 · 计划完成时间 {PLANNED.isoformat()} · =示例措施 & <措施>"


def test_what_others_have_a_say_in_is_submitted_to_them(desk, book, journey):
    adopt(book, 2)

    page = look(desk, book)
    confirm(desk, page)

    shared = journey.shared
    shared.refresh_from_db()
    assert [row.becomes for row in page.context["rows"]] == ["left_out", "left_out", "submitted"]
    assert (shared.stage, shared.draft.is_submitted, shared.draft.measures) == ("referred", True, "=示例措施 & <措施>")


def test_answers_of_a_department_with_a_head_are_submitted_to_the_head(desk, book, journey):
    join(journey, "head", is_head=True)
    adopt(book, 0)

    confirm(desk, look(desk, book))

    assert journey.topic.recommendations.first().draft.is_submitted
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("written", ["B", "b", "正在办理或列入计划", "B under way or planned"])
def test_handling_result_is_read_by_its_letter_or_its_words(desk, book, written):
    adopt(book, 0, 办理结果=written)

    row = look(desk, book).context["rows"][0]

    assert (row.values["handling_result"], row.errors) == ("B", [])


def test_every_wrong_row_is_told_with_what_would_be_right_and_nothing_is_done(desk, book, journey):
    adopt(book, 0, 采纳情况="采用", 计划完成时间="下个月")
    fill(book, 1, 采纳情况="未采纳", 办理结果="D 留作参考")
    adopt(book, 2)
    before = rows()

    page = look(desk, book)
    forced = desk.post(PAGE, {"read": '[[4, "1-1", {"decision": "adopted"}, []]]', "confirm": "1"})

    assert errors_of(page) == [
        ["“采用”不在选项中，可填：采纳、部分采纳、未采纳。", "“下个月”不是日期，请填写如 2026-03-31。"],
        ["部分采纳和未采纳须说明理由。"],
        [],
    ]
    assert page.context["kept"] == ""
    assert "请重新上传表格" in forced.content.decode()
    assert rows() == before


@pytest.mark.long
def test_the_workbook_comes_back_with_the_errors_marked_and_its_locks_kept_to_be_mended(desk, book, journey):
    adopt(book, 0, 采纳情况="采用", 计划完成时间="=1+1")
    adopt(book, 2, **{"识别码（勿改）": "900000-1"})
    page = look(desk, book)

    back = opened(desk.post(PAGE, {"read": page.context["to_mend"], "marked": "1"}))

    sheet = back.worksheets[0]
    places = columns(sheet)
    assert [sheet.cell(row, places["错误"]).value for row in (4, 5, 6)] == [
        "采纳情况：“采用”不在选项中，可填：采纳、部分采纳、未采纳。 "
        "计划完成时间：“=1+1”不是日期，请填写如 2026-03-31。",
        None,
        "识别码（勿改）：目前没有此识别码的待答复意见建议，可能已经答复。",
    ]
    assert sheet.cell(4, places["采纳情况"]).comment.text.startswith("【错误】“采用”")
    assert (sheet.cell(4, places["计划完成时间"]).value, sheet.cell(4, places["计划完成时间"]).data_type) == (
        "=1+1",
        "s",
    )
    locked = {label for label, place in places.items() if sheet.cell(4, place).protection.locked}
    assert (sheet.protection.sheet, "识别码（勿改）" in locked, "采纳情况" in locked) == (True, True, False)
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list", "date"}
    adopt(back, 0)
    fill(back, 2, **{"识别码（勿改）": f"{journey.shared.pk}-{journey.shared.version}"})
    assert errors_of(look(desk, back)) == [[], [], []]


@pytest.mark.long
def test_what_moved_on_since_the_download_is_told_row_by_row(desk, book, journey):
    first, second = journey.topic.recommendations.all()
    adopt(book, 0)
    adopt(book, 1)
    adopt(book, 2)
    page = look(desk, book)
    journey.answer(first)
    draft(journey, second)
    before = rows()

    late = confirm(desk, page)
    again = look(desk, book)

    words = [["目前没有此识别码的待答复意见建议，可能已经答复。"], ["下载后该条已有变动，请重新下载。"], []]
    assert errors_of(late) == errors_of(again) == words
    assert rows() == before


@pytest.mark.long
def test_rows_of_others_and_rows_twice_are_refused(desk, book, journey):
    unreferred = Journey(journey.cast).concluded(1).recommendations.get()
    adopt(book, 0)
    adopt(book, 1, **{"识别码（勿改）": book.worksheets[0].cell(4, 1).value})
    adopt(book, 2, **{"识别码（勿改）": f"{unreferred.pk}-{unreferred.version}"})

    page = look(desk, book)

    assert errors_of(page)[1:] == [
        ["该条意见建议在表格中重复出现。"],
        ["目前没有此识别码的待答复意见建议，可能已经答复。"],
    ]


def test_draft_that_was_kept_comes_along_and_is_not_sent_untouched(desk, journey):
    first, second = journey.topic.recommendations.all()
    draft(journey, first, decision="", measures="写了一半")
    draft(journey, second)
    book = opened(desk.get(FILE))
    sheet = book.worksheets[0]

    page = desk.post(PAGE, {"file": sent_back(book)})

    assert [sheet.cell(row, columns(sheet)["采取措施"]).value for row in (4, 5)] == ["写了一半", "示例措施"]
    assert page.context["form"].errors == {}
    assert [row.becomes for row in page.context["rows"]] == ["left_out"] * 3
    assert "未填或未改动" in page.text


@pytest.mark.long
def test_an_answer_that_was_sent_back_stands_there_to_be_amended_and_is_not_sent_untouched(desk, journey):
    first = journey.topic.recommendations.first()
    said = {"decision": "adopted", "handling_result": "B", "measures": "原措施", "planned_on": PLANNED}
    journey.take(first, "answer", "dept_user", **said)
    journey.take(first, "send_back", "clerk", verdict="not_satisfied", comment="太笼统")
    book = opened(desk.get(FILE))
    rework = [row[0].row for row in book.worksheets[0].iter_rows(min_row=4) if "原措施" in [cell.value for cell in row]]
    untouched = [row.becomes for row in look(desk, book).context["rows"]]
    fill(book, rework[0] - 4, 采取措施="改过的措施")

    amended = [row.becomes for row in look(desk, book).context["rows"]]

    assert (untouched, sorted(amended)) == (["left_out"] * 3, ["left_out", "left_out", "sent"])


@pytest.mark.long
@pytest.mark.parametrize(
    "day", [PLANNED, datetime(2099, 3, 1), 72745, "2099-3-1", "2099年3月1日", "20990301", "2099/03/01"]
)
def test_days_are_read_however_they_are_written(desk, book, journey, day):
    adopt(book, 0, 计划完成时间=day)

    confirm(desk, look(desk, book))

    expected = PLANNED if day == PLANNED else date(2099, 3, 1)
    assert journey.topic.recommendations.first().answer.planned_on == expected


def test_form_sent_twice_answers_once(desk, book, journey):
    adopt(book, 0)
    page = look(desk, book)
    sent = {"read": page.context["kept"], "confirm": "1", "form_key": "a" * 32}

    answers = [desk.post(PAGE, sent).status_code for _each in range(2)]

    assert (answers, Answer.objects.count()) == ([302, 302], 1)


def test_workbook_downloaded_in_english_is_read_on_a_chinese_page(desk, journey):
    desk.cookies["django_language"] = "en"
    book = opened(desk.get(FILE))
    fill(
        book,
        0,
        **{
            "Decision": "adopted",
            "Handling result": "A solved",
            "Measures": "示例",
            "Real completion": date(2026, 1, 5),
        },
    )
    desk.cookies["django_language"] = "zh-hans"

    page = look(desk, book)

    assert errors_of(page) == [[], [], []]
    assert page.context["to_do"] == 1


@pytest.mark.long
def test_download_takes_as_many_queries_however_many_wait(desk, journey, queries_of):
    few = queries_of(FILE)
    for _each in range(3):
        more = Journey(journey.cast)
        draft(journey, more.referred(1, co=[journey.cast["department2"]])[0])

    assert queries_of(FILE) == few
