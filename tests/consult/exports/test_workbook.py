from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from consult.exports.cell_text import safe_text
from consult.exports.workbook import Column, Sheet, workbook, workbook_response
from consult.models import LoadedData
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cold_cache")]


COLUMNS = (
    Column("名称", "name", 30),
    Column("日期", "on", 12, "date"),
    Column("条数", "count", 8, "int"),
    Column("采纳率", "rate", 10, "percent"),
)


def row(name="场镇垃圾处理", on=date(2020, 4, 9), count=3, rate=0.25):
    return SimpleNamespace(name=name, on=on, count=count, rate=rate)


def reopened(rows, columns=COLUMNS, **options):
    options = {"title": "议题台账", "user": "示例办公室"} | options
    return load_workbook(BytesIO(workbook([Sheet("台账", columns, rows)], **options)))


def values(book, first=4):
    return [[cell.value for cell in line] for line in book["台账"].iter_rows(min_row=first)]


def notes(book):
    return [(line[0].value, line[1].value) for line in book.worksheets[-1].iter_rows()]


def test_title_origin_header_and_numbered_rows():
    book = reopened([row(), row("停车难", None, 0, None)])

    assert book["台账"]["A1"].value == "议题台账"
    assert "大竹县" in book["台账"]["A2"].value
    assert values(book, 3)[0][1:] == ["名称", "日期", "条数", "采纳率"]
    assert values(book) == [
        [1, "场镇垃圾处理", datetime(2020, 4, 9), 3, 0.25],
        [2, "停车难", None, 0, "—"],
    ]


def test_a_day_or_number_too_wide_for_its_column_is_drawn_smaller():
    [_number, name, *figures] = reopened([row()])["台账"][4]

    assert [bool(cell.alignment.shrink_to_fit) for cell in (name, *figures)] == [False, True, True, True]


def test_the_sheet_prints_like_an_office_paper():
    sheet = reopened([row()])["台账"]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:E4"
    assert sorted(str(merged) for merged in sheet.merged_cells.ranges) == ["A1:E1", "A2:E2"]
    assert "&P" in sheet.oddFooter.center.text
    assert "&N" in sheet.oddFooter.center.text


def test_fonts_and_borders_are_those_of_the_house():
    sheet = reopened([row()])["台账"]

    assert [sheet[cell].font.name for cell in ("A1", "B3", "B4")] == ["方正小标宋简体", "黑体", "仿宋"]
    assert sheet["B4"].border.left.style == "thin"
    assert sheet["B4"].fill.fill_type is None
    assert [sheet.cell(4, column).number_format for column in (2, 3, 4, 5)] == ["@", "yyyy-mm-dd", "0", "0.00%"]
    assert sheet.column_dimensions["B"].width == 30


