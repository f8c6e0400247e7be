"""No page needs a scroll to find its main action: its first blue or red button lies within the first screen.

In English, whose words are the longer ones, on every page of `tests.pages`, for each action that is offered there.
"""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import worlds
from tests.pages import AREAS
from tests.test_pages import expected, url_of

SCREENS = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
ACTING = ("office", "clerk", "party_group2", "presidium", "member_user", "dept_user", "sysadmin", "secadmin")
ACTION = re.compile(r'class="btn btn-(?:primary|danger)[^>]*>\s*(.*?)\s*</(?:a|button)>', re.DOTALL)
REACHED = """() => {
  const all = [...document.querySelectorAll("main :is(.btn-primary, .btn-danger)")];
  const first = all.find(button => button.checkVisibility() && button.offsetWidth > 1);
  if (!first) return true;
  scrollTo(0, 0);
  const box = first.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && !!top && (first.contains(top) || top.contains(first));
}"""
COVERED = """() => {
  const line = document.activeElement.getBoundingClientRect();
  return Math.min(line.bottom, line.top + 40) > document.querySelector("main .footbar").getBoundingClientRect().top;
}"""


@pytest.fixture
def english(page, live_server):
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}])
    return page


def action_of(reader, url):
    """The first action that a page offers, or None where it offers none or is a file."""
    answer = reader.get(url)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    found = ACTION.search(answer.content.decode().partition("<main")[2]) if is_page else None
    return found and found.group(1)


def pages_with_actions(area, cast, world):
    """Triples of a person's session, the address and the words of a row, one for each action that a page offers."""
    seen = set()
    for person in ACTING:
        reader = Client()
        reader.force_login(cast[person])
        for name, words, statuses in AREAS[area]:
            if expected(statuses)[person] != "200":
                continue
            url = url_of(name, words, world)
            action = action_of(reader, url)
            if action and (url, action) not in seen:
                seen.add((url, action))
                yield reader.cookies[settings.SESSION_COOKIE_NAME].value, url, f"{name} {words} ({person})"


@pytest.mark.parametrize("area", AREAS)
def test_every_page_shows_its_main_action_on_the_first_screen(english, cast, live_server, area):
    world = {name.replace(" ", "-"): record for name, record in getattr(worlds, area)(cast).items()}
    below = []

    for session, url, words in pages_with_actions(area, cast, world):
        english.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        english.goto(url, wait_until="domcontentloaded")
        for screen, size in SCREENS.items():
            english.set_viewport_size(size)
            below += [] if english.evaluate(REACHED) else [(screen, words)]

    assert below == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_bar_covers_no_line_that_the_keyboard_leads_to(page, as_seen_by, screen):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(SCREENS[screen])
    as_seen_by("office", reverse("topic_record"))
    page.locator("[name=title]").focus()
    reached, covered = set(), set()

    while not page.evaluate("document.activeElement.closest('.footbar')"):
        name = page.evaluate("document.activeElement.name")
        reached.add(name)
        covered |= {name} if page.evaluate(COVERED) else set()
        page.keyboard.press("Tab")

    assert {"title", "background", "points", "known_result", "proposed_on"} <= reached
    assert covered == set()
