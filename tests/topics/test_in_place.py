"""Others invited to a session in place of members whom the approved plan invites and who left before its day."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import User
from tests import factories
from topics.dimensions import INVITATION
from topics.models import Attendance
from topics.plans.versions import begin
from topics.workflow import take

TODAY = timezone.localdate()


@pytest.fixture
def session(journey):
    """A session of the day after tomorrow; of the two members invited one leaves today."""
    session = journey.planned_session(on=TODAY + timedelta(days=2))
    left_of(session).leave(TODAY, "届满")
    return session


@pytest.fixture
def newcomer(committee):
    return factories.member("新任委员", committee=committee)


def left_of(session):
    return session.plan.invitees.get(member__name="示例委员乙").member


def url(session):
    return reverse("session_in_place", args=[session.pk])


def invite(browser, session, member):
    return browser.post(url(session), {f"in_place_of_{left_of(session).pk}": member and member.pk or ""}, follow=True)


def names(session):
    return [(row.name, row.in_place_of and row.in_place_of.name) for row in session.attendances.all()]


def test_the_page_of_the_session_names_who_left_and_leads_to_inviting_others(as_, session):
    staff, other = (as_(who).get(session.get_absolute_url()) for who in ("clerk", "clerk2"))

    assert [page.context["left"] for page in (staff, other)] == [[left_of(session)]] * 2
    assert ["当日已不在任" in page.text for page in (staff, other)] == [True, True]
    assert [url(session) in page.text for page in (staff, other)] == [True, False]


def test_who_is_invited_in_place_is_due_as_who_is_invited_and_the_history_says_so(as_, session, newcomer):
    page = invite(as_("clerk"), session, newcomer)

    step = session.steps.get(transition="invite_in_place")
    row = Attendance.objects.annotate(invitation=INVITATION).get(session=session, member=newcomer)
    assert names(session) == [("示例委员甲", None), ("新任委员", "示例委员乙")]
    assert (row.invitation, session.invites(newcomer), row.committee) == (
        "due", True, newcomer.current_membership.committee,
    )  # fmt: skip
    assert [(one["from"]["text"], one["to"]["text"]) for one in step.answers["in_place_of"]] == [
        ("示例委员乙", "新任委员")
    ]
    assert "示例委员乙 → 新任委员" in page.text
    assert set(session.plan.invitees.values_list("member__name", flat=True)) == {"示例委员甲", "示例委员乙"}


def test_another_is_chosen_instead_and_the_same_again_changes_nothing(as_, session, newcomer):
    other, desk = factories.member("改选委员"), as_("clerk")
    for member in (newcomer, other, other):
        invite(desk, session, member)
    before = names(session)

    invite(desk, session, None)

    assert (before[1:], names(session)[1:]) == ([("改选委员", "示例委员乙")], [])
    assert session.steps.filter(transition="invite_in_place").count() == 3


def test_who_is_invited_already_or_not_in_office_on_the_day_is_not_offered(as_, session, newcomer):
    gone = factories.member("已离任")
    gone.leave(TODAY + timedelta(days=1), "届满")

    field = as_("clerk").get(url(session)).context["form"].fields[f"in_place_of_{left_of(session).pk}"]

    assert newcomer in field.queryset
    assert not {gone, left_of(session), session.attendances.get().member} & set(field.queryset)


def test_nobody_is_invited_in_place_once_the_record_has_begun(as_, journey, session, newcomer):
    type(session).objects.filter(pk=session.pk).update(held_on=TODAY + timedelta(days=1), stage="drafted")

    assert as_("clerk").get(url(session)).status_code == 409
    assert invite(as_("clerk"), session, newcomer).status_code == 409


def comes_back(session, day):
    left = left_of(session)
    left.take_mandate(left.mandates.first().sector, "member", day)
    return left


@pytest.fixture
def back(as_, session, newcomer):
    """Put off; who left, with another in their place, is in office again on the new day."""
    invite(as_("clerk"), session, newcomer)
    session.refresh_from_db()
    take(session, "postpone", by=factories.fresh(User.objects.get(username="clerk")), reason="暴雨")
    return comes_back(session, TODAY + timedelta(days=1))


def test_of_who_is_in_office_again_the_page_says_that_another_is_invited_instead(as_, session, back):
    page = as_("clerk").get(session.get_absolute_url())

    assert [(member, member.is_back, member.in_place) for member in page.context["left"]] == [(back, True, "新任委员")]
    assert "当日又在任" in page.text


def test_who_stands_in_for_one_in_office_again_is_no_longer_invited_by_one_choice(as_, session, back, newcomer):
    field = as_("clerk").get(url(session)).context["form"].fields[f"in_place_of_{back.pk}"]

    invite(as_("clerk"), session, None)

    assert (list(field.queryset), field.initial) == ([newcomer], newcomer.pk)
    assert sorted(names(session)) == [("示例委员乙", None), ("示例委员甲", None)]
    assert not as_("clerk").get(session.get_absolute_url()).context["left"]


def plan_second(browser, session, on):
    """Another session on the same plan; gives it as it was planned."""
    facts = {"held_on": on.isoformat(), "starts_at": "14:30", "place": "示例院坝", "host": "示例主持人"}
    browser.post(reverse("session_create", args=[session.plan_id]), facts)
    return session.plan.sessions.order_by("number").last()


def test_a_second_session_on_the_plan_invites_who_stood_in_at_the_first_and_the_history_says_so(as_, session, newcomer):
    invite(as_("clerk"), session, newcomer)
    session.attendances.create(member=factories.member("自来委员"), name="自来委员")

    second = plan_second(as_("clerk"), session, TODAY + timedelta(days=9))

    step = second.steps.get(transition="invite_in_place")
    assert names(second) == [("示例委员甲", None), ("新任委员", "示例委员乙")]
    assert (step.actor_name, [one["to"]["text"] for one in step.answers["in_place_of"]]) == ("clerk", ["新任委员"])


def test_of_a_second_session_nobody_stands_in_for_who_is_back_nor_who_has_left_since(as_, session, newcomer):
    invite(as_("clerk"), session, newcomer)
    day = TODAY + timedelta(days=9)
    newcomer.leave(day - timedelta(days=2), "辞去委员")
    without = names(plan_second(as_("clerk"), session, day))
    comes_back(session, day)

    third = plan_second(as_("clerk"), session, day + timedelta(days=1))

    assert (without, sorted(names(third))) == (
        [("示例委员甲", None)], [("示例委员乙", None), ("示例委员甲", None)],
    )  # fmt: skip
    assert not third.steps.filter(transition="invite_in_place").exists()


def test_a_plan_that_begins_from_one_with_others_invited_instead_invites_them(as_, journey, session, newcomer):
    invite(as_("clerk"), session, newcomer)
    left_of(session).mandates.update(ends_on=TODAY - timedelta(days=1))

    draft = begin(journey.accepted(title="另一议题"), journey.cast["clerk"], earlier=session.plan)

    assert [invitee.member.name for invitee in draft.invitees.all()] == ["示例委员甲", "新任委员"]


def send_stale(browser, session, page, member):
    """What the page sends on which the member, or nobody, was chosen."""
    hidden = re.findall(r'name="(initial-[^"]+)"(?: value="(.*?)")?', page.text)
    return browser.post(
        url(session), {f"in_place_of_{left_of(session).pk}": member and member.pk or "", **dict(hidden)}
    )


def test_a_page_opened_before_another_was_invited_and_left_as_it_is_takes_nobody_off(as_, session, newcomer):
    desk = as_("clerk")
    page = desk.get(url(session))
    invite(desk, session, newcomer)

    send_stale(desk, session, page, None)

    assert names(session)[1:] == [("新任委员", "示例委员乙")]


def test_of_two_who_invite_different_ones_at_once_the_later_is_asked_again(as_, session, newcomer):
    desk, other = as_("clerk"), factories.member("改选委员")
    page = desk.get(url(session))
    invite(desk, session, newcomer)

    told = send_stale(desk, session, page, other)
    field = told.context["form"][f"in_place_of_{left_of(session).pk}"]

    assert (names(session)[1:], field.value()) == ([("新任委员", "示例委员乙")], newcomer.pk)
    assert "名单" in str(field.errors)
    send_stale(desk, session, told, other)
    assert names(session)[1:] == [("改选委员", "示例委员乙")]
