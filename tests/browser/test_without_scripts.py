"""A county's browser may run no scripts: the way from the menu to a proposed topic works all the same."""

import pytest

from tests.browser import steps
from topics.models import Topic


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
