"""Named lives of a topic and its plans, each carried to a legal stage by the workflow alone."""

import pytest
from django.core.exceptions import ValidationError

from tests.journeys import day
from topics.history import broken_links
from topics.models import AgendaItem, Body, PlanStage, SessionStage, TopicStage


def stages(*records):
    """Where the records stand now."""
    for record in records:
        record.refresh_from_db()
    return tuple(record.stage for record in records)


def test_topic_passes_straight_through_to_its_archive(journey):
    topic = journey.closed()

    assert topic.stage == TopicStage.CLOSED
    assert topic.archive_number == f"示档-{topic.pk}"
    assert [step.transition for step in topic.steps.filter(lifecycle="topic")] == [
        "propose", "accept", "review", "approve", "consult", "conclude", "refer", "answer", "close",
    ]  # fmt: skip
    assert broken_links() == []


def test_plan_returned_by_the_party_group_passes_as_its_second_version(journey):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "returned", "参加部门不全")
    second = journey.drafted_plan()
    journey.take(second, "submit", "clerk", day(4))
    journey.decide(second, Body.PARTY_GROUP, on=day(5))
    journey.decide(second, Body.PRESIDIUM, on=day(6))

    assert stages(first, second, journey.topic) == (PlanStage.RETURNED, PlanStage.APPROVED, TopicStage.APPROVED)


@pytest.mark.parametrize("body", [Body.PARTY_GROUP, Body.PRESIDIUM])
def test_plan_deferred_is_taken_up_at_the_next_meeting_of_that_body(journey, body):
    plan = journey.submitted_plan() if body == Body.PARTY_GROUP else journey.party_passed_plan()
    waiting_at = plan.stage

    deferred = journey.decide(plan, body, "deferred", "待补充材料", on=day(5))
    after_deferral = stages(plan, journey.topic)
    taken_up = journey.decide(plan, body, on=day(6))

    deferred.refresh_from_db()
    taken_up.refresh_from_db()
    assert after_deferral == (waiting_at, TopicStage.PLAN_REVIEW)
    assert (deferred.state, taken_up.state) == (AgendaItem.State.DEFERRED, AgendaItem.State.DECIDED)
    assert plan.decision_of(body).outcome == "passed"


def test_presidium_deferral_leaves_the_party_groups_decision_standing(journey):
    plan = journey.party_passed_plan()

    journey.decide(plan, Body.PRESIDIUM, "deferred", "待补充材料")

    assert plan.decision_of(Body.PARTY_GROUP).outcome == "passed"
    assert list(plan.__class__.objects.awaiting(Body.PRESIDIUM)) == [plan]


def test_revision_carries_the_party_groups_decision_over_once_the_office_confirms_it(journey):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "after_revision", "补充经费来源")
    revision = journey.drafted_plan(revises=first, copied_from=first)
    journey.take(revision, "submit_revision", "clerk", day(4))

    journey.take(revision, "confirm_party_group", "office", day(5))
    journey.decide(revision, Body.PRESIDIUM, on=day(6))

    assert stages(first, revision, journey.topic) == (
        PlanStage.SUPERSEDED,
        PlanStage.APPROVED,
        TopicStage.APPROVED,
    )
    assert revision.decision_of(Body.PARTY_GROUP).plan == first


def test_revision_carries_the_presidiums_decision_over_so_that_a_session_can_be_held(journey):
    first = journey.party_passed_plan()
    journey.decide(first, Body.PRESIDIUM, "after_revision", "缩短议程")
    revision = journey.drafted_plan(revises=first, copied_from=first)
    journey.take(revision, "submit_revision", "clerk", day(5))
    journey.take(revision, "confirm_presidium", "office", day(6))

    session = journey.completed_session(revision)

    assert stages(first, revision, session, journey.topic) == (
        PlanStage.SUPERSEDED,
        PlanStage.APPROVED,
        SessionStage.COMPLETED,
        TopicStage.CONSULTING,
    )


def test_both_bodies_may_set_a_condition_one_after_the_other(journey):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "after_revision", "补充经费来源")
    second = journey.drafted_plan(revises=first)
    journey.take(second, "submit_revision", "clerk", day(4))
    journey.take(second, "confirm_party_group", "office", day(4))
    journey.decide(second, Body.PRESIDIUM, "after_revision", "缩短议程", on=day(5))
    third = journey.drafted_plan(revises=second)
    journey.take(third, "submit_revision", "clerk", day(6))
    journey.take(third, "confirm_presidium", "office", day(6))

    decided = {body: third.decision_of(body).plan for body in Body}

    assert decided == {Body.PARTY_GROUP: first, Body.PRESIDIUM: second}
    assert stages(first, second, third) == (PlanStage.SUPERSEDED, PlanStage.SUPERSEDED, PlanStage.APPROVED)


def test_office_sends_a_revision_back_and_confirms_the_better_one(journey):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "after_revision", "补充经费来源")
    revision = journey.drafted_plan(revises=first)
    journey.take(revision, "submit_revision", "clerk", day(4))

    journey.take(revision, "refuse_revision", "office", day(5), reason="条件未落实")
    sent_back = stages(revision)
    journey.take(revision, "submit_revision", "clerk", day(6))
    journey.take(revision, "confirm_party_group", "office", day(7))

    assert sent_back == (PlanStage.DRAFT,)
    assert stages(first, revision) == (PlanStage.SUPERSEDED, PlanStage.PARTY_PASSED)


