"""Columns that a file lacks or has twice: asked about once, for this file alone."""

import pytest
from django.urls import reverse

from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.models import Import
from members.models import Member
from tests.consult.imports.files import sheet_of
from tests.members.rosters import HEADS, newcomer
from topics.models import AnnualPlanItem

PHONES = ["手机\n号码", "手机号码"]


@pytest.fixture
def look(client, office):
    client.force_login(office)
    return lambda found: client.get(found.get_absolute_url())


@pytest.fixture
def answer(client, office, found):
    client.force_login(office)

    def post(**chosen):
        told = {f"{name}:": words for name, words in chosen.items()}
        client.post(reverse("import_meanings", args=[found.pk]), told)
        found.refresh_from_db()
        return found

    return post


def asked_of(page):
    return [(one.column.name, one.shown, one.rows, one.nearest) for one in page.context["questions"]]


class TestTwoColumnsThatSayTheSame:
    @pytest.fixture
    def found(self, office, committee, member_user):
        heads = [head for head in HEADS if head != "联系电话"]
        rows = [
            [cell for place, cell in enumerate(newcomer(number)) if place != HEADS.index("联系电话")]
            for number in ("N1", "N2", "N3")
        ]
        phones = [("—", "13800000001"), ("08186222333", "13800000002"), (None, None)]
        table = [[*row, *both] for row, both in zip(rows, phones, strict=True)]
        return bring_in(kinds()["members"], sheet_of([*heads, *PHONES], *table), office)

    def test_no_row_that_fills_one_of_them_comes_in_before_one_is_chosen(self, found, look):
        wrong = [list(row["wrong"]) for row in found.rows]
        page = look(found)

        assert wrong == [["mobile"], ["mobile"], []]
        assert asked_of(page) == [("mobile", "手机 号码、手机号码", 2, "I 手机 号码 08186222333")]
        assert "J 手机号码 13800000001" in page.text
        assert "请先在上面选定" in page.text

    def test_the_chosen_one_is_read_and_the_other_told_as_not_read(self, found, answer, look, office):
        answer(mobile="J 手机号码 13800000001")
        page = look(found)

        assert (found.counts["new"], page.context["questions"]) == (3, [])
        assert dict(page.context["facts"])["未读取的栏目"] == "I 手机 号码"
        assert carry_out(found.pk, office)
        told = Member.objects.filter(number__startswith="N").order_by("number").values_list("mobile", flat=True)
        assert list(told) == ["13800000001", "13800000002", ""]

    def test_the_choice_is_changed_or_taken_back_and_holds_for_this_file_alone(self, found, answer, look, office):
        answer(mobile="J 手机号码 13800000001")
        [settled] = look(found).context["answers"]
        answer(mobile="I 手机 号码 08186222333")
        first = [row["said"].get("mobile") for row in found.rows]
        answer(mobile="")

        assert (settled.nearest, settled.is_answered) == ("J 手机号码 13800000001", True)
        assert first == [None, ["", "08186222333"], None]
        assert (found.counts["error"], found.table.get("said")) == (2, None)

    def test_what_was_not_offered_is_no_choice(self, found, answer):
        answer(mobile="A 委员编号 N1")

        assert found.counts["error"] == 2


class TestAColumnThatIsMissing:
    @pytest.fixture
    def plan(self, year):
        return year.drafted(1)

    @pytest.fixture
    def found(self, plan, office, committee):
        held = plan.items.get()
        rows = [[title, str(committee)] for title in ("示例甲", "示例乙", held.title)]
        return bring_in(kinds()["plan_items"], sheet_of(["协商议题", "承办单位"], *rows), office)

    def test_it_is_asked_once_what_all_new_rows_have_in_it_with_nothing_chosen_beforehand(self, found, look):
        page = look(found)

        assert asked_of(page) == [("source", "（没有这一栏）", 2, "")]
        assert page.context["questions"][0].offered == ["党政交题", "政协选题", "委员荐题"]

    def test_what_is_chosen_holds_for_the_new_rows_and_shows_in_each(self, found, answer, plan, look, office):
        before = plan.items.get()
        AnnualPlanItem.objects.update(source="party_assigned")
        answer(source="政协选题")
        shown = look(found).context
        carry_out(found.pk, office)

        assert [row["said"].get("source") for row in found.rows] == [["", "政协选题"], ["", "政协选题"], None]
        assert ([one.nearest for one in shown["answers"]], shown["questions"]) == (["政协选题"], [])
        made = dict(plan.items.values_list("title", "source"))
        assert made == {"示例甲": "cppcc_selected", "示例乙": "cppcc_selected", before.title: "party_assigned"}

    def test_it_is_taken_back_and_asked_anew_and_the_next_file_is_asked_too(
        self, found, answer, look, office, committee
    ):
        answer(source="政协选题")
        answer(source="")
        taken_back = asked_of(look(found))
        answer(source="政协选题")
        carry_out(found.pk, office)

        later = bring_in(kinds()["plan_items"], sheet_of(["协商议题", "承办单位"], ["示例丙", str(committee)]), office)
        assert taken_back == [("source", "（没有这一栏）", 2, "")]
        assert asked_of(look(later)) == [("source", "（没有这一栏）", 1, "")]

    def test_a_file_that_has_the_column_or_nothing_new_is_not_asked(self, plan, look, office):
        held = plan.items.get()

        known = bring_in(kinds()["plan_items"], sheet_of(["协商议题", "协商内容"], [held.title, "别的"]), office)
        blank = bring_in(kinds()["plan_items"], sheet_of(["协商议题", "来源"], ["示例甲", ""]), office)

        assert [asked_of(look(one)) for one in (known, blank)] == [[], []]

    def test_a_preview_made_before_columns_were_asked_about_is_still_shown(self, found, look):
        table = {name: value for name, value in found.table.items() if name not in ("doubled", "whole", "meanings")}
        Import.objects.update(table=table)

        assert look(found).status_code == 200
