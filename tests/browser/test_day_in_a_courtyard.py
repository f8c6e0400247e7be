"""A clerk's day in a courtyard, counted on the phone from home to the completed record; see docs/days-of-work.md."""

import pytest

from tests import factories
from tests.browser.counted import Counted
from tests.browser.steps import go_home, members_of, plan_session, sign_in
from tests.browser.together import approved
from tests.topics.log_page import picture
from topics.models import Attendance, ConsultationSession

PRESENT, LEAVE, ABSENT = Attendance.Status.PRESENT, Attendance.Status.LEAVE, Attendance.Status.ABSENT


@pytest.fixture
def pocket(browser, browser_context_args):
    """A phone with scripts."""
    small = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(**browser_context_args | small)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def session(page, cast, committee):
    """Today's session with twelve members invited, two of the cast among them; all of it typed at the desk."""
    others = [factories.member(f"示例委员{letter}", committee=committee) for letter in "丙丁戊己庚辛壬癸子丑"]
    approved(page, cast, ["院坝停车示例"], [*members_of(cast), *others])
    go_home(page)
    plan_session(page, "院坝停车示例")
    return ConsultationSession.objects.get()


def shot(number):
    """A photo that is like no other: one sent twice is kept once."""
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(1600, 1200 + number)).read()}


def write(hand, name, words):
    """A field on a phone is tapped first, and then typed into."""
    field = hand.page.locator(f"main [name='{name}']")
    hand.click(field)
    field.fill(words)


def mark(hand, row, status):
    hand.click(hand.page.locator(f"label[for='{radio_of(hand.page, row, status)}']"))


def radio_of(page, row, status):
    return page.locator(f"[name='people-status_{row.pk}'][value='{status}']").get_attribute("id")


def log(hand, rows):
    """One on leave, one absent, the others here by one tap; three opinions, four photos, what was agreed."""
    page = hand.page
    hand.go(page.locator(".todo .btn[href$='/log/']"))
    mark(hand, rows[3], LEAVE)
    write(hand, f"people-reason_{rows[3].pk}", "公务出差")
    mark(hand, rows[5], ABSENT)
    for number in range(3):
        write(hand, f"opinions-{number}-text", f"示例意见{number}")
    hand.clicks += 1
    page.set_input_files("[name=new-photos]", [shot(number) for number in range(4)])
    write(hand, "starts_at", "09:30")
    write(hand, "consensus", "先清理后划线")
    hand.go(page.locator("[name=everyone]").last)


def complete(hand):
    hand.go(hand.page.locator("[name=complete]"))
    hand.go(hand.page.locator("main .footbar button").first)


def test_twelve_people_three_opinions_and_four_photos_take_so_many_taps(pocket, session, clerk):
    rows = list(session.attendances.all())
    sign_in(pocket, clerk)
    hand = Counted(pocket)

    log(hand, rows)
    logged = (hand.clicks, hand.loads)
    complete(hand)

    session.refresh_from_db()
    statuses = [row.status for row in session.attendances.all()]
    assert [statuses.count(status) for status in (PRESENT, LEAVE, ABSENT)] == [10, 1, 1]
    assert (session.opinions.count(), session.photos.count(), session.stage) == (3, 4, "completed")
    assert (logged, (hand.clicks, hand.loads)) == ((11, 2), (13, 4))
    assert pocket.locator("html").evaluate("page => page.scrollWidth") <= 390
