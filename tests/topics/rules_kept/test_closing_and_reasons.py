"""Rules 4 and 5: nothing is closed over what is open; a return, a rejection, a deferral and a non-adoption say why."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.journeys import Journey, day
from tests.topics.rules_kept.agendas import decide, pending_item
from tests.topics.test_lives import stages
from topics.models import Body, Decision, RecommendationStage, TopicStage
from topics.workflow.recommendation import RECOMMENDATION_WORKFLOW

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM
R = RecommendationStage


@pytest.mark.parametrize("stage", [R.LISTED, R.REFERRED, R.RECEIVED, R.OBJECTED, R.REWORKING])
@pytest.mark.parametrize("topic_stage", [TopicStage.CONCLUDED, TopicStage.ANSWERED, TopicStage.TRACKING])
def test_topic_is_not_closed_over_an_open_recommendation(journey, stage, topic_stage):
    topic = journey.concluded(1)
    topic.recommendations.update(stage=stage)
    type(topic).objects.filter(pk=topic.pk).update(stage=topic_stage)

    with pytest.raises(ValidationError, match="未办结"):
        journey.take(topic, "close", "office", archive_number="示档-1")

    assert stages(topic) == (topic_stage,)


def test_topic_is_not_closed_over_an_answer_still_to_be_evaluated(journey):
    journey.answered(1)

    with pytest.raises(ValidationError, match="待评价"):
        journey.take(journey.topic, "close", "office", archive_number="示档-1")


def test_nothing_is_reported_or_carried_out_in_a_closed_topic_before_it_is_reopened(journey):
    topic = journey.closed()
    recommendation = topic.recommendations.first()
    said = {"findings": "已完工", "handling_result": "A"}

    with pytest.raises(ValidationError, match="重启"):
        journey.take(recommendation, "report", "dept_user", **said)
    with pytest.raises(ValidationError, match="重启"):
        journey.take(recommendation, "carry_out", "clerk", measures="已完工", evidence="验收单")
    untouched = (recommendation.handling_result, topic.follow_ups.count())
    journey.take(topic, "reopen", "office", reason="跟踪落实")
    journey.take(recommendation, "report", "dept_user", **said)
    journey.take(recommendation, "carry_out", "clerk", measures="已完工", evidence="验收单")

    assert untouched == ("B", 0)
    assert (recommendation.handling_result, stages(topic, recommendation)) == ("A", ("tracking", "carried_out"))


def test_what_is_noted_or_corrected_of_a_recommendation_waits_for_its_closed_topic_to_be_reopened(journey):
    recommendation = journey.closed().recommendations.first()
    names = ("evaluate", "send_back", "contact", "strike_contact", "report_share", "strike", "correct")

    said = {name: RECOMMENDATION_WORKFLOW[name].unmet(recommendation) for name in names}

    assert [name for name, reasons in said.items() if "议题已办结，须先由政协办公室重启。" not in reasons] == []


@pytest.mark.long
def test_two_topics_are_not_archived_under_one_number(journey):
    other = Journey(journey.cast).closed()
    topic = journey.concluded(recommendations=0)

    with pytest.raises(ValidationError, match="已使用该编号") as refusal:
        journey.take(topic, "close", "office", archive_number=other.archive_number)

    assert refusal.value.message_dict.keys() == {"archive_number"}
    assert stages(topic) == (TopicStage.CONCLUDED,)


def test_two_meetings_of_either_body_do_not_bear_one_minutes_number(journey):
    plan = journey.submitted_plan()
    first, second = (journey.decide(plan, body).meeting for body in Body)
    journey.take(first, "close", "office", minutes_number="示纪〔1〕号")

    with pytest.raises(ValidationError, match="已使用该编号") as refusal:
        journey.take(second, "close", "office", minutes_number=" 示纪〔1〕号")

    assert refusal.value.message_dict.keys() == {"minutes_number"}
    assert str(first) in str(refusal.value)


def test_topic_is_not_closed_without_an_archive_number(journey):
    topic = journey.concluded(recommendations=0)

    with pytest.raises(ValidationError, match="archive_number.*必填"):
        journey.take(topic, "close", "office", archive_number=" ")


@pytest.mark.parametrize("reason", [None, "", " \n"])
@pytest.mark.parametrize(("name", "answers"), [("return", {}), ("reject", {"goes_instead": "proposal"})])
def test_topic_is_not_returned_or_rejected_without_a_reason(journey, name, answers, reason):
    topic = journey.proposed()

    with pytest.raises(ValidationError, match="reason.*必填"):
        journey.take(topic, name, "office", reason=reason, **answers)

    assert stages(topic) == (TopicStage.PROPOSED,)


def test_rejection_says_where_the_topic_goes_instead(journey):
    topic = journey.proposed()

    with pytest.raises(ValidationError, match="goes_instead.*必填"):
        journey.take(topic, "reject", "office", reason="示例")


@pytest.mark.parametrize("outcome", ["deferred", "returned", "refused", "after_revision"])
@pytest.mark.parametrize("body", [PARTY, PRESIDIUM])
def test_body_does_not_defer_return_refuse_or_condition_without_an_opinion(journey, body, outcome):
    plan = journey.submitted_plan() if body == PARTY else journey.party_passed_plan()
    item = pending_item(journey, body, day(5), plan)
    verb = {"deferred": "defer", "returned": "return", "refused": "refuse", "after_revision": "pass"}[outcome]

    with pytest.raises(ValidationError, match="须填写意见"):
        decide(journey, plan, f"{verb}_{body}", item, str(body), day(5), outcome=outcome, opinion=" ")

    assert item.decisions.count() == 0


def test_database_refuses_a_deferral_without_an_opinion(journey, party_group):
    plan = journey.submitted_plan()
    item = pending_item(journey, PARTY, day(3), plan)
    decision = {"item": item, "plan": plan, "decided_on": day(3), "recorded_by": party_group}

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(outcome="deferred", recorded_at=item.created, **decision)


@pytest.mark.parametrize("decision", ["partly", "not_adopted"])
def test_department_does_not_adopt_partly_or_not_without_a_reason(journey, decision):
    [recommendation] = journey.referred(1)
    answers = {"decision": decision, "handling_result": "D", "measures": "示例", "planned_on": day(90)}

    with pytest.raises(ValidationError, match="须说明理由"):
        journey.take(recommendation, "answer", "dept_user", day(20), reason_not_adopted=" ", **answers)

    assert stages(recommendation) == (R.REFERRED,)
