from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consult.exceptions import Conflict
from members.models import CommitteeMembership, Member, Role
from members.views.roster import MemberMandate, MemberMove
from tests import factories

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
DIRECTOR = CommitteeMembership.Post.DIRECTOR


@pytest.fixture
def admin(client, office):
    client.force_login(office)
    return client


def action(name, member):
    return reverse(f"member_{name}", args=[member.pk])


def new_member(of_committee, **fields):
    data = {"number": "W300", "name": "示例新人", "gender": "male", "ethnicity": "汉族", "party": "群众", "version": 1}
    place = {
        "committee": of_committee.pk,
        "committee_post": "member",
        "sector": factories.sector().pk,
        "post": "member",
    }
    return data | place | {"starts_on": TODAY} | fields


def errors(response):
    return sorted(response.context["form"].errors)


def test_a_member_is_added_with_mandate_and_place_at_the_end_of_the_roster(admin, committee):
    factories.member(order=299)

    admin.post(reverse("member_create"), new_member(committee, birth_month="1980-05", mobile="138 0000-5678"))

    member = Member.objects.get(number="W300")
    assert (member.order, member.mobile, str(member.birth_month)) == (300, "13800005678", "1980-05-01")
    assert member.current_membership.committee == committee
    assert str(member.current_mandate.sector) == "经济界"


