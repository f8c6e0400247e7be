from datetime import date
from io import BytesIO
from urllib.parse import quote

import django_filters
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from openpyxl import load_workbook

from committees.models import Committee, Venue
from consult.lists.columns import ListColumn
from consult.lists.filters import RegisterFilters, filters_in_words
from consult.lists.ordering import reversed_order
from consult.views import ListPage
from tests import factories

pytestmark = pytest.mark.django_db


class VenueFilter(RegisterFilters):
    q = django_filters.CharFilter(field_name="name", lookup_expr="contains", label="名称")
    kind = django_filters.MultipleChoiceFilter(choices=Venue.Kind.choices, label="类型")
    committee = django_filters.ModelChoiceFilter(queryset=Committee.objects.all(), label="联络工委")
    capacity = django_filters.NumberFilter(lookup_expr="gte", label="容量")
    opened = django_filters.DateFromToRangeFilter(field_name="valid_from", label="启用")
    known = django_filters.BooleanFilter(field_name="capacity", lookup_expr="isnull", exclude=True, label="已知容量")

    class Meta:
        model = Venue
        fields = []


class VenueList(ListPage):
    model = Venue
    title = "协商平台"
    filterset_class = VenueFilter
    columns = (
        ListColumn("名称", "name", 30, name="name", fixed=True),
        ListColumn("工委", "committee.short_name", name="committee"),
        ListColumn("容量", "capacity", 8, "int", name="capacity"),
    )
    sorts = {"name": ("name",), "capacity": (F("capacity").desc(nulls_last=True), "name")}
    default_sort = "name"
    paginate_by = 2

    def rows(self, queryset):
        return queryset.select_related("committee")


class Uncolumned(VenueList):
    columns = ()


@pytest.fixture
def venues(committee):
    return [
        factories.venue("甲室", capacity=30, committee=committee, kind=Venue.Kind.ROOM, valid_from=date(2020, 3, 1)),
        factories.venue("乙院", capacity=50),
        factories.venue("丙园", kind=Venue.Kind.STUDIO),
    ]


@pytest.fixture
def ask(rf, office):
    def answer(query="", user=office, view=VenueList):
        request = rf.get(f"/venues/{query}")
        request.user = user
        return view.as_view()(request)

    return answer


def names(response):
    return [venue.name for venue in response.context_data["object_list"]]


def everything(ask, query=""):
    return names(ask(f"?{query}")) + names(ask(f"?page=2&{query}"))


def test_the_page_knows_its_rows_total_and_sort(ask, venues):
    context = ask().context_data

    assert (context["total"], context["sort"], context["title"]) == (3, "name", "协商平台")
    assert context["page_obj"].number == 1
    assert len(context["object_list"]) == 2
    assert context["can_export"] is True


def test_a_later_page_asks_for_its_own_rows_by_their_keys(ask, venues):
    for number in range(4):
        factories.venue(name=f"第{number}")

    query = ask("?page=2").context_data["object_list"].query

    assert not query.is_sliced
    assert "LIMIT 2 OFFSET 2" in str(query)


def test_a_late_page_is_reached_from_the_end(ask, venues):
    query = str(ask("?page=2").context_data["object_list"].query)

    assert "LIMIT 1" in query
    assert "OFFSET" not in query


def test_only_what_the_user_may_see_is_listed(ask, venues):
    assert ask(user=AnonymousUser()).context_data["total"] == 0


def test_templates_have_djangos_names(ask, venues):
    assert ask().template_name == ["committees/venue_list.html"]


def test_filters_narrow_rows_and_total(ask, venues):
    response = ask("?kind=mobile&kind=studio")

    assert sorted(names(response)) == sorted(["乙院", "丙园"])
    assert response.context_data["total"] == 2


def test_a_filter_value_without_sense_shows_nothing_and_names_the_field(ask, venues):
    context = ask("?capacity=viele").context_data

    assert context["total"] == 0
    assert list(context["filter"].form.errors) == ["capacity"]


@pytest.mark.parametrize(
    "query", ["committee=99999999999999999999999", "capacity=1e9999", "committee=x", "opened_after=2026-13-77"]
)
def test_absurd_filter_values_never_fail(ask, venues, query):
    assert ask(f"?{query}").context_data["total"] == 0


