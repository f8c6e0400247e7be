"""Words that are not known here, asked about once for all the rows of a file."""

import pytest
from django.urls import reverse

from consult.imports import meanings
from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.meanings import nearest
from consult.imports.undoing import undo
from consult.models import Import
from members.models import Member
from tests import factories
from tests.consult.imports.files import sheet_of
from tests.members.rosters import HEADS, newcomer

WORDS = {"sector": "经济", "committee": "城东片区"}


@pytest.fixture
def found(committee, office):
    factories.sector("经济界")
    rows = [newcomer(f"N{at}", name=f"示例{at}", **WORDS) for at in range(3)]
    return bring_in(kinds()["members"], sheet_of(HEADS, *rows), office)


@pytest.fixture
def shown(client, office, found):
    client.force_login(office)
    return client.get(found.get_absolute_url())


def answer(client, found, **chosen):
    told = {f"{column}:{WORDS[column]}": meaning for column, meaning in chosen.items()}
    return client.post(reverse("import_meanings", args=[found.pk]), told, follow=True)


def test_an_unknown_word_is_asked_about_once_with_what_comes_nearest(shown, committee):
    asked = [(one.column.name, one.typed, one.rows, one.nearest) for one in shown.context["questions"]]

    assert sorted(asked) == [("committee", "城东片区", 3, committee.short_name), ("sector", "经济", 3, "经济界")]


def test_nobody_is_sent_to_the_file_before_the_questions_are_answered(shown, client, found):
    answered = answer(client, found, sector="经济界", committee="")

    assert ("请在原文件" in shown.text, "请先在上面选定" in shown.text) == (False, True)
    assert "请先在上面选定" in answered.text


def test_the_chosen_meaning_holds_for_all_rows_until_they_are_carried_out(shown, client, found, office, committee):
    answer(client, found, sector="经济界", committee=committee.short_name)

    read = Import.objects.get()
    assert read.counts == {"new": 3, "changed": 0, "same": 0, "error": 0}
    assert carry_out(found.pk, office)
    made = Member.objects.filter(number__startswith="N")
    assert {member.current_membership.committee for member in made} == {committee}


def test_meanings_add_up_and_what_was_not_offered_is_none(shown, client, found, committee):
    answer(client, found, sector="某某界")
    answer(client, found, sector="经济界")
    left = answer(client, found, committee=committee.short_name)

    assert (Import.objects.get().counts["new"], left.context["questions"]) == (3, [])


def test_nobody_is_asked_what_a_whole_text_means(client, office, committee):
    row = newcomer("N1", sector="长" * 61, committee="城东片区")
    found = bring_in(kinds()["members"], sheet_of(HEADS, row), office)
    client.force_login(office)

    asked = client.get(found.get_absolute_url()).context["questions"]

    assert [one.column.name for one in asked] == ["committee"]


def test_of_too_many_unknown_words_the_most_frequent_are_asked_about(client, office, committee, monkeypatch):
    monkeypatch.setattr(meanings, "MOST_ASKED", 1)
    factories.sector("经济界")
    rows = [newcomer(f"N{at}", sector="经济界", committee=word) for at, word in enumerate(["城北", "城东", "城东"])]
    found = bring_in(kinds()["members"], sheet_of(HEADS, *rows), office)
    client.force_login(office)

    asked = client.get(found.get_absolute_url()).context["questions"]

    assert [(one.typed, one.rows) for one in asked] == [("城东", 2)]


@pytest.fixture
def next_file(client, office, found, committee):
    """The preview of a second file with the same words, after the first one was carried out."""
    client.force_login(office)
    answer(client, found, sector="经济界", committee=committee.short_name)
    carry_out(found.pk, office)
    return bring_in(kinds()["members"], sheet_of(HEADS, newcomer("N9", name="示例九", **WORDS), ["合计1人"]), office)


def test_the_next_file_of_the_kind_is_read_by_the_meanings_said_before(client, next_file, committee):
    shown = client.get(next_file.get_absolute_url()).context

    answers = [(one.column.name, one.typed, one.rows, one.nearest) for one in shown["answers"]]
    assert (next_file.counts["new"], shown["questions"]) == (1, [])
    assert sorted(answers) == [("committee", "城东片区", 1, committee.short_name), ("sector", "经济", 1, "经济界")]


def test_a_meaning_is_forgotten_for_this_file_and_the_next(client, office, next_file):
    client.post(reverse("import_meanings", args=[next_file.pk]), {"sector:经济": "", "committee:城东片区": ""})
    forgotten = Import.objects.get(pk=next_file.pk)

    carry_out(next_file.pk, office, leaves_out_errors=True)
    later = bring_in(kinds()["members"], sheet_of(HEADS, newcomer("N10", name="示例十", **WORDS)), office)
    assert (forgotten.counts["error"], later.counts["error"]) == (1, 1)


