"""A county's browser may run no scripts: the way from the menu to a proposed topic works all the same."""

import pytest

from tests.browser import steps
from tests.browser.forms import follow, send
from tests.journeys import Journey
from topics.models import Topic
from topics.views.topics import TopicList


@pytest.fixture
def plain_page(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_topic_is_proposed_without_scripts(plain_page, office, clerk, department, department2):
    steps.sign_in(plain_page, clerk)
    steps.propose(
        plain_page,
        "cppcc_selected",
        title="场镇垃圾处理",
        selection_reason="走访中多次听到。",
        background="收运不及时。",
        points="怎样做到日产日清。",
        category="生态环境",
        is_livelihood=True,
        departments=[department.name, department2.name],
    )
    steps.sign_in(plain_page, office)
    steps.accept(plain_page, "场镇垃圾处理", organiser=str(clerk.current_appointments[0].committee))

    topic = Topic.objects.get()
    assert (topic.stage, topic.category.name, topic.is_livelihood) == ("accepted", "生态环境", True)
    assert set(topic.departments.all()) == {department, department2}


def test_topics_are_ticked_over_two_pages_and_screened_without_scripts(plain_page, cast, monkeypatch):
    monkeypatch.setattr(TopicList, "paginate_by", 2)
    for number in (1, 2, 3):
        Journey(cast).proposed(title=f"示例议题{number}")
    page = plain_page

    steps.sign_in(page, cast["office"])
    page.goto("/topics/?stage=proposed&sort=title")
    page.locator(".register [name=row]").first.check()
    follow(page, ".ticked noscript button")
    follow(page, ".pager a[rel=next]")
    page.locator(".register [name=row]").first.check()
    follow(page, ".ticked [formaction$='/screen/']")
    rows = page.locator(".batch-row > legend").all_inner_texts()
    page.locator("label[for='id_all-is_planned_1']").click()
    follow(page, "[name=fill]")
    page.locator(".batch-row").last.locator("label", has_text="退回修改").click()
    page.locator(".batch-row").last.locator("textarea").fill("补充依据")
    send(page)

    assert rows == ["1. 示例议题3", "2. 示例议题1"]
    assert dict(Topic.objects.values_list("title", "stage"))["示例议题2"] == "proposed"
    assert sorted(Topic.objects.values_list("stage", flat=True)) == ["accepted", "proposed", "returned"]
