"""Members brought in: the list that went out, changes, newcomers, errors; all or nothing, and the way back."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consult.exceptions import Conflict
from consult.exports.csv_file import as_text
from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import cannot_undo, undo
from members.models import Member, Term
from tests import factories
from tests.cast import Cast
from tests.consult.imports.files import content_of, csv_file, sheet_of, upload
from tests.hostile_texts import FORMULAS
from tests.journeys import Journey
from tests.members.rosters import HEADS, newcomer
from topics.models import PlanInvitee

KIND = kinds()["members"]


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Two committees, a sector, and as many members as there are hostile texts, who work at places called so."""
    cast = Cast()
    for number, text in enumerate(FORMULAS):
        fields = {"employer": text, "mobile": f"120{number:08}", "committee": cast["committee"]}
        factories.member(f"示例{chr(0x4E00 + number)}", number=f"E{number:03}", **fields)
    cast["committee2"], cast["office"], cast["office2"]
    return Journey(cast)


@pytest.fixture
def exported(client, office):
    """The bytes of the list as it goes out."""
    client.force_login(office)
    return lambda form: client.get(reverse("member_list"), {"export": form}).content


@pytest.fixture
def brought(office):
    return lambda file: bring_in(KIND, file, office)


@pytest.fixture
def changing(exported):
    """The exported workbook with some cells changed, given as {(line of the table, heading): text}."""

    def change(cells):
        book = load_workbook(BytesIO(exported("xlsx")))
        sheet = book.worksheets[0]
        top = next(row[1].row for row in sheet.iter_rows() if row[1].value == "委员编号")
        heads = {cell.value: cell.column for cell in sheet[top]}
        for (line, head), words in cells.items():
            sheet.cell(top + line, heads[head]).value = words
        return upload(content_of(book))

    return change


def counts(found):
    return {state: number for state, number in found.counts.items() if number}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_went_out_comes_back_as_the_same_with_mobiles_masked_and_texts_like_formulas(exported, brought, form):
    found = brought(upload(exported(form), f"委员.{form}"))

    assert counts(found) == {"same": len(FORMULAS)}
    assert "120****0001" in str(found.rows)


@pytest.mark.long
def test_hostile_texts_go_out_and_come_in_unchanged(exported, brought, office):
    book = load_workbook(BytesIO(exported("xlsx")))
    lines = list(csv.DictReader(StringIO(exported("csv").decode("utf-8-sig"))))
    rows = [newcomer(f"H{number:03}", employer=as_text(text)) for number, text in enumerate(FORMULAS)]

    carry_out(brought(csv_file(HEADS, *rows)).pk, office)

    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value in FORMULAS]
    assert ([cell.value for cell in cells], {cell.data_type for cell in cells}) == (FORMULAS, {"s"})
    assert [line["工作单位"] for line in lines] == [f"'{text}" for text in FORMULAS]
    stored = Member.objects.filter(number__startswith="H").order_by("number").values_list("employer", flat=True)
    assert list(stored) == [" ".join(text.split()) for text in FORMULAS]


def test_numbers_that_lost_their_zeros_in_part_of_a_file_are_noted_row_by_row(brought):
    rows = [newcomer(number, name=f"示例新人{number}") for number in ("1", "002", "E900", "1003")]

    found = brought(sheet_of(HEADS, *rows))

    assert [row["note"] for row in found.rows] == [
        "其他编号以0开头：是否应为“001”？如是，请以文本格式写全。",
        "",
        "",
        "",
    ]


@pytest.mark.long
def test_three_changed_cells_are_three_changes(changing, brought, office, committee2):
    file = changing(
        {(1, "手机号码"): "13100000001", (2, "工作单位"): "示例新单位", (3, "所属工委"): committee2.short_name}
    )

    found = brought(file)
    carry_out(found.pk, office)

    assert counts(found) == {"changed": 3, "same": len(FORMULAS) - 3}
    said = [row["said"] for row in found.rows if row["state"] == "changed"]
    assert said[0] == {"mobile": ["120****0000", "13100000001"]}
    assert said[1] == {"employer": [FORMULAS[1], "示例新单位"]}
    assert said[2] == {
        "committee": ["城东片区联络工委", committee2.short_name],
        "starts_on": ["", timezone.localdate().isoformat()],
    }
    assert Member.objects.get(number="E000").mobile == "13100000001"
    moved = Member.objects.get(number="E002")
    assert [(place.committee, place.ends_on) for place in moved.memberships.all()] == [
        (committee2, None),
        (moved.memberships.last().committee, timezone.localdate() - timedelta(days=1)),
    ]


