"""A committee or department that begins on a day to come is chosen for days from that one on, and for none before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from members.models import Appointment, Member, Role
from tests import factories
from tests.consult.imports.files import sheet_of

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def merged():
    return factories.committee("合并片区政协联络工作委员会", short_name="合并片区联络工委", valid_from=TOMORROW)


@pytest.fixture
def person(committee):
    return factories.member("调整委员", committee=committee)


def errors_and_places(page, person):
    form = page.context and page.context.get("form")
    return list(form.errors) if form else [], [row.committee_id for row in person.memberships.order_by("starts_on")]


@pytest.mark.parametrize(("on", "wrong"), [(TODAY, ["on"]), (TOMORROW, [])])
def test_a_member_moves_to_it_from_its_first_day_on(as_, committee, merged, person, on, wrong):
    data = {"committee": merged.pk, "committee_post": "member", "on": on}

    page = as_("office").post(reverse("member_move", args=[person.pk]), data)

    assert errors_and_places(page, person) == (wrong, [committee.pk, *([] if wrong else [merged.pk])])


@pytest.mark.parametrize(("on", "wrong"), [(TODAY, ["on"]), (TOMORROW, [])])
def test_several_members_move_to_it_from_its_first_day_on(as_, committee, merged, person, on, wrong):
    data = {"members": [person.pk], "committee": merged.pk, "on": on}

    page = as_("office").post(reverse("members_move", args=[committee.pk]), data)

    assert errors_and_places(page, person) == (wrong, [committee.pk, *([] if wrong else [merged.pk])])


@pytest.mark.parametrize(("starts_on", "made"), [(TODAY, 0), (TOMORROW, 2)])
def test_staff_are_appointed_to_it_alone_and_by_line_from_its_first_day_on(as_, merged, starts_on, made):
    alone, typed, desk = factories.user("alone"), factories.user("typed"), as_("secadmin")
    data = {"user": alone.pk, "role": Role.COMMITTEE_STAFF, "committee": merged.pk, "starts_on": starts_on}

    desk.post(reverse("appointment_create"), data | {"current_password": factories.PASSWORD})
    lines = f"{typed.username} 联络工委工作人员 合并片区联络工委"
    desk.post(
        reverse("appointments_create"),
        {"lines": lines, "starts_on": starts_on, "current_password": factories.PASSWORD},
    )

    assert Appointment.objects.filter(committee=merged).count() == made


@pytest.mark.parametrize(("starts_on", "wrong"), [(TODAY, ["starts_on"]), (TOMORROW, [])])
def test_a_roster_brings_members_into_it_from_its_first_day_on(office, merged, person, starts_on, wrong):
    heads = ["委员编号", "姓名", "性别", "界别", "所属工委", "起始日期"]
    row = [person.number, person.name, "男", "经济界", "合并片区联络工委", starts_on.isoformat()]

    batch = bring_in(kinds()["members"], sheet_of(heads, row), office)

    [preview] = batch.rows
    assert list(preview["wrong"]) == wrong
    if not wrong:
        carry_out(batch.pk, office)
        assert Member.objects.get(pk=person.pk).membership_on(TOMORROW).committee == merged


def test_its_townships_are_entered_ahead_and_go_over_on_its_day(as_, committee, merged):
    township = factories.township("示例移交镇")
    committee.townships.add(township)
    facts = {"name": merged.name, "short_name": merged.short_name, "kind": "liaison", "order": 99}
    facts |= {"version": merged.version, "valid_from": TOMORROW, "townships": [township.pk]}

    as_("office").post(reverse("committee_update", args=[merged.pk]), facts)

    assert list(merged.townships.all()) == [township]
    assert township.current_committee == committee
    type(merged).objects.filter(pk=merged.pk).update(valid_from=TODAY)
    assert type(township).objects.get(pk=township.pk).current_committee == merged


def test_it_is_called_by_its_first_day_and_no_current_nor_ended_one_until_then(as_, committee, merged):
    pages = [as_("office").get(reverse("committee_list"), {"state": state}) for state in ("current", "coming", "ended")]

    assert [[row.pk for row in page.context["page_obj"] if row.pk == merged.pk] for page in pages] == [
        [],
        [merged.pk],
        [],
    ]
    assert f"自{date_format(TOMORROW)}起" in as_("office").get(merged.get_absolute_url()).text
    assert "现行" not in pages[1].text.partition("<tbody")[2]