def test_a_meaning_that_is_no_longer_known_is_not_kept(next_file, office, committee):
    carry_out(next_file.pk, office)
    type(committee).objects.update(short_name="别的工委")

    later = bring_in(kinds()["members"], sheet_of(HEADS, newcomer("N10", name="示例十", **WORDS)), office)
    assert later.table["meanings"] == {"committee": {}, "sector": {"经济": "经济界"}}


def test_each_of_several_in_a_cell_is_read_as_it_was_meant(client, office):
    for name in ("甲镇", "乙街道", "丙镇"):
        factories.township(name)
    client.force_login(office)
    rows = [["名称", "简称", "所辖乡镇"], ["城南片区政协联络工作委员会", "城南片区联络工委", "甲镇、乙、丙"]]
    found = bring_in(kinds()["committees"], sheet_of(*rows), office)

    client.post(reverse("import_meanings", args=[found.pk]), {"townships:乙": "乙街道", "townships:丙": "丙镇"})

    (row,) = Import.objects.get().rows
    assert row["wrong"] == {}
    assert row["said"]["townships"] == ["", "丙镇、乙街道、甲镇"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("城区工委", "城区片区联络工委"), ("石河", "石河片区联络工委"), ("某某", "")],
)
def test_the_words_that_all_bear_do_not_count_in_what_comes_nearest(typed, meant):
    assert nearest(typed, ["石桥片区联络工委", "石河片区联络工委", "城区片区联络工委"]) == meant


def test_what_is_called_so_goes_before_what_is_spelt_so():
    assert nearest("石河工委", ["石桥工委", "石河片区政协联络工作委员会"]) == "石河片区政协联络工作委员会"


VENUE_HEADS = ["平台名称", "平台类型", "所属联络工委"]


@pytest.fixture
def of_venues(office):
    return lambda name="示例新室", word="城东片区": bring_in(
        kinds()["venues"], sheet_of(VENUE_HEADS, [name, "协商议事室", word]), office
    )


def test_a_meaning_is_read_by_every_kind_that_names_the_same(client, office, next_file, of_venues, committee, year):
    year.drafted(0)
    rows = [["协商议题", "来源", "承办单位"], ["示例议题", "政协选题", "城东片区"]]

    venues, items = of_venues(), bring_in(kinds()["plan_items"], sheet_of(*rows), office)

    assert [one.rows[0]["wrong"] for one in (venues, items)] == [{}, {}]
    assert [one.rows[0]["said"][name][1] for one, name in ((venues, "committee"), (items, "organiser"))] == [
        committee.short_name,
        committee.short_name,
    ]
    [told] = client.get(venues.get_absolute_url()).context["answers"]
    assert (told.column.name, told.typed, told.nearest) == ("committee", "城东片区", committee.short_name)


def test_a_meaning_forgotten_in_one_kind_is_forgotten_in_all(client, office, next_file, of_venues):
    venues = of_venues()
    client.post(reverse("import_meanings", args=[venues.pk]), {"committee:城东片区": ""})
    before = of_venues().counts["error"]
    carry_out(venues.pk, office, leaves_out_errors=True)

    later = bring_in(kinds()["members"], sheet_of(HEADS, newcomer("N10", name="示例十", **WORDS)), office)
    assert (before, list(later.rows[0]["wrong"])) == (0, ["committee"])


def test_an_import_that_is_undone_hands_nothing_on_and_what_was_said_before_it_holds_again(
    client, office, next_file, of_venues, committee2
):
    venues = of_venues()
    client.post(reverse("import_meanings", args=[venues.pk]), {"committee:城东片区": committee2.short_name})
    carry_out(venues.pk, office)
    changed = of_venues("另一室").rows[0]["said"]["committee"][1]
    undo(venues.pk, office)

    again = of_venues("另一室").rows[0]["said"]["committee"][1]
    undo(Import.objects.get(kind="members", state=Import.State.CARRIED_OUT).pk, office)
    assert (changed, again) == (committee2.short_name, "城东片区联络工委")
    assert list(of_venues().rows[0]["wrong"]) == ["committee"]


def test_an_import_carried_out_later_that_said_nothing_of_a_word_leaves_it_as_it_was_said(
    client, office, found, committee, of_venues
):
    seen_before = of_venues("另一室", "城东片区联络工委")
    client.force_login(office)
    answer(client, found, sector="经济界", committee=committee.short_name)
    carry_out(found.pk, office)
    carry_out(seen_before.pk, office)

    assert of_venues().counts["new"] == 1


def test_a_word_for_what_one_kind_alone_names_is_not_read_by_another(client, office, year, of_venues):
    year.drafted(0)
    rows = [["协商议题", "来源", "承办单位"], ["示例议题", "政协选题", "本级"]]
    items = bring_in(kinds()["plan_items"], sheet_of(*rows), office)
    client.force_login(office)
    client.post(reverse("import_meanings", args=[items.pk]), {"organiser:本级": "县政协本级"})
    carry_out(items.pk, office)

    venues = of_venues(word="本级")

    assert venues.rows[0]["unknown"] == {"committee": ["本级"]}
