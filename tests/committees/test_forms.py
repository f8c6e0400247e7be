from datetime import date, timedelta

import pytest
from django.utils import timezone

from committees.forms import CommitteeForm, DepartmentForm, EndForm, HavesForm, TownshipForm, VenueForm
from committees.models import Committee, Township, VenueHave
from tests import factories

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def committee_form(instance=None, **data):
    defaults = {"name": "新片区工委", "short_name": "新片区", "kind": "liaison", "order": 3, "version": 1}
    return CommitteeForm(defaults | data, instance=instance)


def test_a_township_of_another_current_committee_is_refused_and_both_are_named(committee):
    township = factories.township("示例镇")
    committee.townships.add(township)

    form = committee_form(townships=[township.pk])

    assert not form.is_valid()
    assert "示例镇" in form.errors["townships"][0]
    assert "城东片区联络工委" in form.errors["townships"][0]


def test_a_telephone_has_digits_and_may_have_extensions_or_be_two(db):
    two = "0818-6000000 转 801、6000001"

    assert committee_form(phone=two).is_valid()
    assert DepartmentForm({"name": "示例局", "order": 1, "version": 1, "phone": two}).is_valid()
    assert list(committee_form(phone="待定").errors) == ["phone"]


def renamed(department, name, **said):
    form = DepartmentForm({"name": name, "order": 1, "version": 1, **said}, instance=department)
    if form.is_valid():
        form.save()
    return form.errors


def test_a_new_name_holds_from_its_day_and_what_was_before_keeps_the_former_one(department):
    former, on = department.name, date(2025, 3, 1)

    assert renamed(department, "示例改革局", renamed_on="2025-03-01") == {}

    department.refresh_from_db()
    days = (on - timedelta(days=1), on, None)
    assert [department.name_on(day) for day in days] == [former, "示例改革局", "示例改革局"]
    assert department.formerly == [(on, [former])]


def test_a_mistaken_name_is_put_right_everywhere_and_a_renaming_taken_back(department):
    former = department.name

    renamed(department, "示例改革局", was_mistaken="on", renamed_on="2025-03-01")
    put_right = department.formerly
    renamed(department, "示例发展局", renamed_on="2025-03-01")
    renamed(department, "示例改革局", was_mistaken="on")

    assert (put_right, department.formerly) == ([], [])
    assert department.name_on(date(2020, 1, 1)) == "示例改革局" != former


def test_names_follow_each_other_and_none_is_of_days_to_come(department):
    former = department.name
    renamed(department, "示例改革局", renamed_on="2025-03-01")

    before = renamed(department, "示例发展局", renamed_on="2025-02-28")
    department.refresh_from_db()
    to_come = renamed(department, "示例发展局", renamed_on=TOMORROW.isoformat())
    department.refresh_from_db()
    same_day = renamed(department, "示例发展局", renamed_on="2025-03-01")

    assert "2025年3月1日" in before["renamed_on"][0]
    assert (list(to_come), same_day) == (["renamed_on"], {})
    assert department.formerly == [(date(2025, 3, 1), [former])]


def test_a_committee_keeps_its_official_and_its_short_name(committee):
    form = committee_form(committee, renamed_on=YESTERDAY.isoformat())

    form.save()

    assert committee.names_on(date(2021, 1, 1)) == ["城东片区政协联络工作委员会", "城东片区联络工委"]
    assert committee.name_on(TODAY) == "新片区"


def test_who_is_renamed_back_on_the_same_day_was_never_renamed(department):
    former = department.name = "示例　发展局"
    department.save()

    renamed(department, "示例改革局", renamed_on="2025-03-01")
    renamed(department, former, renamed_on="2025-03-01")

    assert (department.name, department.formerly) == (former, [])


def test_a_tab_in_a_name_that_was_pasted_does_not_split_its_former_names(committee):
    committee.rename(["城东\t片区", "城东\u2028"], YESTERDAY)

    assert committee.formerly == [(YESTERDAY, ["城东 片区", "城东"])]


def test_what_is_new_has_no_former_name(db):
    assert {"renamed_on", "was_mistaken"}.isdisjoint(DepartmentForm().fields)


def test_a_township_of_a_committee_that_ended_is_free(committee):
    township = factories.township()
    committee.townships.add(township)
    committee.end(YESTERDAY)

    assert committee_form(townships=[township.pk]).is_valid()


def test_a_committee_keeps_its_own_townships_when_it_is_edited(committee):
    township = factories.township()
    committee.townships.add(township)

    assert committee_form(committee, townships=[township.pk]).is_valid()


def test_a_short_name_belongs_to_one_committee(committee):
    assert list(committee_form(short_name=committee.short_name).errors) == ["short_name"]


def test_a_special_committee_has_no_townships(db):
    form = committee_form(kind="special", townships=[factories.township().pk])

    assert list(form.errors) == ["townships"]


