"""Rows ticked in a register: kept over pages, counted within the filter alone, exported alone, for some people only."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from consult.views import ticks
from tests import factories
from tests.cast import Cast
from tests.journeys import Journey
from topics.models import Topic
from topics.views.topics import TopicList

URL = reverse("topic_list")


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    journey = Journey(Cast())
    for number in (1, 2, 3):
        journey.proposed(title=f"示例议题{number}")
    journey.accepted(title="已立项的议题")
    return journey


@pytest.fixture
def ask(client, cast, monkeypatch):
    monkeypatch.setattr(TopicList, "paginate_by", 2)

    def get(name="office", **query):
        client.force_login(factories.fresh(cast[name]))
        return client.get(URL, query)

    return get


def keys():
    return {topic.title[-1]: topic.pk for topic in Topic.objects.filter(stage="proposed")}


def test_ticks_are_kept_on_the_next_page_and_told_apart(ask):
    one = keys()

    page = ask(row=[one["3"], one["1"]], sort="title", stage="proposed")
    text = page.content.decode()

    assert page.context["ticked_elsewhere"] == [one["3"]]
    assert (text.count('form="ticked"'), text.count(" checked></td>")) == (2, 1)
    assert f'<input type="hidden" name="row" value="{one["3"]}">' in text
    assert f"row={one['1']}&amp;sort=title&amp;stage=proposed&amp;page=2" in text


def test_a_tick_outside_the_filter_does_not_count(ask):
    accepted = Topic.objects.get(stage="accepted")

    assert ask(row=[accepted.pk, keys()["1"], "x", "9" * 30], stage="proposed").context["ticked"] == [keys()["1"]]


def test_the_ticked_rows_are_exported_alone(ask):
    one = keys()

    page = ask(row=[one["3"], one["1"]], export="ticked", sort="title")
    table = load_workbook(BytesIO(page.content)).active

    titles = {cell.value for line in table.iter_rows() for cell in line if str(cell.value).startswith("示例议题")}
    assert titles == {"示例议题1", "示例议题3"}


@pytest.mark.long
def test_who_acts_ticks_and_sees_the_own_actions_only(ask):
    offered = {name: ask(name) for name in ("office", "clerk", "presidium", "member_user")}

    boxes = {name: 'name="row"' in page.content.decode() for name, page in offered.items()}
    actions = [len(offered[name].context["list_actions"]) for name in ("office", "clerk")]
    assert boxes == {"office": True, "clerk": True, "presidium": False, "member_user": False}
    assert actions == [3, 0]


def test_the_board_has_no_boxes(ask, client, office):
    client.force_login(factories.fresh(office))

    assert 'name="row"' not in client.get(reverse("topic_board")).content.decode()


def test_more_ticks_than_an_address_holds_are_left_out_and_told(ask, monkeypatch):
    monkeypatch.setattr(ticks, "MOST_TICKED", 2)
    one = keys()

    within, beyond = (ask(row=[one[number] for number in numbers], stage="proposed") for numbers in ("12", "123"))

    assert [page.context["is_over_ticked"] for page in (within, beyond)] == [False, True]
    assert "一次最多勾选2行" in beyond.text