def test_plan_withdrawn_from_an_agenda_is_marked_taken_down(journey):
    plan = journey.submitted_plan()
    item = journey.meeting(Body.PARTY_GROUP, day(3), plan).items.get()

    journey.take(plan, "withdraw", "clerk", day(3), reason="材料有误")

    item.refresh_from_db()
    assert item.state == AgendaItem.State.TAKEN_DOWN
    assert stages(plan, journey.topic) == (PlanStage.WITHDRAWN, TopicStage.ACCEPTED)


def test_copy_of_a_withdrawn_plan_goes_through_both_bodies_again(journey):
    first = journey.party_passed_plan()
    journey.take(first, "withdraw", "clerk", day(4), reason="另选场地")
    second = journey.drafted_plan(copied_from=first)
    journey.take(second, "submit", "clerk", day(5))

    waiting_for = [body for body in Body if second in second.__class__.objects.awaiting(body)]

    assert waiting_for == [Body.PARTY_GROUP]
    assert stages(journey.topic) == (TopicStage.PLAN_REVIEW,)


def second_round(journey):
    """The submitted plan of a topic's second round."""
    topic = journey.concluded(1)
    journey.take(topic, "another_round", "clerk", day(13), reason="仍有分歧")
    plan = journey.drafted_plan(round=2, planned_on=day(20))
    journey.take(plan, "submit", "clerk", day(14))
    return plan


def test_second_round_has_a_plan_of_its_own_that_both_bodies_pass(journey):
    plan = second_round(journey)
    journey.decide(plan, Body.PARTY_GROUP, on=day(15))
    journey.decide(plan, Body.PRESIDIUM, on=day(16))
    journey.completed_session(plan, on=day(20))
    journey.concluded(1, on=day(21))

    assert stages(journey.topic) == (TopicStage.CONCLUDED,)
    assert [r.outcome.round for r in journey.topic.recommendations.all()] == [1, 2]


def test_second_round_refused_goes_on_with_the_outcome_of_the_first(journey):
    plan = second_round(journey)
    journey.decide(plan, Body.PARTY_GROUP, "refused", "无需再次协商", on=day(15))

    with pytest.raises(ValidationError, match="尚无已完成"):
        journey.take(journey.topic, "conclude", "clerk", day(16))
    journey.take(journey.topic, "end_round", "clerk", day(16), reason="按首轮成果交办")

    assert stages(plan, journey.topic) == (PlanStage.REFUSED, TopicStage.CONCLUDED)
    assert journey.topic.rounds == 1


def test_second_round_refused_may_be_planned_anew(journey):
    refused = second_round(journey)
    journey.decide(refused, Body.PARTY_GROUP, "refused", "理由不足", on=day(15))
    anew = journey.drafted_plan(round=2, copied_from=refused)

    journey.take(anew, "submit", "clerk", day(16))

    assert stages(refused, anew, journey.topic) == (PlanStage.REFUSED, PlanStage.SUBMITTED, TopicStage.CONSULTING)


def test_topic_merged_while_its_plan_is_open_leaves_nothing_to_decide(journey, office):
    target = journey.accepted(title="另一议题")
    journey.topic = None
    plan = journey.submitted_plan()
    item = journey.meeting(Body.PARTY_GROUP, day(3), plan).items.get()

    journey.take(journey.topic, "merge", "office", day(4), merged_into=target, reason="内容相同")

    item.refresh_from_db()
    assert stages(plan, journey.topic, target) == (PlanStage.WITHDRAWN, TopicStage.MERGED, TopicStage.ACCEPTED)
    assert item.state == AgendaItem.State.TAKEN_DOWN
    assert [step.transition for step in (journey.topic.steps.last(), target.steps.last())] == ["drop", "absorb"]


def test_topic_returned_to_its_unit_is_proposed_again(journey):
    topic = journey.proposed()

    journey.take(topic, "return", "office", day(1), reason="请补充背景")
    journey.take(topic, "propose", "clerk", day(2))

    assert [step.to_stage for step in topic.steps.all()] == ["proposed", "returned", "proposed"]


def test_suspended_topic_is_resumed_and_planned(journey):
    topic = journey.accepted()

    journey.take(topic, "suspend", "office", day(2), reason="等待上级政策")
    journey.take(topic, "resume", "office", day(3), reason="政策已出台")

    assert stages(topic) == (TopicStage.ACCEPTED,)


def test_stopped_topic_leaves_no_open_plan_and_no_open_session(journey):
    session = journey.planned_session()

    journey.take(journey.topic, "stop", "office", day(5), reason="项目已取消")

    assert stages(session, journey.topic) == (SessionStage.CANCELLED, TopicStage.STOPPED)


def test_no_outcome_is_concluded_before_the_last_of_its_sessions(journey):
    plan = journey.approved_plan()
    journey.completed_session(plan, day(10))
    journey.completed_session(plan, day(14))

    with pytest.raises(ValidationError, match="outcome cannot be dated|成果"):
        journey.concluded(on=day(12))
    journey.topic.refresh_from_db()

    assert journey.topic.stage == "consulting"


def test_a_note_sent_again_after_going_back_stands_once_and_another_of_the_day_beside_it(journey):
    journey.answered(1)
    journey.take(journey.topic, "visit", "clerk", day(40), findings="路面已修好")

    with pytest.raises(ValidationError, match="不再重复记录"):
        journey.take(journey.topic, "visit", "clerk", day(40), findings="路面已修好", evidence="")
    journey.take(journey.topic, "visit", "clerk", day(40), findings="路灯已装好")

    assert journey.topic.follow_ups.count() == 2