def test_a_new_committee_is_offered_the_last_place(db):
    factories.committee(order=13)

    assert CommitteeForm().initial["order"] == 14


def test_only_an_end_that_is_set_can_be_corrected(committee):
    assert "valid_to" not in CommitteeForm(instance=committee).fields

    committee.end(YESTERDAY)

    assert "valid_to" in CommitteeForm(instance=Committee.objects.get()).fields


def test_an_end_is_not_put_off_to_a_day_to_come(committee):
    committee.end(YESTERDAY)

    form = committee_form(instance=Committee.objects.get(), valid_to=(YESTERDAY + timedelta(days=30)).isoformat())

    assert list(form.errors) == ["valid_to"]


def test_an_end_before_the_beginning_is_refused_in_plain_words(committee):
    committee.end(YESTERDAY)

    form = committee_form(
        instance=Committee.objects.get(), valid_from=TODAY.isoformat(), valid_to=YESTERDAY.isoformat()
    )

    assert form.errors == {"valid_from": ["截止日期不能早于起始日期。"]}


def test_the_office_ends_a_township_on_its_form(committee):
    township = factories.township()
    data = {"name": township.name, "order": 1, "version": 1, "valid_to": YESTERDAY.isoformat()}

    TownshipForm(data, instance=township).save()

    assert "valid_to" not in TownshipForm().fields
    assert (township.has_ended, "townships" in committee_form(townships=[township.pk]).errors) == (True, True)


def venue_form(instance=None, **data):
    return VenueForm({"name": "新平台", "kind": "mobile", "order": 1, "version": 1} | data, instance=instance)


@pytest.mark.parametrize(("kind", "missing"), [("room", "committee"), ("studio", "host_enterprise")])
def test_a_venue_needs_what_its_kind_stands_in(db, kind, missing):
    assert list(venue_form(kind=kind).errors) == [missing]


def test_a_venue_of_a_committee_that_ended_can_still_be_edited(committee, committee2):
    venue = factories.venue(committee=committee)
    committee.end(YESTERDAY)

    assert venue_form(venue, committee=committee.pk).is_valid()
    assert not venue_form(factories.venue(), committee=committee.pk).is_valid()


def test_a_have_that_is_met_needs_its_evidence_and_its_day(db):
    form = HavesForm({"version": 1, "place_met": "on"}, instance=factories.venue())

    assert sorted(form.errors) == ["place_checked", "place_evidence"]


def test_a_have_is_checked_on_no_day_to_come(db):
    days = {"place_checked": TOMORROW, "plan_checked": TODAY}

    assert list(HavesForm({"version": 1} | days, instance=factories.venue()).errors) == ["place_checked"]


def test_a_township_ends_once_no_committee_lists_it(committee):
    township = factories.township()
    committee.townships.add(township)
    data = {"name": township.name, "order": 1, "version": 1, "valid_to": TODAY}

    listed = TownshipForm(data, instance=township)
    assert committee.short_name in listed.errors["valid_to"][0]
    committee.townships.clear()
    assert TownshipForm(data, instance=Township.objects.get()).is_valid()


def haves_said(venue, **said):
    """The errors of the form; what it says is kept where there are none."""
    form = HavesForm({"version": 1} | said, instance=venue)
    if form.is_valid():
        form.save()
    return form.errors


def test_a_later_day_is_another_check_of_a_have_and_an_earlier_one_puts_the_last_right(db):
    venue = factories.venue()
    first = {"plan_met": "on", "plan_evidence": "年度计划", "plan_checked": "2025-01-05"}

    said = [
        first,
        first | {"plan_checked": "2025-01-03"},
        {"plan_checked": "2026-02-01"},
        {"plan_checked": "2026-01-08"},
    ]
    errors = [haves_said(venue, **one) for one in said]
    too_early = haves_said(venue, plan_checked="2025-01-03")

    rows = VenueHave.objects.values_list("have", "is_met", "evidence", "checked_on")
    assert errors == [{}] * 4
    assert list(rows) == [("plan", True, "年度计划", date(2025, 1, 3)), ("plan", False, "", date(2026, 1, 8))]
    assert "2025" in too_early["plan_checked"][0]


def test_what_is_no_longer_met_without_a_day_was_found_so_today(db):
    venue = factories.venue()
    venue.haves.create(have="plan", is_met=True, evidence="年度计划", checked_on=date(2025, 1, 5))

    haves_said(venue)

    assert list(venue.haves.values_list("is_met", "checked_on")) == [(True, date(2025, 1, 5)), (False, TODAY)]


@pytest.mark.parametrize(("on", "is_valid"), [(TODAY, True), (YESTERDAY, False), (TOMORROW, False), ("", False)])
def test_the_last_day_is_not_before_the_first_nor_in_the_future(db, on, is_valid):
    record = factories.committee(valid_from=TODAY)

    assert EndForm({"on": on}, record=record).is_valid() is is_valid
