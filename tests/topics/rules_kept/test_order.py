"""Rule 2: the presidium never decides before the Party group; dates are in order."""

import pytest
from django.core.exceptions import ValidationError

from tests.journeys import day
from tests.topics.rules_kept.agendas import decide, pending_item, smuggled_item
from tests.topics.test_lives import stages
from topics.models import Body, PlanStage, TopicStage
from topics.workflow import Moved
from topics.workflow.review_meeting import FACTS

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM


def test_presidium_cannot_decide_on_a_plan_the_party_group_has_not_passed(journey):
    plan = journey.submitted_plan()
    item = smuggled_item(PRESIDIUM, day(4), plan)

    for name in ("pass_presidium", "pass_party_group"):
        with pytest.raises((ValidationError, Moved)):
            decide(journey, plan, name, item, name.removeprefix("pass_"), day(4))

    assert stages(plan) == (PlanStage.SUBMITTED,)


def test_presidium_cannot_decide_on_an_earlier_day_than_the_party_group(journey):
    plan = journey.party_passed_plan()
    item = smuggled_item(PRESIDIUM, day(2), plan)

    with pytest.raises(ValidationError, match="已于.*作出决定"):
        decide(journey, plan, "pass_presidium", item, "presidium", day(2))

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


def test_presidium_defers_no_revision_to_a_day_before_the_party_groups(journey):
    plan = journey.submitted_plan()
    journey.decide(plan, PARTY, "after_revision", "补充经费来源")
    revision = journey.drafted_plan(revises=plan)
    journey.take(revision, "submit_revision", "clerk", day(4))
    journey.take(revision, "confirm_party_group", "office", day(4))
    item = smuggled_item(PRESIDIUM, day(2), revision)

    with pytest.raises(ValidationError, match="已于.*作出决定"):
        decide(journey, revision, "defer_presidium", item, "presidium", day(2), outcome="deferred")


def test_presidium_cannot_decide_over_the_party_groups_open_condition(journey):
    plan = journey.submitted_plan()
    journey.decide(plan, PARTY, "after_revision", "补充经费来源")
    item = pending_item(journey, PRESIDIUM, day(4), plan)

    with pytest.raises(ValidationError, match="党组的修改意见"):
        decide(journey, plan, "pass_presidium", item, "presidium", day(4))

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


def test_plan_passed_without_a_condition_is_not_replaced_by_a_revision(journey):
    """A decision carries over to a changed text only where the body asked for the change."""
    passed = journey.party_passed_plan()
    slipped_in = journey.drafted_plan(revises=passed)

    with pytest.raises(ValidationError, match="不是修改稿"):
        journey.take(slipped_in, "submit_revision", "clerk", day(4))

    assert stages(passed, slipped_in) == (PlanStage.PARTY_PASSED, PlanStage.DRAFT)


def test_a_revision_is_confirmed_for_the_body_that_asked_for_it_alone(journey):
    """Otherwise the Party group's condition, once answered, would stand for the presidium's approval."""
    plan = journey.submitted_plan()
    journey.decide(plan, PARTY, "after_revision", "补充经费来源")
    revision = journey.drafted_plan(revises=plan)
    journey.take(revision, "submit_revision", "clerk", day(4))

    with pytest.raises(ValidationError, match="主席会议"):
        journey.take(revision, "confirm_presidium", "office", day(4))
    journey.take(revision, "confirm_party_group", "office", day(4))
    journey.decide(revision, PRESIDIUM, "after_revision", "缩短议程", on=day(5))
    second = journey.drafted_plan(revises=revision)
    journey.take(second, "submit_revision", "clerk", day(6))
    with pytest.raises(ValidationError, match="党组"):
        journey.take(second, "confirm_party_group", "office", day(6))

    assert stages(revision, second) == (PlanStage.APPROVED, PlanStage.REVISED)


def test_decision_bears_the_date_of_its_meeting(journey):
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)

    for other in (day(2), day(4)):
        with pytest.raises(ValidationError, match="应为会议日期"):
            decide(journey, plan, "pass_party_group", item, "party_group", other)

    assert stages(plan) == (PlanStage.SUBMITTED,)


def test_no_decision_at_a_meeting_before_the_plan_was_submitted(journey):
    plan = journey.submitted_plan()
    item = smuggled_item(PARTY, day(1), plan)

    with pytest.raises(ValidationError, match="不能更早"):
        decide(journey, plan, "pass_party_group", item, "party_group", day(1))


