"""What a cell says, in whichever way it was typed, or what is wrong with it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from consult.imports import known, readers

POSTS = [("member", "成员"), ("director", "主任")]


@pytest.mark.parametrize(
    ("reader", "raw", "value"),
    [
        (readers.person, " 张　三 ", "张三"),
        (readers.person, "Anna  Li", "Anna Li"),
        (readers.line, "甲\n乙", "甲 乙"),
        (readers.text, "甲\n乙 ", "甲\n乙"),
        (readers.code, "Ｗ００１", "W001"),
        (readers.code, 1400001, "1400001"),
        (readers.phone, 13800001234, "13800001234"),
        (readers.phone, "138 0000-1234", "13800001234"),
        (readers.whole, "12", 12),
        (readers.whole, "30 人", 30),
        (readers.yes_no, "√", True),
        (readers.yes_no, False, False),
        (known.choice(POSTS, 委员="member"), "委员", "member"),
        *((readers.day, raw, date(2020, 4, 9)) for raw in (
            "2020-04-09", "2020/4/9", "2020.4.9", "2020年4月9日", "20200409", 20200409, 43930, "2020-04-09 10:30:00",
            "２０２０年４月９日", "2020 年 4 月 9 日")),
        *((readers.month, raw, date(1975, 3, 1)) for raw in (
            "1975-03", "1975.3", 1975.03, "1975年3月", "197503", 197503, "1975-03-28", 27465)),
    ],
)  # fmt: skip
def test_a_cell_is_read_in_whichever_form(reader, raw, value):
    assert reader(raw, {}) == value


@pytest.mark.parametrize(
    ("reader", "raw", "words"),
    [
        (readers.day, "2020-02-30", "没有这一天"),
        (readers.day, "去年", "2020-04-09"),
        (readers.day, "0020-04-09", "核对年份"),
        (readers.month, 1975.1, "可能是1月，也可能是10月"),
        (readers.month, "七五年", "1975-03"),
        (readers.month, "1985-13", "1975-03"),
        (readers.phone, "120****0001", "7"),
        (readers.whole, "-1", "整数"),
        (readers.yes_no, "也许", "“是”或“否”"),
        (known.choice(POSTS), "主仼", "“主任”"),
        (known.one_of("committees"), "城东片区", "“城东片区联络工委”"),
        (known.one_of("none"), "城东", "无法识别“城东”。"),
    ],
)
def test_a_wrong_cell_is_told_what_is_right(reader, raw, words):
    with pytest.raises(ValidationError, match=words):
        reader(raw, {"committees": {"城东片区联络工委": 1, "城西片区联络工委": 2}, "none": {}})


def test_a_choice_is_known_in_both_languages():
    with override("en"):
        assert known.choice([("x", "甲")])("甲", {}) == "x"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("竹阳", "无法识别“竹阳”，请填写“竹阳片区联络工委”。"),
        ("竹阳片联络工委", "无法识别“竹阳片联络工委”，请填写“竹阳片区联络工委”。"),
        ("x", "无法识别“x”，请填写系统中已有的名称，如“第0处”或“第1处”或“第2处”。"),
    ],
)
def test_what_is_like_the_words_is_offered_else_an_example(typed, words):
    units = {f"第{at}处": at for at in range(9)} | {"竹阳片区联络工委": 9}

    with pytest.raises(ValidationError) as refused:
        known.one_of("units")(typed, {"units": units})

    assert refused.value.messages == [words]


def test_of_few_choices_all_are_offered_unless_one_is_like_the_words_in_any_language():
    read = known.choice([("a", _("male")), ("b", _("female"))])

    said = []
    for typed in ("男人", "x"):
        with override("en"), pytest.raises(ValidationError) as refused:
            read(typed, {})
        said += refused.value.messages

    assert said == ["“男人” is not known here; write “male”.", "“x” is not known here; write “male” or “female”."]


def test_several_are_parted_by_any_comma_and_named_once():
    assert known.several_of("towns")("甲镇、乙镇,甲镇；", {"towns": {"甲镇": 1, "乙镇": 2}}) == [1, 2]


def test_known_names_are_parted_by_blanks_too():
    known_towns = {"甲镇": 1, "乙镇": 2, "New Town": 3}

    assert known.several_of("towns")("甲镇 乙镇、New Town", {"towns": known_towns}) == [1, 2, 3]
