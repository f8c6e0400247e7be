"""The annual report of a small year counted by hand: every sheet, its checks, its part of one unit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from committees.models import VenueHave
from members.anonymising import forget
from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day, entry
from tests.report_year import report_year, unanswered
from tests.small_year import SPAN
from tests.totals import total_of
from topics.models import AnnualPlanItem, Topic
from topics.models import Period as ItemPeriod
from topics.reports.annual import AnnualReport
from topics.reports.checks import Disagreement
from topics.reports.frozen import cells_that_differ, figures_of
from topics.reports.tables import Sum, shown
from topics.statistics import figures
from topics.statistics.counting import Number
from topics.statistics.period import Period
from topics.workflow import take


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    return report_year(Cast())


@pytest.fixture
def report(cast):
    def make(unit="", unit_name="", user="office"):
        return AnnualReport(cast[user], SPAN, str(unit), unit_name)

    with translation.override("zh-hans"):
        yield make


def words(report, number, *places):
    """The rows of a table in words, of all columns or of these; a sum without its number begins with 合计."""
    table = report.tables[number]
    kinds = [*(column.kind for column in table.columns), "text"]
    rows = [[shown(value, kind) for value, kind in zip(row, kinds, strict=False)] for _n, row in table.lines()]
    return [[row[at] for at in places] for row in rows] if places else rows


OVERVIEW = """
征集议题 9 2 · 党政交题 1 0 · 政协选题 7 2 · 委员荐题 1 0 · 其中至今已立项 6 1 · 立项率 66.67% 50.00%
立项议题 7 0 · 列入年度计划 6 0 · 计划外 1 0 · 民生事项 1 0
年度计划事项 2 0 · 已完成 1 0 · 年度计划完成率 50.00% —
送审方案 4 0 · 党组通过方案 3 0 · 主席会议通过方案 3 0 · 退回修改方案 1 0 · 方案经党组、主席会议通过 3 0
已协商议题 3 0 · 协商场次 3 0 · 县级固定平台 0 0 · 协商议事室 1 0 · 委员工作室 0 0 · 流动协商平台 0 0 · 平台之外 2 0
应到委员 6 0 · 到会委员 5 0 · 请假 1 0 · 缺席 0 0 · 出席率 83.33% — · 未受邀到会委员 1 0
其他参会人员 37 0 · 党政领导 0 0 · 部门 2 0 · 群众 35 0 · 专家 0 0 · 企业 0 0 · 覆盖乡镇（街道） 1 0
形成成果议题 3 0 · 提出意见建议 5 0 · 领导批示 1 0
交办议题 3 0 · 交办意见建议 5 0 · 采纳 2 0 · 部分采纳 1 0 · 未采纳 1 0 · 待反馈 1 0 · 已答复 4 0 · 采纳率 75.00% —
按期答复 3 0 · 超期答复 1 0 · 超期未答复 1 0 · 未到期未答复 0 0 · 办复率 60.00% —
A已解决 1 0 · B正在办理或列入计划 3 0 · C因条件限制暂缓 0 0 · D留作参考 0 0
满意 2 0 · 基本满意 0 0 · 不满意 0 0 · 逾期未评价 0 0 · 满意率 100.00% —
采纳和部分采纳 3 0 · 已落实 1 0 · 进行中 2 0 · 未启动 0 0 · 落实率 33.33% —
在任委员 4 3 · 参与协商委员 3 0 · 委员参与率 75.00% 0.00% · 委员到会 6 0 · 人均参加协商次数 1.50 0.00
办结归档议题 1 0 · 目前已归档 1 0 · 办结率 14.29% —
"""


@pytest.mark.long
def test_table_1_is_what_fingers_count(report):
    by_hand = [line.split() for line in OVERVIEW.strip().replace("\n", " · ").split(" · ")]

    rows = [["".join(label.split()), now, before] for label, now, before in words(report(), 1, 0, 2, 3)]

    assert rows == by_hand
    assert [str(column.label) for column in report().tables[1].columns[4:]] == ["增减", "增减幅"]


@pytest.mark.long
def test_registers_have_a_row_for_each_topic_session_and_recommendation(report):
    found = report()
    topics = words(found, 2, 0, 1, 8, 9, 12, 14, 15, 16, 17, 20)
    proposed, accepted, year = day(0).isoformat(), day(1).isoformat(), day(1).year

    assert [row[0] for row in topics] == [*(f"{year}-00{n}" for n in range(1, 8)), "", "", "", "合计"]
    assert topics[1][2:] == [proposed, accepted, "1", "2", "0", "1", "0", "已交办"]
    assert topics[6][1:4] == ["跨年的议题", SPAN.end.replace(year=SPAN.end.year - 1).isoformat(), accepted]
    assert topics[10][4:9] == ["3", "5", "2", "1", "1"]
    assert words(found, 4, 8, 9, 10, 12, 13, 17) == [
        ["2", "0", "0", "0", "0", "2"],
        ["2", "1", "0", "2", "35", "2"],
        ["2", "0", "0", "0", "0", "1"],
        ["6", "1", "0", "2", "35", "5"],
    ]
    assert words(found, 6, 3, 5, 9, 10, 12, 13) == [
        ["示例建议1", "示例教育局", "按期答复", "采纳", "A 已解决", "满意"],
        ["示例建议2", "", "按期答复", "采纳", "B 正在办理或列入计划", "满意"],
        ["示例建议1", "", "超期答复", "部分采纳", "B 正在办理或列入计划", "尚未评价"],
        ["示例建议2", "", "超期未答复", "待反馈", "", "尚未评价"],
        ["示例建议1", "", "按期答复", "未采纳", "B 正在办理或列入计划", "尚未评价"],
    ]


@pytest.mark.long
def test_sources_categories_and_forms_each_add_up_to_the_whole(report):
    rows = words(report(), 3)
    whole = ["9", "7", "66.67%", "3", "3", "5", "2", "1", "1", "1", "1"]

    sums = [row[2:] for row in rows if row[1] == "合计"]
    of_note = {row[1]: row[2:] for row in rows if row[2] != "0" and row[1] != "合计"}

    assert sums == [whole, whole, whole]
    assert of_note == {
        "党政交题": ["1", "0", "0.00%", *["0"] * 8],
        "政协选题": ["7", "7", "85.71%", "3", "3", "5", "2", "1", "1", "1", "1"],
        "委员荐题": ["1", "0", "0.00%", *["0"] * 8],
        "产业发展": whole,
        "小微协商": ["6", "7", "100.00%", "3", "3", "5", "2", "1", "1", "1", "1"],
        "形式未定": ["3", "0", "0.00%", *["0"] * 8],
    }


@pytest.mark.long
def test_every_committee_and_department_has_its_row_even_with_nothing(report):
    found = report()
    units, departments = words(found, 5), words(found, 7)
    five_of_five = ["37", "5", "2", "1", "75.00%", "1"]

    assert units == [
        ["县政协本级", "", "0", "1", "1", "1", "0", "0", "1", "100.00%", "0", "0", "0", "0", "—", "0", "1", "0"],
        ["城东片区联络工委", "", "1", "1", "5", "5", "3", "5", "1", "100.00%", *five_of_five, "0", "0"],
        ["石河片区联络工委", "", "1", "2", "1", "1", "0", "0", "1", "50.00%", "0", "0", "0", "0", "—", "0", "0", "0"],
        ["无事片区联络工委", "", "0", "0", "0", "0", "0", "0", "0", "—", "0", "0", "0", "0", "—", "0", "0", "0"],
        ["尚无归属单位", "", "0", "0", "2", "0", "0", "0", "0", "—", "0", "0", "0", "0", "—", "0", "0", "0"],
        ["合计", "", "2", "4", "9", "7", "3", "5", "3", "75.00%", "37", "5", "2", "1", "75.00%", "1", "1", "0"],
    ]  # fmt: skip
    assert departments == [
        ["示例水务局", "5", "0", "3", "1", "1", "2", "1", "1", "60.00%", "75.00%", "100.00%"],
        ["示例教育局", "0", "1", "0", "0", "0", "0", "0", "0", "—", "—", "—"],
        ["合计", "5", "1", "3", "1", "1", "2", "1", "1", "60.00%", "75.00%", "100.00%"],
    ]


@pytest.mark.long
def test_a_committee_has_in_its_row_what_stood_at_the_end_of_the_period(report, cast):
    closed = Topic.objects.get(stage="closed")
    committee, venue = closed.organiser, factories.venue(committee=closed.organiser)
    for have in VenueHave.RECORDED:
        venue.haves.create(have=have, is_met=True, checked_on=SPAN.before.start)
    venue.haves.create(have=VenueHave.RECORDED[0], is_met=False, checked_on=SPAN.end + timedelta(days=5))
    closed.sessions.update(venue=venue)
    committee.townships.update(valid_to=SPAN.end)

    def row(period):
        found = AnnualReport(cast["office"], period)
        (one,) = [row for row in words(found, 5, 0, 2, -2, -1) if row[0] == str(committee)]
        return one[1:]

    assert row(SPAN) == ["1", "1", "1"]
    assert row(SPAN.before) == ["1", "1", "0"]
    assert row(Period(SPAN.end + timedelta(days=1), SPAN.end + timedelta(days=9))) == ["0", "1", "0"]
    committee.end(SPAN.end - timedelta(days=1))
    assert row(SPAN) == ["0", "1", "1"]


@pytest.mark.long
@pytest.mark.parametrize(("before", "counted"), [(5, ["0", "1"]), (-5, ["1", "0"])])
def test_a_township_counts_for_the_committee_that_began_last(report, cast, before, counted):
    former = Topic.objects.get(stage="closed").organiser
    successor = factories.committee("合并片区政协联络工作委员会", short_name="合并片区联络工委")
    type(successor).objects.filter(pk=successor.pk).update(valid_from=SPAN.end - timedelta(days=before))
    successor.townships.set(former.townships.all())

    rows = {row[0]: row[1] for row in words(AnnualReport(cast["office"], SPAN), 5, 0, 2)}

    assert [rows[str(former)], rows.get(str(successor), "0")] == counted
    assert rows["合计"] == "2"


@pytest.mark.long
def test_what_is_unknown_of_a_record_has_a_line_of_its_own_so_that_the_parts_add_up(report, cast):
    assert {"来源不详", "是否列入计划不详"}.isdisjoint(row[0].strip() for row in words(report(), 1, 0))
    day = SPAN.start
    topic = Topic(
        title="示例旧题", proof="总结", created_by=cast["office"], proposed_on=day, accepted_on=day, year=day.year
    )
    topic.save()
    take(topic, "record", by=cast["office"])

    found = report()

    rows = {row[0].strip(): row[1] for row in words(found, 1, 0, 2)}
    parts = (
        "征集议题",
        "党政交题",
        "政协选题",
        "委员荐题",
        "来源不详",
        "立项议题",
        "列入年度计划",
        "计划外",
        "是否列入计划不详",
    )
    assert [rows[name] for name in parts] == ["10", "1", "7", "1", "1", "8", "6", "1", "1"]
    assert found.disagreements == []
    assert [chart.last - chart.first for chart in found.tables[1].charts] == [3, 3]


@pytest.mark.long
def test_who_came_into_office_after_a_session_was_neither_invited_nor_absent(report):
    rows = words(report(), 8, 1, 3, 4, 5, 6, 7, 8, 10, 13)

    assert rows == [
        ["示例委员甲", "城东片区联络工委", "3", "2", "1", "0", "66.67%", "1", "12"],
        ["示例委员乙", "石河片区联络工委", "3", "3", "0", "0", "100.00%", "0", "15"],
        ["未受邀委员", "", "0", "0", "0", "0", "—", "0", "5"],
        ["示例新委员", "石河片区联络工委", "0", "0", "0", "0", "—", "0", "0"],
        ["", "", "6", "5", "1", "0", "", "1", "32"],
    ]


@pytest.mark.long
def test_members_plan_and_what_is_overdue(report):
    found = report()
    members = {(row[0], row[1]): row[2:] for row in words(found, 9) if row[2] != "0"}

    late = words(found, 11, 0, 1, 2)

    assert members[("性别", "男")] == members[("年龄", "不详")] == members[("届次", "新任")] == ["4", "100.00%"]
    assert [row[1:2] + row[5:7] + row[9:] for row in words(found, 10)] == [
        ["示例协商事项1", "县政协本级", "已完成", "", Topic.objects.get(stage="closed").number],
        ["示例协商事项2", "县政协本级", "未启动", "", ""],
    ]
    assert late[-1] == ["意见建议", f"{unanswered().topic.number}·2 示例建议2", "示例水务局"]


@pytest.mark.long
def test_an_item_planned_for_another_time_stands_in_no_table_of_the_span(report):
    elsewhere = next(one for one in ItemPeriod if one.months[1] < SPAN.start.month or one.months[0] > SPAN.end.month)
    AnnualPlanItem.objects.filter(title="示例协商事项2").update(period=elsewhere)
    found = report()

    assert [title for [title] in words(found, 10, 1)] == ["示例协商事项1"]
    assert found.statistics.of(figures.PLANNED, SPAN).value == 1


def numbers_of(report):
    return [value for _n, row in report.tables[1].lines() for value in row[2:4] if isinstance(value, Number)]


@pytest.mark.long
def test_every_figure_of_table_1_is_the_total_of_the_list_that_it_opens(client, cast, report):
    client.force_login(cast["office"])
    numbers = numbers_of(report())

    wrong = {one.url: one.value for one in numbers if total_of(client, one.url) != one.value}

    assert wrong == {}
    assert len(numbers) > 120


@pytest.mark.long
def test_figures_of_one_committee_open_its_own_lists(client, cast, report, journey):
    client.force_login(cast["auditor"])
    found = report(journey.cast["committee2"].pk, user="auditor")
    numbers = [one for one in numbers_of(found) if one.value]

    assert [total_of(client, one.url) for one in numbers] == [one.value for one in numbers]
    assert words(found, 5)[0][:5] == ["石河片区联络工委", "", "1", "2", "1"]
    assert [row[1] for row in words(found, 8)][:2] == ["示例委员乙", "示例新委员"]
    assert found.disagreements == []


@pytest.mark.long
def test_every_reader_reads_the_same_report_and_its_parts_agree(report):
    whole = figures_of(report())

    assert {who: figures_of(report(user=who)) == whole for who in ("clerk2", "presidium", "auditor")} == {
        "clerk2": True, "presidium": True, "auditor": True,
    }  # fmt: skip
    assert report("county", "县政协本级").disagreements == []


def test_one_answer_moves_the_figures_that_should_move_and_no_other(report, journey):
    before = figures_of(report())

    Journey(journey.cast).answer(unanswered(), "adopted", SPAN.end)

    today = report()
    after = figures_of(today)
    moved = [
        (number, one.row, one.column, one.frozen, one.now)
        for number, then in before["cells"].items()
        for one in cells_that_differ(today.tables[int(number)], dict(then), dict(after["cells"][number]))
    ]
    now = str(SPAN)
    of_one = {(row, then, today) for number, row, column, then, today in moved if number == "1" and column == now}
    assert of_one == {
        ("采纳", "2", "3"), ("待反馈", "1", "0"), ("已答复", "4", "5"), ("采纳率", "75.00%", "80.00%"),
        ("超期答复", "1", "2"), ("超期未答复", "1", "0"), ("B 正在办理或列入计划", "3", "4"),
        ("采纳和部分采纳", "3", "4"), ("进行中", "2", "3"), ("落实率", "33.33%", "25.00%"),
    }  # fmt: skip
    rows = (
        "按来源 · 政协选题",
        "按来源 · 合计",
        "按类别 · 产业发展",
        "按类别 · 合计",
        "按形式 · 小微协商",
        "按形式 · 合计",
    )
    assert {one[1:] for one in moved if one[0] == "3"} == {
        cell for row in rows for cell in [(row, "采纳", "2", "3"), (row, "待反馈", "1", "0")]
    }
    assert {one[1:] for one in moved if one[0] == "5"} == {
        cell
        for row in ("城东片区联络工委", "合计")
        for cell in [(row, "采纳", "2", "3"), (row, "采纳率", "75.00%", "80.00%")]
    }
    assert {one[1:] for one in moved if one[0] == "7"} == {
        cell
        for row in ("示例水务局", "合计")
        for cell in [
            (row, "超期答复", "1", "2"), (row, "未答复", "1", "0"), (row, "采纳", "2", "3"),
            (row, "采纳率", "75.00%", "80.00%"),
        ]
    }  # fmt: skip
    assert {one[2] for one in moved if one[0] == "2"} == {"采纳", "采纳结论", "阶段"}
    assert {one[2] for one in moved if one[0] == "6"} == {
        "答复日期", "首次答复", "采纳情况", "办理措施或未采纳理由", "办理结果",
    }  # fmt: skip
    assert {one[2:] for one in moved if one[0] == "11"} == {("整行", "有", "—")}
    assert {one[0] for one in moved} == {"1", "2", "3", "5", "6", "7", "11"}
    assert {n: (before["rows"][n], count) for n, count in after["rows"].items() if before["rows"][n] != count} == {
        "11": (9, 8)
    }


@pytest.mark.long
def test_sums_that_do_not_agree_are_named_with_both_sources(report):
    found = report()
    (first, *others), place = found.tables[5].rows(), found.tables[5].place(figures.COLLECTED)
    first[place] = Number(first[place].value + 1, "")
    found.tables[5] = replace(found.tables[5], rows=lambda: [first, *others])

    with pytest.raises(Disagreement) as refused:
        found.check()

    assert refused.value.message.splitlines()[1:] == ["表5“征集议题”合计：10 ≠ 表1“征集议题”：9"]


@pytest.mark.parametrize(("start", "end", "unit", "title"), [
    ("2025-01-01", "2025-12-31", "", "大竹县政协2025年度协商工作情况统计表"),
    ("2024-01-01", "2025-12-31", "county", "大竹县政协本级2024至2025年度协商工作情况统计表"),
    ("2025-07-15", "2026-06-20", "", "大竹县政协2025年7月15日至2026年6月20日协商工作情况统计表"),
])  # fmt: skip
def test_the_title_says_whose_it_is_and_of_which_days(cast, start, end, unit, title):
    with translation.override("zh-hans"):
        period = Period(date.fromisoformat(start), date.fromisoformat(end))

        assert AnnualReport(cast["office"], period, unit, unit and "县政协本级").title == title


@pytest.mark.long
def test_what_no_row_of_table_3_counts_is_noticed(report):
    Topic.objects.filter(title="县级议题").update(form=entry("category"))

    messages = [str(check) for check in report().disagreements]

    assert messages == [
        "表3“按形式 · 征集”合计：8 ≠ 表1“征集议题”：9",
        "表3“按形式 · 已立项”合计：6 ≠ 表1“立项议题”：7",
    ]


@pytest.mark.long
def test_gathering_takes_as_many_queries_whatever_there_is(report, journey, django_assert_max_num_queries):
    def read():
        return [list(table.lines()) for table in report().tables.values()]

    read()
    with django_assert_max_num_queries(100) as few:
        read()
    for _each in range(2):
        Journey(journey.cast).draft()
        factories.committee()
        factories.department()
        factories.member(committee=journey.cast["committee"])
    Topic.objects.filter(stage="draft").update(proposed_on=day(3), stage="proposed", due_on=day(3) + timedelta(days=1))
    with django_assert_max_num_queries(100) as many:
        read()

    assert len(few) == len(many)


@pytest.mark.parametrize("name", ["plan_item_list", "instruction_list", "member_list", "township_list"])
def test_registers_behind_the_figures_open_and_take_few_queries(client, cast, queries_of, name):
    client.force_login(cast["office"])

    assert client.get(reverse(name), {"export": "xlsx"}).status_code == 200
    assert queries_of(reverse(name)) <= 14


@pytest.mark.long
def test_a_sum_bears_no_number(report):
    lines = list(report().tables[3].lines())

    assert {isinstance(row, Sum) for number, row in lines if number is None} == {True}
    assert [number for number, _row in lines if number][-1] == len([number for number, _row in lines if number])


@pytest.mark.long
def test_a_member_who_becomes_nobody_changes_no_figure(report, cast):
    def everything():
        made = report()
        return {number: words(made, number) for number in made.tables}

    member, before = cast["member_user"].as_member, everything()
    name, number = member.name, member.number
    forget(member)

    after = everything()

    stand_ins = {name: member.name, number: member.number}
    assert after == {
        table: [[in_its_place(cell, stand_ins) for cell in row] for row in rows] for table, rows in before.items()
    }


def in_its_place(cell, stand_ins):
    for own, other in stand_ins.items():
        cell = cell.replace(own, other) if isinstance(cell, str) else cell
    return cell
