"""A register as .csv: read as bytes, and read again by whoever made it."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from consult.exports.csv_file import csv_of, csv_response, from_text
from consult.exports.workbook import Column, Sheet
from consult.models import LoadedData
from tests.hostile_texts import FORMULAS

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column("名称", "name"),
    Column("日期", "on", kind="date"),
    Column("条数", "count", kind="int"),
    Column("采纳率", "rate", kind="percent"),
)


def bytes_of(name="场镇垃圾处理", on=date(2020, 4, 9), count=3, rate=0.25):
    return csv_of(Sheet("台账", COLUMNS, [SimpleNamespace(name=name, on=on, count=count, rate=rate)]))


def test_the_first_line_is_the_heads_and_the_bytes_say_that_they_are_utf8():
    assert bytes_of() == "\ufeff名称,日期,条数,采纳率\r\n场镇垃圾处理,2020-04-09,3,25.00%\r\n".encode()


def test_numbers_stay_numbers_and_nothing_is_a_dash_only_where_it_is_a_rate():
    assert bytes_of("甲,乙", None, -3, None).decode("utf-8-sig").splitlines()[1] == '"甲,乙",,-3,—'


def test_days_are_local():
    line = bytes_of(on=datetime(2020, 4, 9, 17, 30, tzinfo=UTC)).decode().splitlines()[1]

    assert line == "场镇垃圾处理,2020-04-10 01:30,3,25.00%"


@pytest.mark.parametrize("words", FORMULAS)
def test_no_text_is_a_formula_and_it_comes_back_as_it_was(words):
    line = bytes_of(words).decode("utf-8-sig").split("\r\n", 1)[1]

    cell = line.removeprefix('"').replace('""', '"')
    assert cell.startswith(f"'{words[:1]}") and cell[1:].startswith(words)
    assert from_text(cell[: len(words) + 1]) == words


@pytest.mark.parametrize("words", ["'甲", "甲=乙", "O'Neil", "—", "", "'"])
def test_other_texts_are_left_alone(words):
    assert bytes_of(words).decode("utf-8-sig").splitlines()[1].split(",")[0] == words
    assert from_text(words) == words


def test_a_marked_text_is_marked_once_more():
    assert from_text("''=1+1") == "'=1+1"
    assert "''=1+1" in bytes_of("'=1+1").decode()


def test_the_file_is_a_download_named_by_title_and_taker_and_says_that_it_is_a_sample():
    cache.clear()
    LoadedData.objects.create(name="demo", anchor=date(2026, 1, 1))

    answer = csv_response(Sheet("委员", COLUMNS), title="委员", user="office01")

    cache.clear()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert "%E7%A4%BA%E4%BE%8B" in answer["Content-Disposition"]
    assert re.search(r"\d{8}-\d{4}-office01\.csv$", answer["Content-Disposition"])
