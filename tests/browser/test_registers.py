"""A register at work: filters answer at once and say how many there are; what is kept opens the list."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from committees.models import Department
from consult.views import ticks
from tests.annual import Year
from tests.browser.scenes import LONG
from tests.journeys import Journey
from topics.views.topics import TopicList


def test_a_filter_answers_at_once_is_kept_and_opens_the_list(page, cast, complaints, as_seen_by):
    Journey(cast).accepted(title="停车场规划", organiser=None)
    Journey(cast).accepted(title="饮用水源保护")
    as_seen_by("office", reverse("topic_list"))

    page.select_option("[name=organiser]", "county")
    page.wait_for_url("**/topics/?organiser=county")
    said, rows = page.locator("[data-count-said]"), page.locator("table.register tbody tr")
    page.wait_for_function("document.querySelector('[data-count-said]').textContent !== ''")
    answered = (said.text_content(), rows.count(), page.locator(".chosen b").inner_text())
    page.click(".in-use .drop summary")
    page.fill("#keep-name", "县级")
    page.check("[name=opens]")
    page.click("button[value=filter]")
    page.click(f"nav.side a[href='{reverse('topic_list')}']")
    page.wait_for_url("**/topics/?organiser=county")
    opened = page.locator(".kept [aria-current]").inner_text()
    page.click(".kept a:first-child")
    page.wait_for_url("**/topics/?all=1")

    assert answered == ("共 1 条", 1, "县政协本级")
    assert opened.strip() == "县级"
    assert rows.count() == 2
    assert complaints == []


def test_a_filter_in_use_shows_its_choice_without_a_piece_of_all_beside_it(page, cast, as_seen_by):
    said_beside = page.locator(".filter-stage .ts-control input")
    as_seen_by("office", reverse("topic_list"))
    before = said_beside.bounding_box()["x"]

    as_seen_by("office", f"{reverse('topic_list')}?stage=proposed")

    assert before > 0
    assert said_beside.bounding_box()["x"] < 0


def test_what_a_draft_plan_lacks_is_told_in_words_that_are_not_cut_up_on_a_narrow_screen(page, cast, as_seen_by):
    plan = Year(cast).drafted()
    plan.items.update(title=LONG, period="", form=None, outcome_kind=None)
    page.set_viewport_size({"width": 1100, "height": 800})

    as_seen_by("office", plan.get_absolute_url())

    frame, gaps = page.locator(".table-frame:has(.annual-items)"), page.locator(".annual-items .gaps")
    assert gaps.bounding_box()["width"] > 90
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def test_the_whole_card_of_the_board_opens_its_topic(page, cast, as_seen_by):
    topic = Journey(cast).accepted(title="停车场规划")
    as_seen_by("office", reverse("topic_board"))

    card = page.locator(".board-card").bounding_box()
    page.mouse.click(card["x"] + card["width"] - 8, card["y"] + card["height"] - 8)

    page.wait_for_url(f"**{topic.get_absolute_url()}")


def test_ticks_outlast_the_turn_of_a_page_and_end_with_another_filter(page, cast, complaints, as_seen_by, monkeypatch):
    monkeypatch.setattr(TopicList, "paginate_by", 2)
    for number in (1, 2, 3):
        Journey(cast).proposed(title=f"示例议题{number}")
    as_seen_by("office", f"{reverse('topic_list')}?sort=title")
    count = page.locator("[data-ticked]")

    page.locator("[data-tick-all] input").check()
    page.locator(".pager a[rel=next]").click()
    page.wait_for_url("**page=2**")
    expect(page.locator(".register tbody tr")).to_have_count(1)
    page.locator(".register [name=row]").check()
    expect(count).to_have_text("3")
    page.go_back()
    page.locator(".pager a[rel=next]").wait_for()
    kept = page.locator(".register [name=row]:checked").count()
    page.select_option("[name=source]", "cppcc_selected")
    page.wait_for_url("**source=cppcc_selected**")

    expect(count).to_have_text("0")
    assert (kept, complaints) == (2, [])


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_in_use_stand_on_chips_on_the_phone_with_the_others_folded(
    scripts, page, phone, cast, client, live_server
):
    Journey(cast).accepted(title="停车场规划")
    client.force_login(cast["office"])
    seen = page if scripts else phone
    seen.set_viewport_size({"width": 390, "height": 844})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    seen.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    seen.goto(f"{live_server.url}{reverse('topic_list')}?stage=accepted")
    folded = seen.locator(".filters").is_hidden()
    chip = seen.locator(".chosen b").inner_text()
    seen.click(".filters-fold > label")

    assert (folded, chip, seen.locator(".filters").is_visible()) == (True, "已立项", True)


def test_a_unit_of_a_long_name_is_not_cut_on_the_phone(page, journey, as_seen_by):
    [record] = journey.referred(1)
    Department.objects.filter(pk=record.lead.department_id).update(
        name="示例县人力资源社会保障和退役军人就业创业服务中心"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    as_seen_by("office", reverse("recommendation_list"))

    box = page.locator("table.register tbody td", has_text="退役军人").bounding_box()

    assert box["x"] + box["width"] <= 390


def test_no_more_rows_are_ticked_than_an_address_holds(page, cast, complaints, as_seen_by, monkeypatch):
    monkeypatch.setattr(ticks, "MOST_TICKED", 2)
    for number in range(3):
        Journey(cast).proposed(title=f"示例议题{number}")
    as_seen_by("office", reverse("topic_list"))
    boxes, told = page.locator("input[name=row][type=checkbox]"), page.locator("[data-ticked-most]")

    page.locator("[data-tick-all] input").click()
    at_once = (page.url.count("row="), boxes.evaluate_all("all => all.map(one => one.checked)"), told.is_visible())
    boxes.nth(0).uncheck()
    within = told.is_visible()
    boxes.nth(2).check()
    boxes.nth(0).click()

    assert at_once == (2, [True, True, False], True)
    assert (within, page.url.count("row="), boxes.nth(0).is_checked(), told.is_visible()) == (False, 2, False, True)
    assert complaints == []