@pytest.mark.parametrize(
    ("number", "shown"), [("0", 2), ("-3", 2), ("99", 2), ("zwei", 1), ("1e9999", 1), ("9" * 5000, 1), ("", 1)]
)
def test_page_numbers_out_of_range_show_a_page_that_exists(ask, venues, number, shown):
    assert ask(f"?page={number}").context_data["page_obj"].number == shown


def test_rows_come_in_the_written_orders_and_their_reverse(ask, venues):
    assert everything(ask, "sort=capacity") == ["乙院", "甲室", "丙园"]
    assert everything(ask, "sort=-capacity") == ["丙园", "甲室", "乙院"]


@pytest.mark.parametrize("sort", ["created", "--name", "-", "committee__name", "?", "name; drop table"])
def test_an_unwritten_sort_name_means_the_default(ask, venues, sort):
    assert ask(f"?sort={sort}").context_data["sort"] == "name"


def test_without_sorts_the_order_of_the_model_holds(ask, venues):
    class Plain(VenueList):
        sorts, default_sort = {}, ""

    assert names(ask(view=Plain)) == ["甲室", "乙院"]


def test_equal_rows_stay_apart_from_page_to_page(ask, db):
    for _ in range(4):
        factories.venue(capacity=5)

    assert len(set(everything(ask, "sort=capacity"))) == 4


def test_the_number_of_queries_does_not_grow_with_the_rows(ask, committee, django_assert_num_queries):
    for _ in range(6):
        factories.venue(committee=committee)

    with django_assert_num_queries(2):
        response = ask()
        [str(venue.committee) for venue in response.context_data["object_list"]]


def test_the_export_holds_exactly_the_filtered_rows_in_their_order(ask, venues):
    response = ask("?export=xlsx&sort=-name&kind=room&kind=mobile&page=7")

    in_order = sorted([["甲室", "城东片区联络工委", 30], ["乙院", None, 50]], reverse=True)
    book = load_workbook(BytesIO(response.content))
    rows = [[cell.value for cell in row] for row in book["协商平台"].iter_rows(min_row=4)]
    assert rows == [[number, *row] for number, row in enumerate(in_order, 1)]
    assert quote("协商平台") in response["Content-Disposition"]


def test_the_export_says_which_filter_it_had(ask, venues):
    book = load_workbook(BytesIO(ask("?export=xlsx&kind=room&q=甲").content))

    notes = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert notes["筛选条件"] == "名称：甲；类型：协商议事室"


def test_a_register_without_columns_shows_the_page_instead(ask, venues):
    response = ask("?export=xlsx", view=Uncolumned)

    assert response.context_data["can_export"] is False
    assert response.context_data["total"] == 3


def test_filters_are_put_in_words(venues, committee):
    data = {
        "committee": committee.pk,
        "capacity": "10",
        "opened_after": "2020-01-01",
        "known": "true",
        "kind": ["room"],
    }
    filterset = VenueFilter(data, Venue.objects.all())

    words = dict(filters_in_words(filterset))

    assert set(words) == {"联络工委", "容量", "启用", "已知容量", "类型"}
    assert (words["联络工委"], words["容量"]) == ("城东片区联络工委", "10")
    assert words["启用"].startswith("2020")


def test_no_filter_gives_no_words(venues):
    assert filters_in_words(VenueFilter(None, Venue.objects.all())) == []


def test_the_reverse_of_an_order_is_its_opposite():
    assert reversed_order("name") == "-name"
    assert reversed_order("-name") == "name"
    assert reversed_order(F("name")).descending is True
    assert reversed_order(F("name").desc(nulls_last=True)).nulls_first is True


def test_rows_without_a_value_stand_last_whichever_way_a_register_is_sorted(ask, venues, monkeypatch):
    monkeypatch.setattr(VenueList, "sorts", {"capacity": ["capacity"], "committee": ["committee__order", "pk"]})

    assert everything(ask, "sort=capacity") == ["甲室", "乙院", "丙园"]
    assert everything(ask, "sort=-capacity") == ["乙院", "甲室", "丙园"]
    assert everything(ask, "sort=committee")[0] == everything(ask, "sort=-committee")[0] == "甲室"


def test_choices_of_a_plain_form_field_are_shown_by_their_label():
    class Kinds(django_filters.FilterSet):
        kind = django_filters.ChoiceFilter(choices=[("a", "院坝")], label="类型", widget=forms.RadioSelect)

        class Meta:
            model = Venue
            fields = []

    assert filters_in_words(Kinds({"kind": "a"}, Venue.objects.all())) == [("类型", "院坝")]
