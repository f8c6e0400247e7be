"""Six pages answer their question without scrolling: what matters on them lies within the first screen."""

import pytest
from django.urls import reverse

from tests.browser.scenes import LONG, meeting_with_plans
from tests.journeys import Journey
from topics.models import Body

PHONE = {"width": 390, "height": 844}


def hidden(page, *selectors, above=None):
    """Those of the selectors of which not every element lies fully within the window, above the bar `above`."""
    screen = page.viewport_size
    floor = page.locator(above).bounding_box()["y"] if above else screen["height"]

    def is_outside(box):
        is_below = box["y"] < 0 or box["y"] + box["height"] > floor
        return is_below or box["x"] < 0 or box["x"] + box["width"] > screen["width"]

    found = {selector: page.locator(selector).all() for selector in selectors}
    return [
        selector
        for selector, elements in found.items()
        if not elements or any(is_outside(element.bounding_box()) for element in elements)
    ]


def test_home_shows_what_waits_and_the_button_that_does_it(page, cast, as_seen_by):
    for number in range(8):
        Journey(cast).proposed(title=f"{LONG}（{number}）")
    as_seen_by("office", reverse("home"))

    assert hidden(page, "h1", ".todo:nth-child(1)", ".todo:nth-child(1) .btn", ".pipe") == []


def test_register_shows_what_is_there(page, cast, as_seen_by):
    for number in range(8):
        Journey(cast).accepted(title=f"{LONG}（{number}）")
    as_seen_by("office", reverse("topic_list"))

    assert hidden(page, "h1", "table.register thead", "table.register tbody tr:nth-child(1)") == []


def test_topic_shows_where_it_stands_and_who_acts(page, journey, as_seen_by):
    topic = journey.accepted(title=LONG)
    as_seen_by("clerk", topic.get_absolute_url())

    assert hidden(page, "h1", ".page-head .chip:nth-child(1)", ".next", ".next .btn") == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("body", Body.values)
def test_decision_sheet_shows_everything_to_decide(page, live_server, cast, as_seen_by, settings, body, language):
    meeting = meeting_with_plans(cast, body, 8)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
    as_seen_by(body, reverse("decision_sheet", args=[meeting.pk]))

    assert page.locator("table.sheet .seg label").count() == 8 * 6
    assert hidden(page, "table.sheet .seg label", "table.sheet textarea", "button[form=sheet].btn-primary") == []


def test_session_on_the_phone_shows_who_is_here(page, journey, as_seen_by):
    session = journey.planned_session()
    page.set_viewport_size(PHONE)
    as_seen_by("clerk", reverse("session_log", args=[session.pk]))

    count, choices = ".here [data-count=present]", ".people > li:nth-child(1) label.mark"
    assert page.locator(choices).count() == 3
    assert hidden(page, count, choices, above=".log-bar") == []


def test_judge_on_the_phone_reads_the_answer_before_the_verdict(page, journey, as_seen_by):
    journey.answered(recommendations=1)
    [recommendation] = journey.topic.recommendations.all()
    page.set_viewport_size(PHONE)
    as_seen_by("clerk", reverse("evaluate", args=[recommendation.pk]))

    assert hidden(page, ".answer h3", ".answer .facts", above=".footbar") == []
    assert hidden(page, ".footbar .btn-primary") == []


def test_judge_at_a_small_desk_reads_the_answer_beside_the_verdict(page, live_server, journey, as_seen_by, settings):
    journey.answered(recommendations=1)
    [recommendation] = journey.topic.recommendations.all()
    page.set_viewport_size({"width": 1000, "height": 768})
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}])
    as_seen_by("clerk", reverse("evaluate", args=[recommendation.pk]))

    form, read = (page.locator(f".form-columns > {part}").bounding_box() for part in ("form", ".to-read"))
    assert read["y"] == form["y"]
    assert form["x"] + form["width"] < read["x"] <= 1000 - read["width"]


def test_answer_on_the_phone_begins_within_the_first_screen_and_marks_what_it_demands(page, journey, as_seen_by):
    [record] = journey.referred(1)
    page.set_viewport_size(PHONE)
    as_seen_by("dept_user", reverse("answer", args=[record.pk]))
    begun = hidden(page, "#id_decision label", "#id_handling_result label", above=".footbar")
    before = page.locator("label.demanded").count()

    page.click("#id_decision label >> nth=2")

    assert (begun, before) == ([], 0)
    assert [label.strip() for label in page.locator("label.demanded").all_inner_texts()] == ["未全部采纳的理由"]


def test_decision_sheet_on_the_phone_has_room_for_the_thumb_and_no_line_for_the_number(page, cast, as_seen_by):
    meeting = meeting_with_plans(cast, Body.PRESIDIUM, 1)
    page.set_viewport_size(PHONE)
    as_seen_by(Body.PRESIDIUM, reverse("decision_sheet", args=[meeting.pk]))

    number, title = (page.locator(f".sheet tbody {cell}").bounding_box() for cell in (".num", ".main a"))
    assert abs(number["y"] - title["y"]) < 8
    assert min(label.bounding_box()["height"] for label in page.locator(".sheet .seg label").all()) >= 44


def test_heading_within_a_form_is_as_small_as_that_beside_it(page, journey, as_seen_by):
    journey.completed_session()
    as_seen_by("clerk", reverse("outcome", args=[journey.topic.pk]))

    sizes = [heading.evaluate("one => getComputedStyle(one).fontSize") for heading in page.locator(".card h2").all()]
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def test_inbox_of_a_department_shows_what_it_owes_and_until_when(page, journey, as_seen_by):
    journey.accepted(title=LONG)
    owed = journey.referred(recommendations=8)[0]
    as_seen_by("dept_user", reverse("recommendation_list"))

    first = "table.register tbody tr:nth-child(1)"
    assert page.locator(first).inner_text().startswith(owed.due_on.isoformat())
    assert hidden(page, f"{first} td:nth-child(1)", f"{first} td.main a") == []


def test_words_keep_to_their_place_on_the_committees_page_the_statistics_and_the_bar(
    page, live_server, journey, as_seen_by, settings
):
    session = journey.completed_session()
    as_seen_by("office", reverse("statistics"))
    show, field = (page.locator(f".period .filters {part}").first.bounding_box() for part in (".btn", "input"))
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}])
    page.goto(live_server.url + session.topic.organiser.get_absolute_url())
    card, table = (page.locator(f"#participation{part}").bounding_box() for part in ("", " table"))
    page.set_viewport_size(PHONE)
    name = page.locator(".bar .brand b")

    assert show["height"] < field["height"] + 8
    assert table["x"] + table["width"] <= card["x"] + card["width"]
    assert name.evaluate("name => name.scrollWidth - name.clientWidth") <= 0
