"""What a browser prints on A4: no table reaches into the line along the edge that says who printed it."""

import pytest
from django.urls import reverse

from tests.journeys import Journey, day

SPAN = f"?start={day(0)}&end={day(59)}&table="
# Across A4 within its margins, in pixels.
ACROSS = 1043


@pytest.mark.parametrize("table", [2, 6])
def test_a_table_of_the_report_ends_before_the_line_along_the_edge(page, as_seen_by, live_server, cast, table):
    Journey(cast).answered(1)
    as_seen_by("office", f"{live_server.url}{reverse('annual_report')}{SPAN}{table}")
    page.set_viewport_size({"width": ACROSS, "height": 700})
    page.emulate_media(media="print")

    table_box, line_box = (page.locator(name).bounding_box() for name in (".report-table .counts", ".printed"))

    assert table_box["x"] + table_box["width"] <= line_box["x"]


@pytest.mark.parametrize("page_name", ["topic_list", "statistics"])
def test_tables_stay_tables_where_a4_is_as_narrow_as_a_phone(page, as_seen_by, live_server, cast, page_name):
    Journey(cast).answered(1)
    as_seen_by("office", live_server.url + reverse(page_name))
    page.set_viewport_size({"width": 536, "height": 760})
    page.emulate_media(media="print")

    heads = page.locator("main table thead").evaluate_all("all => all.map(head => getComputedStyle(head).display)")

    assert set(heads) == {"table-header-group"}
