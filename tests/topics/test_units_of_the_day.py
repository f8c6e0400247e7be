"""To which unit a topic counts in a period that is over: who organised it on its last day, whatever came since."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from tests.cast import Cast
from tests.journeys import Journey, day, entry
from tests.totals import total_of
from topics.dimensions import UNIT, unit_on
from topics.models import Topic
from topics.reports.annual import AnnualReport
from topics.statistics import figures as of
from topics.statistics.counting import Counting
from topics.statistics.period import Period
from topics.statistics.results import Statistics
from topics.statistics.sections import BY_UNIT, Section

OVER, SINCE = Period(day(0), day(35)), Period(day(0), timezone.localdate())
FIGURES = (of.COLLECTED, of.ACCEPTED, of.SUBMITTED, of.PASSED, of.HELD, of.MADE, of.REFERRED)
LATE = "期后立项的议题"


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """One referred and handed over to the second committee on day 40, another accepted for the county on day 50."""
    journey = handed_over(Cast())
    topic = journey.proposed(title=LATE)
    answers = {"organiser": None, "form": None, "category": topic.category, "is_planned": False}
    journey.take(topic, "accept", "office", day(50), **answers)
    return journey


@pytest.fixture
def cast(journey):
    """People and units by name."""
    return journey.cast


def handed_over(cast):
    journey = Journey(cast)
    journey.referred(1)
    journey.take(journey.topic, "hand_over", "office", day(40), organiser=cast["committee2"], reason="分工调整")
    return Journey(cast)


def figures_of(cast, unit, period):
    found = Statistics(Counting(cast["office"], str(unit)), period, [Section("all", "", FIGURES)])
    return [found.of(figure, period) for figure in FIGURES]


def test_what_is_handed_over_or_accepted_later_stays_where_it_was_in_a_period_that_is_over(cast):
    units = cast["committee"].pk, cast["committee2"].pk, "county"

    over, since = ([[one.value for one in figures_of(cast, unit, span)] for unit in units] for span in (OVER, SINCE))

    assert over == [[2, 1, 1, 1, 1, 1, 1], [0] * 7, [0] * 7]
    assert since == [[0, 0, 0, 0, 1, 0, 0], [1, 1, 1, 1, 0, 1, 1], [1, 1, 0, 0, 0, 0, 0]]


def test_each_of_these_numbers_is_the_total_of_the_list_that_it_opens(cast, client):
    client.force_login(cast["office"])
    numbers = [one for span in (OVER, SINCE) for one in figures_of(cast, cast["committee"].pk, span)]

    assert [total_of(client, one.url) for one in numbers] == [one.value for one in numbers]


def test_the_table_by_committee_opens_the_same_lists(cast, client):
    client.force_login(cast["office"])
    filled = Statistics(Counting(cast["office"]), OVER).filled(BY_UNIT)

    cells = {str(label): [row[0], row[1], row[7]] for label, row in filled.rows}

    named = {name: [one.value for one in row] for name, row in cells.items()}
    assert named[str(cast["committee"])] == [2, 1, 1]
    assert named[str(cast["committee2"])] == named["县政协本级"] == [0, 0, 0]
    assert [total_of(client, one.url) for one in cells[str(cast["committee"])]] == [2, 1, 1]


def test_tables_2_and_5_of_the_report_name_who_organised_at_the_end_of_the_period(cast):
    with translation.override("zh-hans"):
        report = AnnualReport(cast["office"], OVER)
        report.check()
        five = {row[0]: (row[4].value, row[5].value) for _number, row in report.tables[5].lines()}
        two = {row[1]: row[6] for _number, row in report.tables[2].lines()}

    assert five[str(cast["committee"])] == (2, 1)
    assert five[str(cast["committee2"])] == (0, 0)
    assert two["示例议题"] == str(cast["committee"])


def test_a_day_to_come_and_today_are_the_unit_of_now():
    topics = Topic.objects.annotate(now=UNIT, today=unit_on(timezone.localdate()), earlier=unit_on(day(39)))

    assert unit_on(timezone.localdate()) is UNIT
    assert {topic.title: topic.now == topic.today != topic.earlier for topic in topics} == {
        "示例议题": True,
        LATE: True,
    }


def test_the_statistics_of_a_period_that_is_over_take_no_query_for_a_topic_handed_over(cast, client, queries_of):
    client.force_login(cast["office"])
    urls = [f"{reverse(name)}?start={OVER.start}&end={OVER.end}" for name in ("statistics", "annual_report")]
    urls += [f"{url}&unit={cast['committee'].pk}" for url in urls]
    before = [queries_of(url) for url in urls]
    for _more in range(2):
        handed_over(cast)

    assert [queries_of(url) for url in urls] == before


def test_a_register_is_asked_for_a_unit_on_a_day_and_says_so_in_words(cast, client):
    client.force_login(cast["office"])
    asked = {"unit": cast["committee"].pk, "unit_on": "2020-03-05", "export": "xlsx"}

    page = client.get(reverse("recommendation_list"), {**asked, "export": ""})
    book = load_workbook(BytesIO(client.get(reverse("recommendation_list"), asked).content))

    words = f"{cast['committee']} · 2020-03-05"
    assert [(str(label), value) for label, value, _rest in page.context["filter"].chips] == [("某日承办单位", words)]
    assert [words in str([*sheet.values]) for sheet in book] == [False, True]


def test_who_was_to_organise_by_an_acceptance_taken_back_is_named_in_no_table_of_the_time_between(cast):
    journey = Journey(cast)
    topic = journey.accepted(title="误立项的议题")
    journey.take(topic, "unaccept", "office2", reason="误立项")
    answers = {"organiser": cast["committee2"], "form": entry("form"), "category": topic.category}
    journey.take(topic, "accept", "office", day(50), is_planned=False, **answers)

    with translation.override("zh-hans"):
        two = {row[1]: row[6] for _number, row in AnnualReport(cast["office"], OVER).tables[2].lines()}

    assert two["误立项的议题"] == str(cast["committee2"])
