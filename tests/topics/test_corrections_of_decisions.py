"""A wrong entry of a body is taken back by a second person of it while nothing was built on it; both lines stay."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import factories
from tests.journeys import Journey, day
from tests.topics.test_lives import stages
from topics.history import broken_links
from topics.models import AgendaItem, Body, MeetingStage, Plan, PlanStage, TopicStage
from topics.workflow import may_take
from topics.workflow.entries import last_entry

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM


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

    with pytest.raises(PermissionDenied, match="本人"):
        revoke(journey, plan, item, by="party_group")

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


def test_correction_needs_a_reason(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)

    with pytest.raises(ValidationError, match="reason.*必填"):
        revoke(journey, plan, item, reason=" ")


def test_entry_of_a_closed_meeting_is_corrected_after_it_is_reopened_by_a_second_person(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    meeting = item.meeting
    journey.take(meeting, "close", "office", day(3), minutes_number="示纪1")

    with pytest.raises(ValidationError, match="会议已办结"):
        revoke(journey, plan, item)
    assert not may_take(factories.fresh(journey.cast["office"]), meeting, "reopen")
    journey.take(meeting, "reopen", "office2", reason="更正录入")
    revoke(journey, plan, item)

    assert stages(plan, meeting) == (PlanStage.SUBMITTED, MeetingStage.HELD)


def test_meeting_with_a_corrected_item_is_closed_only_after_it_is_decided_again(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    revoke(journey, plan, item)

    with pytest.raises(ValidationError, match="未决"):
        journey.take(item.meeting, "close", "office", day(3), minutes_number="示纪1")

    assert stages(item.meeting) == (MeetingStage.HELD,)


def built_next_version(journey, plan):
    journey.drafted_plan(copied_from=plan)


def built_session(journey, plan):
    journey.planned_session(plan)


def built_other_agenda(journey, plan):
    journey.meeting(PARTY, day(5), plan)


@pytest.mark.parametrize(
    ("body", "outcome", "build", "words"),
    [
        (PARTY, "returned", built_next_version, "下一稿"),
        (PRESIDIUM, "passed", built_session, "协商会议"),
        (PARTY, "deferred", built_other_agenda, "另一次会议"),
    ],
)
def test_entry_on_which_something_was_built_is_not_corrected(journey, body, outcome, build, words):
    plan = journey.submitted_plan() if body == PARTY else journey.party_passed_plan()
    item = journey.decide(plan, body, outcome)
    build(journey, plan)

    with pytest.raises(ValidationError, match=words):
        revoke(journey, plan, item)

    assert plan.decision_of(body).outcome == outcome


def test_a_later_agenda_of_other_plans_leaves_a_deferral_to_be_corrected(journey):
    plan, other = journey.submitted_plan(), Journey(journey.cast).submitted_plan()
    item = journey.decide(plan, PARTY, "deferred")
    journey.meeting(PARTY, day(5), other)

    revoke(journey, plan, item)

    assert plan.decision_of(PARTY) is None


def test_party_groups_entry_is_not_corrected_over_the_presidiums(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    journey.decide(plan, PRESIDIUM, "deferred", "待补充材料")

    with pytest.raises(ValidationError, match="最后一次决定"):
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

    with pytest.raises(ValidationError, match="不能更正"):
        revoke(journey, plan, item)

    assert stages(plan) == (PlanStage.REFUSED,)


def test_meeting_marked_as_held_by_mistake_is_planned_again(journey):
    plan = journey.submitted_plan()
    meeting = journey.meeting(PARTY, day(3), plan)

    journey.take(meeting, "unhold", "office2", reason="会议改期")
    journey.take(meeting, "hold", "office", day(2))

    assert (meeting.stage, meeting.meets_on) == (MeetingStage.HELD, day(2))


def test_meeting_with_a_conclusion_was_held(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)

    with pytest.raises(ValidationError, match="已记录结论"):
        journey.take(item.meeting, "unhold", "office2", reason="会议改期")


def test_correction_of_an_entry_already_corrected_is_refused(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY)
    revoke(journey, plan, item)

    with pytest.raises(ValidationError, match="最后一次决定"):
        revoke(journey, plan, item)

    assert stages(plan) == (PlanStage.SUBMITTED,)


def confirmed(journey, body):
    """The plan that the body passed after revision, and its revision, which the office has confirmed."""
    first = journey.submitted_plan() if body == PARTY else journey.party_passed_plan()
    journey.decide(first, body, "after_revision", "补充经费来源")
    revision = journey.drafted_plan(revises=first, copied_from=first)
    journey.take(revision, "submit_revision", "clerk", day(5))
    journey.take(revision, f"confirm_{body}", "office", day(6))
    return first, revision


@pytest.mark.parametrize(("body", "stage"), [(PARTY, PlanStage.PARTY_PASSED), (PRESIDIUM, PlanStage.APPROVED)])
def test_revision_confirmed_by_mistake_waits_again_and_the_version_before_it_stands(journey, body, stage):
    first, revision = confirmed(journey, body)

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(revision, "unconfirm", "office", reason="条件未落实")
    journey.take(revision, "unconfirm", "office2", reason="条件未落实")
    taken_back = stages(first, revision)
    journey.take(revision, "refuse_revision", "office", reason="条件未落实")

    assert taken_back == (stage, PlanStage.REVISED)
    assert stages(revision) == (PlanStage.DRAFT,)
    assert lines(revision, "plan")[-3:] == [f"confirm_{body}", "unconfirm", "refuse_revision"]


@pytest.mark.long
def test_confirmation_on_which_something_was_built_stands(journey):
    _first, passed = confirmed(journey, PARTY)
    journey.meeting(PRESIDIUM, day(7), passed)
    with pytest.raises(ValidationError, match="另一次会议"):
        journey.take(passed, "unconfirm", "office2", reason="条件未落实")
    journey.topic = None
    _first, approved = confirmed(journey, PRESIDIUM)
    journey.planned_session(approved)
    with pytest.raises(ValidationError, match="协商会议"):
        journey.take(approved, "unconfirm", "office2", reason="条件未落实")

    assert stages(passed, approved) == (PlanStage.PARTY_PASSED, PlanStage.APPROVED)


def test_plan_that_was_no_revision_offers_no_such_correction(journey, office2):
    plan = journey.approved_plan()

    assert not may_take(office2, plan, "unconfirm")


def test_corrected_deferral_leaves_the_plan_as_submitted_as_it_was(journey):
    plan = journey.submitted_plan()
    revoke(journey, plan, journey.decide(plan, PARTY, "deferred"))

    assert last_entry(plan).transition == "submit"


@pytest.mark.parametrize("stage", [PlanStage.SUBMITTED, PlanStage.PARTY_PASSED])
def test_plan_withdrawn_by_mistake_goes_on_where_it_stood_with_what_was_decided(journey, stage):
    plan = journey.submitted_plan() if stage == PlanStage.SUBMITTED else journey.party_passed_plan()
    decided = list(plan.decisions.standing())
    journey.take(plan, "withdraw", "clerk", reason="点错了")

    journey.take(plan, "reinstate", "office", reason="误操作")

    assert stages(plan, journey.topic) == (stage, TopicStage.PLAN_REVIEW)
    assert list(plan.decisions.standing()) == decided
    assert plan in Plan.objects.awaiting(PARTY if stage == PlanStage.SUBMITTED else PRESIDIUM)
    assert lines(plan, "plan")[-2:] == ["withdraw", "reinstate"]


def test_plan_of_a_topic_that_was_merged_by_mistake_is_taken_up_again_after_it(journey):
    target = journey.accepted(title="另一议题")
    journey.topic = None
    plan = journey.party_passed_plan()
    journey.take(journey.topic, "merge", "office", merged_into=target, reason="内容相同")

    with pytest.raises(ValidationError, match="并案"):
        journey.take(plan, "reinstate", "office2", reason="误操作")
    journey.take(journey.topic, "reinstate", "office2", reason="误操作")
    journey.take(plan, "reinstate", "office2", reason="误操作")

    assert stages(plan, journey.topic) == (PlanStage.PARTY_PASSED, TopicStage.PLAN_REVIEW)


def test_withdrawn_plan_is_not_taken_up_again_by_who_withdrew_it_nor_once_a_next_version_is_made(journey):
    plan = journey.submitted_plan()
    journey.take(plan, "withdraw", "clerk", reason="点错了")
    journey.cast["office"] = factories.appoint(journey.cast["clerk"], "office")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(plan, "reinstate", "office", reason="误操作")
    journey.drafted_plan()
    with pytest.raises(ValidationError, match="下一稿"):
        journey.take(plan, "reinstate", "office2", reason="误操作")

    assert stages(plan) == (PlanStage.WITHDRAWN,)


def test_draft_that_ended_with_its_topic_is_copied_instead(journey):
    plan = journey.drafted_plan()
    journey.take(journey.topic, "stop", "office", reason="误操作")
    journey.take(journey.topic, "reinstate", "office2", reason="误操作")

    with pytest.raises(ValidationError, match="复制"):
        journey.take(plan, "reinstate", "office2", reason="误操作")
