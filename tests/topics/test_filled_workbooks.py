"""What comes back as a workbook: refused where it is none of ours or harmful, read as it is meant otherwise."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from topics.reports.fillable_workbooks import CHOICE, DAY, KEY, TEXT, TOLD, Field, fillable
from topics.reports.filled_workbooks import MOST_ROWS, read_filled

FIELDS = (
    Field("key", "码", KEY),
    Field("told", "说明", TOLD),
    Field("mark", "登记", CHOICE, 10, (("a", "甲"), ("b", "乙"))),
    Field("on", "日期", DAY),
    Field("words", "文字", TEXT),
)
HEAD = ["码", "说明", "登记", "日期", "文字"]


def upload(content, name="a.xlsx"):
    return SimpleUploadedFile(name, content)


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    return saved(book)


GOOD = sheet_of(HEAD, ["1", "", "甲", "", ""])
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


def with_bomb(name):
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            new.writestr(part, BOMB if part.filename == name else old.read(part))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (GOOD, "a.xlsm", "宏"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 600, "a.xlsx", "内容"),
        (with_bomb("xl/worksheets/sheet1.xml"), "a.xlsx", "定义"),
        (with_bomb("xl/workbook.xml"), "a.xlsx", "定义"),
        (sheet_of(["别的", "表格"]), "a.xlsx", "缺少“码”"),
        (sheet_of(["码", "说明"]), "a.xlsx", "缺少“登记”"),
        (sheet_of(HEAD, *[[str(n), "", "甲"] for n in range(MOST_ROWS + 1)]), "a.xlsx", f"超过 {MOST_ROWS} 行"),
    ],
    ids=["empty", "macros", "picture", "bomb", "bomb in the book", "other", "column gone", "too long"],
)
def test_what_is_no_such_workbook_is_refused_in_words(content, name, words):
    with pytest.raises(ValidationError) as refusal:
        read_filled(upload(content, name), FIELDS)

    assert words in refusal.value.messages[0]


def test_cells_are_read_as_they_are_meant():
    content = sheet_of(
        ["题目"],
        [],
        [" 码 ", "说明", "登记", "日期", "文字"],
        [7.0, "锁定", "　甲 ", datetime(2026, 3, 1), 13800000000],
        [None, "只有说明", None, None, None],
        ["8", "", "丙", "三月", "=1+1 & <x>"],
    )

    first, second = read_filled(upload(content), FIELDS)

    assert (first.number, first.key, first.errors) == (4, "7", [])
    assert first.values == {"mark": "a", "on": "2026-03-01", "words": "13800000000"}
    assert [words for _label, words in second.errors] == [
        "“丙”不在选项中，可填：甲、乙。",
        "“三月”不是日期，请填写如 2026-03-31。",
        "公式没有结果，请直接填写内容。",
    ]


@pytest.mark.long
def test_a_hundred_thousand_empty_formatted_rows_are_no_rows():
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(["1", "", "甲"])
    for row in range(3, 20_000):
        book.active.cell(row, 1).number_format = "@"
    book.active.cell(100_000, 1).number_format = "@"

    assert [row.key for row in read_filled(upload(saved(book)), FIELDS)] == ["1"]


@pytest.mark.django_db
def test_what_is_written_comes_back_unchanged_and_nothing_is_a_formula():
    texts = ["=1+1", "+1", "@x", "-1", "＝1", "𬱖㛃 & <b>", "\x00\x07控制", "行一\n行二", "长" * 40_000]
    rows = [{"key": str(n), "told": text, "mark": "b", "words": text} for n, text in enumerate(texts)]
    content = fillable("表", "说明", FIELDS, rows)

    found = read_filled(upload(content), FIELDS)

    cells = [cell for line in load_workbook(BytesIO(content)).active.iter_rows() for cell in line]
    assert [row.values["words"] for row in found][:8] == [*texts[:6], "控制", "行一\n行二"]
    assert {row.values["mark"] for row in found} == {"b"}
    assert [cell for cell in cells if cell.data_type == "f"] == []


@pytest.mark.django_db
def test_a_row_to_fill_in_is_as_tall_as_what_is_told_in_it_and_the_file_says_whose_it_is():
    rows = [{"told": "短"}, {"told": "长" * 70}]

    book = load_workbook(BytesIO(fillable("登记表", "说明", FIELDS, rows)))

    assert [book.active.row_dimensions[at].height for at in (4, 5)] == [48, 180]
    assert (book.properties.title, book.properties.creator) == ("登记表", "大竹县政协")