def test_rows_are_as_tall_as_their_longest_text():
    sheet = reopened([row("短"), row("场" * 50), row("一\n二\n三"), row("长" * 5000)])["台账"]

    assert [sheet.row_dimensions[number].height for number in (4, 5, 6, 7)] == [20, 68, 52, 400]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 138",
        "-减少",
        "@某人",
        "\t制表",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("http://x")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_is_never_a_formula_and_stays_as_it_was(text):
    cell = reopened([row(text)])["台账"]["B4"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_a_title_and_a_heading_are_no_formulas_either():
    book = reopened([row("x")], (Column("=名称", "name"),), title="=1+1")

    assert book["台账"]["A1"].data_type == "s"
    assert book["台账"]["B3"].data_type == "s"


def test_control_characters_are_left_out_and_breaks_of_all_kinds_kept():
    assert values(reopened([row("甲\0\x0b乙\x1b[31m\ud800\uffff\r\n丙\r丁")]))[0][1] == "甲\n乙[31m\n丙\n丁"


def test_an_overlong_text_is_cut_with_a_mark_and_a_line_in_the_notes():
    book = reopened([row(), row("长" * 40000)])

    text = values(book)[1][1]
    assert len(text) == 32767
    assert text.startswith("长" * 32000)
    assert not text.endswith("长")
    assert sum("名称" in words and "5" in words for _label, words in notes(book)) == 1


def test_a_text_that_just_fits_is_not_cut():
    assert safe_text("长" * 32767) == ("长" * 32767, False)
    assert safe_text("😀" * 16383)[1] is False
    assert safe_text("😀" * 16384)[1] is True


def test_text_that_looks_like_an_excel_escape_is_kept_apart_from_one():
    assert safe_text("_x0041_ und _x") == ("_x005F_x0041_ und _x", False)


def test_a_moment_is_shown_in_local_time():
    book = reopened([row(on=datetime(2020, 4, 9, 16, 30, tzinfo=UTC))])

    assert values(book)[0][2] == datetime(2020, 4, 10, 0, 30)


def test_values_of_another_kind_become_text():
    columns = (
        Column("a", "name"),
        Column("b", lambda row: row.count, kind="text"),
        Column("c", "on"),
        Column("d", "rate", kind="int"),
    )

    assert values(reopened([row(True, date(2020, 1, 2), 7, "未知")], columns))[0][2:] == ["7", "2020-01-02", "未知"]


def test_paths_follow_relations_and_end_early(committee):
    venue, alone = factories.venue(committee=committee), factories.venue()
    column = Column("工委", "committee.get_kind_display")

    assert column.of(venue) == committee.get_kind_display()
    assert column.of(alone) is None


def test_the_notes_say_filter_count_who_and_when():
    book = reopened([row(), row()], filters=[("年度", "2020"), ("来源", "党政交题")], note="内部资料")

    words = [words for _label, words in notes(book)]
    assert words[:3] == ["2", "年度：2020；来源：党政交题", "示例办公室"]
    assert words[-1] == "内部资料"
    assert book.properties.creator == "示例办公室"


def test_the_notes_are_as_tall_as_their_label_or_their_text():
    sheet = Sheet("2026年度协商计划（第2版）", COLUMNS, [row()])
    book = load_workbook(BytesIO(workbook([sheet], title="议题台账", user="示例", note="口径一\n口径二\n口径三")))

    heights = [book.worksheets[-1].row_dimensions[at].height for at in range(1, 6)]

    assert heights == [36, 20, 20, 20, 52]


def test_sample_data_is_named_on_every_sheet_while_it_is_loaded():
    LoadedData.objects.create(name=LoadedData.DEMO, anchor=date(2026, 11, 1))

    book = reopened([row()])

    assert book["台账"]["A1"].value in {"示例数据", "Sample data"}
    assert notes(book)[0][0] in {"示例数据", "Sample data"}
    assert book["台账"].freeze_panes == "C5"
    assert values(book, 5)[0][1] == "场镇垃圾处理"


def test_an_empty_register_is_a_valid_file():
    assert values(reopened([])) == []


def test_a_queryset_is_read_in_one_pass(django_assert_num_queries, committee):
    for _ in range(5):
        factories.venue(committee=committee)
    rows = type(committee).objects.all()
    workbook([Sheet("a", (Column("名称", "name"),), rows)], title="t", user="u")

    with django_assert_num_queries(1):
        workbook([Sheet("a", (Column("名称", "name"),), rows)], title="t", user="u")


def test_sheet_names_hold_no_forbidden_sign_and_at_most_31():
    book = load_workbook(BytesIO(workbook([Sheet("a/b:[c]" + "长" * 40, COLUMNS)], title="t", user="u")))

    assert book.sheetnames[0] == "a b  c " + "长" * 24


def test_the_download_is_named_in_chinese():
    response = workbook_response([Sheet("a", COLUMNS)], title="议题台账", user="u")

    assert response["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''%E8%AE%AE%E9%A2%98%E5%8F%B0%E8%B4%A6"
    )
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
