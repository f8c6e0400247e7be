"""The page of the annual report: which table, which days, which unit; the workbook as a download."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey
from tests.report_year import report_year
from tests.small_year import SPAN
from topics.views.annual_report import year_to_report

pytestmark = pytest.mark.long

DAYS = {"start": SPAN.start, "end": SPAN.end}


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    return report_year(Cast())


@pytest.fixture
def page(client, cast):
    def get(name="office", **query):
        client.force_login(factories.fresh(cast[name]))
        return client.get(reverse("annual_report"), DAYS | query)

    return get


def test_every_table_is_shown_with_its_head_and_rows(page):
    shown = {number: page(table=number) for number in range(1, 12)}

    assert [shown[n].context["table"].number for n in shown] == list(range(1, 12))
    assert [shown[n].text.count('<th scope="col" class="num">序号</th>') for n in shown] == [1] * 11
    assert "第二工委的议题" in shown[2].text
    assert "data-figure" in shown[1].text
    assert "data-figure" not in shown[5].text


def test_on_english_pages_tables_bear_english_names_with_those_of_the_sheets_beside(page, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    text = page(table=2).text

    assert "Table 5 <span>Committees&#x27; work</span>" in text
    assert 'Table 2 Register of topics <small lang="zh-Hans">表2 议题台账</small>' in text


@pytest.mark.parametrize("number", ["", "0", "12", "x", "²", "9" * 30])
def test_a_table_that_there_is_not_shows_the_first(page, number):
    assert page(table=number).context["table"].number == 1


@pytest.mark.parametrize(("day", "year"), [((2026, 1, 5), 2025), ((2026, 3, 31), 2025), ((2026, 4, 1), 2026)])
def test_in_the_first_months_the_report_is_that_of_the_year_that_is_over(day, year):
    assert year_to_report(date(*day)) == year


def test_only_the_office_is_offered_to_freeze_and_all_who_read_to_download(page):
    texts = {name: page(name).text for name in ("office", "clerk", "party_group2", "presidium", "auditor")}

    assert {name: reverse("frozen_report_create") in text for name, text in texts.items()} == {
        "office": True, "clerk": False, "party_group2": False, "presidium": False, "auditor": False,
    }  # fmt: skip
    assert all("export=xlsx" in text for text in texts.values())


def test_the_workbook_is_named_by_county_unit_and_days(page, journey):
    unit = journey.cast["committee"]

    response = page("clerk", unit=unit.pk, export="xlsx")

    assert quote(str(unit)) in response.headers["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert len(book.sheetnames) == 13
    assert any(str(unit) in str(cell.value) for cell in book["封面"]["C"])


def test_the_paper_is_chinese_for_who_reads_english_too(page, client):
    client.cookies["django_language"] = "en"

    text = page("auditor", table=5).text

    assert "Annual report" in text
    assert "城东片区联络工委" in text
    assert "征集议题" in text


@pytest.mark.parametrize("query", [{"start": "2026-05-01", "end": "2026-04-01"}, {"start": "x"}, {"unit": "none"}])
def test_days_without_sense_are_said_and_show_no_table(page, query):
    response = page(**query)

    assert (response.status_code, "table" in response.context) == (200, False)


def test_the_page_takes_as_many_queries_whatever_there_is(page, queries_of, journey):
    page()
    address = f"{reverse('annual_report')}?start={SPAN.start}&end={SPAN.end}&table=2"

    few = queries_of(address)
    Journey(journey.cast).proposed()
    factories.committee()
    many = queries_of(address)

    assert few == many <= 90
