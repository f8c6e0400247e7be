"""Who types a title learns of the topics like it; the form stays as it is whatever becomes of the question."""

from django.urls import reverse

from tests.journeys import Journey


def test_similar_topics_appear_under_the_title_while_it_is_typed(as_seen_by, page, live_server, cast, complaints):
    Journey(cast).proposed(title="公共停车场建设")
    as_seen_by("clerk", live_server.url + reverse("topic_draft", args=["cppcc_selected"]))
    found = page.locator("#similar li a")

    page.locator("#id_title").press_sequentially("县城停车难")
    found.wait_for()

    assert found.get_attribute("target") == "_blank"
    page.locator("#id_title").fill("柑橘品牌")
    found.wait_for(state="detached")
    assert complaints == []


def test_a_session_that_ended_while_typing_loses_nothing_typed(as_seen_by, page, live_server, settings):
    as_seen_by("clerk", live_server.url + reverse("topic_draft", args=["cppcc_selected"]))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    with page.expect_response(lambda response: response.url.endswith(reverse("topic_similar"))) as answer:
        page.locator("#id_title").press_sequentially("县城停车难")

    assert answer.value.status in {401, 403}
    page.wait_for_timeout(300)
    assert page.locator("#id_title").input_value() == "县城停车难"
