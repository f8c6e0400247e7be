"""A clerk looks for one member after the other: who is ticked stays ticked, and one press invites them all."""

import re

from django.urls import reverse
from playwright.sync_api import expect


def test_ticks_outlast_the_search_for_the_next_one(as_seen_by, page, live_server, journey, cast):
    plan = journey.drafted_plan()
    plan.invitees.all().delete()
    one, two = cast["member_user"].as_member, cast["member2_user"].as_member
    as_seen_by("clerk", live_server.url + reverse("plan_invite", args=[plan.pk]))

    for member in (one, two):
        page.fill("#id_q", member.name)
        page.locator("#id_q").press("Enter")
        expect(page.locator(".in-use .chosen")).to_contain_text(member.name)
        page.locator("#ticked li", has_text=member.name).locator("[name=member]").check()
    assert "member=" not in page.url
    page.locator(".in-use .chosen button").first.click()
    expect(page.locator("#ticked [name=member]:checked")).to_have_count(2)
    page.click("#ticked [name=done]")

    page.wait_for_url(f"**{plan.get_absolute_url()}")
    assert {invitee.member for invitee in plan.invitees.all()} == {one, two}


def test_ticks_outlast_a_choice_of_the_filters_and_are_offered_again_after_a_reload(
    as_seen_by, page, live_server, journey, cast
):
    plan = journey.drafted_plan()
    plan.invitees.all().delete()
    one, two = cast["member_user"].as_member, cast["member2_user"].as_member
    as_seen_by("clerk", live_server.url + reverse("plan_invite", args=[plan.pk]))

    page.locator("#ticked li", has_text=one.name).locator("[name=member]").check()
    page.select_option("#id_committee", str(two.current_membership.committee.pk))
    expect(page).to_have_url(re.compile(r"/invite/\?committee=\d+$"))
    expect(page.locator("#ticked [name=member]:checked")).to_have_count(1)
    expect(page.locator("#typed-saved")).to_contain_text("已自动暂存")
    page.reload()
    page.locator(".typed-before [name=look_again]").click()

    expect(page.locator("#ticked [name=member]:checked")).to_have_count(1)