@pytest.mark.long
def test_a_change_is_undone_as_a_whole(changing, brought, office, committee2):
    before = list(Member.objects.order_by("pk").values("pk", "mobile", "employer"))
    file = changing(
        {(1, "手机号码"): "13100000001", (2, "工作单位"): "示例新单位", (3, "所属工委"): committee2.short_name}
    )
    found = brought(file)
    carry_out(found.pk, office)

    undo(found.pk, office)

    assert list(Member.objects.order_by("pk").values("pk", "mobile", "employer")) == before
    place = Member.objects.get(number="E002").memberships.get()
    assert (place.committee.short_name, place.ends_on) == ("城东片区联络工委", None)
    found.refresh_from_db()
    assert (found.state, found.undone_by) == ("undone", "office")


@pytest.mark.long
def test_lists_of_sessions_to_come_follow_a_move_and_its_undoing(changing, brought, office, committee2, journey):
    session, member = journey.planned_session(), Member.objects.get(number="E002")
    type(session).objects.filter(pk=session.pk).update(held_on=timezone.localdate() + timedelta(days=10))
    session.refresh_from_db()
    PlanInvitee.objects.create(plan=session.plan, member=member)
    session.expect_members()
    row = session.attendances.get(member=member)
    found, before = brought(changing({(3, "所属工委"): committee2.short_name})), row.committee

    carry_out(found.pk, office)
    row.refresh_from_db()
    moved = row.committee
    undo(found.pk, office)
    row.refresh_from_db()

    assert (moved, row.committee) == (committee2, before)


def test_newcomers_take_office_on_the_first_day_of_the_term_and_stand_last(brought, office):
    found = brought(sheet_of(HEADS, newcomer("N1", mobile=13100000009), newcomer("N2", name="李　四")))

    carry_out(found.pk, office)

    first, second = Member.objects.filter(number__in=["N1", "N2"])
    assert (first.mobile, first.pinyin, first.birth_month) == ("13100000009", "zhangsan zs", date(1975, 3, 1))
    assert (second.name, second.order) == ("李四", first.order + 1)
    assert first.current_mandate.starts_on == first.current_membership.starts_on == factories.LONG_AGO


def test_the_preview_shows_what_is_taken_for_a_newcomer_of_whom_the_file_does_not_say_it(brought):
    found = brought(sheet_of(HEADS, newcomer("W9001")))

    said = found.rows[0]["said"]
    assert {name: said[name][-1] for name in ("ethnicity", "party")} == {"ethnicity": "汉族", "party": "群众"}


def test_newcomers_are_deleted_by_the_undoing(brought, office):
    before = Member.objects.count()
    found = brought(sheet_of(HEADS, newcomer("N1")))
    carry_out(found.pk, office)

    undo(found.pk, office)

    assert Member.objects.count() == before


@pytest.mark.parametrize("touch", ["edited", "moved", "recommends"])
def test_nothing_is_undone_once_something_was_built_on_it(brought, office, committee2, journey, touch):
    found = brought(sheet_of(HEADS, newcomer("N1"), newcomer("N2")))
    carry_out(found.pk, office)
    member = Member.objects.get(number="N1")
    if touch == "edited":
        Member.objects.filter(pk=member.pk).update(version=2)
    elif touch == "moved":
        member.move_to(committee2, "member", timezone.localdate())
    else:
        journey.draft().recommenders.add(member)

    with pytest.raises(ValidationError) as refused:
        undo(found.pk, office)

    found.refresh_from_db()
    assert refused.value.messages == cannot_undo(found)
    assert len(refused.value.messages) == 1
    assert "第 2 行：张三" in refused.value.messages[0]
    assert Member.objects.filter(number__in=["N1", "N2"]).count() == 2