def test_meeting_is_not_held_before_a_plan_on_its_agenda_was_submitted(journey):
    plan = journey.submitted_plan()

    with pytest.raises(ValidationError, match="晚于会议日期"):
        journey.meeting(PARTY, day(1), plan)


def test_deferred_plan_is_not_taken_up_at_an_earlier_meeting(journey):
    plan = journey.submitted_plan()
    journey.decide(plan, PARTY, "deferred", "待补充材料", on=day(5))
    item = smuggled_item(PARTY, day(4), plan)

    with pytest.raises(ValidationError, match="已于.*作出决定"):
        decide(journey, plan, "pass_party_group", item, "party_group", day(4))


@pytest.mark.parametrize("meeting_stage", ["planned", "postponed", "closed", "cancelled"])
def test_no_decision_at_a_meeting_that_is_not_held(journey, meeting_stage):
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)
    type(item.meeting).objects.filter(pk=item.meeting_id).update(stage=meeting_stage)

    with pytest.raises(ValidationError, match="尚未标记为已召开"):
        decide(journey, plan, "pass_party_group", item, "party_group", day(3))

    assert stages(plan) == (PlanStage.SUBMITTED,)


def test_decision_needs_an_item_of_this_plan(journey):
    other = journey.submitted_plan()
    foreign_item = pending_item(journey, PARTY, day(3), other)
    journey.topic = None
    plan = journey.submitted_plan()

    for item in (foreign_item, None):
        with pytest.raises(ValidationError, match="不在本次会议议程"):
            decide(journey, plan, "pass_party_group", item, "party_group", day(3))

    assert stages(plan, other) == (PlanStage.SUBMITTED, PlanStage.SUBMITTED)


def test_body_decides_only_at_its_own_meeting(journey):
    plan = journey.party_passed_plan()
    item = pending_item(journey, PARTY, day(4), plan)

    with pytest.raises(ValidationError, match="不在本次会议议程"):
        decide(journey, plan, "pass_presidium", item, "presidium", day(4))

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


def test_body_corrects_only_its_own_entry(journey):
    plan = journey.party_passed_plan()
    item = journey.decide(plan, PRESIDIUM, "deferred", "待补充材料")

    with pytest.raises(ValidationError, match="不在本次会议议程"):
        journey.take(plan, "revoke_party_group", "party_group2", item=item, reason="录入有误")

    assert stages(plan) == (PlanStage.PARTY_PASSED,)


def test_conclusion_written_down_is_the_one_that_moves_the_plan(journey):
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)

    for outcome in ("refused", "deferred", "", "nonsense"):
        with pytest.raises(ValidationError, match="请选择审议结论"):
            decide(journey, plan, "pass_party_group", item, "party_group", day(3), outcome=outcome)

    assert stages(plan) == (PlanStage.SUBMITTED,)


def test_step_is_not_dated_before_the_one_before_it(journey):
    topic = journey.accepted()

    with pytest.raises(ValidationError, match="不能更早"):
        journey.take(topic, "suspend", "office", day(0), reason="示例")
    with pytest.raises(ValidationError, match="尚未到来"):
        journey.take(topic, "suspend", "office", day(1000), reason="示例")

    assert stages(topic) == (TopicStage.ACCEPTED,)


def test_answer_is_not_dated_before_its_referral(journey):
    [recommendation] = journey.referred(1)

    with pytest.raises(ValidationError, match="不能更早"):
        journey.answer(recommendation, on=day(12))


def facts(meeting):
    return {name: getattr(meeting, name) for name in FACTS}


def test_meeting_with_an_agenda_stays_that_of_its_body(journey):
    """Otherwise the Party group's decisions would become the presidium's by an edit."""
    item = journey.decide(journey.submitted_plan(), PARTY)

    with pytest.raises(ValidationError) as refused:
        journey.take(item.meeting, "edit", "office", **facts(item.meeting) | {"body": PRESIDIUM})

    assert set(refused.value.error_dict) == {"body"}
    assert item.plan.decision_of(PRESIDIUM) is None


def test_day_of_a_meeting_stays_once_a_conclusion_is_recorded(journey):
    item = journey.decide(journey.submitted_plan(), PARTY)

    with pytest.raises(ValidationError) as refused:
        journey.take(item.meeting, "edit", "office", **facts(item.meeting) | {"meets_on": day(5)})

    assert set(refused.value.error_dict) == {"meets_on"}
    assert item.meeting.meets_on == day(3)
