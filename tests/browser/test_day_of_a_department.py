"""A department's day, counted: five recommendations received and answered, with and without a head who checks."""

from tests import factories
from tests.browser.counted import Counted
from tests.browser.steps import sign_in, today
from tests.desks import join
from tests.journeys import Journey
from topics.models import Recommendation


def referred(cast):
    """Five recommendations of two topics, referred to the department and not yet received."""
    return [*Journey(cast).referred(3), *Journey(cast).referred(2)]


def stages():
    return list(Recommendation.objects.order_by("pk").values_list("stage", flat=True))


def write(desk):
    desk.choose("decision", "adopted")
    desk.choose("handling_result", "B")
    desk.type("measures", "列入本年度实施计划")
    desk.type("planned_on", today())


def receive_all(desk):
    desk.go(".tabs a[href*='desk=receive']")
    desk.go(".row-bar button")


def test_a_department_without_a_head_receives_and_answers_five(page, complaints, journey):
    referred(journey.cast)
    sign_in(page, journey.cast["dept_user"])
    desk = Counted(page)

    receive_all(desk)
    desk.go(".register tbody a[href$='/answer/']")
    for _recommendation in range(5):
        write(desk)
        desk.go("main .footbar .btn-primary")

    assert stages() == ["answered"] * 5
    assert (desk.count.clicks, desk.count.loads) == (18, 8)
    assert complaints == []


def test_a_liaison_drafts_five_and_the_head_sends_them(page, complaints, journey):
    head = join(journey, "head", is_head=True)
    referred(journey.cast)
    sign_in(page, journey.cast["dept_user"])
    desk = Counted(page)
    receive_all(desk)
    desk.go(".register tbody a[href$='/answer/']")
    for _recommendation in range(5):
        write(desk)
        desk.go("main .footbar .btn-primary")
    drafted = stages()
    sign_in(page, factories.fresh(head))
    checked = Counted(page)

    checked.go(".todo .btn[href$='/answer/']")
    for _recommendation in range(5):
        checked.go("main .footbar .btn-primary")

    assert (drafted, stages()) == (["received"] * 5, ["answered"] * 5)
    assert (desk.count.clicks, checked.count.clicks, checked.count.loads) == (18, 6, 6)
    assert complaints == []
