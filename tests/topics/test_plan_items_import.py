"""The items of an annual plan brought in from the office's own workbook."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import undo
from tests.consult.imports.files import sheet_of
from topics.models import AnnualPlan, AnnualPlanItem
from topics.workflow import Moved

HEADS = ["序号", "协商议题", "来源", "协商内容", "协商形式", "时间安排", "承办单位", "参加部门"]
COUNTY = "县政协本级"
SAID = [("2026年4月", "2-04"), ("４月份", "2-04"), ("三季度", "3-q"), ("第3季度", "3-q"), ("2026年第一季度", "1-q")]


@pytest.fixture
def brought(office):
    return lambda *rows: bring_in(kinds()["plan_items"], sheet_of(["年度协商计划"], HEADS, *rows), office)


def row(title, unit, department, period="4月"):
    return [1, title, "政协选题", "示例内容", "小微协商", period, str(unit), str(department)]


def test_the_items_of_the_plan_come_in_from_one_workbook_and_go_out_again(brought, year, office, committee, department):
    plan = year.drafted(0)
    found = brought(row("示例甲", committee, department), row("示例乙", COUNTY, department, "第二季度"), ["合计"])

    carry_out(found.pk, office)
    made = [(one.title, one.period, one.organising_unit, one.order) for one in plan.items.all()]
    again = brought(row("示例甲", committee, department), row("示例乙", COUNTY, department, "2季度"))
    assert made == [("示例甲", "2-04", str(committee), 1), ("示例乙", "2-q", COUNTY, 2)]
    assert (again.counts["same"], list(plan.items.first().departments.all())) == (2, [department])

    undo(found.pk, office)
    assert not plan.items.exists()


def test_a_changed_item_is_set_back(brought, year, office, committee, department):
    plan = year.drafted(0)
    carry_out(brought(row("示例甲", committee, department)).pk, office)
    changed = brought(row("示例甲", COUNTY, department, "5月"))

    carry_out(changed.pk, office)
    item = plan.items.get()
    assert (item.is_county_level, item.organiser, item.period) == (True, None, "2-05")

    undo(changed.pk, office)
    item.refresh_from_db()
    assert (item.is_county_level, item.organiser, item.period) == (False, committee, "2-04")


def test_without_a_plan_being_drafted_no_item_comes_in(brought, committee, department):
    found = brought(row("示例甲", committee, department))

    assert "请先启动" in found.rows[0]["wrong"]["title"]


@pytest.mark.parametrize(
    ("stage", "advice"),
    [("submitted", "请先撤回"), ("presidium_reviewed", "退回"), ("issued", "调整"), ("abandoned", "")],
)
def test_a_plan_that_left_its_draft_keeps_its_items_and_says_what_to_do(
    brought, year, client, office, committee, department, stage, advice
):
    plan = year.drafted(1)
    found = brought(row("示例甲", committee, department), row("示例乙", committee, department))
    carry_out(found.pk, office)
    type(plan).objects.update(stage=stage)
    client.force_login(office)

    page = client.get(reverse("import_undo", args=[found.pk]))
    with pytest.raises(ValidationError, match="只有草稿可以修改"):
        undo(found.pk, office)

    [reason] = page.context["reasons"]
    assert (str(plan) in reason, advice in reason, page.status_code) == (True, True, 200)
    assert AnnualPlanItem.objects.count() == 3


def test_a_plan_submitted_in_between_keeps_its_items(year, office):
    plan = year.drafted(1)
    type(plan).objects.update(stage="submitted")

    with pytest.raises(Moved):
        kinds()["plan_items"].remove(list(plan.items.all()), office)
    assert AnnualPlanItem.objects.count() == 1


@pytest.mark.parametrize(("said", "kept"), SAID)
def test_months_and_quarters_are_read_as_offices_write_them(brought, year, committee, department, said, kept):
    year.drafted(0)

    (read,) = brought(row("示例甲", committee, department, said)).rows

    assert read["said"]["period"][1] == kinds()["plan_items"].column("period").said(kept)


def test_each_change_moves_the_version_of_the_plan_and_names_who_brought_it_in_as_an_editor(
    brought, year, office, committee, department
):
    plan = year.drafted(0)
    plan.editors.clear()
    versions = []

    def note():
        plan.refresh_from_db()
        versions.append((plan.version, set(plan.editors.all())))

    note()
    carry_out(brought(row("示例甲", committee, department)).pk, office)
    note()
    plan.editors.clear()
    changed = brought(row("示例甲", committee, department, "5月"))
    carry_out(changed.pk, office)
    note()
    undo(changed.pk, office)
    note()

    assert [editors for _version, editors in versions[:3]] == [set(), {office}, {office}]
    assert len({version for version, _editors in versions}) == 4


def test_of_two_drafts_the_later_one_takes_the_items_and_an_adjustment_takes_none(brought, year, committee, department):
    first = year.drafted(0)
    later = AnnualPlan.objects.create(year=first.year + 1)

    into_later = brought(row("示例甲", committee, department)).rows[0]["note"]
    AnnualPlan.objects.update(stage="issued")
    AnnualPlan.objects.create(year=later.year, number=2, adjusts=later, adjusted_because="示例原因")
    with_adjustment = brought(row("示例甲", committee, department)).rows[0]["wrong"]

    assert into_later == str(later)
    assert "请先启动" in with_adjustment["title"]


def test_a_committee_that_ended_takes_on_no_item(brought, year, committee, department):
    year.drafted(0)
    said = row("示例甲", committee, department)
    type(committee).objects.update(valid_to=timezone.localdate() - timedelta(days=1))

    assert list(brought(said).rows[0]["wrong"]) == ["organiser"]
