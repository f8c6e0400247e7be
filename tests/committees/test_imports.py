"""Townships, committees, venues and departments brought in."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from committees.models import Committee, Department, Township, Venue, VenueHave
from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import undo
from tests import factories
from tests.consult.imports.files import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(office):
    return lambda slug, *rows: bring_in(kinds()[slug], sheet_of(*rows), office)


def wrong(found):
    return [row["wrong"] for row in found.rows]


def test_townships_come_in_after_those_that_are_there_and_a_blank_in_a_name_is_layout(brought, office):
    factories.township("甲镇", order=7)

    carry_out(brought("townships", ["乡镇"], ["甲 镇"], ["乙　镇"]).pk, office)

    assert list(Township.objects.values_list("name", "order")) == [("甲镇", 7), ("乙镇", 8)]


def test_committees_come_in_with_their_townships_and_go_out_again(brought, office, committee):
    towns = [factories.township(name) for name in ("甲镇", "乙镇")]
    committee.townships.set(towns[:1])
    heads = ["工委名称", "简称", "类型", "所辖乡镇", "电话"]
    found = brought(
        "committees", heads, ["城南片区政协联络工作委员会", "城南片区联络工委", "联络工委", "乙镇", 8186000000]
    )

    carry_out(found.pk, office)
    made = Committee.objects.get(short_name="城南片区联络工委")
    assert (list(made.townships.all()), made.phone, made.kind) == (towns[1:], "8186000000", "liaison")

    undo(found.pk, office)
    assert list(Committee.objects.all()) == [committee]


def test_a_list_of_committees_without_short_names_gets_them_from_the_names(brought, office):
    factories.township("甲镇")

    found = brought("committees", ["片区联络工委", "辖区"], ["城南片区政协联络工作委员会", "甲镇"])

    assert found.rows[0]["said"]["short_name"] == ["", "城南片区联络工委"]


def test_a_needed_column_that_was_not_found_is_told_with_its_headings(brought):
    (row,) = brought("venues", ["平台名称", "地址", "何种"], ["示例议事室", "二楼", "协商议事室"]).rows

    assert "没有找到这一栏" in row["wrong"]["kind"]
    assert "平台类型" in row["wrong"]["kind"]


def test_changed_townships_are_set_back(brought, office, committee):
    towns = [factories.township(name) for name in ("甲镇", "乙镇")]
    committee.townships.set(towns[:1])
    found = brought("committees", ["名称", "乡镇（街道）"], [committee.name, "甲镇、乙镇"])
    carry_out(found.pk, office)
    assert list(committee.townships.all()) == towns

    undo(found.pk, office)

    assert list(committee.townships.all()) == towns[:1]


def test_a_township_belongs_to_one_committee_of_those_here_and_those_in_the_file(brought, committee):
    taken, free = factories.township("甲镇"), factories.township("乙镇")
    committee.townships.add(taken)
    heads = ["名称", "简称", "类型", "乡镇"]

    found = brought(
        "committees", heads, ["一", "一", "", taken.name], ["二", "二", "", free.name], ["三", "三", "", free.name],
        ["四", "四", "专委会", "甲镇"], ["五", "五", "", "丙镇"],
    )  # fmt: skip

    assert [row.get("townships", "")[:6] for row in wrong(found)] == [
        "甲镇已属于城",
        "",
        "乙镇同时列在",
        "甲镇已属于城",
        "无法识别“丙",
    ]


def test_venues_need_what_their_kind_needs(brought, office, committee):
    heads = ["平台名称", "类型", "联络工委", "依托企业", "容纳人数"]

    found = brought(
        "venues", heads, ["甲室", "协商议事室", committee.short_name, "", 30], ["乙室", "协商议事室", "", "", "若干"],
        ["丙工作室", "委员工作室", "", "", ""],
    )  # fmt: skip
    right = brought("venues", heads, ["甲室", "协商议事室", committee.name, "", 30])
    carry_out(right.pk, office)

    assert [set(row) for row in wrong(found)] == [set(), {"committee", "capacity"}, {"host_enterprise"}]
    assert (Venue.objects.get().committee, Venue.objects.get().capacity) == (committee, 30)


def test_an_end_is_not_brought_in(brought, department):
    found = brought("departments", ["部门", "电话", "终止日期"], [department.name, "0818-6000000", "2026-01-01"])

    assert set(wrong(found)[0]) == {"valid_to"}


def test_a_department_in_use_keeps_the_import_from_being_undone(brought, office):
    found = brought("departments", ["部门名称", "电话"], ["示例新局", "0818-6000000"])
    carry_out(found.pk, office)
    factories.officer_of(Department.objects.get(name="示例新局"))

    with pytest.raises(ValidationError, match="示例新局已被使用"):
        undo(found.pk, office)

    assert Department.objects.filter(name="示例新局").exists()


def test_a_use_that_began_while_the_import_was_undone_keeps_all_of_it(brought, office, monkeypatch):
    found = brought("departments", ["部门名称", "电话"], ["示例新局", "0818-6000000"], ["示例又一局", "0818-6000001"])
    carry_out(found.pk, office)
    factories.officer_of(Department.objects.get(name="示例又一局"))
    monkeypatch.setattr(kinds()["departments"], "built_on", lambda keys: set())

    with pytest.raises(ValidationError, match="已有被使用"):
        undo(found.pk, office)

    found.refresh_from_db()
    assert (found.state, Department.objects.filter(name__in=["示例新局", "示例又一局"]).count()) == ("carried_out", 2)


def test_a_unit_is_found_by_a_former_name_and_the_preview_says_how_it_is_called_now(brought, office, committee):
    department = factories.department("示例新局")
    department.rename(["示例旧局"], timezone.localdate())
    department.save()
    committee.rename(["示例旧片区全称", "旧片区联络工委"], timezone.localdate())
    committee.save()

    found = brought("departments", ["部门", "电话"], ["示例旧局", "0818-6000000"])
    venues = brought("venues", ["平台", "类型", "所属联络工委"], ["示例室", "协商议事室", "旧片区联络工委"])
    twice = brought("departments", ["部门"], ["示例旧局"], ["示例新局"])
    carry_out(found.pk, office)
    carry_out(venues.pk, office)

    assert [row["note"] for row in found.rows] == ["“示例旧局”现名示例新局。"]
    assert [row["note"] for row in venues.rows] == [f"“旧片区联络工委”现名{committee}。"]
    assert list(Department.objects.values_list("name", "phone")) == [("示例新局", "0818-6000000")]
    assert Venue.objects.get().committee == committee
    assert [list(row) for row in wrong(twice)] == [["name"], ["name"]]


def test_a_new_short_name_holds_from_a_day_or_puts_right_a_mistake_and_is_undone_with_its_import(
    brought, office, committee
):
    full, short, today = committee.name, committee.short_name, timezone.localdate()
    row = ["名称", "简称"], [full, "新简称联络工委"]

    renaming = brought("committees", *row)
    carry_out(renaming.pk, office, renamed_on=today)
    committee.refresh_from_db()
    renamed = committee.names_on(today), committee.formerly
    undo(renaming.pk, office)
    committee.refresh_from_db()
    undone = committee.short_name, committee.former_names, committee.renamed_on
    carry_out(brought("committees", *row).pk, office)
    committee.refresh_from_db()

    assert renamed == ([full, "新简称联络工委"], [(today, [full, short])])
    assert undone == (short, "", [])
    assert (committee.short_name, committee.former_names) == ("新简称联络工委", "")


def test_no_name_is_new_from_a_day_to_come(brought, office, committee):
    found = brought("committees", ["名称", "简称"], [committee.name, "新简称联络工委"])

    with pytest.raises(ValidationError, match=f"{committee}：.*不能晚于"):
        carry_out(found.pk, office, renamed_on=timezone.localdate() + timedelta(days=1))

    assert not Committee.objects.filter(short_name="新简称联络工委").exists()


@pytest.fixture
def checked(brought, office):
    """Two venues whose five haves came in as a workbook, of two days."""
    venues = [factories.venue(name=name) for name in ("甲议事室", "乙议事室")]
    heads = ["平台名称", "有组织", "有阵地", "有计划", "检查时间"]
    found = brought(
        "venues", heads, ["甲议事室", "√", "挂牌照片", "×", "2021.3.5"], ["乙议事室", "文件", None, None, None]
    )
    carry_out(found.pk, office)
    return found, venues


def haves_of(venue):
    return [(row.have, row.is_met, row.evidence, row.checked_on.isoformat()) for row in venue.haves.order_by("pk")]


def test_the_five_haves_of_several_venues_come_in_as_one_workbook_and_go_out_again(checked, office):
    found, (first, second) = checked

    today = timezone.localdate().isoformat()
    expected = [("organisation", True, "委员", "2021-03-05"), ("place", True, "挂牌照片", "2021-03-05")]
    assert haves_of(first) == [*expected, ("plan", False, "", "2021-03-05")]
    assert haves_of(second) == [("organisation", True, "文件", today)]

    undo(found.pk, office)
    assert haves_of(first) == haves_of(second) == []


def test_the_same_haves_change_nothing_and_a_later_day_checks_them_anew(checked, brought, office):
    _found, (first, _second) = checked
    heads = ["平台名称", "有组织", "有阵地", "检查日期"]

    same = brought("venues", heads, ["甲议事室", "是", "挂牌照片", "2021.3.5"])
    early = brought("venues", heads, ["甲议事室", "是", "挂牌照片", "2021.3.4"])
    later = brought("venues", heads, ["甲议事室", "是", "新挂牌", "2021.4.1"])
    carry_out(later.pk, office)

    assert (same.counts["same"], list(early.rows[0]["wrong"])) == (1, ["checked_on"])
    assert haves_of(first)[3:] == [
        ("organisation", True, "委员", "2021-04-01"),
        ("place", True, "新挂牌", "2021-04-01"),
        ("plan", False, "", "2021-04-01"),
    ]
    undo(later.pk, office)
    assert len(haves_of(first)) == 3


def test_a_mere_yes_changes_nothing_of_a_have_that_is_met(checked, brought):
    found = brought("venues", ["平台名称", "有组织"], ["乙议事室", "√"])

    assert found.counts["same"] == 1


def test_a_check_is_not_of_a_day_to_come_and_its_evidence_has_a_length(checked, brought):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    heads = ["平台名称", "有组织", "检查日期"]
    most = VenueHave._meta.get_field("evidence").max_length

    late = brought("venues", heads, ["甲议事室", "新文件", tomorrow])
    long, full = (brought("venues", heads[:2], ["甲议事室", "件" * length]) for length in (most + 1, most))

    assert [list(found.rows[0]["wrong"]) for found in (late, long, full)] == [["checked_on"], ["organisation"], []]


def test_a_first_day_does_not_come_after_the_last_one(brought):
    factories.department("示例旧局", valid_to=date(2024, 6, 30))
    heads = ["部门", "成立日期"]

    found = [brought("departments", heads, ["示例旧局", day]) for day in ("2024-07-01", "2024-06-30")]

    assert [list(one.rows[0]["wrong"]) for one in found] == [["valid_to"], []]


def test_a_special_committee_has_no_townships_and_a_coming_one_may_have_those_of_another(brought, committee):
    committee.townships.add(factories.township("甲镇"))
    factories.township("乙镇")
    heads, coming = ["名称", "类型", "乡镇", "设立日期"], timezone.localdate() + timedelta(days=1)

    found = brought(
        "committees",
        heads,
        ["示例专委会", "专委会", "乙镇", None],
        ["示例片区政协联络工作委员会", "片区", "甲镇", coming.isoformat()],
    )

    assert wrong(found) == [{"townships": "只有片区联络工委才联系乡镇（街道）。"}, {}]


def test_a_committee_that_ended_gets_no_venue_and_one_that_is_to_begin_neither(brought, committee, committee2):
    heads, day = ["平台名称", "类型", "联络工委"], timezone.localdate()
    Committee.objects.filter(pk=committee.pk).update(valid_to=day - timedelta(days=1))
    Committee.objects.filter(pk=committee2.pk).update(valid_from=day + timedelta(days=1))

    found = brought("venues", heads, *([f"{one}室", "协商议事室", one.short_name] for one in (committee, committee2)))

    assert ["committee" in row for row in wrong(found)] == [True, True]
