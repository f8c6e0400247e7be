"""Papers by hand: a report previewed, downloaded and frozen, answers filled in offline, a Word file from its page."""

from io import BytesIO
from pathlib import Path

from docx import Document as Word
from openpyxl import load_workbook

from tests.browser.forms import enter, follow, send
from tests.browser.steps import sign_in, take_up
from tests.filled import fill
from tests.small_year import SPAN
from topics.models import FrozenReport, Recommendation


def downloaded(page, link):
    """The bytes of the file behind the link, and its name."""
    with page.expect_download() as found:
        page.locator(link).first.click()
    return Path(found.value.path()).read_bytes(), found.value.suggested_filename


def open_report(page):
    follow(page, ".side a[href='/reports/annual/']")
    enter(page, start=SPAN.start.isoformat(), end=SPAN.end.isoformat())
    send(page, "form:has([name=start]) button[type=submit]")


def words_of(book, sheet):
    return {str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None}


def freeze(page):
    follow(page, ".page-head a[href*='/freeze/']")
    send(page)


def answer_offline(page):
    """Downloads the workbook of what is owed, fills in its one row, uploads it and carries the preview out."""
    follow(page, ".side a[href='/recommendations/']")
    follow(page, "main a[href='/recommendations/workbook/']")
    content, _name = downloaded(page, "main a[href$='/file/']")
    book = load_workbook(BytesIO(content))
    fill(book, 0, 采纳情况="采纳", 办理结果="A 已解决", 采取措施="增设便民停车位", 实际完成时间=SPAN.end)
    stream = BytesIO()
    book.save(stream)
    file = {"name": "答复.xlsx", "mimeType": "application/octet-stream", "buffer": stream.getvalue()}
    page.set_input_files("[name=file]", file)
    send(page)
    assert page.locator("#preview .chip-ok").count() == 1
    assert Recommendation.objects.get().stage == "referred"
    send(page, "#preview [name=confirm]")


def test_a_report_is_frozen_an_answer_comes_by_workbook_and_the_difference_is_named(page, complaints, journey):
    [asked] = journey.referred(1)
    office, department = journey.cast["office"], journey.cast["dept_user"]
    sign_in(page, office)
    open_report(page)
    page.locator(".report-tabs a", has_text="表2").click()
    preview = page.locator("section.report-table", has_text=journey.topic.title)
    preview.wait_for()
    content, name = downloaded(page, ".page-head a[href*='export=xlsx']")
    freeze(page)

    sign_in(page, department)
    answer_offline(page)
    sign_in(page, office)
    open_report(page)
    follow(page, ".report-frozen a")

    assert name.endswith(".xlsx")
    assert journey.topic.title in words_of(load_workbook(BytesIO(content)), "表2 议题台账")
    assert Recommendation.objects.get().stage == "answered"
    lines = [" ".join(line.split()) for line in page.locator("main table tbody tr").all_inner_texts()]
    told = f"{asked.topic.number} · 1 {asked.topic.title}"
    assert f"表6 {told} 采纳情况 待反馈 采纳" in lines
    kept, _name = downloaded(page, ".page-head a[href$='/download/']")
    assert len(kept) == len(FrozenReport.objects.get().file.open().read())
    assert complaints == []


def test_a_word_file_is_downloaded_from_the_topic_that_waits(page, complaints, journey):
    topic = journey.proposed()
    sign_in(page, journey.cast["office"])
    take_up(page, topic.title)
    page.locator("details.drop summary").first.click()

    content, name = downloaded(page, "a[href*='/papers/proposal-form/']")

    assert name.endswith(".docx")
    text = [cell.text for table in Word(BytesIO(content)).tables for row in table.rows for cell in row.cells]
    assert topic.title in text
    assert complaints == []
