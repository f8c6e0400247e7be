"""The topics as columns by stage: the register's filters and totals, and who acts next on each card."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day
from tests.queries import queries_of
from tests.totals import total_of
from topics.board import MOST_CARDS
from topics.models import Body, Topic
from topics.models.topic_stage import PATH
from topics.tasks.next_steps import next_step


def address(page, **query):
    return f"{reverse(page)}?{urlencode(query, doseq=True)}"


@pytest.fixture
def look(client, cast):
    """The answer of the board, or of another page of topics, to one of the cast."""

    def get(who="office", page="topic_board", **query):
        client.force_login(factories.fresh(cast[who]))
        return client.get(address(page, **query))

    return get


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """One topic or more on most stages of the path and beside it."""
    cast = Cast()

    def at(leg, *args, **fields):
        journey = Journey(cast)
        if fields:
            journey.accepted(**fields)
        getattr(journey, leg)(*args)
        return journey

    journeys = [at(leg) for leg in ("draft", "proposed", "accepted", "drafted_plan", "approved_plan")]
    journeys += [at(leg) for leg in ("planned_session", "completed_session")]
    journeys += [at("concluded", 1), at("referred", 2), at("answered", 1), at("submitted_plan")]
    on_agenda = at("submitted_plan")
    on_agenda.meeting(Body.PARTY_GROUP, day(3), on_agenda.plan)
    foreign = Journey(cast)
    foreign.accepted(title="饮用水源", organiser=cast["committee2"])
    rejected = at("proposed")
    rejected.take(rejected.topic, "reject", "office", day(1), reason="重复", goes_instead="reference")
    rejected.topics = [each.topic for each in (*journeys, on_agenda, foreign, rejected)]
    return rejected


@pytest.fixture
def topics(journey):
    return [Topic.objects.get(pk=topic.pk) for topic in journey.topics]


def columns(response):
    return {column["stage"]: column for column in response.context["stages"]}


def cards(response):
    return {card["topic"].pk: card for column in response.context["stages"] for card in column["cards"]}


@pytest.mark.long
@pytest.mark.parametrize("who", ["office", "clerk2", "member_user", "dept_user", "government"])
def test_each_column_counts_what_the_register_lists_for_its_stage(look, topics, who):
    board = look(who)

    counts = {stage: column["count"] for stage, column in columns(board).items()}
    listed = {stage: total_of(board.client, address("topic_list", stage=stage)) for stage in PATH}
    assert counts == listed
    assert board.context["total"] == total_of(board.client, address("topic_list"))


@pytest.mark.long
def test_columns_are_the_stages_of_the_path_and_the_others_are_links(look, topics):
    board = look()

    assert [column["stage"] for column in board.context["stages"]] == list(PATH)
    assert [(str(label), count) for label, count, _url in board.context["exits"]] == [("不予立项", 1)]
    [(_label, _count, url)] = board.context["exits"]
    assert total_of(board.client, url) == 1


def test_filters_are_those_of_the_register_and_go_along_to_it(look, topics, committee2):
    board = look(organiser=committee2.pk, sort="title")

    query = f"organiser={committee2.pk}&sort=title"
    assert [card["topic"].title for card in cards(board).values()] == ["饮用水源"]
    assert [url for _label, _icon, url, _is_current in board.context["views"]] == [
        f"{reverse('topic_list')}?{query}",
        f"{reverse('topic_board')}?{query}",
    ]


def test_a_filter_by_stage_leaves_its_columns_alone(look, topics):
    board = look(stage=["accepted", "referred", "rejected"])

    assert [column["stage"] for column in board.context["stages"]] == ["accepted", "referred"]


@pytest.mark.long
def test_a_column_shows_its_first_cards_and_leads_to_all_of_them(look, cast, committee):
    for _number in range(MOST_CARDS + 2):
        Journey(cast).accepted()

    board = look(organiser=committee.pk)

    register = look(page="topic_list", stage="accepted", organiser=committee.pk)
    accepted, listed = columns(board)["accepted"], register.context["object_list"]
    assert [card["topic"] for card in accepted["cards"]] == list(listed)[:MOST_CARDS]
    assert QueryDict(accepted["url"].partition("?")[2]).dict() == {"organiser": str(committee.pk), "stage": "accepted"}
    assert accepted["count"] == register.context["total"] > MOST_CARDS
    assert f"共 {accepted['count']} 件" in board.text


@pytest.mark.long
def test_a_card_names_who_acts_next_as_the_topics_page_does(look, topics, cast):
    reader = factories.fresh(cast["auditor"])
    shown = cards(look("auditor"))

    expected = {pk: next_step(Topic.objects.get(pk=pk), reader) for pk in shown}
    assert {pk: card["who"] for pk, card in shown.items()} == {
        pk: step["who"] if step else "" for pk, step in expected.items()
    }
    assert len({card["what"] for card in shown.values()}) > 6


@pytest.mark.long
def test_a_department_reads_neither_of_others_nor_of_dates(look, topics):
    shown = cards(look("dept2_user"))

    assert shown == {}
    assert {card["due"] for card in cards(look("dept_user")).values()} == {""}


@pytest.mark.parametrize("who", ["office", "clerk", "member_user", "dept_user"])
def test_the_board_shows_what_its_reader_may_see(look, topics, cast, who):
    seen = set(Topic.objects.visible_to(factories.fresh(cast[who])).filter(stage__in=PATH))

    assert {card["topic"] for card in cards(look(who)).values()} == seen


@pytest.mark.long
def test_the_number_of_queries_does_not_grow_with_the_topics(look, client, cast, topics):
    look()
    before = queries_of(client, reverse("topic_board"))

    for leg in ("proposed", "accepted", "submitted_plan", "planned_session"):
        for _number in range(2):
            getattr(Journey(cast), leg)()
    for _number in range(2):
        Journey(cast).referred(2)

    assert queries_of(client, reverse("topic_board")) == before
    assert before <= 20


@pytest.mark.long
def test_a_record_leads_back_to_the_board_it_was_opened_from(look, topics, client):
    look(year=str(day(1).year))

    page = client.get(topics[2].get_absolute_url())

    assert f'href="{reverse("topic_board")}?year={day(1).year}"' in page.text
