"""A year's consultation plan in the browser: collected, reviewed, approved, issued, carried out, and adjusted."""

from tests import factories
from tests.browser.forms import enter, follow, send
from tests.browser.steps import propose, sign_in, take, take_up
from topics.models import AnnualPlan, Topic

YEAR = "a[href='/annual-plans/']"


def put_forward(page, title):
    """A candidate of the own committee for the plan that is collected."""
    follow(page, f".side {YEAR}")
    follow(page, "main a[href*='/candidates/add/']")
    enter(page, title=title, content="群众反映集中，今年要协商")
    send(page)


def open_plan(page):
    follow(page, f".side {YEAR}")
    follow(page, ".register tbody a")


def begin(page):
    follow(page, f".side {YEAR}")
    follow(page, "main a[href$='/annual-plans/add/']")
    send(page)


def choose_candidates(page, taken, left_out):
    follow(page, ".page-head a[href$='/candidates/']")
    page.locator(".roster li", has_text=left_out).locator("a").click()
    enter(page, reason="已列入部门日常工作")
    send(page)
    open_plan(page)
    follow(page, ".page-head a[href$='/candidates/']")
    page.locator(".roster li", has_text=taken).locator("[name=candidate]").check()
    send(page)


def complete_item(page, title):
    page.locator("tr", has_text=title).locator("a[href$='/edit/']").click()
    enter(page, source="cppcc_selected", period="3月", unit="县政协本级")
    send(page)


def test_a_years_plan_is_collected_issued_carried_out_and_adjusted(page, cast, complaints):
    factories.term()
    sign_in(page, cast["office"])
    begin(page)

    sign_in(page, cast["clerk"])
    put_forward(page, "饮用水源保护")
    put_forward(page, "路灯维修")

    sign_in(page, cast["office"])
    open_plan(page)
    choose_candidates(page, "饮用水源保护", "路灯维修")
    open_plan(page)
    complete_item(page, "饮用水源保护")
    take(page, "submit")

    sign_in(page, cast["presidium"])
    take_up(page, "审议年度协商计划")
    take(page, "pass", meeting_number="21")

    sign_in(page, cast["office"])
    open_plan(page)
    take(page, "approve", decision_number="示委常〔1〕号")
    take(page, "issue", document_number="示办〔1〕号")
    issued = AnnualPlan.objects.get()

    sign_in(page, cast["clerk"])
    facts = {"selection_reason": "年度计划", "background": "示例背景", "points": "示例内容", "category": "生态环境"}
    propose(page, "cppcc_selected", title="场镇饮用水源保护", **facts)
    sign_in(page, cast["office"])
    take_up(page, "场镇饮用水源保护")
    take(page, "accept", is_planned="饮用水源保护")
    open_plan(page)
    states = " ".join(page.locator(".pipe").inner_text().split())
    take(page, "adjust", reason="县委部署新的重点工作")

    sign_in(page, cast["clerk"])
    told = page.goto("/annual-plans/").ok and page.locator("#candidates").inner_text()

    assert (issued.stage, issued.document_number) == ("issued", "示办〔1〕号")
    assert Topic.objects.get(title="场镇饮用水源保护").is_county_level
    assert AnnualPlan.objects.filter(adjusts=issued, stage="drafting").count() == 1
    assert "已列入部门日常工作" in told
    assert "1 进行中" in states
    assert complaints == []
