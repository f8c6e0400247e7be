"""The table in a file: its head, its columns, its rows."""

import time
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from consult.imports import opening
from consult.imports.kinds import ImportColumn, kinds
from consult.imports.table import cell_named, read_table
from tests.consult.imports.files import SHEET, changed, content_of, csv_file, sheet_of, upload, workbook

KIND = SimpleNamespace(
    key="number",
    most=2000,
    columns=[
        ImportColumn("number", "委员编号", ("编号",), required=True),
        ImportColumn("name", "姓名", required=True),
        ImportColumn("mobile", "手机号码", ("电话", "联系电话")),
    ],
)
ROWS = [["委员编号", "姓名"], ["W1", "甲"]]


def values(file):
    return [row for _number, row in read_table(file, KIND).lines]


def test_the_head_is_found_below_merged_titles_by_the_usual_names_in_any_order():
    book = Workbook()
    for row in [
        ["县政协委员姓名"],
        ["截至2026年"],
        [],
        ["序号", " 姓　名 *", "联系电话（手机）", "编 号："],
        [1, "甲", 138, "W1"],
    ]:
        book.active.append(row)
    book.active.merge_cells("A1:D1")

    table = read_table(upload(content_of(book)), KIND)

    assert table.places == {"name": 1, "mobile": 2, "number": 3}
    assert table.ignored == ["序号"]
    assert table.lines == [(5, [1, "甲", 138, "W1"])]
    assert cell_named(table.places, "number", 5) == "D5"


def test_the_first_visible_sheet_with_the_head_counts():
    book = Workbook()
    book.active.append(["说明"])
    hidden = book.create_sheet("旧")
    hidden.sheet_state = "hidden"
    for sheet, name in ((hidden, "旧人"), (book.create_sheet("新"), "新人")):
        sheet.append(ROWS[0])
        sheet.append(["W1", name])

    table = read_table(upload(content_of(book)), KIND)

    assert (table.sheet, table.lines) == ("新", [(2, ["W1", "新人"])])


def test_the_other_sheets_with_such_a_table_are_told_and_hidden_ones_are_not():
    book = Workbook()
    for row in (ROWS[0], ROWS[1]):
        book.active.append(row)
    for name in ("城西", "说明", "旧"):
        book.create_sheet(name).append(["说明"] if name == "说明" else ROWS[0])
    book["旧"].sheet_state = "hidden"

    table = read_table(upload(content_of(book)), KIND)

    assert (table.sheet, table.others) == ("Sheet", ["城西"])


def test_rows_that_the_file_hides_are_read_and_told():
    book = Workbook()
    for row in (["名册"], ROWS[0], ["W1", "甲"], ["W2", "乙"], ["合计2人", None], ["W3", "丙"]):
        book.active.append(row)
    for number in (1, 4, 5):
        book.active.row_dimensions[number].hidden = True
    book.active.row_dimensions[6].hidden = False

    table = read_table(upload(content_of(book)), KIND)

    assert ([at for at, _row in table.lines], table.hidden) == ([3, 4, 6], [4])


@pytest.mark.parametrize(
    "row",
    [["委员编号", "姓名"], ["一、城东片区", None], ["（二）城西", None], [None, "经济界（25人）"], ["12. 城", "甲"]],
)
def test_a_heading_between_the_rows_is_no_row_unless_more_stands_in_it(row):
    table = read_table(sheet_of(*ROWS, row, ["W2", "乙"]), KIND)

    words = next(cell for cell in row if cell)
    assert table.feet == ({} if "甲" in row else {3: words})
    assert len(table.lines) == (3 if "甲" in row else 2)


def test_a_head_repeated_in_part_is_a_row():
    assert values(sheet_of(*ROWS, ["委员编号", "乙"])) == [["W1", "甲"], ["委员编号", "乙"]]


@pytest.mark.long
def test_a_hundred_thousand_empty_formatted_rows_do_not_count():
    cells = "".join(f'<c r="{letter}%(at)d" s="0"/>' for letter in "ABCD")
    part = "".join(f'<row r="%(at)d">{cells}</row>' % {"at": at} for at in range(3, 100_003))
    file = upload(changed(workbook(*ROWS), SHEET, ("</sheetData>", f"{part}</sheetData>")))
    began = time.process_time()

    table = read_table(file, KIND)

    assert time.process_time() - began < 2
    assert table.lines == [(2, ["W1", "甲"])]
    assert table.ended_at == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_each_usual_encoding(encoding):
    assert values(csv_file(ROWS[0], ["W1", "㛃"], ["W2", "'=1+1"], encoding=encoding)) == [["W1", "㛃"], ["W2", "=1+1"]]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_a_csv_with_other_delimiters_is_read(delimiter):
    assert values(upload(f"编号{delimiter}姓名\nW1{delimiter}甲".encode(), "a.csv")) == [["W1", "甲"]]