WRONG = [
    (newcomer("E001", gender="男人"), {"gender": "“男”"}),
    (newcomer(""), {"number": "必填"}),
    (newcomer("N1", sector="经济"), {"sector": "“经济界”"}),
    (newcomer("N1", committee=""), {"committee": "新增记录必填"}),
    (newcomer("N1", mobile="120****0001"), {"mobile": "星号"}),
    (newcomer("N1", mobile="12"), {"mobile": "7"}),
    (newcomer("N1", birth_month="2999-01"), {"birth_month": "将来|未来"}),
    (newcomer("N1", name="名" * 31), {"name": "30"}),
    (newcomer("N1", starts_on="1999-01-01"), {"starts_on": "第13届"}),
]


@pytest.mark.parametrize(("row", "wrong"), WRONG)
def test_a_wrong_cell_is_named_with_what_would_be_right(brought, office, row, wrong):
    found = brought(sheet_of(HEADS, newcomer("N9"), row))

    assert counts(found) == {"new": 1, "error": 1}
    assert set(found.rows[1]["wrong"]) == set(wrong)
    with pytest.raises(ValidationError, match="有错误行"):
        carry_out(found.pk, office)
    assert not Member.objects.filter(number="N9").exists()


def test_a_number_twice_in_the_file_is_an_error_of_both_rows_and_a_namesake_is_pointed_out(brought):
    found = brought(sheet_of(HEADS, newcomer("N1"), newcomer("N1", name="李四"), newcomer("N2")))

    assert [row["state"] for row in found.rows] == ["error", "error", "new"]
    assert {row["wrong"]["number"] for row in found.rows[:2]} == {"在文件中重复出现：第 2、3 行。请只保留一行。"}
    assert found.rows[2]["note"] == "另有同名人员，编号为 N1。"


def test_a_second_director_is_refused(brought, committee):
    factories.member(committee=committee, committee_post="director")

    found = brought(sheet_of([*HEADS, "工委职务"], [*newcomer("N1"), "主任"]))

    assert "已有另一位主任" in found.rows[0]["wrong"]["committee_post"]


def test_a_director_who_moves_makes_no_second_director(brought, committee, committee2):
    factories.member(number="N1", committee=committee, committee_post="director")
    factories.member(committee=committee2, committee_post="director")

    found = brought(sheet_of(["委员编号", "联络工委"], ["N1", committee2.short_name]))

    assert (found.rows[0]["state"], list(found.rows[0]["wrong"])) == ("error", ["committee"])


def test_a_committee_takes_the_director_whom_the_file_sends_it_and_no_other(brought, committee, committee2):
    factories.member(number="N1", committee=committee, committee_post="director")

    found = brought(sheet_of(["委员编号", "联络工委", "工委职务"], ["N1", committee2.short_name, ""]))
    both = brought(
        sheet_of(
            ["委员编号", "联络工委", "工委职务"],
            ["N1", committee2.short_name, ""],
            ["E001", committee2.short_name, "主任"],
        )
    )

    assert [row["state"] for row in found.rows] == ["changed"]
    assert [row["state"] for row in both.rows] == ["changed", "error"]


@pytest.mark.parametrize(("held", "typed"), [("0012", 12), ("W0012", "w0012"), ("0012", "００12 ")])
def test_a_lost_zero_or_another_case_makes_no_second_person(brought, committee, held, typed):
    factories.member(number=held, committee=committee)

    found = brought(sheet_of(HEADS, newcomer(typed)))

    assert (found.rows[0]["state"], held in found.rows[0]["wrong"].get("number", held)) != ("new", True)


def test_of_many_namesakes_the_first_are_named(brought):
    found = brought(sheet_of(HEADS, *(newcomer(f"N{at}") for at in range(6))))

    assert [row["note"] for row in found.rows][3:5] == [
        "另有同名人员，编号为 N0、N1、N2。",
        "另有同名人员，编号为 N0、N1、N2 等。",
    ]


