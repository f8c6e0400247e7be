from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import TrailEntry
from members.models import Appointment, Role
from tests import factories
from tests.queries import queries_of

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LIST, ADD = "/appointments/", "/appointments/add/"


@pytest.fixture
def admin(client, secadmin):
    client.force_login(secadmin)
    return client


def appoint(admin, user, role, **fields):
    return admin.post(ADD, {"user": user.pk, "role": role, "starts_on": TODAY} | fields)


def end(appointment):
    return reverse("appointment_end", args=[appointment.pk])


def test_a_person_is_appointed_for_a_committee(admin, outsider, committee):
    response = appoint(admin, outsider, "committee_staff", committee=committee.pk)

    assert response.url == LIST
    assert factories.fresh(outsider).holds(Role.COMMITTEE_STAFF, committee_id=committee.pk)


@pytest.mark.parametrize(
    ("role", "unit"),
    [("committee_staff", None), ("department", None), ("office", "committee"), ("office", "department")],
)
def test_role_and_unit_must_fit(admin, outsider, committee, department, role, unit):
    units = {"committee": committee.pk, "department": department.pk}

    response = appoint(admin, outsider, role, **({unit: units[unit]} if unit else {}))

    assert list(response.context["form"].errors) == [unit or role.removesuffix("_staff")]
    assert not outsider.appointments.exists()


def test_an_end_before_the_beginning_is_refused_at_its_field(admin, outsider):
    response = appoint(admin, outsider, "office", ends_on=YESTERDAY)

    assert list(response.context["form"].errors) == ["ends_on"]


def test_an_appointment_for_a_committee_that_ended_is_refused(admin, outsider):
    ended = factories.committee(valid_to=YESTERDAY)

    response = appoint(admin, outsider, "committee_staff", committee=ended.pk)

    assert "committee" in response.context["form"].errors


def test_nobody_appoints_themselves_nor_is_offered_to(admin, secadmin, outsider):
    response = appoint(admin, secadmin, "office")

    form = response.context["form"]
    assert form.errors == {"user": ["不能给本人授予角色。"]}
    assert {outsider.pk, secadmin.pk} & {value for value, _label in form.fields["user"].choices} == {outsider.pk}


def test_administrators_stay_apart_in_the_form_too(admin, office, sysadmin):
    assert appoint(admin, office, "auditor").context["form"].errors
    assert appoint(admin, sysadmin, "auditor").context["form"].errors


def test_the_last_day_is_set(admin, office):
    appointment = office.appointments.get()

    admin.post(end(appointment), {"on": TODAY})

    appointment.refresh_from_db()
    assert appointment.ends_on == TODAY


def test_an_appointment_made_by_mistake_today_is_taken_back(admin, outsider):
    mistake = factories.appointment(outsider, Role.OFFICE, starts_on=TODAY)

    admin.post(end(mistake), {"on": YESTERDAY})

    assert not outsider.appointments.exists()


def test_an_appointment_that_was_in_force_is_never_taken_back(admin, office):
    appointment = office.appointments.get()

    response = admin.post(end(appointment), {"on": factories.LONG_AGO - timedelta(days=1)})

    assert list(response.context["form"].errors) == ["on"]
    assert Appointment.objects.get(pk=appointment.pk).ends_on is None


@pytest.mark.parametrize("ends_on", [YESTERDAY, TOMORROW])
def test_no_appointment_comes_to_life_again_nor_lasts_longer_by_being_ended(admin, outsider, ends_on):
    administered = factories.appointment(outsider, Role.SYSADMIN, ends_on=ends_on)

    response = admin.post(end(administered), {"on": TOMORROW + timedelta(days=1)})

    assert list(response.context["form"].errors) == ["on"]
    assert Appointment.objects.get(pk=administered.pk).ends_on == ends_on


def test_nobody_ends_their_own_appointment(admin, secadmin):
    assert admin.post(end(secadmin.appointments.get()), {"on": TODAY}).status_code == 403


