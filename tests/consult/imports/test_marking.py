"""The office's own workbook given back with its errors marked, and marked again after half of them were mended."""

import time
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from consult.imports.marking import Marks, marked_file
from consult.imports.package import Unmarkable
from tests.consult.imports.files import SHEET, changed, content_of, part_of, rebuilt, workbook

pytestmark = pytest.mark.filterwarnings("ignore:Data Validation extension")

HEADINGS = ["编号", "姓名", "手机"]
LIST_ELSEWHERE = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x>下拉</x></ext></extLst>'
RED = "FFFFD9D6"


def office_book():
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    for row in (["某县政协委员名册"], [], HEADINGS, ["W1", "甲", 13800000000], ["W2", "=B4", None], ["W3", "丙", 12]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet["C6"].number_format = "0"
    sheet["C3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A3"].font = Font("黑体", 14)
    sheet["A6"].comment = Comment("请核对", "张三")
    sheet.column_dimensions["A"].width = 33
    sheet.column_dimensions.group("C", "H", hidden=False)
    rule = DataValidation("list", formula1='"甲,乙"')
    rule.add("B4:B9")
    sheet.add_data_validation(rule)
    book.create_sheet("其他")["B2"] = "不动"
    content = changed(content_of(book), SHEET, ("<f>B4</f><v></v>", "<f>B4</f><v>甲</v>"))
    return changed(content, SHEET, ("</worksheet>", f"{LIST_ELSEWHERE}</worksheet>"))


def marks(cells, lines, headings=HEADINGS):
    return Marks("名册", 3, 6, headings, cells, lines)


FIRST = marks(
    {(6, 3): "手机号码为 7 至 15 位数字。", (5, 1): "编号有误。", (6, 1): "编号重复。"},
    {5: ["编号有误。"], 6: ["手机有误。", "又一处。"]},
)


@pytest.fixture(scope="module")
def content():
    return office_book()


@pytest.fixture(scope="module")
def returned(content):
    with override("zh-hans"):
        return marked_file(content, FIRST)


def red_cells(sheet):
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED]


def test_wrong_cells_are_coloured_and_commented_and_a_column_is_appended(returned):
    sheet = load_workbook(BytesIO(returned))["名册"]

    assert [cell.value for cell in sheet["D"]] == [None, None, "错误", None, "编号有误。", "手机有误。 又一处。"]
    assert red_cells(sheet) == ["A5", "D5", "A6", "C6", "D6"]
    assert (sheet["C6"].comment.text, sheet["C6"].value, sheet["C6"].number_format) == (
        "【错误】手机号码为 7 至 15 位数字。",
        12,
        "0",
    )
    assert sheet["D3"].fill.fgColor.rgb == "FF00FF00"


def test_everything_else_of_the_workbook_stays(content, returned):
    book = load_workbook(BytesIO(returned))
    sheet = book["名册"]
    part = part_of(returned, SHEET)

    assert book.sheetnames == ["名册", "其他"]
    assert (sheet["A6"].comment.text, sheet["A6"].comment.author) == ("请核对\n【错误】编号重复。", "张三")
    assert (sheet["A3"].font.name, str(sheet.merged_cells), sheet.column_dimensions["A"].width) == ("黑体", "A1:C1", 33)
    assert "<f>B4</f><v>甲</v>" in part
    assert LIST_ELSEWHERE in part
    assert '<dataValidation sqref="B4:B9"' in part
    assert part_of(returned, "xl/worksheets/sheet2.xml") == part_of(content, "xl/worksheets/sheet2.xml")


@pytest.mark.parametrize("saved_by", ["us", "another program"])
def test_marked_again_it_shows_the_errors_that_are_left_and_no_others(returned, saved_by):
    if saved_by == "another program":
        returned = content_of(load_workbook(BytesIO(returned)))

    with override("en"):
        again = marked_file(returned, marks({(5, 1): "taken"}, {5: ["taken"]}, [*HEADINGS, "错误"]))

    sheet = load_workbook(BytesIO(again))["名册"]
    assert [cell.value for cell in sheet["D"]] == [None, None, "Errors", None, "taken", None]
    assert sheet.max_column == 4
    assert red_cells(sheet) == ["A5", "D5"]
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert comments == {"A6": "请核对", "A5": "【Errors】taken"}


def test_a_column_of_that_name_that_the_office_made_is_not_written_over(content):
    own = changed(content, SHEET, ("手机", "错误"))

    sheet = load_workbook(BytesIO(marked_file(own, marks({}, {4: ["甲"]}, ["编号", "姓名", "错误"]))))["名册"]

    assert [cell.value for cell in sheet[4]] == ["W1", "甲", 13800000000, "甲"]


def test_a_file_that_left_the_numbers_of_its_cells_out_is_marked_too():
    bare = workbook(["编号"], ["W1"])
    for name in ("A1", "A2"):
        bare = changed(bare, SHEET, (f'<c r="{name}"', "<c"))
    bare = changed(bare, SHEET, ('<row r="1">', "<row>"), ('<row r="2">', "<row>"))

    sheet = load_workbook(BytesIO(marked_file(bare, Marks("Sheet", 1, 2, ["编号"], {(2, 1): "x"}, {2: ["x"]}))))[
        "Sheet"
    ]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["编号", "错误"], ["W1", "x"]]


@pytest.mark.long
def test_a_hundred_thousand_empty_formatted_rows_are_given_back_within_seconds(content):
    part = "".join(f'<row r="{at}"><c r="A{at}" s="0"/><c r="B{at}" s="0"/></row>' for at in range(7, 100_007))
    long = changed(content, SHEET, ("</sheetData>", f"{part}</sheetData>"))
    began = time.process_time()

    returned = marked_file(long, FIRST)

    assert time.process_time() - began < 5
    assert 'r="B100006"' in part_of(returned, SHEET)


@pytest.mark.parametrize(
    "odd",
    [
        lambda content: changed(content, SHEET, ("<worksheet", "<!DOCTYPE x><worksheet")),
        lambda content: rebuilt(content, {"xl/styles.xml": b"<styleSheet/>"}),
        lambda content: rebuilt(content, {SHEET: b"<worksheet><row"}),
        lambda content: changed(content, "xl/workbook.xml", ("名册", "另名")),
        lambda content: changed(content, "xl/_rels/workbook.xml.rels", ("sheet1.xml", "nowhere.xml")),
        lambda content: changed(content, SHEET, ('min="1"', "")),
    ],
)
def test_what_cannot_be_marked_safely_is_left_alone(content, odd):
    with pytest.raises(Unmarkable):
        marked_file(odd(content), FIRST)
