"""Every kind of import as offices send it: one table in many shapes, each read as the same records."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from consult.exceptions import Conflict
from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import undo
from consult.models import Import
from tests import factories
from tests.cast import Cast
from tests.consult.imports.files import content_of, sheet_of, upload
from tests.journeys import Journey

DAY = date(2021, 3, 5)
DAYS = [
    *("2021年3月5日", "2021.3.5", "2021-03-05", "2021/3/5", "20210305", "２０２１年３月５日", "2021. 3. 5 "),
    *(44260, "44260", datetime(2021, 3, 5, 8, 30)),
]
TABLES = {
    "townships": [["乡镇名称", "成立日期"], ["示例新镇", DAY]],
    "departments": [["单位名称", "办公电话", "设立日期"], ["示例新局", "0818-6000000", DAY]],
    "committees": [
        ["联络工委", "工委简称", "类别", "联系乡镇", "电话", "成立日期"],
        ["示例新片区政协联络工作委员会", "示例新工委", "片区", "示例甲镇", "0818-6000000", DAY],
    ],
    "venues": [
        ["平台名称", "平台类型", "所属联络工委", "人数", "启用时间"],
        ["示例新议事室", "协商议事室", "城东片区联络工委", 30, DAY],
    ],
    "members": [
        ["委员证号", "委员姓名", "性别", "界别", "所在工委", "任职时间", "手机", "单位及职务"],
        ["N1", "示例新人", "男", "经济界", "城东片区联络工委", DAY, 13800000000, "示例单位"],
    ],
    "topics": [
        ["议题题目", "依据", "议题来源", "荐题人", "联络工委", "协商时间"],
        ["示例旧议题", "总结", "委员荐题", "示例委员甲", "城东片区联络工委", DAY],
    ],
}
DAY_OF = {"topics": "concluded_on", "members": "starts_on"}


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    cast = Cast()
    cast["member_user"], cast["office"], cast["office2"]
    factories.township("示例甲镇")
    return Journey(cast)


@pytest.fixture
def brought(office):
    return lambda slug, file: bring_in(kinds()[slug], file, office)


def with_day(rows, day):
    return [[day if cell == DAY else cell for cell in row] for row in rows]


def titled(rows):
    book = Workbook()
    width = len(rows[0])
    for row in (
        ["某县名册"],
        ["（截至二〇二六年）"],
        [None],
        ["序号", *rows[0]],
        *([at, *row] for at, row in enumerate(rows[1:], 1)),
    ):
        book.active.append(row)
    for at in (1, 2):
        book.active.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width + 1)
    return upload(content_of(book))


def text_file(rows, encoding, delimiter=","):
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return upload(stream.getvalue().encode(encoding), "名册.csv")


SHAPES = {
    "as it is": lambda rows: sheet_of(*rows),
    "below merged titles": titled,
    "with wide spaces": lambda rows: sheet_of(
        *[
            [f"　{cell[:1]}　{cell[1:]} " if isinstance(cell, str) and at == 0 else cell for cell in row]
            for at, row in enumerate(rows)
        ]
    ),
    "cells with wide spaces at their ends": lambda rows: sheet_of(
        *[[f"　{cell} " if isinstance(cell, str) else cell for cell in row] for row in rows]
    ),
    "in GB18030": lambda rows: text_file(with_day(rows, "2021年3月5日"), "gb18030"),
    "with a mark and semicolons": lambda rows: text_file(with_day(rows, "2021-03-05"), "utf-8-sig", ";"),
}


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_read_however_it_is_written(brought, day):
    found = brought("departments", sheet_of(*with_day(TABLES["departments"], day)))

    assert found.rows[0]["said"]["valid_from"] == ["", "2021-03-05"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("slug", TABLES)
def test_a_table_is_read_alike_in_every_shape(brought, slug, shape):
    found = brought(slug, SHAPES[shape](TABLES[slug]))

    [row] = found.rows
    assert row["wrong"] == {}
    assert row["state"] == "new"
    assert row["said"][DAY_OF.get(slug, "valid_from")][1] == "2021-03-05"
    assert len(row["said"]) >= len(TABLES[slug][0])


@pytest.mark.parametrize("slug", TABLES)
def test_the_column_that_finds_the_records_stands_once_and_an_unknown_one_is_named_as_ignored(brought, slug):
    heads, row = TABLES[slug]

    found = brought(slug, sheet_of([*heads, "备注"], [*row, "x"]))
    with pytest.raises(ValidationError, match="请删去一栏"):
        brought(slug, sheet_of([*heads, heads[0]], [*row, row[0]]))

    assert found.table["ignored"] == ["备注"]


@pytest.mark.parametrize("slug", TABLES)
def test_another_column_twice_is_asked_about_and_read_as_chosen(brought, client, office, slug):
    heads, row = TABLES[slug]
    found = brought(slug, sheet_of([*heads, heads[1]], [*row, row[1]]))
    client.force_login(office)

    [asked] = client.get(found.get_absolute_url()).context["questions"]
    client.post(reverse("import_meanings", args=[found.pk]), {asked.name: asked.offered[1]})

    assert [one.partition(" ")[0] for one in asked.offered] == ["B", get_column_letter(len(heads) + 1)]
    assert found.counts["error"] == 1
    found.refresh_from_db()
    assert (found.counts["new"], found.table["places"][asked.column.name]) == (1, len(heads))


@pytest.mark.long
@pytest.mark.parametrize("slug", TABLES)
def test_every_kind_is_carried_out_once_undone_once_and_can_come_in_again(brought, slug, office, office2):
    kind = kinds()[slug]
    found = brought(slug, sheet_of(*TABLES[slug]))
    twin = brought(slug, sheet_of(*TABLES[slug]))
    before = kind.rows().count()

    assert carry_out(found.pk, office)
    with pytest.raises(Conflict):
        carry_out(found.pk, office2)
    assert carry_out(twin.pk, office2) is False
    twin.refresh_from_db()
    assert twin.counts["same"] == 1
    undo(found.pk, office)
    with pytest.raises(Conflict):
        undo(found.pk, office2)
    with pytest.raises(Conflict):
        carry_out(found.pk, office)
    assert kind.rows().count() == before
    again = brought(slug, sheet_of(*TABLES[slug]))
    assert carry_out(again.pk, office)
    assert kind.rows().count() == before + 1


@pytest.mark.parametrize(
    "words", ["合 计", "总计：12", "合计299人", "共12名", "注：以上为全部", "填表人：张三", "备注"]
)
def test_a_total_or_remark_below_the_rows_is_left_out_and_told(brought, words, client, office):
    found = brought("departments", sheet_of(*TABLES["departments"], [words, None, None]))

    client.force_login(office)
    assert (found.counts["new"], found.counts["error"], found.total) == (1, 0, 1)
    assert f">第3行 {words}<" in client.get(found.get_absolute_url()).content.decode()


def test_a_total_is_known_by_the_first_cell_of_its_row_too(brought):
    head, row = TABLES["departments"]
    found = brought("departments", sheet_of(["序号", *head], [1, *row], ["合计", "共12个", None, None]))

    assert (found.table["feet"], found.total) == ([(3, "合计")], 1)


def test_a_number_too_long_for_its_place_and_a_text_too_long_are_named(brought):
    found = brought(
        "venues", sheet_of(["名称", "类型", "依托企业", "人数"], ["名" * 61, "委员工作室", "示例企业", 12345])
    )

    assert found.rows[0]["wrong"] == {
        "name": "最多 60 个字，现有 61 个字。",
        "capacity": "请填写整数，如 12。",
    }


def test_a_short_name_is_borne_by_one_committee_of_those_here_and_those_in_the_file(brought, committee):
    rows = [
        ["甲委员会", committee.short_name],
        ["乙委员会", "新工委"],
        ["丙委员会", "新工委"],
        [committee.name, committee.short_name],
    ]

    found = brought("committees", sheet_of(["名称", "简称"], *rows))

    assert [row["wrong"].get("short_name", "") for row in found.rows] == [
        f"{committee.short_name}已是{committee.name}的简称，请另取一个。",
        "",
        "新工委已是乙委员会的简称，请另取一个。",
        "",
    ]


def test_an_import_is_undone_after_a_later_one_that_changed_it_was_undone(brought, office):
    first = brought("departments", sheet_of(*TABLES["departments"]))
    carry_out(first.pk, office)
    other = brought("townships", sheet_of(*TABLES["townships"]))
    later = brought("departments", sheet_of(["部门", "电话"], ["示例新局", "0818-7000000"]))
    carry_out(later.pk, office)
    later.refresh_from_db()
    other.rows = [{**row, "pk": later.rows[0]["pk"], "traces": later.rows[0]["met"]} for row in other.rows]
    other.state = Import.State.CARRIED_OUT
    other.save()
    with pytest.raises(ValidationError):
        undo(first.pk, office)

    undo(later.pk, office)
    rows = other.rows
    other.refresh_from_db()
    assert other.rows == rows
    undo(first.pk, office)

    assert not kinds()["departments"].rows().filter(name="示例新局").exists()


def test_of_many_reasons_against_an_undoing_the_first_ten_are_told(brought, office):
    found = brought("departments", sheet_of(["部门", "电话"], *([f"示例{at}局", "0818-6000000"] for at in range(12))))
    carry_out(found.pk, office)
    kinds()["departments"].model.objects.filter(name__startswith="示例").update(version=7)

    with pytest.raises(ValidationError) as refused:
        undo(found.pk, office)

    assert [words[:7] for words in refused.value.messages] == [f"第 {line} 行：示"[:7] for line in range(2, 12)]


def test_the_own_workbook_stays_with_an_import_while_rows_of_it_are_left_out_and_no_longer(brought, client, office):
    rows = [["部门", "电话"], ["示例新局", "0818-6000000"]]
    wrong = brought("departments", sheet_of(*rows, ["示例又一局", "1"]))
    venue = ["平台名称", "平台类型", "所属联络工委"], ["示例室", "协商议事室", "城东"]
    asked = brought("venues", sheet_of(*venue))
    client.force_login(office)
    client.post(reverse("import_meanings", args=[asked.pk]), {"committee:城东": "城东片区联络工委"})

    carry_out(wrong.pk, office, leaves_out_errors=True)
    carry_out(asked.pk, office)

    for found in (wrong, asked):
        found.refresh_from_db()
    assert (bool(wrong.file), asked.file.name, wrong.carried_out_by, asked.counts["new"]) == (True, "", "office", 1)
