"""The row of links to the parts of a long page leads to those parts alone that stand on the page."""

import re

from django.urls import reverse

ROW = re.compile(r'<nav class="jumps".*?</nav>', re.DOTALL)


def jumps(response):
    """The anchors of the row, each of which has its part on the page."""
    [row] = ROW.findall(response.text)
    anchors = re.findall(r'href="#([\w-]+)"', row)
    assert [anchor for anchor in anchors if f' id="{anchor}"' not in response.text] == []
    return anchors


def test_record_of_a_session_leads_to_all_its_parts(desk, journey):
    page = desk.get(reverse("session_log", args=[journey.planned_session().pk]))

    assert jumps(page) == ["people", "photos", "opinions", "guests", "record", "speeches"]