def test_a_right_ends_with_the_next_request_after_the_last_day(client, office):
    office.appointments.update(ends_on=YESTERDAY)
    client.force_login(office)

    assert client.get(reverse("committee_create")).status_code == 403


def test_the_list_is_filtered_by_person_role_unit_and_state(admin, office, clerk, committee, outsider):
    factories.appointment(outsider, Role.PRESIDIUM, ends_on=YESTERDAY)
    factories.appointment(outsider, Role.PARTY_GROUP, starts_on=TOMORROW)

    found = {
        query: [row.role for row in admin.get(f"{LIST}?{query}").context["object_list"]]
        for query in ("q=office", "role=committee_staff", f"committee={committee.pk}", "state=ended", "state=coming")
    }

    assert list(found.values()) == [
        ["office"],
        ["committee_staff"],
        ["committee_staff"],
        ["presidium"],
        ["party_group"],
    ]


def test_more_appointments_take_no_more_queries(admin, clerk):
    before = queries_of(admin, LIST)

    for _each in range(5):
        factories.clerk_of(factories.committee())

    assert queries_of(admin, LIST) == before


def test_nobody_but_the_security_administrator_gets_to_appointments(client, cast):
    appointment = factories.appointment(factories.user(), Role.OFFICE)
    pages = {LIST: 403, ADD: 403, end(appointment): 404}

    for name in ("office", "sysadmin", "auditor", "member_user"):
        client.force_login(cast[name])
        assert {url: client.get(url).status_code for url in pages} == pages, name
        assert client.post(ADD, {}).status_code == 403
        assert client.post(end(appointment), {"on": TODAY}).status_code == 404


def test_a_department_gets_a_head_and_no_other_role_is_one(admin, outsider, department):
    refused = appoint(admin, outsider, "office", is_head="on")
    appoint(admin, outsider, "department", department=department.pk, is_head="on")

    assert list(refused.context["form"].errors) == ["is_head"]
    assert factories.fresh(outsider).headed_departments == {department.pk}
    assert "部门负责人" in admin.get(LIST).text


def test_several_appointments_end_on_one_day_and_those_unticked_and_ones_own_stay(admin, secadmin, clerk, office):
    held = factories.appointment(factories.user("leaver"), Role.PRESIDIUM)
    sooner = factories.appointment(factories.user("sooner"), Role.PRESIDIUM, ends_on=TODAY)
    own, staff = secadmin.appointments.get(), clerk.appointments.get()
    url = f"{reverse('appointments_end')}?" + "&".join(f"row={one.pk}" for one in (held, sooner, own, staff))

    offered = admin.get(url).context["form"]["appointments"].value()
    admin.post(url, {"appointments": [held.pk, sooner.pk], "on": TOMORROW})

    assert set(offered) == {held.pk, sooner.pk, staff.pk}
    last_days = {str(one.user): one.ends_on for one in Appointment.objects.exclude(user=office)}
    assert last_days == {"leaver": TOMORROW, "sooner": TODAY, "secadmin": None, "clerk": None}
    assert TrailEntry.objects.filter(deed="ended", subject__contains="leaver").count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"), [({"on": YESTERDAY}, "on"), ({"appointments": []}, "appointments"), ({"on": ""}, "on")]
)
def test_several_do_not_end_before_they_began_nor_without_a_day(admin, outsider, fields, wrong):
    begun = factories.appointment(outsider, Role.OFFICE, starts_on=TODAY)
    url = f"{reverse('appointments_end')}?row={begun.pk}"

    response = admin.post(url, {"appointments": [begun.pk], "on": TODAY} | fields)

    assert list(response.context["form"].errors) == [wrong]
    assert Appointment.objects.get(pk=begun.pk).ends_on is None


def test_with_none_ticked_the_list_says_so(admin, office):
    own = admin.get(reverse("appointments_end"), follow=True)

    assert [str(message) for message in own.context["messages"]] == ["请至少勾选一项尚未终止且不属于本人的任职。"]