def test_a_formula_gives_what_it_gave_when_the_file_was_saved_or_says_that_nothing_was_kept():
    rows = workbook(*ROWS, ["W2", "=A2&A3"], ["W3", "=A1"])
    kept = changed(
        rows, SHEET, ("<f>A2&amp;A3</f><v></v>", "<f>A2&amp;A3</f><v>甲乙</v>"), ('r="B3"', 'r="B3" t="str"')
    )

    assert values(upload(kept)) == [["W1", "甲"], ["W2", "甲乙"], ["W3", {"is": "formula"}]]


def test_a_text_that_looks_like_a_formula_is_a_text():
    book = Workbook()
    for row in (ROWS[0], ["W1", "甲"]):
        book.active.append(row)
    book.active["B2"].value = "=1+1"
    book.active["B2"].data_type = "s"

    assert values(upload(content_of(book))) == [["W1", "=1+1"]]


def test_cells_merged_over_several_rows_give_their_value_to_each():
    book = Workbook()
    for row in (ROWS[0], ["W1", "甲"], ["W2", None], ["W3", None]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")

    assert values(upload(content_of(book))) == [["W1", "甲"], ["W2", "甲"], ["W3", None]]


def test_a_second_line_of_the_head_names_the_columns_that_it_divides():
    book = Workbook()
    for row in (["编号", "姓名", "联系电话", None], [None, None, "办公", "手机号码"], ["W1", "甲", "6222", "138"]):
        book.active.append(row)
    book.active.merge_cells("C1:D1")

    table = read_table(upload(content_of(book)), KIND)

    assert (table.head, table.places, table.ignored) == (2, {"number": 0, "name": 1, "mobile": 3}, ["办公"])
    assert table.lines == [(3, ["W1", "甲", "6222", "138"])]


def test_a_third_line_of_the_head_divides_what_the_second_one_named():
    heads = (["编号", "姓名", "联系方式", None], [None, None, "电话", None], [None, None, "办公", "手机号码"])

    table = read_table(sheet_of(*heads, ["W1", "甲", "6222", "138"]), KIND)

    assert (table.head, table.places, table.ignored) == (3, {"number": 0, "name": 1, "mobile": 3}, ["办公"])


def test_a_row_that_lacks_its_number_is_no_second_line_of_the_head():
    rows = [[*ROWS[0], "电话"], [None, "甲", "138"]]

    assert values(sheet_of(*rows)) == [[None, "甲", "138"]]


def test_numbers_errors_and_days_come_as_they_are():
    rows = workbook(["编号", "姓名", "电话"], [1.0, "甲", 13800001234], ["W2", "#N/A", None])

    assert values(upload(rows)) == [[1, "甲", 13800001234], ["W2", {"is": "error", "value": "#N/A"}, None]]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["说明"], ["甲"]], "没有找到表头.*委员编号、姓名"),
        ([["说明"], ["姓名", "电话"], ["甲", "1"]], "最接近的一行是“姓名、电话”，缺少：委员编号"),
        ([ROWS[0]], "表头下面没有数据行"),
        ([["编号", "姓名", "委员编号"], ["W1", "甲", "W2"]], "“编号”（A 列）与“委员编号”（C 列）"),
        ([ROWS[0], *(["W", "甲"] for _time in range(2001))], "超过 2000 行"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_reason(rows, words):
    with pytest.raises(ValidationError, match=words):
        read_table(sheet_of(*rows), KIND)


def test_an_outright_heading_goes_before_one_with_a_remark():
    file = sheet_of(["部门", "办公电话", "联系电话（手机）"], ["示例新局", "0818-6000000", "10000000001"])

    table = read_table(file, kinds()["departments"])

    assert (table.places["phone"], table.ignored) == (1, ["联系电话（手机）"])


def test_as_many_rows_as_the_kind_bounds_are_read_and_one_more_is_not():
    kind = SimpleNamespace(**vars(KIND) | {"most": 2})
    rows = [ROWS[0], *([f"W{at}", "甲"] for at in range(3))]

    assert len(read_table(sheet_of(*rows[:3]), kind).lines) == 2
    with pytest.raises(ValidationError, match="超过 2 行"):
        read_table(sheet_of(*rows), kind)


def test_the_reading_ends_at_a_run_of_empty_lines_and_goes_on_after_fewer(monkeypatch):
    monkeypatch.setattr(opening, "EMPTY_RUN", 3)
    empty = [None, None]

    table = read_table(sheet_of(*ROWS, empty, empty, ["W2", "乙"], empty, empty, empty, ["W3", "丙"]), KIND)

    assert ([at for at, _row in table.lines], table.ended_at) == ([2, 5], 5)
