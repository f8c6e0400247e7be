"""Somebody types into a draft and is interrupted: the text waits on the same page, and the policy lets it all run."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect


def test_typed_text_survives_a_closed_page(page, live_server, sign_in, clerk, journey, complaints):
    draft = journey.draft(title="原题")
    address = f"{live_server.url}/topics/{draft.pk}/edit/"
    sign_in(clerk)
    page.goto(address)
    page.fill("[name=title]", "院坝停车怎么管")
    page.fill("[name=background]", "写到一半\n第二行")
    expect(page.locator("#typed-saved")).to_contain_text("已自动暂存", timeout=10_000)

    page.goto(f"{live_server.url}/")
    page.goto(address)
    page.click("button[name=look_again]")

    expect(page.locator("main .notice")).to_contain_text("尚未保存")
    assert page.inner_text(".typed-unsaved") == "尚未保存"
    assert page.input_value("[name=title]") == "院坝停车怎么管"
    assert page.input_value("[name=background]").splitlines() == ["写到一半", "第二行"]
    page.click("main .footbar button:not([name])")
    draft.refresh_from_db()
    assert draft.title == "院坝停车怎么管"
    page.goto(address)
    assert page.locator(".typed-before").count() == 0
    assert complaints == []


def test_a_form_that_is_on_its_way_is_not_kept_besides(page, live_server, sign_in, clerk, journey):
    draft = journey.draft()
    sign_in(clerk)
    page.goto(f"{live_server.url}/topics/{draft.pk}/edit/")
    asked, held = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/edit/", lambda route: held.append(route))

    page.fill("[name=title]", "院坝停车怎么管")
    page.click("main .footbar button:not([name])", no_wait_after=True)
    page.wait_for_timeout(2500)
    held[0].continue_()
    page.wait_for_url(f"**/topics/{draft.pk}/")

    assert not [url for url in asked if "/typed/" in url]


def test_two_windows_and_a_colleague_type_at_once_and_nothing_is_lost(page, live_server, sign_in, clerk, journey):
    draft = journey.draft(title="原题")
    address = f"{live_server.url}/topics/{draft.pk}/edit/"
    sign_in(clerk)
    other = page.context.new_page()
    windows = {"甲窗口的题": page, "乙窗口的题": other}
    for words, window in windows.items():
        window.goto(address)
        window.fill("[name=title]", words)
    for window in windows.values():
        expect(window.locator("#typed-saved")).to_contain_text("已自动暂存", timeout=10_000)
    type(draft).objects.filter(pk=draft.pk).update(title="同事的题", version=2)

    page.click("main .footbar button:not([name])")
    shown = page.locator("table.difference td").all_inner_texts()
    page.goto(address)
    offered = page.locator(".typed-before textarea[name=title]").all()

    assert shown[:2] == ["同事的题", "甲窗口的题"]
    assert sorted(text.input_value().strip() for text in offered) == sorted(windows)


def test_a_lost_connection_is_said_at_the_form(page, live_server, sign_in, clerk, journey):
    draft = journey.draft()
    sign_in(clerk)
    page.goto(f"{live_server.url}/topics/{draft.pk}/edit/")

    page.context.set_offline(True)
    page.fill("[name=title]", "断网也不丢")

    expect(page.locator("#typed-saved")).to_contain_text("自动暂存失败", timeout=10_000)
    page.context.set_offline(False)


@pytest.mark.parametrize(("lost", "words"), [("sessionid", "已退出登录"), ("csrftoken", "重新登录过")])
def test_why_text_is_not_kept_any_more_is_told_truly(page, live_server, sign_in, clerk, journey, lost, words):
    draft = journey.draft()
    sign_in(clerk)
    page.goto(f"{live_server.url}/topics/{draft.pk}/edit/")

    page.context.clear_cookies(name=lost)
    page.fill("[name=title]", "会话已结束")

    expect(page.locator("#typed-saved")).to_contain_text(words, timeout=10_000)


def test_a_pasted_title_that_is_too_long_is_refused_and_loses_nothing(as_seen_by, page, live_server):
    as_seen_by("clerk", live_server.url + reverse("topic_draft", args=["cppcc_selected"]))
    long = "县城老旧小区停车难" * 7
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", long)

    page.locator("#id_title").focus()
    page.keyboard.press("Control+v")
    page.get_by_role("button", name="存草稿").click()

    page.locator(".error-summary").wait_for()
    assert page.locator("#id_title").input_value() == long


def test_a_day_typed_by_half_is_not_taken_for_none(as_seen_by, page, live_server, journey):
    plan = journey.drafted_plan()
    as_seen_by("clerk", live_server.url + reverse("plan_update", args=[plan.pk]))
    day = page.locator("[name=planned_on]")
    day.fill("")
    day.focus()

    page.keyboard.type("11")
    page.get_by_role("button", name="保存", exact=True).click()

    assert day.evaluate("field => [field.validity.badInput, field === document.activeElement]") == [True, True]


def test_on_a_phone_a_lost_connection_leaves_the_buttons_their_width(as_seen_by, page, live_server, journey):
    page.set_viewport_size({"width": 390, "height": 844})
    as_seen_by("clerk", live_server.url + reverse("session_log", args=[journey.planned_session().pk]))
    page.context.set_offline(True)

    page.fill("[name=consensus]", "断网也不丢")
    expect(page.locator("#typed-saved")).to_contain_text("自动暂存失败", timeout=10_000)

    assert [button.bounding_box()["height"] < 50 for button in page.locator(".log-bar .btn").all()] == [True, True]
    page.context.set_offline(False)
