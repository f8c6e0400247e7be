"""Topics of earlier years brought in: recorded by the workflow, found in their year, taken back by it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import undo
from tests import factories
from tests.consult.imports.files import sheet_of, upload
from topics.duty.counting import duty_of
from topics.models import Step, Topic
from topics.statistics import figures as of
from topics.statistics.counting import Counting
from topics.statistics.period import Period
from topics.statistics.results import Statistics
from topics.statistics.sections import Section
from topics.workflow import take

RATES = (of.ACCEPTANCE_RATE, of.CLOSURE_RATE)
HEADS = [
    "议题名称",
    "佐证材料",
    "来源",
    "荐题委员",
    "承办单位",
    "乡镇",
    "民生",
    "立项日期",
    "协商日期",
    "协商结果",
    "计划内外",
]
ROW = [
    "示例旧议题",
    "2019年度总结",
    "委员荐题",
    "示例委员甲",
    "城东片区联络工委",
    "甲镇",
    "是",
    "2019年13月",
    "2019.6.20",
    "已采纳",
    "计划内",
]


@pytest.fixture
def brought(office, member_user):
    factories.township("甲镇")
    return lambda *rows: bring_in(kinds()["topics"], sheet_of(HEADS, *rows), office)


def test_members_of_earlier_terms_are_asked_about_once_and_kept_by_name_alone(brought, client, office):
    called = "示例委员甲、张三、李四"
    found = brought([called if one == "示例委员甲" else one for one in ROW[:7]] + [None] * 4)
    client.force_login(office)
    asked = client.get(found.get_absolute_url()).context["questions"]
    client.post(reverse("import_meanings", args=[found.pk]), {one.name: one.nearest for one in asked})
    carry_out(found.pk, office)

    topic = Topic.objects.get()
    again = brought([called if one == "示例委员甲" else one for one in ROW[:7]] + [None] * 4)
    assert [one.offered for one in asked] == [["张三（只记姓名）"], ["李四（只记姓名）"]]
    assert (topic.recommended_by, topic.recommenders.count(), topic.recommended_by_names) == (called, 1, "张三、李四")
    assert again.counts["same"] == 1
    assert called in client.get(topic.get_absolute_url()).content.decode()


@pytest.fixture
def recorded(brought, office):
    found = brought([*ROW[:7], "2019-03-10", *ROW[8:]])
    carry_out(found.pk, office)
    return found


def test_a_topic_of_an_earlier_year_is_recorded_by_the_workflow(recorded, office, member_user):
    topic = Topic.objects.get()

    assert (topic.stage, topic.year, topic.proposer, topic.is_livelihood) == ("recorded", 2019, "members", True)
    assert topic.is_planned is True
    assert (topic.accepted_on, topic.concluded_on) == (date(2019, 3, 10), date(2019, 6, 20))
    assert list(topic.recommenders.all()) == [member_user.as_member]
    assert [(step.transition, step.actor) for step in topic.steps.all()] == [("record", office)]


def test_the_list_of_recorded_topics_comes_back_as_the_same(recorded, client, office):
    client.force_login(office)
    content = client.get(reverse("topic_list"), {"stage": "recorded", "export": "xlsx"}).content

    found = bring_in(kinds()["topics"], upload(content, "议题.xlsx"), office)

    assert found.counts == {"new": 0, "changed": 0, "same": 1, "error": 0}


def test_the_county_level_can_be_named_as_organiser_and_comes_back_as_the_same(brought, client, office):
    found = brought([*ROW[:4], "县政协本级", *ROW[5:7], "2019-03-10", *ROW[8:]])

    carry_out(found.pk, office)

    assert Topic.objects.get().is_county_level
    client.force_login(office)
    content = client.get(reverse("topic_list"), {"stage": "recorded", "export": "xlsx"}).content
    again = bring_in(kinds()["topics"], upload(content, "议题.xlsx"), office)
    assert again.counts == {"new": 0, "changed": 0, "same": 1, "error": 0}


REGISTER = [
    ["序号", "年度", "协商议题", "议题来源", "承办单位", "协商时间", "协商地点", "意见建议", "采纳情况"],
    [
        1,
        2019,
        "示例旧议题",
        "党委政府交办",
        "城东片区联络工委",
        "2019年5月",
        "示例议事室",
        "1.加强管理；2.督查。",
        "采纳1条",
    ],
    [2, "2020年", "示例又一议题", "", "", "", "", "", ""],
]


def test_a_register_of_past_topics_comes_in_as_offices_keep_it_and_again_as_the_same(office, committee):
    found = bring_in(kinds()["topics"], sheet_of(*REGISTER, name="议题台账.xlsx"), office)
    carry_out(found.pk, office)
    again = bring_in(kinds()["topics"], sheet_of(*REGISTER, name="议题台账.xlsx"), office)

    first, second = Topic.objects.order_by("pk")
    assert (first.year, first.proof, first.source, first.concluded_on) == (2019, "议题台账", "party_assigned", None)
    assert "形成成果日期：2019年5月" in first.known_result
    assert "1.加强管理；2.督查。" in first.known_result
    assert (second.year, second.known_result, again.counts["same"]) == (2020, "", 2)


def test_a_month_that_may_be_january_or_october_is_asked_about(office, committee):
    rows = [REGISTER[0], [*REGISTER[1][:5], 2019.1, "", "", ""]]

    (row,) = bring_in(kinds()["topics"], sheet_of(*rows), office).rows

    assert list(row["wrong"]) == ["concluded_on"]


@pytest.mark.parametrize(
    ("accepted", "concluded", "wrong"),
    [
        ("2019年6月", "2019-06-01", []),
        ("2019年6月", "2019年", []),
        ("2020年12月", "2019年3月", ["concluded_on"]),
        ("2019-06-20", "2019年5月", ["concluded_on"]),
        ("", (timezone.localdate() + timedelta(days=32)).strftime("%Y年%m月"), ["concluded_on"]),
        ("", "1900年3月", ["concluded_on"]),
    ],
)
def test_months_stand_in_order_and_none_is_still_to_come(office, accepted, concluded, wrong):
    heads = ["议题名称", "佐证", "立项日期", "协商日期"]

    (row,) = bring_in(kinds()["topics"], sheet_of(heads, ["示例", "总结", accepted, concluded]), office).rows

    assert list(row["wrong"]) == wrong


def test_a_register_comes_back_as_the_same_where_a_day_says_the_year_and_a_place_has_two_lines(office):
    rows = [["议题名称", "年度", "提出日期", "协商地点"], ["示例", "2019", "2020-01-05", "甲镇\n议事室"]]
    carry_out(bring_in(kinds()["topics"], sheet_of(*rows), office).pk, office)

    again = bring_in(kinds()["topics"], sheet_of(*rows), office)

    assert (again.counts["same"], Topic.objects.get().year) == (1, 2020)


def test_the_year_of_what_was_recorded_is_offered_and_finds_it(recorded, client, office):
    client.force_login(office)

    page = client.get(reverse("topic_list"), {"year": "2019", "stage": "recorded"})

    assert ("2019", "2019") in page.context["filter"].form.fields["year"].choices
    assert [topic.title for topic in page.context["object_list"]] == [ROW[0]]


def test_a_member_is_found_by_a_former_name_unless_another_is_called_so(brought, member_user, member2_user):
    member, other = member_user.as_member, member2_user.as_member
    member.rename([member.name], timezone.localdate())
    member.name = "示例现名"
    member.save()

    dated = [*ROW[:7], "2019-03-10", *ROW[8:]]
    found = brought(dated)
    other.name = ROW[3]
    other.save()
    doubtful = brought(dated)

    assert (found.rows[0]["wrong"], found.rows[0]["note"]) == ({}, "“示例委员甲”现名示例现名。")
    assert list(doubtful.rows[0]["wrong"]) == ["recommenders"]


def test_what_is_recorded_already_is_put_right_elsewhere(recorded, brought):
    found = brought([*ROW[:7], "2019-03-11", *ROW[8:]])

    assert found.rows[0]["wrong"] == {"accepted_on": "已经补录；如需更正，由办公室另一人在该议题页面上更正。"}


def test_a_wrong_cell_is_named(brought, journey):
    accepted = journey.accepted()
    factories.member("示例委员甲", number="W9")

    found = brought(
        ROW,
        [accepted.title, *ROW[1:3], "", "", "", "", "", "", ""],
        ["示例二", "", "不详", *[""] * 4, "2020-01-02", "2020-01-01", ""],
    )

    assert [set(row["wrong"]) for row in found.rows] == [
        {"recommenders", "accepted_on"},
        {"title"},
        {"proof", "concluded_on"},
    ]


def test_an_import_undone_on_the_day_takes_the_records_back_and_leaves_them_out_of_every_year(recorded, office):
    undo(recorded.pk, office)

    topic = Topic.objects.get()
    assert (topic.stage, topic.year, topic.accepted_on) == ("withdrawn", None, None)
    assert topic.steps.last().answers == {
        "reason": "补录它的那次导入已撤销。",
        "accepted_on": {"from": "2019-03-10", "to": None},
        "concluded_on": {"from": "2019-06-20", "to": None},
        "year": {"from": 2019, "to": None},
    }


def test_what_was_taken_back_comes_in_anew(recorded, brought, office):
    undo(recorded.pk, office)

    assert brought([*ROW[:7], "2019-03-10", *ROW[8:]]).counts["new"] == 1


def test_a_month_alone_gives_the_record_its_year_and_the_day_of_acceptance_goes_first(office):
    heads = ["议题名称", "佐证", "立项日期", "协商日期"]
    rows = [["示例甲", "总结", "", "2019年5月"], ["示例乙", "总结", "2018年12月", "2019年5月"]]

    carry_out(bring_in(kinds()["topics"], sheet_of(heads, *rows), office).pk, office)

    assert list(Topic.objects.order_by("pk").values_list("year", flat=True)) == [2019, 2018]


def test_on_a_later_day_another_person_undoes_it(office, office2):
    topic = Topic.objects.create(title="示例旧议题", proof="总结", created_by=office)
    take(topic, "record", by=office, now=timezone.now() - timedelta(days=2))

    with pytest.raises(ValidationError, match="须由办公室另一人撤销"):
        kinds()["topics"].remove([topic], office)

    kinds()["topics"].remove([topic], office2)
    assert topic.stage == "withdrawn"


def test_a_record_that_was_corrected_stays(recorded, office, office2):
    Topic.objects.update(version=5)

    with pytest.raises(ValidationError, match="此后已被修改"):
        undo(recorded.pk, office2)

    assert Step.objects.count() == 1


def test_a_topic_of_an_earlier_year_counts_in_rates_and_for_its_member_like_any_other(recorded, office, member_user):
    Topic.objects.update(proposed_on=date(2019, 3, 1), closed_on=date(2019, 12, 1))
    figures = Statistics(Counting(office), Period.year(2019), [Section("earlier", "", RATES)])
    duty = duty_of(member_user.as_member, date(2019, 1, 1), date(2019, 12, 31))[1]

    assert [figures.of(rate, figures.period).value for rate in RATES] == [1, 1]
    assert (duty.recommended, duty.accepted, duty.not_accepted) == (1, 1, 0)