def test_a_namesake_is_added_only_as_another_person(admin, committee):
    factories.member("示例新人", number="W009")

    page = admin.post(reverse("member_create"), new_member(committee))
    admin.post(reverse("member_create"), new_member(committee, is_another="on"))

    assert "示例新人（W009）" in page.context["form"].errors["name"][0]
    assert "is_another" in page.content.decode()
    assert Member.objects.filter(name="示例新人").count() == 2


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"number": "W001"}, "number"),
        ({"mobile": "12"}, "mobile"),
        ({"birth_month": "2999-01"}, "birth_month"),
        ({"starts_on": "2019-01-01"}, "starts_on"),
        ({"sector": ""}, "sector"),
        ({"committee": 999999}, "committee"),
        ({"name": "名" * 31}, "name"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_made(admin, committee, fields, wrong):
    factories.member(number="W001")

    response = admin.post(reverse("member_create"), new_member(committee, **fields))

    assert errors(response) == [wrong]
    assert Member.objects.count() == 1


def test_a_committee_gets_no_second_director(admin, committee):
    factories.member("示例主任", committee=committee, committee_post=DIRECTOR)

    response = admin.post(reverse("member_create"), new_member(committee, committee_post="director"))

    assert "示例主任" in response.context["form"].errors["committee_post"][0]


def test_a_committee_that_ended_takes_no_member(admin, committee):
    committee.end(YESTERDAY)

    assert errors(admin.post(reverse("member_create"), new_member(committee))) == ["committee"]


def test_a_member_is_edited_and_two_editors_do_not_overwrite_each_other(admin, committee):
    member = factories.member(committee=committee)
    data = new_member(committee) | {"order": 5}

    first = admin.post(action("update", member), data | {"employer": "甲单位"})
    second = admin.post(action("update", member), data | {"employer": "乙单位"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Member.objects.get(pk=member.pk).employer == "甲单位"
    assert "乙单位" in second.text


def test_a_member_moves_and_the_old_place_stays_in_the_history(admin, committee, committee2):
    member = factories.member(committee=committee)

    admin.post(action("move", member), {"committee": committee2.pk, "committee_post": "deputy", "on": TODAY})

    assert member.membership_on(YESTERDAY).committee == committee
    assert member.membership_on(TODAY).committee == committee2


@pytest.mark.parametrize("on", ["2019-01-01", "not a day", ""])
def test_a_move_is_not_before_the_present_place_began(admin, committee, committee2, on):
    member = factories.member(committee=committee)

    response = admin.post(action("move", member), {"committee": committee2.pk, "committee_post": "member", "on": on})

    assert errors(response) == ["on"]


def test_a_move_to_the_same_place_is_refused(admin, committee):
    member = factories.member(committee=committee)

    response = admin.post(action("move", member), {"committee": committee.pk, "committee_post": "member", "on": TODAY})

    assert errors(response) == ["committee"]


def test_a_director_may_become_director_elsewhere_and_stays_the_only_one(admin, committee, committee2):
    member = factories.member(committee=committee, committee_post=DIRECTOR)
    factories.member(committee=committee2, committee_post=DIRECTOR)

    response = admin.post(
        action("move", member), {"committee": committee2.pk, "committee_post": "director", "on": TODAY}
    )

    assert errors(response) == ["committee_post"]


def test_a_new_mandate_brings_a_member_who_left_back(admin):
    member = factories.member()
    member.leave(YESTERDAY, "示例原因")
    data = {"sector": factories.sector("农业界").pk, "post": "standing", "starts_on": TODAY}

    admin.post(action("mandate", member), data)

    assert list(Member.objects.in_office()) == [member]


def test_a_member_leaves_with_date_and_reason(admin, member_user):
    member = member_user.as_member
    factories.appointment(member_user, Role.PRESIDIUM)

    page = admin.post(action("leave", member), {"on": YESTERDAY, "reason": "工作调动"}, follow=True)

    account = factories.fresh(member_user)
    assert "已登记" in str(next(iter(page.context["messages"])))
    assert list(Member.objects.in_office()) == []
    assert (account.is_active, account.appointments.get().ends_on) == (False, YESTERDAY)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [({"on": TOMORROW, "reason": "x"}, "on"), ({"on": "2019-01-01", "reason": "x"}, "on"), ({"on": TODAY}, "reason")],
)
def test_a_leave_needs_a_reason_and_a_day_in_office(admin, member_user, data, wrong):
    member = member_user.as_member

    assert errors(admin.post(action("leave", member), data)) == [wrong]
    assert factories.fresh(member_user).is_active


PAGES = ("update", "move", "mandate", "leave", "photo_update")


@pytest.mark.long
def test_only_the_office_changes_members(client, cast):
    member = factories.member()

    for name in ("clerk", "presidium", "member_user", "dept_user", "sysadmin"):
        client.force_login(cast[name])
        assert client.post(reverse("member_create"), {}).status_code == 403, name
        assert [client.post(action(page, member), {}).status_code for page in PAGES] == [403] * len(PAGES), name


def test_who_is_an_administrator_by_now_gets_no_new_mandate(admin, committee):
    account = factories.user()
    member = factories.member(committee=committee, user=account)
    member.leave(YESTERDAY, "换届")
    account.reopen()
    factories.appointment(account, Role.SECADMIN, starts_on=TODAY)
    chosen = {"sector": factories.sector().pk, "post": "member", "starts_on": TODAY}

    response = admin.post(action("mandate", member), chosen)

    assert "管理员" in response.context["form"].non_field_errors()[0]
    assert factories.fresh(account).as_member is None


def directs_again(member, committee):
    """A new mandate for who has a place as director and no seat."""
    member.mandates.update(ends_on=YESTERDAY)
    chosen = {"sector": factories.sector(), "post": "member", "starts_on": TODAY}
    return lambda: MemberMandate().change(member, chosen)


def becomes_director(member, committee):
    chosen = {"committee": committee, "committee_post": "director", "on": TODAY}
    member.memberships.all().delete()
    return lambda: MemberMove().change(member, chosen)


@pytest.mark.parametrize("changing", [directs_again, becomes_director])
def test_who_was_quicker_as_director_stays_the_only_one(committee, changing):
    change = changing(factories.member(committee=committee, committee_post="director"), committee)
    quicker = factories.member(committee=committee, committee_post="director")

    with pytest.raises(Conflict), transaction.atomic():
        change()

    assert [place.member for place in committee.memberships.directing_from(TODAY)] == [quicker]
