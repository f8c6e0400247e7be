"""The workbook of the annual report as programs read it: its layout, its sums, and text that stays text."""

import re
from datetime import date
from functools import partial
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from openpyxl import load_workbook

from consult.models import LoadedData
from tests.cast import Cast
from tests.report_year import report_year
from tests.small_year import SPAN
from topics.models import Recommendation, Topic
from topics.reports.annual import AnnualReport
from topics.reports.annual_book import NUMBER_WIDTH, write_workbook
from topics.reports.book_charts import ROW_HEIGHT
from topics.reports.book_pages import PAGE_WIDTH, POINTS_PER_PIXEL, pixels
from topics.reports.tables import shown

# One of its tests run alone needs the tables, too.
pytestmark = pytest.mark.django_db
HOSTILE = (
    "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\n=1",
    "'=1", "{=1}", "0012", "1e5", "2026-01-01", "http://example.com", "mailto:a@b.cn", "<b>&amp;",
    "_x0041_", "𬱖㛃", "a\x01b", "TRUE", "#REF!",
)  # fmt: skip
FULL = "Y年n月j日"
KEPT = {"a\x01b": "ab"}
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    return report_year(Cast())


def made(office, period=SPAN):
    """The bytes of the workbook."""
    file = BytesIO()
    with translation.override("zh-hans"):
        write_workbook(AnnualReport(office, period), file, "示例办公室")
    return file


@pytest.fixture(scope="module")
def small_book(walked):
    """The workbook of the small year as it was walked."""
    return made(walked.cast["office"])


@pytest.fixture
def written(cast):
    """Makes it afresh."""
    return partial(made, cast["office"])


def test_every_sheet_is_laid_out_for_paper(small_book):
    book = load_workbook(small_book)

    cover, *sheets, charts = book.worksheets
    assert [sheet.title.split()[0] for sheet in sheets] == [f"表{number}" for number in range(1, 12)]
    assert (cover.title, charts.title) == ("封面", "附图")
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    for sheet in sheets:
        header = int(sheet.freeze_panes[1:]) - 1
        heads = [cell.value for cell in sheet[header]]
        assert sheet.print_title_rows == f"${header}:${header}"
        assert (heads[0], heads[-1]) == ("序号", "备注")
        assert sheet[header][0].font.name == "黑体"
        assert sheet.cell(header + 1, 2).font.name == "仿宋"
        assert sheet.cell(header + 1, 2).border.left.style == "thin"


def test_registers_alone_have_filters_and_two_tables_have_charts(small_book):
    sheets = load_workbook(small_book).worksheets[1:-1]

    assert [n for n, sheet in enumerate(sheets, 1) if sheet.auto_filter.ref] == [2, 4, 6, 8, 11]
    with ZipFile(small_book) as parts:
        charts = [parts.read(name).decode() for name in sorted(parts.namelist()) if name.startswith("xl/charts/chart")]
    columns = ["".join(re.findall(r"<c:f>[^<]*!\$([A-Z])", chart)) for chart in charts]
    assert columns == ["DBDEBE"] * 2 + ["DCDECEHCH"] * 2


def test_all_charts_stand_on_one_page_in_rows_as_tall_as_they_are(small_book):
    sheet = load_workbook(small_book).worksheets[-1]

    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (None, None, None)
    places = [(chart.anchor._from.row, chart.anchor.to.row) for chart in sheet._charts]
    assert places == [(2, 2)] * 2 + [(3, 3)] * 2
    assert {sheet.row_dimensions[row].height for row in (3, 4)} == {ROW_HEIGHT}
    assert [(chart.anchor._from.col, chart.anchor.to.col) for chart in sheet._charts] == [(0, 0), (1, 1)] * 2


def test_a_long_table_is_broken_by_hand_and_a_short_one_stands_on_one_page(small_book):
    one, *_others, eleven, _charts = load_workbook(small_book).worksheets[1:]

    assert [len(sheet.row_breaks.brk) for sheet in (one, eleven)] == [3, 0]
    assert [sheet.page_setup.fitToHeight for sheet in (one, eleven)] == [0, None]


def test_the_cover_says_the_days_as_papers_do_and_leads_to_every_sheet(small_book):
    cover, *sheets = load_workbook(small_book).worksheets

    texts = [cell.value for row in cover.iter_rows() for cell in row if cell.value]
    assert f"{date_format(SPAN.start, FULL)}至{date_format(SPAN.end, FULL)}" in texts
    assert texts[texts.index("填报日期：") + 1] == date_format(timezone.localdate(), FULL)
    leads = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert leads == [f"'{sheet.title}'!A1" for sheet in sheets]


