"""Ten proposals are screened, eight plans go through one presidium meeting; docs/days-of-work.md has the counts."""

from django.utils import timezone

from tests.browser.counted import Counted
from tests.browser.scenes import plan_for
from tests.browser.steps import go_home, propose, sign_in
from topics.models import Body, Plan, ReviewMeeting, Topic

PROPOSALS, PLANS = 10, 8


def propose_ten(page):
    """The committee's proposals of the day, typed by its clerk; not counted."""
    for number in range(PROPOSALS):
        go_home(page)
        propose(
            page,
            "cppcc_selected",
            title=f"待初审议题{number + 1}",
            selection_reason="群众反映集中",
            background="示例背景",
            points="示例协商内容",
            category="产业发展",
        )


def screen_all(desk):
    """From the desk to the result: all accepted, inside the annual plan, organised by who proposed them."""
    main = desk.page.locator("main")
    desk.go(main.locator("a[href$='stage=proposed']").first)
    desk.click(main.locator("[data-tick-all]"))
    desk.go(main.locator("[formaction$='/screen/']"))
    desk.click(main.locator("label[for='id_all-is_planned_0']"))
    desk.go(main.locator("[name=fill]"))
    desk.go(main.locator(".footbar button"))


def put_on_one_agenda(desk):
    """Schedule a presidium meeting for today with all plans that wait for it, and mark it as held."""
    page = desk.page
    desk.go(page.locator(".side a[href='/review-meetings/']"))
    desk.go(page.locator("main a[href$='?body=presidium']").first)
    page.fill("[name=meets_on]", timezone.localdate().isoformat())
    page.fill("[name=place]", "政协机关会议室")
    desk.go(page.locator("main .footbar button").first)
    desk.click(page.locator("form[action$='/agenda/add/'] [data-tick-all]"))
    desk.go(page.locator("form[action$='/agenda/add/'] button"))
    desk.go(page.locator(".moves a[href$='/hold/']"))
    desk.go(page.locator("main .footbar button").first)


def decide_all(desk):
    page = desk.page
    desk.go(page.locator(".todo .btn[href$='/sheet/']"))
    desk.go(page.locator("[name=all_passed]"))
    desk.go(page.locator("button[form=sheet].btn-primary"))


def test_ten_proposals_and_eight_plans_take_so_many_clicks(page, cast, complaints):
    sign_in(page, cast["clerk"])
    propose_ten(page)
    plans = [plan_for(cast, Body.PRESIDIUM, number) for number in range(PLANS)]
    costs = {}

    sign_in(page, cast["office"])
    for work in (screen_all, put_on_one_agenda):
        desk = Counted(page)
        work(desk)
        costs[work.__name__] = (desk.clicks, desk.loads)
    sign_in(page, cast["presidium"])
    desk = Counted(page)
    decide_all(desk)
    costs["decide_all"] = (desk.clicks, desk.loads)

    assert costs == {"screen_all": (6, 4), "put_on_one_agenda": (7, 6), "decide_all": (3, 3)}
    assert Topic.objects.filter(title__startswith="待初审", stage="accepted").count() == PROPOSALS
    assert Plan.objects.filter(pk__in=[plan.pk for plan in plans], stage="approved").count() == PLANS
    assert ReviewMeeting.objects.filter(body=Body.PRESIDIUM, meets_on=timezone.localdate()).count() == 1
    assert complaints == []
