from datetime import date, timedelta

import pytest
from django.utils import timezone

from committees.models import Committee, Department, Township, Venue
from members.models import CommitteeMembership
from tests import factories
from topics.models import Topic

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize("make", [factories.committee, factories.department, factories.venue, factories.township])
def test_a_row_is_current_up_to_and_including_its_last_day(db, make):
    ended, ending, open_ended = make(valid_to=YESTERDAY), make(valid_to=TODAY), make()

    current = set(type(ended).objects.current())

    assert current == {ending, open_ended}
    assert [row.has_ended for row in (ended, ending, open_ended)] == [True, False, False]


@pytest.mark.parametrize("make", [factories.committee, factories.department, factories.venue, factories.township])
def test_what_ends_today_is_given_nothing_new_any_more(db, make):
    rows = [make(valid_to=YESTERDAY), make(valid_to=TODAY), make(valid_to=TODAY + timedelta(days=1)), make()]

    assert set(type(rows[0]).objects.choosable()) == set(rows[2:])
    assert [row.is_choosable for row in rows] == [False, False, True, True]
    assert [row.is_choosable_ahead for row in rows] == [False, False, True, True]


@pytest.mark.parametrize("make", [factories.committee, factories.department, factories.venue, factories.township])
def test_what_is_still_to_begin_is_given_nothing_new_yet(db, make):
    coming, begun = make(valid_from=TODAY + timedelta(days=1)), make(valid_from=TODAY)

    assert set(type(coming).objects.choosable()) == {begun}
    assert [row.is_choosable for row in (coming, begun)] == [False, True]
    assert set(type(coming).objects.choosable_ahead()) == {coming, begun}
    assert [row.is_choosable_ahead for row in (coming, begun)] == [True, True]


def test_a_row_that_an_old_record_points_to_stays_in_its_select(db):
    ended, current = factories.committee(valid_to=YESTERDAY), factories.committee()
    factories.committee(valid_to=YESTERDAY)

    assert set(Committee.objects.choosable_or(ended.pk)) == {ended, current}


def test_ending_a_committee_ends_the_appointments_of_its_staff(committee, clerk, clerk2):
    committee.end(TODAY)

    committee.refresh_from_db()
    assert (committee.valid_to, committee.version) == (TODAY, 2)
    assert clerk.appointments.get().ends_on == TODAY
    assert clerk2.appointments.get().ends_on is None


def test_ending_a_department_ends_the_appointments_of_its_officers(department, dept_user):
    department.end(TODAY)

    assert Department.objects.get().valid_to == TODAY
    assert dept_user.appointments.get().ends_on == TODAY


def test_figures_of_a_committee_do_not_multiply_each_other(committee, committee2):
    factories.member("示例主任", committee=committee, committee_post=CommitteeMembership.Post.DIRECTOR)
    factories.member(committee=committee)
    left = factories.member(committee=committee)
    left.leave(YESTERDAY, "示例原因")
    for _each in range(3):
        factories.venue(committee=committee)
    factories.venue(committee=committee, valid_to=YESTERDAY)
    factories.venue(committee=committee, valid_from=TODAY + timedelta(days=1))

    figures = Committee.objects.with_figures().get(pk=committee.pk)

    assert (figures.director, figures.member_count, figures.venue_count, figures.topic_count) == ("示例主任", 2, 3, 0)
    assert Committee.objects.with_figures().get(pk=committee2.pk).director is None


def test_a_township_belongs_to_its_current_committee(committee, committee2):
    township = factories.township()
    committee.townships.add(township)
    committee2.townships.add(township)
    committee.end(YESTERDAY)

    assert Township.objects.get().current_committee == committee2


def test_the_network_is_counted_by_kind_from_what_is_there(db):
    factories.venue(kind=Venue.Kind.COUNTY)
    for _each in range(2):
        factories.venue(kind=Venue.Kind.STUDIO)
    factories.venue(kind=Venue.Kind.MOBILE, valid_to=date(2021, 1, 1))

    assert Venue.objects.current().per_kind() == [("county", 1), ("room", 0), ("studio", 2), ("mobile", 0)]


@pytest.mark.long
def test_activities_and_results_of_a_venue_come_from_completed_sessions(journey, committee):
    venue = factories.venue(committee=committee)
    planned = factories.venue(committee=committee)
    venue.haves.create(have="organisation", is_met=True, checked_on=YESTERDAY)
    journey.concluded(recommendations=2)
    journey.session.venue = venue
    journey.session.save()

    with_results = Venue.objects.with_figures().get(pk=venue.pk)

    assert (with_results.session_count, with_results.result_count, with_results.haves_met) == (1, 2, 3)
    assert Venue.objects.with_figures().get(pk=planned.pk).haves_met == 0


@pytest.mark.long
def test_a_venue_has_by_a_day_what_was_held_and_concluded_by_then(journey, committee):
    venue = factories.venue(committee=committee)
    journey.concluded()
    journey.session.venue = venue
    journey.session.save()
    held, issued = journey.session.held_on, journey.topic.outcomes.get().issued_on

    def figures(until):
        found = Venue.objects.with_figures(until=until).get(pk=venue.pk)
        return found.session_count, found.result_count

    assert figures(held - timedelta(days=1)) == (0, 0)
    assert figures(issued) == (1, journey.topic.recommendations.count())


@pytest.mark.long
def test_recommendations_of_another_round_or_of_a_draft_are_no_results_of_a_venue(journey, committee):
    venue = factories.venue(committee=committee)
    journey.concluded()
    journey.session.venue = venue
    journey.session.save()

    Topic.objects.filter(pk=journey.topic.pk).update(stage="consulting")
    drafted = Venue.objects.with_figures().get(pk=venue.pk).result_count
    Topic.objects.filter(pk=journey.topic.pk).update(stage="concluded")
    journey.topic.outcomes.update(round=2)
    of_another_round = Venue.objects.with_figures().get(pk=venue.pk).result_count

    assert (drafted, of_another_round) == (0, 0)
