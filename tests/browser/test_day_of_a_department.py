"""A department's day, counted: five recommendations received and answered, with and without a head who checks."""

from tests import factories
from tests.browser.counted import Counted
from tests.browser.forms import enter
from tests.browser.steps import conclude, department_of, go_home, hold_session, members_of, refer, sign_in, today
from tests.browser.together import approved
from tests.desks import join
from topics.models import Recommendation

OPINIONS = {"场镇饮水示例": "甲乙丙", "沟渠整治示例": "丁戊", "河道清淤示例": "己庚辛", "水库巡查示例": "壬癸"}
FIRST, LATER = list(OPINIONS)[:2], list(OPINIONS)[2:]


def stages():
    return list(Recommendation.objects.order_by("pk").values_list("stage", flat=True))


def consult_on(page, cast, titles):
    """From the proposals to the outcomes, whose recommendations are the opinions noted in the sessions."""
    approved(page, cast, titles, members_of(cast)[:1])
    for number, title in enumerate(titles, start=1):
        go_home(page)
        hold_session(page, title, members_of(cast)[:1], consensus="示例共识", opinions=OPINIONS[title])
        go_home(page)
        conclude(page, title, f"示协纪〔{number}〕号")


def refer_all(page, cast, titles):
    sign_in(page, cast["office"])
    for number, title in enumerate(titles, start=1):
        go_home(page)
        refer(page, title, department_of(cast["dept_user"]), f"示协办〔{number}〕号")


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


def receive_and_write_five(page):
    desk = Counted(page)
    press(desk, ".tabs a[href*='desk=receive']")
    press(desk, ".row-bar button")
    press(desk, ".register tbody a[href$='/answer/']")
    for _recommendation in range(5):
        write(desk)
    return desk.clicks, desk.loads


def check_five(page):
    desk = Counted(page)
    press(desk, ".todo .btn[href$='/answer/']")
    for _recommendation in range(5):
        press(desk, "main .footbar .btn-primary")
    return desk.clicks, desk.loads


def test_five_are_received_and_answered_without_a_head_and_then_with_one(page, complaints, cast, journey):
    consult_on(page, cast, list(OPINIONS))
    refer_all(page, cast, FIRST)
    sign_in(page, cast["dept_user"])
    alone, after = receive_and_write_five(page), stages()

    head = join(journey, "head", is_head=True)
    refer_all(page, cast, LATER)
    sign_in(page, cast["dept_user"])
    drafting, drafted = receive_and_write_five(page), stages()
    sign_in(page, factories.fresh(head))
    checking = check_five(page)

    assert (after[:5], drafted[5:], stages()[5:]) == (["answered"] * 5, ["received"] * 5, ["answered"] * 5)
    assert (alone, drafting, checking) == ((18, 8), (18, 8), (6, 6))
    assert complaints == []
