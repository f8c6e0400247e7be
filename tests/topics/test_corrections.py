"""A wrong entry is taken back by a second person, with a reason, while nothing was built on it; both lines stay."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import factories
from tests.journeys import day
from tests.topics.test_lives import stages
from topics.history import broken_links
from topics.models import AgendaItem, Body, MeetingStage, PlanStage, RecommendationStage, SessionStage, TopicStage
from topics.workflow import Moved, may_take, offers

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM
R = RecommendationStage


def revoke(journey, plan, item, by=None, reason="录入有误"):
    body = item.meeting.body
    journey.take(plan, f"revoke_{body}", by or f"{body}2", item=item, reason=reason)


def lines(record, lifecycle):
    return [step.transition for step in record.steps.filter(lifecycle=lifecycle)]


@pytest.mark.parametrize(
    ("outcome", "wrong_stage"),
    [
        ("passed", PlanStage.PARTY_PASSED),
        ("after_revision", PlanStage.PARTY_PASSED),
        ("returned", PlanStage.RETURNED),
        ("refused", PlanStage.REFUSED),
        ("deferred", PlanStage.SUBMITTED),
    ],
)
def test_second_person_corrects_each_entry_of_the_party_group(journey, outcome, wrong_stage):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY, outcome)
    wrong = stages(plan)

    revoke(journey, plan, item)

    item.refresh_from_db()
    assert wrong == (wrong_stage,)
    assert stages(plan, journey.topic) == (PlanStage.SUBMITTED, TopicStage.PLAN_REVIEW)
    assert (item.state, plan.decision_of(PARTY)) == (AgendaItem.State.PENDING, None)


@pytest.mark.parametrize(
    ("outcome", "wrong_stages"),
    [
        ("passed", (PlanStage.APPROVED, TopicStage.APPROVED)),
        ("in_principle", (PlanStage.APPROVED, TopicStage.APPROVED)),
        ("returned", (PlanStage.RETURNED, TopicStage.ACCEPTED)),
        ("refused", (PlanStage.REFUSED, TopicStage.ACCEPTED)),
        ("deferred", (PlanStage.PARTY_PASSED, TopicStage.PLAN_REVIEW)),
    ],
)
def test_second_person_corrects_each_entry_of_the_presidium(journey, outcome, wrong_stages):
    plan = journey.party_passed_plan()
    item = journey.decide(plan, PRESIDIUM, outcome)
    wrong = stages(plan, journey.topic)

    revoke(journey, plan, item)

    assert wrong == wrong_stages
    assert stages(plan, journey.topic) == (PlanStage.PARTY_PASSED, TopicStage.PLAN_REVIEW)
    assert plan.decision_of(PARTY).outcome == "passed"
    assert journey.topic.approved_on is None


def test_corrected_item_is_decided_rightly_and_both_lines_stay(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY, "refused", "录入有误")
    revoke(journey, plan, item)

    answers = {"item": item, "outcome": "passed", "opinion": ""}
    journey.take(plan, "pass_party_group", "party_group2", day(3), **answers)

    assert lines(plan, "plan") == ["submit", "refuse_party_group", "revoke_party_group", "pass_party_group"]
    assert [(d.outcome, d.revoked_by and d.revoked_by.username) for d in item.decisions.all()] == [
        ("refused", "party_group2"),
        ("passed", None),
    ]
    assert broken_links() == []


def test_nobody_corrects_the_own_entry(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)

    with pytest.raises(PermissionDenied):
        revoke(journey, plan, item, by="party_group")

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


def test_correction_needs_a_reason(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)

    with pytest.raises(ValidationError):
        revoke(journey, plan, item, reason=" ")


def test_entry_of_a_closed_meeting_is_corrected_after_it_is_reopened_by_a_second_person(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    meeting = item.meeting
    journey.take(meeting, "close", "office", day(3), minutes_number="示纪1")

    with pytest.raises(ValidationError):
        revoke(journey, plan, item)
    assert not may_take(factories.fresh(journey.cast["office"]), meeting, "reopen")
    journey.take(meeting, "reopen", "office2", reason="更正录入")
    revoke(journey, plan, item)

    assert stages(plan, meeting) == (PlanStage.SUBMITTED, MeetingStage.HELD)


def test_meeting_with_a_corrected_item_is_closed_only_after_it_is_decided_again(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    revoke(journey, plan, item)

    with pytest.raises(ValidationError):
        journey.take(item.meeting, "close", "office", day(3), minutes_number="示纪1")

    assert stages(item.meeting) == (MeetingStage.HELD,)


def built_next_version(journey, plan):
    journey.drafted_plan(copied_from=plan)


def built_session(journey, plan):
    journey.planned_session(plan)


def built_other_agenda(journey, plan):
    journey.meeting(PARTY, day(5), plan)


@pytest.mark.parametrize(
    ("body", "outcome", "build"),
    [
        (PARTY, "returned", built_next_version),
        (PRESIDIUM, "passed", built_session),
        (PARTY, "deferred", built_other_agenda),
    ],
)
def test_entry_on_which_something_was_built_is_not_corrected(journey, body, outcome, build):
    plan = journey.submitted_plan() if body == PARTY else journey.party_passed_plan()
    item = journey.decide(plan, body, outcome)
    build(journey, plan)

    with pytest.raises(ValidationError):
        revoke(journey, plan, item)

    assert plan.decision_of(body).outcome == outcome


def test_party_groups_entry_is_not_corrected_over_the_presidiums(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    journey.decide(plan, PRESIDIUM, "deferred", "待补充材料")

    with pytest.raises(ValidationError):
        revoke(journey, plan, item)

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


@pytest.mark.parametrize("move", ["suspend", "stop", "merge"])
def test_entry_is_not_corrected_once_the_topic_has_left_for_elsewhere(journey, move):
    target = journey.accepted(title="另一议题")
    journey.topic = None
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY, "refused")
    journey.take(
        journey.topic, move, "office", day(4), reason="示例", **{"merge": {"merged_into": target}}.get(move, {})
    )

    with pytest.raises(ValidationError):
        revoke(journey, plan, item)

    assert stages(plan) == (PlanStage.REFUSED,)


def test_rejected_topic_is_taken_up_again_where_it_was(journey):
    topic = journey.proposed()
    journey.take(topic, "reject", "office", day(1), goes_instead="proposal", reason="宜作提案")

    journey.take(topic, "reinstate", "office2", reason="误操作")

    assert (topic.stage, topic.goes_instead) == (TopicStage.PROPOSED, "")
    assert lines(topic, "topic") == ["propose", "reject", "reinstate"]


def test_withdrawn_topic_is_taken_up_again_where_it_was(journey):
    topic = journey.proposed()
    journey.take(topic, "withdraw", "clerk", day(1), reason="误操作")

    journey.take(topic, "reinstate", "office", reason="应单位要求")

    assert stages(topic) == (TopicStage.PROPOSED,)


@pytest.mark.parametrize("stage", [TopicStage.ACCEPTED, TopicStage.SUSPENDED, TopicStage.APPROVED])
def test_stopped_topic_is_taken_up_again_where_it_was(journey, stage):
    topic = journey.approved_plan().topic if stage == TopicStage.APPROVED else journey.accepted()
    if stage == TopicStage.SUSPENDED:
        journey.take(topic, "suspend", "office", day(2), reason="示例")
    journey.take(topic, "stop", "office", day(5), reason="误操作")

    journey.take(topic, "reinstate", "office2", reason="误操作")

    assert stages(topic) == (stage,)


def test_merged_topic_is_taken_out_again_and_both_histories_say_so(journey):
    target = journey.accepted(title="另一议题")
    journey.topic = None
    topic = journey.submitted_plan().topic
    journey.take(topic, "merge", "office", day(3), merged_into=target, reason="内容相同")

    journey.take(topic, "reinstate", "office2", reason="误操作")

    topic.refresh_from_db()
    assert (topic.stage, topic.merged_into) == (TopicStage.ACCEPTED, None)
    assert lines(topic, "topic")[-3:] == ["merge", "reinstate", "unreview"]
    assert lines(target, "topic")[-2:] == ["absorb", "release"]


def test_topic_is_not_taken_up_again_by_who_ended_it(journey):
    topic = journey.accepted()
    journey.take(topic, "stop", "office", day(2), reason="示例")

    with pytest.raises(PermissionDenied):
        journey.take(topic, "reinstate", "office", reason="误操作")


def test_completed_record_of_a_session_is_reopened_and_completed_again(journey):
    session = journey.completed_session()

    journey.take(session, "reopen", "office", reason="参会名单有误")
    reopened = stages(session, journey.topic)
    journey.take(session, "complete", "clerk", session.held_on)

    assert reopened == (SessionStage.DRAFTED, TopicStage.CONSULTING)
    assert stages(session, journey.topic) == (SessionStage.COMPLETED, TopicStage.CONSULTING)


def test_record_of_a_session_stays_closed_once_its_outcome_is_drawn(journey):
    session = journey.completed_session()
    journey.concluded(0)

    with pytest.raises(ValidationError):
        journey.take(session, "reopen", "office", reason="参会名单有误")
    journey.take(journey.topic, "another_round", "clerk", day(13), reason="仍有分歧")
    with pytest.raises(ValidationError):
        journey.take(session, "reopen", "office", reason="参会名单有误")

    assert stages(session) == (SessionStage.COMPLETED,)


def test_meeting_marked_as_held_by_mistake_is_planned_again(journey):
    plan = journey.submitted_plan()
    meeting = journey.meeting(PARTY, day(3), plan)

    journey.take(meeting, "unhold", "office2", reason="会议改期")
    journey.take(meeting, "hold", "office", day(2))

    assert (meeting.stage, meeting.meets_on) == (MeetingStage.HELD, day(2))


def test_meeting_with_a_conclusion_was_held(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)

    with pytest.raises(ValidationError):
        journey.take(item.meeting, "unhold", "office2", reason="会议改期")


def correct(journey, recommendation):
    journey.take(recommendation, "correct", "office", reason="录入有误")


def test_corrected_answer_is_retracted_and_the_topic_waits_again(journey):
    [recommendation] = journey.answered(1)

    correct(journey, recommendation)

    assert stages(recommendation, journey.topic) == (R.REFERRED, TopicStage.REFERRED)
    assert (recommendation.decision, recommendation.answered_on, recommendation.answer) == ("", None, None)


def test_corrected_evaluation_leaves_the_answer_to_be_evaluated(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation)

    correct(journey, recommendation)

    assert stages(recommendation) == (R.ANSWERED,)
    assert [e.is_corrected for e in recommendation.evaluations.all()] == [True]


def test_corrected_not_satisfied_takes_the_answer_back_from_the_department(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation, "not_satisfied")

    correct(journey, recommendation)
    journey.take(recommendation, "send_back", "clerk", verdict="not_satisfied", comment="措施不实")

    assert stages(recommendation, journey.topic) == (R.REWORKING, TopicStage.REFERRED)


def test_corrected_carrying_out_gives_back_the_handling_result(journey):
    [recommendation] = journey.answered(1)
    journey.take(recommendation, "carry_out", "clerk", day(30), measures="示例", evidence="示例")

    correct(journey, recommendation)

    assert stages(recommendation) == (R.ANSWERED,)
    assert (recommendation.handling_result, recommendation.carried_out_on) == ("B", None)


def test_corrections_go_back_one_entry_after_the_other(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation)
    path = []

    for _each in range(2):
        correct(journey, recommendation)
        path.append(recommendation.stage)

    assert path == [R.ANSWERED, R.REFERRED]
    assert [a.is_retracted for a in recommendation.answers.all()] == [True]


def test_who_made_an_entry_does_not_correct_it_after_somebody_elses_report(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation)
    journey.take(recommendation, "report", "office2", day(30), findings="示例", handling_result="A")
    journey.cast["office"] = factories.appoint(journey.cast["clerk"], "office")

    offered = [offer.transition.name for offer in offers(journey.cast["office"], recommendation)]

    assert "correct" not in offered
    with pytest.raises(PermissionDenied):
        correct(journey, recommendation)


def test_nothing_is_corrected_in_a_closed_topic_before_it_is_reopened(journey):
    topic = journey.closed()
    recommendation = topic.recommendations.first()

    with pytest.raises(ValidationError):
        correct(journey, recommendation)
    journey.take(topic, "reopen", "office", reason="核实评价")
    correct(journey, recommendation)

    assert stages(recommendation, topic) == (R.ANSWERED, TopicStage.TRACKING)
    assert topic.closed_on is None


def test_correction_of_an_entry_already_corrected_is_refused(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    revoke(journey, plan, item)

    with pytest.raises((ValidationError, Moved)):
        revoke(journey, plan, item)

    assert stages(plan) == (PlanStage.SUBMITTED,)
