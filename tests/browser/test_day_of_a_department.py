"""A department's day, counted: five recommendations received and answered, with and without a head who checks."""

from tests import factories
from tests.browser.counted import Counted
from tests.browser.forms import enter
from tests.browser.steps import sign_in, today
from tests.desks import join
from tests.journeys import Journey
from topics.models import Recommendation


def referred(cast):
    """Five recommendations of two topics, referred to the department and not yet received."""
    return [*Journey(cast).referred(3), *Journey(cast).referred(2)]


def stages():
    return list(Recommendation.objects.order_by("pk").values_list("stage", flat=True))


def press(desk, words):
    desk.go(desk.page.locator(words).first)


def choose(desk, name, value):
    radio = desk.page.locator(f"main [name='{name}'][value='{value}']")
    desk.click(desk.page.locator(f"main label[for='{radio.get_attribute('id')}']"))


def write(desk):
    """The answer to the recommendation whose form is open, sent or submitted by its first button."""
    choose(desk, "decision", "adopted")
    choose(desk, "handling_result", "B")
    enter(desk.page, measures="列入本年度实施计划", planned_on=today())
    press(desk, "main .footbar .btn-primary")


def receive_and_write_five(desk):
    press(desk, ".tabs a[href*='desk=receive']")
    press(desk, ".row-bar button")
    press(desk, ".register tbody a[href$='/answer/']")
    for _recommendation in range(5):
        write(desk)


def check_five(desk):
    press(desk, ".todo .btn[href$='/answer/']")
    for _recommendation in range(5):
        press(desk, "main .footbar .btn-primary")


def test_a_department_without_a_head_receives_and_answers_five(page, complaints, journey):
    referred(journey.cast)
    sign_in(page, journey.cast["dept_user"])
    desk = Counted(page)

    receive_and_write_five(desk)

    assert stages() == ["answered"] * 5
    assert (desk.clicks, desk.loads) == (18, 8)
    assert complaints == []


def test_a_liaison_drafts_five_and_the_head_sends_them(page, complaints, journey):
    head = join(journey, "head", is_head=True)
    referred(journey.cast)
    sign_in(page, journey.cast["dept_user"])
    desk = Counted(page)
    receive_and_write_five(desk)
    drafted, cost = stages(), (desk.clicks, desk.loads)
    sign_in(page, factories.fresh(head))
    desk = Counted(page)

    check_five(desk)

    assert (drafted, stages()) == (["received"] * 5, ["answered"] * 5)
    assert (cost, (desk.clicks, desk.loads)) == ((18, 8), (6, 6))
    assert complaints == []
