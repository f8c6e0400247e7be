"""The row of links to the parts of a long page stays in sight and covers nothing that one goes to."""

import pytest
from django.urls import reverse

from tests.browser.test_main_action import SCREENS

LIES_UNDER_THE_ROW = """() => {
  const row = document.querySelector(".jumps").getBoundingClientRect();
  const line = document.activeElement.getBoundingClientRect();
  return !document.activeElement.closest(".jumps") && line.bottom > 0 && line.top < row.bottom;
}"""


@pytest.fixture
def log(page, journey, as_seen_by):
    session = journey.drafted_session()
    for number in range(9):
        session.speeches.create(order=number, speaker="示例村民", side="public", point="示例观点")

    def open_log(screen):
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size(SCREENS[screen])
        as_seen_by("clerk", reverse("session_log", args=[session.pk]))
        return page

    return open_log


def top_of(page, selector):
    return page.locator(selector).bounding_box()["y"]


@pytest.mark.parametrize("screen", SCREENS)
def test_row_of_links_stays_below_the_bar_and_leads_to_whole_headings(log, screen):
    page = log(screen)
    bar = page.locator(".bar").bounding_box()["height"]

    page.click(".jumps [href='#speeches']")

    row = page.locator(".jumps").bounding_box()
    end = row["y"] + row["height"]
    assert row["y"] <= bar <= top_of(page, ".jumps a:first-child") <= bar + 10
    assert end <= top_of(page, "#speeches h2") <= end + 60


@pytest.mark.parametrize("screen", SCREENS)
def test_row_of_links_covers_no_line_that_the_keyboard_goes_back_to(log, screen):
    page = log(screen)
    page.locator(".add-row[value=speeches]").focus()
    covered, steps = [], 0

    while not page.evaluate("!!document.activeElement.closest('.jumps')"):
        covered += [page.evaluate("document.activeElement.name")] if page.evaluate(LIES_UNDER_THE_ROW) else []
        page.keyboard.press("Shift+Tab")
        steps += 1

    assert steps > 20
    assert covered == []
