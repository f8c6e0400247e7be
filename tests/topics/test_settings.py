"""What the office sets itself: options and dictionaries, with who changed what."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import Setting, SettingChange, TrailEntry
from consult.options import OPTIONS, held
from tests import factories
from tests.journeys import day, entry
from topics.deadlines import due
from topics.models import DictionaryEntry

SETTINGS = "/settings/"


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def typed(client, url=SETTINGS, **changed):
    """What the browser sends of the page: every field, and what each held when the page was opened."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = {f"initial-{name}": value for name, value in values.items() if name != "seen"}
    return values | shown | changed


def changes():
    return list(SettingChange.objects.order_by("pk").values_list("name", "subject", "before", "after", "actor_name"))


def test_office_sets_a_deadline_that_holds_from_then_on_and_is_noted(desk):
    desk.post(SETTINGS, typed(desk, screen_workdays="2"))

    _until, basis = due("screen_workdays", day(0))
    [(_change, label, *_texts)] = desk.get(SETTINGS).context["changes"]
    assert (held("screen_workdays"), basis["count"]) == (2, 2)
    assert changes() == [("screen_workdays", "", "5", "2", "office")]
    assert label == OPTIONS["screen_workdays"].label


def test_points_of_next_year_are_set_and_this_year_keeps_its_own(desk):
    this_year = timezone.localdate().year
    coming = f"{SETTINGS}?year={this_year + 1}"

    desk.post(coming, typed(desk, coming, points_attended="6", screen_workdays="2"))

    values = [desk.get(url).context["form"]["points_attended"].value() for url in (SETTINGS, coming)]
    assert (values, held("points_attended"), held("points_attended", this_year + 1)) == ([5, 6], 5, 6)
    assert changes() == [
        ("screen_workdays", "", "5", "2", "office"),
        ("points_attended", str(this_year + 1), "5", "6", "office"),
    ]


def test_numbers_of_topics_go_on_from_the_last_one_given_on_paper(desk, journey):
    year = day(0).year
    desk.post(SETTINGS, typed(desk, last_number_on_paper=f"{year}-016"))

    first = journey.accepted()
    page = desk.post(SETTINGS, typed(desk, last_number_on_paper=f"{year}-020"))

    assert first.number == f"{year}-017"
    assert f"{year}-017" in page.context["form"].errors["last_number_on_paper"][0]


def test_a_last_number_that_another_process_does_not_know_yet_is_gone_on_from(journey):
    assert held("last_number_on_paper") == ""
    Setting.objects.create(name="last_number_on_paper", from_year=0, value=f"{day(0).year}-016")

    assert journey.accepted().number == f"{day(0).year}-017"


@pytest.mark.parametrize("number", ["16", "2026年16号", "20２６-０１６", f"{timezone.localdate().year + 1}-016"])
def test_a_last_number_on_paper_of_another_form_is_refused(desk, number):
    page = desk.post(SETTINGS, typed(desk, last_number_on_paper=number))

    assert list(page.context["form"].errors) == ["last_number_on_paper"]


@pytest.mark.long
def test_county_and_brand_show_on_every_page_and_in_workbooks(desk):
    desk.post(SETTINGS, typed(desk, county="示例县", brand="示例品牌"))

    page = desk.get(reverse("home"))

    assert "示例品牌" in page.text
    assert page.context["county"] == "示例县"


def test_saving_without_a_change_notes_nothing(desk):
    desk.post(SETTINGS, typed(desk))

    assert changes() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"screen_workdays": "0"}, "screen_workdays"),
        ({"screen_workdays": "1000000"}, "screen_workdays"),
        ({"screen_workdays": "x"}, "screen_workdays"),
        ({"county": ""}, "county"),
        ({"answer_months": "9"}, "answer_months_extended"),
        ({"points_attended": "50"}, "points_attended_cap"),
    ],
)
def test_setting_that_makes_no_sense_is_refused_at_its_field(desk, wrong, field):
    page = desk.post(SETTINGS, typed(desk, **wrong))

    assert list(page.context["form"].errors) == [field]
    assert changes() == []


