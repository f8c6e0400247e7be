import django_filters
import pytest
from django.http import QueryDict

from committees.models import Committee, Venue
from consult.lists.filters import RegisterFilters
from tests import factories

pytestmark = pytest.mark.django_db


class VenueFilters(RegisterFilters):
    at_hand = ("q", "kind")

    q = django_filters.CharFilter(field_name="name", label="名称")
    kind = django_filters.MultipleChoiceFilter(choices=[("room", "协商议事室"), ("studio", "工作室")], label="类型")
    committee = django_filters.ModelChoiceFilter(queryset=Committee.objects.all(), label="工委")
    opened = django_filters.DateFromToRangeFilter(field_name="valid_from", label="启用")

    class Meta:
        model = Venue
        fields = []


@pytest.fixture
def asked(rf):
    def filters(query="", kind=VenueFilters):
        request = rf.get(f"/venues/?{query}")
        return kind(request.GET, Venue.objects.all(), request=request)

    return filters


def test_those_at_hand_stand_in_sight_and_the_others_are_folded(asked):
    filters = asked()

    assert [field.name for field in filters.in_sight] == ["q", "kind"]
    assert [field.name for field in filters.folded] == ["committee", "opened"]


def test_without_any_at_hand_all_stand_in_sight(asked):
    class Plain(VenueFilters):
        at_hand = ()

    filters = asked(kind=Plain)

    assert (len(filters.in_sight), filters.folded) == (4, [])


@pytest.mark.parametrize(("query", "is_unfolded"), [("", False), ("q=甲&kind=room", False), ("committee=x", True)])
def test_the_folded_ones_are_unfolded_while_one_of_them_is_in_use(asked, query, is_unfolded):
    assert asked(query).is_unfolded is is_unfolded


def test_each_value_in_use_is_a_chip_with_the_query_without_it(asked):
    committee = factories.committee()

    chips = asked(f"q=a&kind=room&kind=studio&committee={committee.pk}&sort=name&page=3").chips

    rests = [dict(QueryDict(rest).lists()) for _label, _words, rest in chips]
    assert [(label, words) for label, words, _rest in chips] == [
        ("名称", "a"),
        ("类型", "协商议事室"),
        ("类型", "工作室"),
        ("工委", str(committee)),
    ]
    whole = {"q": ["a"], "kind": ["room", "studio"], "committee": [str(committee.pk)], "sort": ["name"]}
    assert rests[1] == whole | {"kind": ["studio"]}
    assert rests[3] == {name: values for name, values in whole.items() if name != "committee"}


def test_a_filter_of_two_inputs_has_a_chip_for_each(asked):
    chips = asked("opened_after=2020-01-01&opened_before=2021-01-01").chips

    assert [rest for _label, _words, rest in chips] == ["opened_before=2021-01-01", "opened_after=2020-01-01"]


def test_a_value_without_sense_is_a_chip_as_it_stands(asked):
    assert asked("kind=castle&committee=x").chips == [("类型", "castle", "committee=x"), ("工委", "x", "kind=castle")]


def test_the_query_of_a_list_holds_filters_and_order_in_one_order_alone(asked):
    assert (
        asked("sort=-name&kind=studio&page=2&export=xlsx&q=a&all=1&committee=").query() == "q=a&kind=studio&sort=-name"
    )
