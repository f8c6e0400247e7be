"""Several topics on their way at once, as a day brings them: proposed, screened, planned and decided side by side.

A `desk` is a counted page; where nothing is counted, its figures are not looked at.
"""

from tests.browser.counted import Counted
from tests.browser.steps import draft_plan, go_home, propose, sign_in, take, today
from topics.models import Body


def propose_several(page, titles):
    """Typed by whoever is signed in, one after another."""
    for title in titles:
        go_home(page)
        propose(
            page,
            "cppcc_selected",
            title=title,
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


def plan_several(page, titles, members):
    """The clerk's drafts of the plans, each with its place and these members, submitted for review."""
    facts = {"purpose": "听取意见", "planned_on": today(), "place": "示例院坝", "host": "示例主持人"}
    for title in titles:
        go_home(page)
        draft_plan(page, title, members, **facts)
        take(page, "submit")


def put_on_one_agenda(desk, body):
    """Schedule a meeting of the body for today with all plans that wait for it, and mark it as held."""
    page = desk.page
    desk.go(page.locator(".side a[href='/review-meetings/']"))
    desk.go(page.locator(f"main a[href$='?body={body}']").first)
    page.fill("[name=meets_on]", today())
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


def approved(page, cast, titles, members):
    """From the clerk's proposals through screening and both bodies; nothing of it is counted."""
    sign_in(page, cast["clerk"])
    propose_several(page, titles)
    sign_in(page, cast["office"])
    screen_all(Counted(page))
    sign_in(page, cast["clerk"])
    plan_several(page, titles, members)
    for body in Body.values:
        pass_body(page, cast, body)
    sign_in(page, cast["clerk"])


def pass_body(page, cast, body):
    """The office holds one meeting of the body, which passes all that waits for it."""
    sign_in(page, cast["office"])
    put_on_one_agenda(Counted(page), body)
    sign_in(page, cast[body])
    decide_all(Counted(page))
