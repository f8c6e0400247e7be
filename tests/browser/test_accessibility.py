"""Key pages of every role: nothing that shuts people out, and nothing wider than the screen, however enlarged."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.browser.scenes import scene

LETTERS = 16
# Each with the size of the reader's letters: a phone, one with large letters, a desk at 125, 150, 200 and 400 per cent.
SCREENS = {
    "phone": (390, 844, LETTERS),
    "large letters": (390, 844, 24),
    "large letters at a desk": (1366, 768, 24),
    "125 %": (1093, 614, LETTERS),
    "150 %": (911, 512, LETTERS),
    "200 %": (683, 384, LETTERS),
    "400 %": (342, 192, LETTERS),
}
# How much of the screen its bars cover, and how many heads of a table stand over its first row.
COVERED = """() => {
  const seen = [...document.querySelectorAll("body *")].filter(each => getComputedStyle(each).visibility === "visible");
  const stays = each => ["sticky", "fixed"].includes(getComputedStyle(each).position);
  const bars = seen.filter(each => stays(each) && each.offsetWidth > innerWidth / 2);
  const over = [...document.querySelectorAll("main table")].filter(table => {
    const [head, row] = [table.tHead, table.tBodies[0]?.rows[0]];
    if (!head || !row || !head.offsetHeight) return false;
    const bottoms = [...head.rows[0].cells].map(cell => cell.getBoundingClientRect().bottom);
    return Math.max(...bottoms) > row.getBoundingClientRect().top + 1;
  });
  return [bars.reduce((sum, bar) => sum + bar.offsetHeight, 0) / innerHeight, over.length];
}"""
# What a thumb decides by and cannot hit.
SMALL = """() => {
  const marks = ".bar :is(a, summary), main :is(.btn, .seg label, .mark, .tabs a, .pager a, .form-check-label)";
  const boxes = [...document.querySelectorAll(marks)].filter(each => each.checkVisibility() && each.offsetHeight > 1);
  return boxes
    .filter(each => Math.min(each.offsetHeight, each.offsetWidth) < 44)
    .map(each => each.outerHTML.slice(0, 80));
}"""
GRAVE = {"serious", "critical"}


@pytest.fixture
def pages(cast):
    """Pairs of a role and the address of a page that it works with."""
    county = scene(cast)
    session, plan, meeting = [county.session.pk], [county.plan.pk], [county.meeting.pk]
    concluded, recommendation = [county.concluded.pk], [county.recommendation.pk]
    return [
        ("office", reverse("home")),
        ("office", reverse("topic_list")),
        ("office", f"{reverse('topic_list')}?planned=True&stage=accepted"),
        ("office", reverse("topic_board")),
        ("office", reverse("topic_detail", args=[county.recommendation.topic_id])),
        ("office", reverse("step", args=["topic", county.proposed.pk, "accept"])),
        ("office", f"{reverse('batch_create', args=['screen'])}?row={county.proposed.pk}"),
        ("office", f"{reverse('batch_create', args=['refer'])}?row={county.concluded.pk}"),
        ("office", f"{reverse('batch_create', args=['lead'])}?row={county.concluded.pk}"),
        ("office", reverse("review_meeting_detail", args=meeting)),
        ("office", reverse("refer", args=concluded)),
        ("office", reverse("member_list")),
        ("office", reverse("statistics")),
        ("office", f"{reverse('attendance_list')}?dated_what=held"),
        ("clerk", reverse("topic_draft", args=["member_recommended"])),
        ("clerk", reverse("plan_update", args=plan)),
        ("clerk", reverse("plan_invite", args=plan)),
        ("clerk", reverse("plan_detail", args=plan)),
        ("clerk", reverse("session_log", args=session)),
        ("clerk", reverse("session_detail", args=session)),
        ("clerk", reverse("outcome", args=concluded)),
        ("party_group", reverse("decision_sheet", args=meeting)),
        ("party_group", reverse("papers", args=meeting)),
        ("dept_user", reverse("recommendation_list")),
        ("dept_user", reverse("recommendation_detail", args=recommendation)),
        ("dept_user", reverse("step", args=["recommendation", *recommendation, "answer"])),
        ("sysadmin", reverse("account_list")),
        ("sysadmin", reverse("second_factor_set_up")),
    ]


def test_key_pages_shut_nobody_out(page, pages, as_seen_by):
    found = {}
    for role, url in pages:
        as_seen_by(role, url)
        said = [each for each in Axe().run(page).response["violations"] if each["impact"] in GRAVE]
        found |= {(role, url): [(each["id"], where(each)) for each in said]} if said else {}

    assert found == {}


def where(violation):
    """The first elements that a rule complains about."""
    return [node["target"][0] for node in violation["nodes"][:3]]


def test_key_pages_fit_every_screen_however_enlarged(page, complaints, pages, as_seen_by):
    browser = page.context.new_cdp_session(page)
    wide, covered, small = {}, {}, {}
    for role, url in pages:
        as_seen_by(role, url)
        for screen, (width, height, letters) in SCREENS.items():
            browser.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("scrollTo(0, 0)")
            found = page.evaluate("document.documentElement.scrollWidth")
            bars, heads = page.evaluate(COVERED)
            wide |= {(screen, role, url): found} if found > width else {}
            covered |= {(screen, role, url): (bars, heads)} if bars > 1 / 3 or heads else {}
            missed = page.evaluate(SMALL) if screen == "phone" else []
            small |= {(role, url): missed} if missed else {}

    assert (wide, covered, small) == ({}, {}, {})
    assert complaints == []


def test_registers_show_their_last_column_in_english_too(page, pages, as_seen_by, live_server):
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    hidden = {}
    for role, name in [("office", "plan_list"), ("office", "topic_list"), ("dept_user", "recommendation_list")]:
        as_seen_by(role, reverse(name))
        table, frame = (page.locator(part).bounding_box() for part in (".register", ".register-frame"))
        hidden |= {name: (table, frame)} if table["width"] > frame["width"] + 1 else {}

    assert hidden == {}
