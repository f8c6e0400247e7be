"""The demo county, loaded once for this file and lived through by the workflow: every rule can be asked of it."""

from collections import Counter
from datetime import date, time

import pytest
from django.utils import timezone

from committees.models import Committee, Department, Township, Venue
from consult.calendar.workdays import is_workday
from consult.models import TrailEntry
from consult.trail import Deed, broken_lines
from members.models import Member, User
from topics.annual_plans.execution import Execution
from topics.annual_plans.rows import figures_of_plans
from topics.demo.facts import FACTS
from topics.demo.load import load_county
from topics.demo.script import PLAIN, ROWS
from topics.history import broken_links
from topics.models import (
    AnnualPlan,
    Batch,
    Body,
    Candidate,
    ConsultationSession,
    Plan,
    PlanStage,
    Recommendation,
    RecommendationStage,
    SessionStage,
    Step,
    Topic,
    TopicStage,
)
from topics.models.review_meeting import Decision
from topics.models.topic_stage import LIVING
from topics.tasks.table import tasks_of

ANCHOR = date(2026, 11, 23)
SCALE = len(ROWS + PLAIN)
AT_WORK = [
    *("office01", "party01", "presidium01", "government01", "member001", "dept01"),
    *("dept10", "dept10b", "dept10head", "dept15", "dept15b", "dept15head"),
]

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def county(lasting):
    """The demo county; gone when the file is through."""
    load_county(ANCHOR, "unused", lambda line: None, with_files=False)


def test_the_auditor_finds_lines_of_each_kind_in_the_trail_all_before_the_anchor():
    lines = TrailEntry.objects.order_by("sequence")

    assert {Deed.SIGNED_IN, Deed.LOCKED_OUT, Deed.REFUSED, Deed.READ, Deed.CHANGED, Deed.TOOK_OUT} <= {
        line.deed for line in lines
    }
    assert len({line.recorded_at for line in lines}) == len(lines) < 50
    assert timezone.localdate(lines.last().recorded_at) < ANCHOR
    assert not list(broken_lines())


def test_the_organisation_is_complete():
    kinds = Counter(Venue.objects.values_list("kind", flat=True))

    assert Counter(Committee.objects.values_list("kind", flat=True)) == {"liaison": 13, "special": 2}
    assert (kinds["county"], kinds["room"], kinds["studio"], kinds["mobile"] >= 5) == (1, 13, 2, True)
    assert (Township.objects.count(), Member.objects.in_office().count(), Department.objects.count()) == (31, 299, 25)
    assert set(Township.objects.values_list("committees", flat=True)) == set(
        Committee.objects.liaison().values_list("pk", flat=True)
    )


def test_no_name_comes_twice_and_no_telephone_number_can_exist():
    names = Counter(Member.objects.values_list("name", flat=True))

    assert max(names.values()) == 1
    assert {mobile[:2] for mobile in Member.objects.values_list("mobile", flat=True)} == {"12"}


def test_the_county_has_about_120_topics():
    assert 115 <= SCALE <= 130


@pytest.mark.parametrize(
    ("of_year", "records"),
    [("accepted_on__year", Topic.objects), ("held_on__year", ConsultationSession.objects.completed())],
)
def test_the_years_are_much_alike(of_year, records):
    """None has more than 1.6 times as many as the one before it, none less than two thirds of that."""
    counts = Counter(records.exclude(stage=TopicStage.RECORDED).values_list(of_year, flat=True))
    counts.pop(None, None)
    first, *others = sorted(counts)

    assert (first, len(others)) == (ANCHOR.year - 2, 2)
    assert [year for year in others if not 2 / 3 <= counts[year] / counts[year - 1] <= 1.6] == []


def test_no_month_brings_a_fifth_of_the_last_year():
    months = Topic.objects.filter(proposed_on__year=ANCHOR.year).values_list("proposed_on__month", flat=True)

    assert max(Counter(months).values()) <= len(months) / 5


def test_what_was_accepted_before_the_last_year_is_mostly_over():
    earlier = Topic.objects.filter(accepted_on__year__lt=ANCHOR.year)

    assert earlier.filter(stage__in=LIVING).count() <= earlier.count() / 3


def test_at_least_three_stand_in_every_stage():
    kinds = [(Topic, TopicStage), (Recommendation, RecommendationStage)]
    found = {
        (model, stage): model.objects.filter(stage=stage).count() for model, each in kinds for stage in each.values
    }

    assert {place: count for place, count in found.items() if count < 3} == {}


def test_plans_and_sessions_are_there_in_every_stage():
    assert set(Plan.objects.values_list("stage", flat=True)) == set(PlanStage.values)
    assert set(ConsultationSession.objects.values_list("stage", flat=True)) == set(SessionStage.values)


