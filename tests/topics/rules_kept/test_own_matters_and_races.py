"""Rules 7 and 8: everybody in their own matters alone; of two at once one wins and the other is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tests.journeys import day
from tests.topics.rules_kept.agendas import decide, pending_item
from tests.topics.test_lives import stages
from topics.models import AgendaItem, Body, PlanStage, RecommendationStage, TopicStage
from topics.rules import sees
from topics.workflow import WORKFLOWS, Moved, offers, take
from topics.workflow.history import Act
from topics.workflow.machine import swap

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM
R = RecommendationStage


def test_department_answers_only_what_was_referred_to_it_as_lead(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])

    with pytest.raises(PermissionDenied):
        journey.answer(recommendation, by="dept2_user")


def test_department_loses_what_was_reassigned_to_another(journey, department2, dept_user):
    [recommendation] = journey.referred(1)
    referral = recommendation.lead
    journey.take(recommendation, "object", "dept_user", day(15), referral=referral, reason="非本单位职责")
    due_on = recommendation.due_on + timedelta(days=1)
    journey.take(recommendation, "reassign", "office", day(16), department=department2, due_on=due_on, reason="改交")

    with pytest.raises(PermissionDenied):
        journey.answer(recommendation, by="dept_user")
    assert offers(dept_user, recommendation) == []


def test_department_does_not_object_in_the_name_of_another(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])

    with pytest.raises(PermissionDenied):
        journey.take(recommendation, "object", "dept2_user", day(15), referral=recommendation.lead, reason="非其职责")

    assert stages(recommendation) == (R.REFERRED,)
    assert recommendation.objection is None


def test_a_member_who_sees_one_topic_does_not_see_another(journey, member_user):
    accepted, draft = journey.accepted(), journey.draft()

    assert [sees(member_user, topic) for topic in (accepted, draft)] == [True, False]


def test_appointment_that_has_ended_gives_no_right_any_more(journey, clerk):
    plan = journey.drafted_plan()
    clerk.appointments.update(ends_on=day(58))

    with pytest.raises(PermissionDenied):
        journey.take(plan, "submit", "clerk", day(2))


def test_second_of_two_decisions_on_the_same_item_is_told(journey):
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)
    seen_by_both = [type(plan).objects.get(pk=plan.pk) for _each in range(2)]
    answers = {"happened_on": day(3), "item": item, "outcome": "passed", "opinion": ""}
    take(seen_by_both[0], "pass_party_group", by=journey.cast["party_group"], **answers)

    with pytest.raises(Moved, match="另一个窗口"):
        take(seen_by_both[1], "pass_party_group", by=journey.cast["party_group2"], **answers)

    assert item.decisions.count() == 1
    assert plan.steps.filter(transition="pass_party_group").count() == 1


def test_second_deferral_of_the_same_item_is_told_though_the_stage_stays(journey):
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)
    seen_by_both = [type(plan).objects.get(pk=plan.pk) for _each in range(2)]
    answers = {"happened_on": day(3), "item": item, "outcome": "deferred", "opinion": "待补充材料"}
    take(seen_by_both[0], "defer_party_group", by=journey.cast["party_group"], **answers)

    with pytest.raises(Moved, match="另一个窗口"):
        take(seen_by_both[1], "defer_party_group", by=journey.cast["party_group2"], **answers)

    assert item.decisions.count() == 1


def test_refused_step_leaves_nothing_behind(journey, cast):
    """What fails in an effect takes back the stage and the line in the history too."""
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)
    type(plan.topic).objects.filter(pk=plan.topic_id).update(stage=TopicStage.CONSULTING)
    count = plan.topic.steps.count()

    with pytest.raises(Moved, match="状态已发生变化"):
        decide(journey, plan, "refuse_party_group", item, "party_group", day(3), outcome="refused")

    item.refresh_from_db()
    assert (stages(plan), item.state) == ((PlanStage.SUBMITTED,), AgendaItem.State.PENDING)
    assert plan.topic.steps.count() == count


def test_one_round_has_one_plan_under_review(journey):
    plan = journey.submitted_plan()

    with pytest.raises(IntegrityError), transaction.atomic():
        type(plan).objects.create(topic=plan.topic, round=1, number=2, stage=PlanStage.SUBMITTED)


def test_a_record_that_moved_after_it_was_read_is_not_written_over(journey):
    topic = journey.proposed()
    act = Act(topic.created_by, "", day(1), timezone.now())
    type(topic).objects.filter(pk=topic.pk).update(version=F("version") + 1)

    with pytest.raises(Moved, match="另一个窗口"):
        swap(topic, WORKFLOWS["topic"]["return"], TopicStage.RETURNED, {}, act)