def test_who_is_not_in_office_is_refused_at_the_cell_that_would_change(brought, committee, committee2):
    first = timezone.localdate() + timedelta(days=30)
    Term.objects.update(ends_on=first - timedelta(days=1))
    factories.sector("经济界", term=factories.term(77, starts_on=first))
    factories.member(number="N1", committee=committee, starts_on=first)
    for number in ("L1", "L2"):
        factories.member(number=number, committee=committee).leave(timezone.localdate() - timedelta(days=1), "调离")
    heads = ["委员编号", "联络工委", "任职时间"]
    day = first.isoformat()

    found = brought(sheet_of(heads, ["N1", committee2.name, day], ["L1", committee2.name, ""], ["L2", "", day]))

    assert [list(row["wrong"]) for row in found.rows] == [["committee"], ["committee"], ["starts_on"]]


def test_who_is_anonymised_comes_back_as_it_went_out_and_takes_no_change(brought, committee):
    left = factories.member(number="A1", committee=committee, birth_month=date(1970, 1, 1))
    left.leave(timezone.localdate() - timedelta(days=1), "调离")
    Member.objects.filter(pk=left.pk).update(number="匿名M1", anonymised_on=timezone.localdate())

    heads = ["委员编号", "姓名", "出生年月", "手机号码"]

    same = brought(sheet_of(heads, ["匿名M1", left.name, "1970", ""]))
    named = brought(sheet_of(heads, ["匿名M1", "示例某", "1970", "10000000001"]))

    assert counts(same) == {"same": 1}
    assert named.rows[0]["wrong"] == dict.fromkeys(["name", "mobile"], "该委员已匿名化。")


def test_a_party_is_known_by_its_full_name(brought):
    rows = [[*newcomer("N1"), "中国民主同盟"], [*newcomer("N2"), "九三"]]

    found = brought(sheet_of([*HEADS, "政治面貌"], *rows))

    assert [row["said"]["party"][1] for row in found.rows] == ["民盟", "九三学社"]


def test_an_empty_cell_changes_nothing(brought):
    found = brought(sheet_of(["委员编号", "姓名", "工作单位"], ["E001", "", None]))

    assert counts(found) == {"same": 1}


def test_records_changed_since_the_preview_are_shown_anew_and_nothing_is_saved(changing, brought, office):
    found = brought(changing({(1, "工作单位"): "示例新单位"}))
    Member.objects.filter(number="E000").update(employer="另一单位", version=2)

    done = carry_out(found.pk, office)

    found.refresh_from_db()
    assert (done, found.state) == (False, "previewed")
    assert found.rows[0]["said"] == {"employer": ["另一单位", "示例新单位"]}
    assert carry_out(found.pk, office) is True


def test_an_import_is_carried_out_once(brought, office, office2):
    found = brought(sheet_of(HEADS, newcomer("N1")))
    carry_out(found.pk, office)

    with pytest.raises(Conflict):
        carry_out(found.pk, office2)


def test_a_hundred_rows_take_no_more_queries_than_one(brought, office):
    def taken(number):
        file = sheet_of(HEADS, *(newcomer(f"N{at}") for at in range(number)))
        with CaptureQueriesContext(connection) as captured:
            brought(file)
        return len(captured)

    assert taken(1) == taken(100) <= 12


def test_the_roster_of_the_next_term_is_brought_in_before_it_begins_and_again_as_the_same(brought, office, committee):
    first = timezone.localdate() + timedelta(days=30)
    Term.objects.update(ends_on=first - timedelta(days=1))
    coming = factories.sector("经济界", term=factories.term(77, starts_on=first))
    staying = Member.objects.get(number="E000")
    rows = [
        newcomer(number, name=name, starts_on=first.isoformat())
        for number, name in (("E000", staying.name), ("N001", "新来"))
    ]

    found = brought(csv_file(HEADS, *rows))
    carry_out(found.pk, office)
    again = brought(csv_file(HEADS, *rows))

    assert [(row["state"], row["wrong"]) for row in found.rows] == [("changed", {}), ("new", {})]
    assert [(row["state"], row["wrong"]) for row in again.rows] == [("same", {}), ("same", {})]
    newest = [member.mandates.first() for member in (staying, Member.objects.get(number="N001"))]
    assert [(mandate.sector, mandate.starts_on) for mandate in newest] == [(coming, first)] * 2