def test_its_cells_are_those_of_the_tables(small_book, cast):
    book = load_workbook(small_book)
    with translation.override("zh-hans"):
        tables = AnnualReport(cast["office"], SPAN).tables.values()
        for sheet, table in zip(book.worksheets[1:-1], tables, strict=True):
            first = int(sheet.freeze_panes[1:])
            for at, (number, row) in enumerate(table.lines(), first):
                cells = [cell.value for cell in sheet[at]]
                assert cells[0] in {number, None}
                assert [in_words(cell) for cell in cells[1 : len(row) + 1]] == [in_words(plain(v)) for v in row]


def plain(value):
    """What the report says of a cell, to be compared with what the workbook holds; a rate is a number there."""
    ratio = getattr(value, "value", value)
    return "—" if ratio is None and hasattr(value, "whole") else ratio


def in_words(value):
    value = value.date() if hasattr(value, "date") else value
    return (
        f"{value:.6f}"
        if isinstance(value, int | float)
        else value.isoformat()
        if isinstance(value, date)
        else value or ""
    )


@pytest.mark.long
def test_a_year_in_which_nothing_happened_shows_dashes(written):
    quiet = type(SPAN)(date(2001, 1, 1), date(2001, 12, 31))

    sheet = load_workbook(written(quiet)).worksheets[2]

    assert {cell.value for cell in sheet[int(sheet.freeze_panes[1:])][:-1]} == {"—"}


@pytest.mark.long
def test_a_year_gives_its_name_and_sample_data_its_banner(written, cast):
    LoadedData.objects.create(name=LoadedData.DEMO, anchor=date(2026, 1, 1))
    year = type(SPAN).year(SPAN.end.year)

    book = load_workbook(written(year))

    texts = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert f"大竹县政协{year.start.year}年度协商工作情况统计表" in texts
    assert [sheet["A1"].value for sheet in book.worksheets[1:]] == ["示例数据"] * 12


@pytest.mark.long
def test_text_of_any_kind_stays_what_it_is(written):
    topics = list(Topic.objects.filter(number__isnull=False).order_by("pk"))
    texts = {}
    for at, words in enumerate(HOSTILE):
        recommendation = Recommendation.objects.all()[at % 5]
        texts.setdefault(recommendation.pk, []).append(words)
    for pk, words in texts.items():
        Recommendation.objects.filter(pk=pk).update(text="|".join(words))
    for topic, words in zip(topics, HOSTILE, strict=False):
        Topic.objects.filter(pk=topic.pk).update(title=words)

    found, formulas = read(written())

    assert formulas == []
    titles = {KEPT.get(words, words) for words in HOSTILE[: len(topics)]}
    assert titles - found == set()
    assert {"".join(KEPT.get(w, w) + "|" for w in words)[:-1] for words in texts.values()} - found == set()


@pytest.mark.long
def test_a_text_longer_than_a_printed_row_is_said_to_be(written):
    recommendation = Recommendation.objects.filter(number__isnull=False).first()
    Recommendation.objects.filter(pk=recommendation.pk).update(text="修路" * 500)

    sheet = load_workbook(written()).worksheets[6]

    said = {row[-1].value for row in sheet.iter_rows() if "修路" * 500 in [cell.value for cell in row]}
    assert said == {"文字过长，打印不全，全文见单元格"}


def read(file):
    """Every text of the sheets as a program reads it, and every formula, from the XML itself."""
    texts, formulas = set(), []
    with ZipFile(file) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = parts.read(name).decode()
                formulas += re.findall(r"<f[ >].*?</f>", xml)
                found = re.findall(r"<t(?: [^>]*)?>(.*?)</t>", xml, re.DOTALL)
                texts |= {ESCAPED.sub(lambda code: chr(int(code[1], 16)), unescape(one)) for one in found}
    return texts, formulas


def test_cells_are_shown_with_dashes_for_what_there_is_not():
    assert [shown(None, "text"), shown(None, "int"), shown(0), shown(date(2026, 1, 2), "date")] == [
        "",
        "—",
        "0",
        "2026-01-02",
    ]


def test_no_number_or_day_becomes_hashes_in_another_font_and_narrow_days_are_texts(small_book):
    _cover, _one, two, _three, four, *_others = load_workbook(small_book).worksheets

    proposed, held = two.cell(int(two.freeze_panes[1:]), 10), four.cell(int(four.freeze_panes[1:]), 2)
    assert (proposed.data_type, len(proposed.value), proposed.alignment.wrap_text) == ("s", 10, True)
    assert (held.data_type, held.alignment.shrink_to_fit, held.alignment.wrap_text) == ("d", True, None)


def test_letters_of_every_table_are_at_least_eight_points_on_paper(cast):
    tables = AnnualReport(cast["office"], SPAN).tables.values()

    widths = {
        table.number: [NUMBER_WIDTH, *(column.width for column in table.columns), table.remarks_width]
        for table in tables
    }
    sizes = {number: 10.5 * PAGE_WIDTH / (pixels(found) * POINTS_PER_PIXEL) for number, found in widths.items()}

    assert {number: size for number, size in sizes.items() if size < 8} == {}
