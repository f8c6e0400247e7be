"""Rule 1: no session without a plan passed by both bodies; none before the presidium's decision."""

import pytest
from django.core.exceptions import ValidationError

from tests.journeys import day
from tests.topics.test_lives import stages
from topics.models import Body, SessionStage, TopicStage


@pytest.mark.parametrize("leg", ["drafted_plan", "submitted_plan", "party_passed_plan"])
def test_no_session_begins_before_both_bodies_have_passed_the_plan(journey, leg):
    session = journey.planned_session(getattr(journey, leg)())

    with pytest.raises(ValidationError, match="审核通过"):
        journey.take(session, "begin_record", "clerk", day(10))

    assert stages(session) == (SessionStage.PLANNED,)


def test_no_session_begins_while_the_presidiums_condition_is_open(journey):
    plan = journey.party_passed_plan()
    journey.decide(plan, Body.PRESIDIUM, "after_revision", "缩短议程")
    session = journey.planned_session(plan)

    with pytest.raises(ValidationError, match="尚未经办公室确认"):
        journey.take(session, "begin_record", "clerk", day(10))

    assert stages(session) == (SessionStage.PLANNED,)


def test_session_is_not_before_the_presidiums_date(journey):
    plan = journey.approved_plan()
    early, same_day = journey.planned_session(plan, on=day(3)), journey.planned_session(plan, on=day(4))

    with pytest.raises(ValidationError, match="不能早于"):
        journey.take(early, "begin_record", "clerk", day(10))
    journey.take(same_day, "begin_record", "clerk", day(10))

    assert stages(early, same_day) == (SessionStage.PLANNED, SessionStage.DRAFTED)


def test_record_dated_back_after_it_was_begun_is_not_completed(journey):
    session = journey.drafted_session()
    type(session).objects.filter(pk=session.pk).update(held_on=day(3))

    with pytest.raises(ValidationError, match="不能早于"):
        journey.take(session, "complete", "clerk", day(10))

    assert stages(session, journey.topic) == (SessionStage.DRAFTED, TopicStage.APPROVED)


def test_postponed_session_is_not_set_before_the_presidiums_date(journey):
    session = journey.planned_session()
    journey.take(session, "postpone", "clerk", day(9), reason="天气")

    with pytest.raises(ValidationError, match="held_on.*不能早于"):
        journey.take(session, "reschedule", "clerk", day(9), held_on=day(3))

    assert stages(session) == (SessionStage.POSTPONED,)


def test_session_still_to_come_is_not_completed(journey):
    session = journey.drafted_session()
    type(session).objects.filter(pk=session.pk).update(held_on=day(100))

    with pytest.raises(ValidationError, match="还未到"):
        journey.take(session, "complete", "clerk")


def test_no_session_on_a_plan_whose_approval_was_corrected(journey):
    plan = journey.party_passed_plan()
    item = journey.decide(plan, Body.PRESIDIUM)
    journey.take(plan, "revoke_presidium", "presidium2", item=item, reason="录入有误")
    session = journey.planned_session(plan)

    with pytest.raises(ValidationError, match="审核通过"):
        journey.take(session, "begin_record", "clerk")