def test_the_first_day_alone_of_a_newcomer_is_corrected_and_set_back(brought, office):
    carry_out(brought(sheet_of(HEADS, newcomer("W900"))).pk, office)
    member = Member.objects.get(number="W900")

    def began():
        return {
            *member.mandates.values_list("starts_on", flat=True),
            *member.memberships.values_list("starts_on", flat=True),
        }

    before = began()
    found = brought(sheet_of(HEADS, newcomer("W900", starts_on="2021-03-01")))
    carry_out(found.pk, office)
    corrected = began()
    undo(found.pk, office)

    assert (counts(found), corrected, began()) == ({"changed": 1}, {date(2021, 3, 1)}, before)


def test_a_first_day_alone_says_nothing_of_who_has_moved_since(brought, office, committee2):
    member = factories.member(number="W901", committee=committee2)
    member.move_to(committee2, "deputy", date(2022, 1, 1))

    found = brought(sheet_of(["委员编号", "任职时间"], ["W901", "2021-03-01"]))

    assert counts(found) == {"same": 1}


@pytest.mark.long
def test_a_first_day_after_a_session_that_saw_the_member_is_refused(brought, journey, member_user):
    session, member = journey.completed_session(), member_user.as_member
    after = (session.held_on + timedelta(1)).isoformat()

    found = brought(sheet_of(["委员编号", "任职时间"], [member.number, after]))

    assert "参会登记" in found.rows[0]["wrong"]["starts_on"]


@pytest.mark.parametrize("what", ["began on two days", "has ended", "had two mandates"])
def test_a_first_day_alone_says_nothing_where_it_is_not_the_first_of_all(brought, committee, what):
    member = factories.member(number="W902", committee=committee)
    if what == "began on two days":
        member.memberships.update(starts_on=date(2022, 1, 1))
    elif what == "has ended":
        member.memberships.update(ends_on=date(2022, 1, 1))
    else:
        member.memberships.all().delete()
        member.take_mandate(factories.sector("科技界"), "member", date(2022, 1, 1))

    found = brought(sheet_of(["委员编号", "任职时间"], ["W902", "2021-03-01"]))

    assert (counts(found), found.rows[0]["said"]) == ({"same": 1}, {})


def test_a_first_day_outside_the_term_is_not_taken(brought, office, committee):
    Term.objects.update(ends_on=timezone.localdate() + timedelta(days=10))
    factories.member(number="W903", committee=committee)
    late = (timezone.localdate() + timedelta(days=20)).isoformat()

    found = brought(sheet_of(["委员编号", "任职时间"], ["W903", late]))

    assert counts(found) == {"same": 1}


def test_a_move_lies_in_the_term_and_after_what_holds_now_began(brought, committee, committee2):
    Term.objects.update(ends_on=timezone.localdate() + timedelta(days=10))
    factories.member(number="W904", committee=committee)
    heads = ["委员编号", "联络工委", "任职时间"]
    days = [
        *((timezone.localdate() + timedelta(days=more)).isoformat() for more in (20, 10)),
        *((factories.LONG_AGO + timedelta(days=more)).isoformat() for more in (0, 1)),
    ]

    wrong = [brought(sheet_of(heads, ["W904", committee2.short_name, day])).rows[0]["wrong"] for day in days]

    assert ["不在" in wrong[0]["starts_on"], days[3] in wrong[2]["starts_on"]] == [True, True]
    assert [wrong[1], wrong[3]] == [{}, {}]


def test_who_had_no_committee_gets_the_first_one_from_a_day_or_from_today(brought, office, committee):
    factories.member(number="W905"), factories.member(number="W906")
    heads = ["委员编号", "联络工委", "任职时间"]

    carry_out(brought(sheet_of(heads, ["W905", committee.short_name, "2021-03-01"])).pk, office)
    carry_out(brought(sheet_of(heads, ["W906", committee.short_name, None])).pk, office)

    began = [Member.objects.get(number=number).memberships.get().starts_on for number in ("W905", "W906")]
    assert began == [date(2021, 3, 1), timezone.localdate()]


def test_nobody_comes_into_a_committee_that_ended(brought, committee, committee2):
    type(committee).objects.filter(pk=committee2.pk).update(valid_to=timezone.localdate() - timedelta(days=1))

    found = brought(sheet_of(HEADS, newcomer("N1", committee=committee2.short_name)))

    assert list(found.rows[0]["wrong"]) == ["committee"]
