from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Appointment, CommitteeMembership, Mandate, Member, Role
from tests import factories

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG_AGO = factories.LONG_AGO


def appointment_of(holder, role, starts_on=TODAY, ends_on=None, **unit):
    return Appointment(user=holder, role=role, starts_on=starts_on, ends_on=ends_on, **unit)


@pytest.mark.parametrize("administrator", ["sysadmin", "secadmin", "auditor"])
@pytest.mark.parametrize("other", [Role.OFFICE, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR, Role.PRESIDIUM])
def test_an_administrator_holds_nothing_besides(cast, administrator, other):
    with pytest.raises(ValidationError):
        appointment_of(cast[administrator], other).full_clean()


def test_who_holds_a_content_role_becomes_no_administrator(office):
    with pytest.raises(ValidationError):
        appointment_of(office, Role.AUDITOR).full_clean()


def test_a_member_in_office_becomes_no_administrator(member_user):
    with pytest.raises(ValidationError):
        appointment_of(member_user, Role.SYSADMIN).full_clean()


def test_a_member_whose_mandate_is_still_to_begin_becomes_no_administrator(member_user):
    member_user.as_member.mandates.update(starts_on=TOMORROW)

    with pytest.raises(ValidationError):
        appointment_of(member_user, Role.SYSADMIN).full_clean()


def test_an_administrator_may_take_another_role_after_the_last_day(sysadmin):
    sysadmin.appointments.end(YESTERDAY)

    assert appointment_of(sysadmin, Role.OFFICE).full_clean() is None


def test_a_future_administrator_may_not_be_appointed_beyond_the_first_day(outsider):
    factories.appointment(outsider, Role.AUDITOR, starts_on=TOMORROW)

    with pytest.raises(ValidationError):
        appointment_of(outsider, Role.OFFICE).full_clean()
    assert appointment_of(outsider, Role.OFFICE, ends_on=TODAY).full_clean() is None


def test_several_hats_fit_one_person_but_not_the_same_hat_twice(clerk, committee, committee2):
    assert appointment_of(clerk, Role.COMMITTEE_STAFF, committee=committee2).full_clean() is None
    assert appointment_of(clerk, Role.PARTY_GROUP).full_clean() is None
    with pytest.raises(ValidationError):
        appointment_of(clerk, Role.COMMITTEE_STAFF, committee=committee).full_clean()


def test_one_person_is_liaison_of_several_departments(dept_user, department, department2):
    assert appointment_of(dept_user, Role.DEPARTMENT, department=department2).full_clean() is None
    with pytest.raises(ValidationError):
        appointment_of(dept_user, Role.DEPARTMENT, department=department).full_clean()


def test_an_appointment_holds_up_to_and_including_its_last_day(outsider):
    for ends_on in (YESTERDAY, TODAY):
        factories.appointment(outsider, Role.OFFICE, ends_on=ends_on)

    assert [row.ends_on for row in Appointment.objects.current(TODAY)] == [TODAY]


def test_who_holds_an_appointment_today_is_named(committee, clerk, outsider, office):
    staff = {"role": Role.COMMITTEE_STAFF, "committee": committee}
    factories.appointment(outsider, **staff, ends_on=YESTERDAY)
    factories.appointment(office, **staff, starts_on=TOMORROW)

    assert committee.appointments.holders() == str(clerk)


def test_ending_appointments_takes_back_those_that_have_not_begun(outsider, committee):
    factories.appointment(outsider, Role.OFFICE)
    factories.appointment(outsider, Role.PRESIDIUM, ends_on=YESTERDAY)
    factories.appointment(outsider, Role.COMMITTEE_STAFF, committee=committee, starts_on=TOMORROW)

    outsider.appointments.end(TODAY)

    assert dict(outsider.appointments.values_list("role", "ends_on")) == {"office": TODAY, "presidium": YESTERDAY}


def test_an_appointment_that_never_began_is_taken_back(outsider):
    factories.appointment(outsider, Role.OFFICE, starts_on=TODAY).end(YESTERDAY)

    assert not Appointment.objects.exists()


def test_closing_an_account_ends_its_rights_sessions_and_password(client, office):
    client.force_login(office)

    office.close(TODAY)

    office = factories.fresh(office)
    assert (office.is_active, office.closed_on, office.appointments.get().ends_on) == (False, TODAY, TODAY)
    assert not office.check_password(factories.PASSWORD)
    assert client.get("/members/").status_code == 302


def test_an_account_that_is_reopened_has_no_old_session_and_no_appointment(client, office):
    client.force_login(office)
    office.close(YESTERDAY)

    office.reopen()

    assert client.get("/members/").status_code == 302
    assert factories.fresh(office).current_appointments == []


def test_a_member_is_found_by_name_pinyin_initials_and_number(db):
    member = factories.member("张三", number="W007")
    factories.member("李四", number="W008")

    found = {text: list(Member.objects.named(text)) for text in ("张", "zhangsan", "zs", "ZhangS", "w007", "张　三")}

    assert found == dict.fromkeys(found, [member])


def test_initials_are_not_looked_for_inside_syllables(db):
    factories.member("安生")

    assert list(Member.objects.named("sheng")) == []
    assert list(Member.objects.named("n")) == []


def test_a_move_keeps_the_place_held_before(committee, committee2):
    member = factories.member(committee=committee)

    member.move_to(committee2, CommitteeMembership.Post.DEPUTY, TODAY)

    assert member.membership_on(YESTERDAY).committee == committee
    assert (member.membership_on(TODAY).committee, member.membership_on(TODAY).post) == (committee2, "deputy")


def test_a_second_move_on_the_same_day_replaces_the_first(committee, committee2):
    member = factories.member(committee=committee)
    member.move_to(committee2, CommitteeMembership.Post.MEMBER, TODAY)

    member.move_to(committee, CommitteeMembership.Post.DIRECTOR, TODAY)

    places = member.memberships.values_list("committee", "post", "starts_on", "ends_on")
    assert list(places) == [
        (committee.pk, "director", TODAY, None),
        (committee.pk, "member", LONG_AGO, YESTERDAY),
    ]


def test_a_new_mandate_follows_the_old_one(db):
    member = factories.member()

    member.take_mandate(factories.sector("农业界"), Mandate.Post.STANDING, TODAY)

    assert [str(row.sector) for row in member.mandates.all()] == ["农业界", "经济界"]
    assert (member.mandate_on(YESTERDAY).post, member.current_mandate.post) == ("member", "standing")


def test_a_member_who_leaves_loses_mandate_place_account_and_appointments(member_user):
    member = member_user.as_member
    factories.appointment(member_user, Role.PRESIDIUM)

    member.leave(YESTERDAY, "工作调动")

    assert (member.mandates.get().ends_on, member.mandates.get().end_reason) == (YESTERDAY, "工作调动")
    assert member.memberships.get().ends_on == YESTERDAY
    assert list(Member.objects.in_office()) == []
    account = factories.fresh(member_user)
    assert (account.is_active, account.as_member, account.current_appointments) == (False, None, [])


@pytest.mark.long
def test_names_and_attendances_stay_when_a_member_leaves(journey, member_user):
    session = journey.completed_session()
    member = member_user.as_member

    member.leave(TODAY, "工作调动")

    assert session.attendances.get(member=member).name == member.name


def test_mobiles_are_masked_in_the_middle():
    shown = [Member(mobile=number).masked_mobile for number in ("13800005678", "6212345", "")]

    assert shown == ["138****5678", "****", ""]