def test_value_that_somebody_else_has_set_is_shown_before_it_is_replaced(desk, client, office2):
    mine = typed(desk, screen_workdays="3")
    theirs = typed(desk, screen_workdays="4", warning_days="20")
    client.force_login(office2)
    client.post(SETTINGS, theirs)

    warned = client.post(SETTINGS, mine)
    again = mine | {"seen": warned.context["form"]["seen"].value()}
    client.post(SETTINGS, again)

    assert list(warned.context["form"].errors) == ["screen_workdays"]
    assert (held("screen_workdays"), held("warning_days")) == (3, 20)


def test_entry_is_added_renamed_and_offered(desk):
    desk.post(reverse("entry_create", args=["category"]), {"name": "示例类别", "order": 99})
    added = DictionaryEntry.objects.get(name="示例类别")
    desk.post(reverse("entry_update", args=[added.pk]), {"name": "示例新类别", "order": 99, "version": 1})

    assert [row.name for row in DictionaryEntry.objects.of("category")][-1] == "示例新类别"
    assert ("topics.dictionaryentry.name", "示例新类别", "示例类别", "示例新类别", "office") in changes()
    assert "示例新类别" in desk.get(SETTINGS).text


def test_what_was_saved_of_a_dictionary_is_told(desk):
    said = desk.post(reverse("entry_create", args=["form"]), {"name": "示例形式", "order": "99"}, follow=True)

    assert [str(message) for message in said.context["messages"]] == ["已添加：示例形式"]


def test_entry_in_use_is_retired_and_stays_where_it_is_used(desk, journey):
    topic = journey.accepted()
    used = topic.category

    page = desk.get(reverse("entry_remove", args=[used.pk]))
    desk.post(reverse("entry_remove", args=[used.pk]))

    topic.refresh_from_db()
    assert "正在使用" in page.text
    assert topic.category == used
    assert used not in DictionaryEntry.objects.of("category")
    assert changes() == [("topics.dictionaryentry", used.name, "", "已停用", "office")]
    assert TrailEntry.objects.get().details == {"step": "已停用"}


def test_entry_that_nothing_uses_is_deleted(desk):
    unused = DictionaryEntry.objects.create(kind="category", name="示例误录", order=99)

    desk.post(reverse("entry_remove", args=[unused.pk]))

    assert not DictionaryEntry.objects.filter(name="示例误录").exists()
    assert "示例误录" in desk.get(reverse("settings")).text
    assert TrailEntry.objects.get().details == {"step": "已删除"}


def test_one_entry_of_a_dictionary_is_the_default_and_it_cannot_be_retired(desk):
    first, other = DictionaryEntry.objects.of("form")[:2]
    said = {"name": other.name, "order": 2, "version": 1, "is_default": "on"}

    refused = desk.post(reverse("entry_update", args=[other.pk]), said | {"is_retired": "on"})
    desk.post(reverse("entry_update", args=[other.pk]), said)

    assert list(refused.context["form"].errors) == ["is_retired"]
    assert "否 → 是" in desk.get(SETTINGS).text
    assert list(DictionaryEntry.objects.filter(kind="form", is_default=True)) == [other]


def test_name_stands_once_in_a_dictionary(desk):
    taken = entry("category")

    page = desk.post(reverse("entry_create", args=["category"]), {"name": taken.name, "order": 99})

    assert list(page.context["form"].errors) == ["name"]


def test_sector_in_use_is_retired_and_no_longer_offered_to_newcomers(desk, member_user):
    sector = member_user.as_member.mandates.get().sector

    desk.post(reverse("sector_remove", args=[sector.pk]))

    sector.refresh_from_db()
    form = desk.get(reverse("member_create")).context["form"]
    assert sector.is_retired
    assert sector not in form.fields["sector"].queryset
    assert "已停用" in desk.get(reverse("term_list")).text


def test_changed_term_is_noted(desk):
    term = factories.term()

    said = {"number": term.number, "name": "示例届", "starts_on": term.starts_on.isoformat(), "version": 1}
    desk.post(reverse("term_update", args=[term.pk]), said)

    assert ("members.term.name", "示例届") in [(name, after) for name, _subject, _before, after, _who in changes()]
