"""The statistics of a small year counted by hand; every number of the page is the total of the list that it opens."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day
from tests.small_year import SPAN, small_year
from tests.totals import total_of
from topics.statistics import figures as of
from topics.statistics.counting import Counting
from topics.statistics.period import Period
from topics.statistics.results import Statistics
from topics.statistics.sections import BY_MONTH, BY_SOURCE, BY_STAGE, BY_UNIT, SECTIONS
from topics.views.statistics import spans

LINK = re.compile(r'<a class="count-link[^"]*" href="([^"]+)" data-figure>(\d+)</a>')
READERS = ["clerk", "clerk2", "party_group2", "presidium", "auditor"]


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    return small_year(Cast())


@pytest.fixture
def page(client, cast):
    """The page of the small year as somebody sees it."""

    def get(name="office", **query):
        client.force_login(factories.fresh(cast[name]))
        return client.get(reverse("statistics"), {"start": SPAN.start, "end": SPAN.end} | query)

    return get


@pytest.fixture
def found(cast):
    return Statistics(Counting(cast["office"]), SPAN)


BY_HAND = {
    "collected": (8, 1), "collected_party_assigned": (1, 0), "collected_cppcc_selected": (6, 1),
    "collected_member_recommended": (1, 0), "collected_accepted": (5, 0),
    "accepted": (5, 0), "accepted_True": (4, 0), "accepted_False": (1, 0), "accepted_livelihood": (1, 0),
    "approved": (3, 0), "consulted": (3, 0), "concluded": (3, 0), "referred_topics": (3, 0), "closed": (1, 0),
    "held": (3, 0), "held_county": (0, 0), "held_room": (1, 0), "held_studio": (0, 0), "held_mobile": (0, 0),
    "held_none": (2, 0),
    "expected": (6, 0), "expected_present": (5, 0), "expected_leave": (1, 0), "expected_absent": (0, 0),
    "uninvited": (1, 0),
    "others": (37, 0), "others_leaders": (0, 0), "others_departments": (2, 0), "others_public": (35, 0),
    "others_experts": (0, 0), "others_enterprises": (0, 0),
    "made": (5, 0), "referred": (5, 0), "referred_adopted": (2, 0), "referred_partly": (1, 0),
    "referred_not_adopted": (1, 0), "referred_pending": (1, 0), "referred_answered": (4, 0),
    "referred_taken_in": (3, 0),
    "referred_on_time": (3, 0), "referred_late": (1, 0), "referred_overdue": (1, 0), "referred_not_due": (0, 0),
    "referred_due": (5, 0),
    "referred_answered_A": (1, 0), "referred_answered_B": (3, 0), "referred_answered_C": (0, 0),
    "referred_answered_D": (0, 0),
    "referred_satisfied": (2, 0), "referred_basically": (0, 0), "referred_not_satisfied": (0, 0),
    "referred_lapsed": (0, 0), "referred_none": (3, 0), "referred_evaluated": (2, 0), "referred_content": (2, 0),
    "referred_taken_in_carried_out": (1, 0), "referred_taken_in_under_way": (2, 0), "referred_taken_in_not": (0, 0),
}  # fmt: skip
RATES_BY_HAND = {
    "acceptance_rate": (5 / 8, 0.0),
    "attendance_rate": (5 / 6, None),
    "adoption_rate": (3 / 4, None),
    "on_time_rate": (3 / 5, None),
    "satisfaction_rate": (1.0, None),
    "implementation_rate": (1 / 3, None),
}


def lines_by_name(found):
    return {line.counted.name: line for section in SECTIONS for line in found.lines(section.figures)}


def test_every_figure_and_rate_is_what_fingers_count(found):
    values = {name: (line.now.value, line.before.value) for name, line in lines_by_name(found).items()}

    assert values == BY_HAND | RATES_BY_HAND


def test_changes_are_differences_and_none_has_a_base_of_zero(found):
    lines = lines_by_name(found)

    changes = {name: (lines[name].change, lines[name].growth) for name in ("collected", "closed", "adoption_rate")}

    assert changes == {"collected": (7, 7.0), "closed": (1, None), "adoption_rate": (None, None)}


def table_of(found, table, *columns):
    filled = found.filled(table)
    labels = [column.label for column in filled.table.columns]
    at = [labels.index(column) for column in columns]
    rows = [*filled.rows, ("total", filled.total)]
    return {str(label): tuple(cells[place].value for place in at) for label, cells in rows}


def test_every_committee_has_its_row_even_with_nothing_and_so_have_the_county_level_and_nobody_yet(found, journey):
    unit = {name: str(journey.cast[name]) for name in ("committee", "committee2")}

    rows = table_of(found, BY_UNIT, "已立项", "协商场次", "到会委员", "采纳率")
    collected = table_of(found, BY_UNIT, "征集议题")

    assert rows == {
        "县政协本级": (1, 0, 0, None),
        unit["committee"]: (3, 3, 5, 0.75),
        unit["committee2"]: (1, 0, 0, None),
        "无事片区联络工委": (0, 0, 0, None),
        "尚无归属单位": (0, 0, 0, None),
        "total": (5, 3, 5, 0.75),
    }
    assert [number for (number,) in collected.values()] == [1, 4, 1, 0, 2, 8]


def test_tables_break_down_the_same_figures(found):
    sources, stages = table_of(found, BY_SOURCE, "征集", "立项率"), table_of(found, BY_STAGE, "合计")
    months = table_of(found, BY_MONTH, "协商场次")

    assert sources == {
        "党政交题": (1, 0.0),
        "政协选题": (6, 5 / 6),
        "委员荐题": (1, 0.0),
        "total": (8, 5 / 8),
    }
    assert {stage: number for stage, (number,) in stages.items() if number} == {
        "已提出": 2, "已立项": 2, "已交办": 1, "部门已反馈": 1, "办结归档": 1, "并案": 1, "total": 8,
    }  # fmt: skip
    assert (months[f"{day(10).month}月"], len(months)) == ((3,), 13)


def test_one_unit_alone_is_counted_where_one_is_asked_for(cast, journey):
    counting = Counting(cast["office"])

    def of_unit(unit):
        found = Statistics(counting.of_unit(str(unit)), SPAN)
        return [found.of(figure, SPAN).value for figure in (of.COLLECTED, of.HELD, of.OTHERS, of.REFERRED)]

    assert of_unit(journey.cast["committee"].pk) == [4, 3, 37, 5]
    assert of_unit("county") == [1, 0, 0, 0]


def links_of(response):
    """Every distinct link of a number with its number."""
    return {unescape(url): int(number) for url, number in LINK.findall(response.text)}


@pytest.mark.long
def test_every_number_is_the_total_of_the_list_that_it_opens(client, page):
    links = links_of(page())

    wrong = {url: (number, total) for url, number in links.items() if (total := total_of(client, url)) != number}

    assert wrong == {}
    assert len(links) > 250


@pytest.mark.long
@pytest.mark.parametrize("name", ["clerk2", "auditor"])
def test_other_readers_open_lists_of_the_same_numbers(client, page, name):
    sections = page(name).context["sections"]
    numbers = [line.now for part in sections for line in part["lines"] if not line.is_rate]

    wrong = {one.url: one.value for one in numbers if one.value and total_of(client, one.url) != one.value}

    assert wrong == {}


@pytest.mark.long
def test_every_reader_reads_the_same_numbers(page):
    of_office = links_of(page())

    assert {name: links_of(page(name)) == of_office for name in READERS} == dict.fromkeys(READERS, True)


@pytest.mark.long
def test_numbers_of_one_committee_open_its_own_lists(client, page, journey):
    response = page(unit=journey.cast["committee"].pk)
    numbers = [line.now for line in response.context["highlights"] if not line.is_rate]

    assert [total_of(client, number.url) for number in numbers] == [number.value for number in numbers]
    assert [number.value for number in numbers] == [4, 3, 3, 5, 37, 5, 1]


@pytest.mark.long
def test_a_year_is_the_present_one_unless_named_and_a_span_goes_before_it(client, cast):
    client.force_login(cast["office"])

    def period_of(**query):
        return client.get(reverse("statistics"), query).context["period"]

    this_year = period_of()
    assert (this_year.is_year, period_of(year=2024).start.year) == (True, 2024)
    assert period_of(year=2024, start="2025-02-01", end="2025-03-31").before.end.isoformat() == "2024-03-31"
    assert period_of(end="2025-03-31").start.isoformat() == "2025-01-01"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(1, 3, "2025年第一季度"), (10, 12, "2025年第四季度"), (2, 2, "2025年2月"), (1, 6, "2025-01-01 – 2025-06-30")],
)
def test_a_quarter_and_a_month_are_named(first, last, words):
    assert str(Period.months(2025, first, last)) == words


def test_the_quarters_that_have_begun_and_the_last_month_are_offered():
    found = spans(Period.months(2025, 4, 6), date(2025, 8, 3))

    assert [(str(label), str(span), is_shown) for label, span, is_shown in found] == [
        ("第一季度", "2025年第一季度", False),
        ("第二季度", "2025年第二季度", True),
        ("第三季度", "2025年第三季度", False),
        ("上月", "2025年7月", False),
    ]


@pytest.mark.long
def test_a_year_that_is_not_over_offers_the_comparison_up_to_today(client, cast):
    client.force_login(cast["office"])
    today = timezone.localdate()

    def so_far(**query):
        return client.get(reverse("statistics"), query).context["so_far"]

    assert so_far(end=today + timedelta(days=1)).end == today
    assert (so_far(year=2024), so_far(start=today - timedelta(days=9), end=today)) == (None, None)


@pytest.mark.parametrize(
    "query",
    [
        {"start": "2026-05-01", "end": "2026-04-01"},
        {"start": "x"},
        {"year": "0"},
        {"unit": "none"},
        {"end": "0001-01-01"},
    ],
)
def test_a_period_without_sense_is_said_and_shows_no_number(client, cast, query):
    client.force_login(cast["office"])

    response = client.get(reverse("statistics"), query)

    assert (response.status_code, "period" in response.context, LINK.findall(response.text)) == (200, False, [])


@pytest.mark.long
def test_the_workbook_holds_the_numbers_of_the_page_and_the_definitions(page):
    book = load_workbook(BytesIO(page(export="xlsx").content))

    rows = {row[1]: row[2:] for sheet in book for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)}
    notes = [row[1] for row in book.worksheets[-1].iter_rows(values_only=True)]

    assert rows["征集议题"][1:] == (8, 1, 7, "+700.00%")
    assert rows["采纳率"] == ("采纳和部分采纳 ÷ 已答复", "75.00%", "—", "—", None)
    assert [sheet.title for sheet in book][:4] == ["议题", "各来源议题", "各类别议题", "统计期内征集议题的当前状态"]
    assert any("征集按提出日期" in (words or "") for words in notes)


@pytest.mark.long
def test_the_page_takes_as_many_queries_whatever_there_is(page, queries_of, journey):
    page()
    address = f"{reverse('statistics')}?start={SPAN.start}&end={SPAN.end}"

    few = queries_of(address)
    Journey(journey.cast).completed_session()
    factories.committee("又一片区政协联络工作委员会")
    many = queries_of(address)

    assert few == many <= 25
