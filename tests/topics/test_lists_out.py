"""Every list as it goes out: the rows and columns that the page shows, in its order, in both kinds of file."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import html
from openpyxl import load_workbook

from consult.exports.csv_file import from_text
from consult.lists.columns import NOTHING, cells_of
from tests import factories
from tests.cast import Cast
from tests.hostile_texts import FORMULAS
from tests.journeys import Journey
from tests.long import long
from tests.small_year import small_year

# A list with an order of its own, and a filter that leaves out some of its rows.
LISTS = {
    "topic_list": "sort=-title&source=cppcc_selected",
    "plan_list": "sort=-topic&stage=draft",
    "session_list": "sort=topic&stage=completed",
    "recommendation_list": "sort=-topic&stage=answered",
    "member_list": "sort=-name&q=甲",
    "committee_list": "sort=-name&q=无事",
    "venue_list": "sort=-name&q=室",
    "department_list": "sort=-name&q=水务",
    "step_list": "sort=happened&what=topic.propose",
    "township_list": "sort=-name&q=镇",
    "review_meeting_list": "sort=date&body=party_group",
    "attendance_list": "sort=-member&status=present",
}
NAMED_IN_THE_ISSUE = list(LISTS)[:9]


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    cast = Cast()
    journey = small_year(cast)
    for place, text in enumerate(FORMULAS[:4]):
        factories.venue(f"室{place}", address=text, committee=cast["committee"], kind="room")
        factories.township(f"示例{place}镇")
        factories.member(f"示例甲{place}", number=f"L{place}", committee=cast["committee"], employer=text)
    cast["dept2_user"], Journey(cast).drafted_plan(), Journey(cast).planned_session(), Journey(cast).referred(1)
    return journey


@pytest.fixture
def shown(client, office):
    """The answer of a list, with the columns that the user keeps and in the user's language."""
    client.force_login(office)

    def ask(name, query, export=""):
        return client.get(f"{reverse(name)}?{query}" + (f"&export={export}" if export else ""))

    return ask


def keep_all_columns(client, name):
    client.post(reverse(name), {"keep": "all_columns"})


def plain(words):
    return " ".join(str(words).split())


def as_words(cell):
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def of_workbook(answer):
    """The heads, the rows without their numbers, and the notes by their labels."""
    book = load_workbook(BytesIO(answer.content))
    lines = [[as_words(cell) for cell in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    head = next(at for at, line in enumerate(lines) if line[0] in ("序号", "No."))
    notes = {line[0]: line[1] for line in book.worksheets[-1].iter_rows(values_only=True)}
    return lines[head][1:], [line[1:] for line in lines[head + 1 :]], notes


def of_csv(answer):
    heads, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""))
    return heads, [[from_text(cell) for cell in row] for row in rows]


def of_page(answer):
    """The heads, and by row what stands in each cell and below it."""
    page = html.fromstring(answer.content.decode())
    heads = [
        plain(head.text_content())
        for head in page.xpath("//table[@class='register']/thead/tr/th[not(contains(@class, 'tick'))]")
    ]
    rows = []
    for line in page.xpath("//table[@class='register']/tbody/tr"):
        cells = []
        for cell in line.xpath("td[not(contains(@class, 'tick'))]"):
            below = [plain(one.text_content()) for one in cell.xpath(".//span[contains(@class, 'minor')]")]
            for one in cell.xpath(".//span[contains(@class, 'minor')]"):
                one.drop_tree()
            cells.append((plain(cell.text_content()), " ".join(below)))
        rows.append(cells)
    return heads, rows


def told_on_the_page(columns, row):
    """What a row of the file makes the page show, where that shows no chip or link of its own in place of a value."""
    said = {column.name: plain(words) for column, words in zip(columns, row, strict=True)}
    return [
        (None if cell.column.cell else said[cell.column.name] or NOTHING,
         [said[under.name] for under in cell.under if not under.cell and said[under.name]])
        for cell in cells_of(columns)
    ]  # fmt: skip


@pytest.mark.parametrize("columns", long(["standard", "all"], quick=["standard"]))
@pytest.mark.parametrize("name", LISTS)
def test_the_files_hold_the_rows_and_columns_of_the_page_in_its_order(client, shown, office, name, columns):
    if columns == "all":
        keep_all_columns(client, name)

    page = shown(name, LISTS[name])
    in_book, in_text = shown(name, LISTS[name], "xlsx"), shown(name, LISTS[name], "csv")

    heads, rows, notes = of_workbook(in_book)
    page_heads, page_rows = of_page(page)
    shown_columns = page.context["columns"]
    assert (heads, rows) == of_csv(in_text) == ([str(column.label) for column in shown_columns], rows)
    assert page_heads[: len(cells_of(shown_columns))] == [str(cell.column.label) for cell in cells_of(shown_columns)]
    assert len(rows) == len(page_rows) == page.context["total"]
    for row, cells in zip(rows, page_rows, strict=True):
        for (value, below), (on_page, under) in zip(told_on_the_page(shown_columns, row), cells, strict=False):
            assert value in (None, on_page)
            assert [words for words in below if words not in under] == []
    assert notes["导出人"] == str(office)
    assert [value for label, value in notes.items() if "行数" in label] == [str(len(rows))]


@pytest.mark.long
@pytest.mark.parametrize("name", NAMED_IN_THE_ISSUE)
def test_a_filter_leaves_rows_out_of_page_and_files_alike_and_the_notes_say_which(shown, name):
    every, some = shown(name, "all=1"), shown(name, LISTS[name])

    _heads, rows, notes = of_workbook(shown(name, LISTS[name], "xlsx"))

    assert 0 < some.context["total"] == len(rows) < every.context["total"]
    assert notes["筛选条件"] not in ("", None)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMED_IN_THE_ISSUE)
def test_files_of_an_english_reader_are_in_english(client, shown, name):
    client.cookies["django_language"] = "en"

    with override("zh-hans"):
        heads, _rows, notes = of_workbook(shown(name, LISTS[name], "xlsx"))

    assert {"Filter", "Exported by", "Exported on"} <= set(notes)
    assert [words for words in heads if not words.isascii()] == []