def test_every_role_and_every_committee_finds_work_waiting():
    clerks = [f"clerk{number:02}" for number in range(1, 16)]
    idle = [name for name in AT_WORK + clerks if not tasks_of(User.objects.get(username=name), most=1)]

    assert idle == []


def test_most_departments_owe_an_answer():
    owing = [department for department in Department.objects.all() if Recommendation.objects.owed_by([department.pk])]

    assert len(owing) >= 20


def test_the_history_is_whole():
    assert broken_links() == []


def test_everything_was_recorded_in_order_in_working_hours_before_the_anchor_date():
    last, odd = {}, []
    for step in Step.objects.order_by("topic_id", "meeting_id", "annual_plan_id", "sequence"):
        moment, chain = timezone.localtime(step.recorded_at), (step.topic_id, step.meeting_id, step.annual_plan_id)
        at_work = is_workday(moment.date()) and time(8, 30) <= moment.time() <= time(18, 0)
        if not at_work or moment < last.get(chain, moment) or not step.happened_on <= moment.date() < ANCHOR:
            odd.append(step)
        last[chain] = moment

    assert odd == []


def test_both_bodies_passed_the_plan_before_every_session():
    sessions = list(ConsultationSession.objects.completed())

    assert len(sessions) > 20
    for session in sessions:
        party, presidium = (session.plan.decision_of(body) for body in (Body.PARTY_GROUP, Body.PRESIDIUM))

        assert {party.outcome, presidium.outcome} <= Decision.PASSING
        assert party.decided_on <= presidium.decided_on <= session.held_on


def test_who_drafted_decided_nothing_and_nobody_decided_for_both_bodies():
    plans = list(Plan.objects.prefetch_related("editors", "decisions__item__meeting"))

    assert len(plans) > 20
    for plan in plans:
        recorders = {body: set() for body in Body.values}
        for decision in plan.decisions.all():
            recorders[decision.item.meeting.body].add(decision.recorded_by_id)
        party, presidium = recorders[Body.PARTY_GROUP], recorders[Body.PRESIDIUM]

        assert {user.pk for user in plan.editors.all()}.isdisjoint(party | presidium)
        assert party.isdisjoint(presidium)


def test_no_closed_topic_has_an_open_recommendation():
    assert list(Recommendation.objects.open().filter(topic__stage=TopicStage.CLOSED)) == []


def test_demo_topics_do_not_bear_the_titles_of_the_real_ones():
    titles = Topic.objects.exclude(stage=TopicStage.RECORDED).values_list("title", flat=True)

    assert len(set(titles)) == len(titles) == SCALE
    assert [title for title in titles for fact in FACTS["topic"] if fact["title"][2:] in title] == []


def test_the_facts_are_recorded_with_what_is_known_only():
    facts = Topic.objects.filter(stage=TopicStage.RECORDED)

    assert Counter(facts.values_list("source", flat=True)) == {
        "": 7, "party_assigned": 1, "cppcc_selected": 1, "member_recommended": 1,
    }  # fmt: skip
    assert set(facts.values_list("number", "organiser", "category", "form", "proposed_on")) == {(None,) * 5}
    assert "" not in facts.values_list("proof", flat=True)


def test_batches_went_through_in_part_and_were_taken_back():
    batches = Batch.objects.with_rows().order_by("pk")

    found = [(batch.kind, Counter(str(row.standing) for row in batch.rows.all())) for batch in batches]

    assert found == [
        ("remind", {"done": 4}),
        ("remind", {"done": 1}),
        ("remind", {"done": 4, "refused": 1}),
        ("screen", {"taken_back": 2}),
    ]


def test_annual_plans_are_finished_adjusted_in_force_and_in_the_making():
    found = [(plan.year, plan.number, plan.stage) for plan in AnnualPlan.objects.order_by("year", "number")]

    assert found == [
        (2024, 1, "finished"),
        (2025, 1, "adjusted"),
        (2025, 2, "finished"),
        (2026, 1, "adjusted"),
        (2026, 2, "issued"),
        (2027, 1, "drafting"),
    ]
    assert set(Candidate.objects.filter(plan__year=2027).values_list("state", flat=True)) == set(Candidate.State.values)


def test_the_plan_in_force_has_items_in_every_state():
    plan = AnnualPlan.objects.get(year=2026, stage="issued")

    assert {state for state, count in figures_of_plans([plan])[plan.pk].items() if count} == set(Execution)


def test_every_planned_topic_of_a_year_with_a_plan_names_its_item_or_took_in_one_that_does():
    issued = {plan.year: plan.issued_on for plan in AnnualPlan.objects.filter(number=1).exclude(issued_on=None)}
    planned = Topic.objects.filter(is_planned=True).exclude(merged_topics__plan_item__isnull=False)
    named = {topic.plan_item is not None for topic in planned if topic.accepted_on >= issued.get(topic.year, date.max)}

    assert named == {True}
