"""The roster from which the members invited to a plan are chosen."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import day
from topics.models import Plan

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_members_are_invited_one_by_one_all_found_and_removed(journey, as_, committee2):
    plan = journey.drafted_plan()
    one, two, other = (factories.member(f"示例新{n}", committee=committee2, expertise="水利") for n in range(3))
    base = reverse("plan_invite", args=[plan.pk])
    asks_first = ["没有设筛选条件" in as_("clerk").get(url).text for url in (base, f"{base}?expertise=水利")]

    as_("clerk").post(base, {"member": [one.pk, "x", "99999999999999999999999"]})
    as_("clerk").post(f"{base}?expertise=水利", {"add_all": "1"})
    taken = as_("clerk").post(base, {"remove": "1", "invited": [other.pk]})

    invited = {invitee.member for invitee in plan.invitees.all()}
    cast = journey.cast
    assert (asks_first, taken.url) == ([True, False], f"{base}?")
    assert invited == {one, two, cast["member_user"].as_member, cast["member2_user"].as_member}
    assert Plan.objects.get(pk=plan.pk).version == plan.version + 3


def test_who_is_ticked_stays_so_while_one_looks_for_others(journey, as_, committee2):
    plan = journey.drafted_plan()
    one, two = (factories.member(f"示例新{n}", committee=committee2) for n in "甲乙")
    address = f"{reverse('plan_invite', args=[plan.pk])}?q={two.name}"

    page = as_("clerk").post(address, {"q": two.name, "member": [one.pk], "look": "fields"})
    done = as_("clerk").post(address, {"member": [one.pk, two.pk], "done": "1"})

    assert (page.context["ticked"], list(page.context["found"])) == ([one], [two])
    assert done.url == plan.get_absolute_url()
    assert {one, two} <= {invitee.member for invitee in plan.invitees.all()}


def test_without_scripts_ticks_go_along_with_a_search_and_outlast_the_removal_of_others(journey, as_, committee2):
    plan = journey.drafted_plan()
    one, two = (factories.member(f"示例新{n}", committee=committee2) for n in "甲乙")
    base, invited = reverse("plan_invite", args=[plan.pk]), plan.invitees.first().member

    looked = as_("clerk").post(base, {"member": [one.pk], "q": two.name, "sector": "", "look": "fields"}, follow=True)
    there = looked.redirect_chain[-1][0]
    fewer = as_("clerk").post(there, {"member": [one.pk, two.pk], "q": "x", "look": "?"}, follow=True)
    clerk = as_("clerk")
    gone = clerk.post(there, {"member": [one.pk], "invited": [invited.pk], "remove": "1"}, follow=True)
    [(led_to, status)] = gone.redirect_chain
    again, later = clerk.get(led_to), clerk.get(there)

    assert (looked.context["ticked"], looked.context["found"]) == ([one], [two])
    assert (fewer.context["ticked"], fewer.context["filter"].pairs) == ([one, two], [])
    assert (status, len(led_to) - len(there)) == (302, len("&ticks=12345678"))
    assert [page.context["ticked"] for page in (gone, again, later)] == [[one], [one], []]
    assert [page.context["filter"].pairs for page in (gone, again)] == [[("q", two.name)]] * 2
    assert not plan.invitees.filter(member=invited).exists()


def test_nothing_is_kept_in_the_session_but_members_on_offer(journey, as_, committee2):
    plan, one = journey.drafted_plan(), factories.member("示例新甲", committee=committee2)
    invited, clerk = plan.invitees.first().member, as_("clerk")
    keys = [str(one.pk), "<script>", "9" * 1000]

    clerk.post(reverse("plan_invite", args=[plan.pk]), {"member": keys, "invited": [invited.pk], "remove": "1"})

    assert clerk.session["ticks"][1] == [str(one.pk)]


def test_however_many_are_ticked_no_address_grows_with_them(journey, as_, committee2):
    plan = journey.drafted_plan()
    one = factories.member("示例新甲", committee=committee2)
    ticks = [one.pk, *range(10**6, 10**6 + 600)]

    looked = as_("clerk").post(
        reverse("plan_invite", args=[plan.pk]), {"member": ticks, "q": "示例", "look": "fields"}, follow=True
    )

    assert [(led_to.split("?")[1], status) for led_to, status in looked.redirect_chain] == [
        ("q=%E7%A4%BA%E4%BE%8B", 307)
    ]
    assert looked.context["ticked"] == [one]


def test_a_chip_that_names_no_filter_leads_to_the_whole_roster(journey, as_):
    plan = journey.drafted_plan()

    page = as_("clerk").post(reverse("plan_invite", args=[plan.pk]), {"look": "?no=1&member=1"})

    assert (page.status_code, page.context["filter"].pairs) == (200, [])


def test_ticks_that_were_kept_are_offered_again(journey, as_, committee2):
    plan = journey.drafted_plan()
    one, two = (factories.member(f"示例新{n}", committee=committee2) for n in "甲乙")
    base = reverse("plan_invite", args=[plan.pk])
    kept = {"keeps_typed": "1", "typed_place": base, "typed_key": "w", "q": two.name, "member": [one.pk]}

    as_("clerk").post(reverse("typed_keep"), kept)
    offered = as_("clerk").get(base)
    gone_on = as_("clerk").post(base, kept | {"look_again": "1"}, follow=True)
    as_("clerk").post(base, kept)

    assert 'name="look_again"' in offered.text
    assert (gone_on.context["ticked"], gone_on.context["found"]) == ([one], [two])
    assert 'name="look_again"' not in as_("clerk").get(base).text


def test_all_found_are_those_that_the_page_shows_wherever_one_came_from(journey, as_, committee2):
    plan = journey.drafted_plan()
    one, other = (factories.member(f"示例新{n}", committee=committee2) for n in "甲乙")
    base = reverse("plan_invite", args=[plan.pk])
    page = as_("clerk").get(f"{base}?q={one.name}").text
    led_to = set(re.findall(r'<button[^>]* formaction="([^"]*)"', page.split('id="rows"')[1]))

    [query] = led_to
    as_("clerk").post(f"{base}{query}", {"add_all": "1", "q": one.name})

    invited = {invitee.member for invitee in plan.invitees.all()}
    assert (one in invited, other in invited) == (True, False)


def test_a_search_takes_along_no_ticks_but_those_of_members_offered(journey, as_, committee2):
    plan = journey.drafted_plan()
    one, gone = (factories.member(f"示例新{n}", committee=committee2) for n in "甲乙")
    gone.leave(timezone.localdate() - timedelta(days=1), "示例原因")
    base, invited = reverse("plan_invite", args=[plan.pk]), plan.invitees.first().member
    ticks = [one.pk, invited.pk, "9" * 3000, "x", gone.pk]

    looked = as_("clerk").post(base, {"member": ticks, "q": "示例", "look": "fields"}, follow=True)

    assert looked.context["ticked"] == [one]


def test_those_of_the_plans_own_committee_stand_first_and_open(journey, as_, committee, committee2):
    plan = journey.drafted_plan()
    other, own = (
        factories.member(f"示例新{n}", committee=of) for n, of in zip("甲乙", (committee2, committee), strict=True)
    )
    type(committee).objects.filter(pk=committee.pk).update(order=99)

    page = as_("clerk").get(reverse("plan_invite", args=[plan.pk]))

    assert page.context["groups"] == [(committee, [own]), (committee2, [other])]
    assert page.text.count('<details class="roster-part" open>') == 1


def test_done_without_a_tick_leads_back_and_changes_nothing(journey, as_):
    plan = journey.drafted_plan()

    done = as_("clerk").post(reverse("plan_invite", args=[plan.pk]), {"done": "1"})

    assert done.url == plan.get_absolute_url()
    assert Plan.objects.get(pk=plan.pk).version == plan.version


def test_who_presses_without_a_tick_is_told_so_and_the_button_stays_in_sight(journey, as_, committee2):
    plan = journey.drafted_plan()
    factories.member("示例新人", committee=committee2)

    page = as_("clerk").post(reverse("plan_invite", args=[plan.pk]), follow=True)

    assert [str(message) for message in page.context["messages"]] == ["请先至少勾选一项。"]
    assert '<button class="btn btn-primary" type="submit" ' in page.text.split('<div class="footbar"')[1]


def test_roster_is_filtered_by_the_sectors_of_terms_that_hold(journey, as_):
    old = factories.sector("示例旧界别", term=factories.term(9, ends_on=day(-400)))
    plan = journey.drafted_plan()

    offered = as_("clerk").get(reverse("plan_invite", args=[plan.pk])).context["filter"].form.fields["sector"].queryset

    assert old not in offered
    assert offered.exists()


def test_the_roster_is_found_by_committee_party_and_pinyin_without_the_invited(journey, as_, committee2):
    plan = journey.drafted_plan()
    wanted = factories.member("赵示例", committee=committee2, party="中共党员")
    factories.member("钱示例", committee=committee2)
    url = f"{reverse('plan_invite', args=[plan.pk])}?committee={committee2.pk}&party=中共党员&q=zsl"

    page = as_("clerk").get(url)

    assert list(page.context["found"]) == [wanted]
    assert len(page.context["invited"]) == 2


@pytest.fixture
def left(journey):
    """A draft for a day by which one of the two invited and the leader will have left."""
    chair = factories.member("示例副主席", post="vice_chair")
    plan = journey.drafted_plan(planned_on=timezone.localdate() + timedelta(days=9), leading_vice_chair=chair)
    for person in (chair, journey.cast["member2_user"].as_member):
        person.leave(timezone.localdate() + timedelta(days=3), "届满")
    return plan


def test_pages_of_a_draft_name_who_will_have_left_by_its_day_and_lead_to_where_it_is_mended(as_, left):
    pages = {
        name: as_("clerk").get(reverse(name, args=[left.pk])).text
        for name in ("plan_detail", "plan_update", "plan_invite")
    }

    invite = reverse("plan_invite", args=[left.pk])
    words = ("示例副主席不在任，请改选牵头副主席", "不在任：示例委员乙")
    assert [[word in page for word in words] for page in pages.values()] == [[True, True], [True, True], [False, True]]
    assert f'href="{reverse("plan_update", args=[left.pk])}#id_leading_vice_chair"' in pages["plan_detail"]
    assert [f'href="{invite}"' in pages[name] for name in ("plan_detail", "plan_update")] == [True, True]


def test_who_will_have_left_is_taken_off_the_list_by_one_button_and_ticks_stay(as_, journey, left):
    address, other = reverse("plan_invite", args=[left.pk]), factories.member()

    page = as_("clerk").post(address, {"remove_left": "1", "member": [other.pk]}, follow=True)

    assert [invitee.member.name for invitee in left.invitees.all()] == ["示例委员甲"]
    assert (page.context["ticked"], page.context["left"]) == ([other], None)
    assert 'name="remove_left"' not in page.text


def test_a_page_of_before_takes_nobody_off_where_nobody_has_left(as_, journey):
    plan = journey.drafted_plan()

    as_("clerk").post(reverse("plan_invite", args=[plan.pk]), {"remove_left": "1"})

    assert plan.invitees.count() == 2
