"""A step built on another stands in its way no longer once it was itself undone, in whichever way that is done."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.journeys import day
from tests.topics.test_corrections_of_decisions import revoke
from topics.models import Body, DictionaryEntry, PlanStage, Topic
from topics.models import RecommendationStage as R

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM


def test_a_decision_is_corrected_once_the_session_planned_on_it_is_cancelled(journey):
    plan = journey.party_passed_plan()
    item = journey.decide(plan, PRESIDIUM)
    session = journey.planned_session(plan)

    with pytest.raises(ValidationError, match="取消"):
        revoke(journey, plan, item)
    journey.take(session, "cancel", "clerk", day(5), reason="误排")
    revoke(journey, plan, item)
    journey.topic.refresh_from_db()

    assert (plan.stage, journey.topic.stage) == (PlanStage.PARTY_PASSED, "plan_review")
    with pytest.raises(ValidationError, match="方案"):
        journey.take(session, "reinstate", "office2", reason="误取消")


def test_a_decision_stands_once_a_session_on_it_was_completed_though_that_was_cancelled_since(journey):
    plan = journey.party_passed_plan()
    item = journey.decide(plan, PRESIDIUM)
    session = journey.completed_session(plan)
    journey.take(session, "reopen", "office", reason="记错了场次")
    journey.take(session, "cancel", "clerk", reason="记错了场次")

    with pytest.raises(ValidationError, match="协商"):
        revoke(journey, plan, item)


def test_a_deferral_is_corrected_once_the_plan_is_taken_down_from_the_next_agenda(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY, "deferred", "材料不全")
    later = journey.meeting(PARTY, day(5), plan)
    journey.take(later, "take_down", "office", plan=plan, reason="误列")

    revoke(journey, plan, item)

    item.refresh_from_db()
    assert (item.state, plan.stage) == ("pending", PlanStage.SUBMITTED)


def test_a_meeting_that_was_not_held_yet_has_its_planned_day_again(journey):
    meeting, other = journey.meeting(PARTY, day(5)), journey.meeting(PRESIDIUM, day(7))
    facts = {name: getattr(meeting, name) for name in ("body", "term", "number", "meets_at", "place", "host")}
    journey.take(meeting, "edit", "office", **facts | {"meets_on": day(6)})
    journey.take(meeting, "put_on", "office", plans=[journey.submitted_plan()])
    journey.take(meeting, "hold", "office", day(8))

    journey.take(meeting, "unhold", "office2", reason="误点")

    other.refresh_from_db()
    assert (meeting.stage, meeting.meets_on, other.meets_on) == ("planned", day(6), day(7))


def test_facts_put_right_and_a_hand_over_stand_in_the_way_of_no_correction(journey, committee2):
    topic = journey.concluded(1)
    journey.take(topic, "edit", "office", title="改正后的题目")
    journey.take(topic, "hand_over", "office", organiser=committee2, reason="分工调整")

    journey.take(topic, "unconclude", "office2", reason="结论过早")

    assert (topic.stage, topic.title, topic.organiser) == ("consulting", "改正后的题目", committee2)


def test_an_acceptance_is_taken_back_though_the_topic_was_handed_over_and_its_category_put_right(journey, committee2):
    topic = journey.accepted()
    journey.take(topic, "hand_over", "office", organiser=committee2, reason="分工调整")
    category = DictionaryEntry.objects.create(kind="category", name="改正后的类别")
    journey.take(topic, "edit", "office", category=category)

    journey.take(topic, "unaccept", "office2", reason="误立项")
    journey.take(topic, "accept", "office", organiser=None, form=None, category=category, is_planned=False)

    assert topic.category == category
    assert [period.ends_on is None for period in topic.organiser_periods.order_by("pk")] == [False, False, True]


def test_an_acceptance_is_taken_back_by_a_second_person_after_a_suspension_that_was_resumed(journey):
    topic = journey.proposed()
    topic.refresh_from_db()
    before = (topic.stage, topic.due_on, topic.due_basis)
    answers = {"organiser": None, "form": None, "category": topic.category, "is_planned": False}
    journey.take(topic, "accept", "office", day(1), **answers)
    journey.take(topic, "suspend", "office2", day(2), reason="等待上级部署")
    journey.take(topic, "resume", "office2", day(3), reason="部署已到")

    journey.take(topic, "unaccept", "office2", reason="误立项")

    assert (topic.stage, topic.due_on, topic.due_basis) == before


@pytest.mark.parametrize("verdict", [None, "not_satisfied"])
def test_a_follow_up_goes_on_once_the_department_has_answered_anew(journey, verdict):
    [recommendation] = journey.answered(1)
    topic = journey.topic
    journey.take(topic, "track", "clerk", day(22))
    journey.take(topic, "visit", "clerk", day(23), findings="示例走访", next_check_on=day(90))
    if verdict:
        journey.evaluate(recommendation, verdict)
    else:
        journey.take(recommendation, "correct", "office", reason="录错")
    topic.refresh_from_db()
    between = (topic.stage, topic.answered_on, topic.follow_ups.count())

    journey.answer(recommendation, on=day(40))

    topic.refresh_from_db()
    assert between == ("referred", None, 1)
    assert (topic.stage, topic.answered_on, topic.follow_ups.get().findings) == ("tracking", day(40), "示例走访")
    assert topic.steps.filter(lifecycle="topic").last().transition == "follow_on"


def test_an_acceptance_of_an_earlier_day_than_one_taken_back_holds_from_its_day(journey, committee2):
    topic = journey.accepted()
    journey.take(topic, "hand_over", "office", day(10), organiser=None, reason="分工调整")
    journey.take(topic, "unaccept", "office2", reason="误立项")

    answers = {"form": None, "category": topic.category, "is_planned": False}
    journey.take(topic, "accept", "office", day(5), organiser=committee2, **answers)

    assert [topic.organised_on(day(number)) for number in (3, 5, 20)] == ["城东片区联络工委", *[str(committee2)] * 2]
    spans = topic.organiser_periods.values_list("starts_on", "ends_on")
    assert list(spans) == [(day(1), day(5)), (day(5), day(5)), (day(5), None)]


def test_a_referral_is_taken_back_though_more_time_was_asked_for_and_no_longer_is(journey):
    [recommendation] = journey.referred(1)
    journey.take(recommendation, "ask_extension", "dept_user", asked_until=day(100), reason="涉及预算")
    with pytest.raises(ValidationError, match="延期"):
        journey.take(journey.topic, "unrefer", "office2", reason="误交办")
    journey.take(recommendation, "withdraw_request", "dept_user")

    journey.take(journey.topic, "unrefer", "office2", reason="误交办")

    recommendation.refresh_from_db()
    assert recommendation.stage == R.LISTED


def test_a_conclusion_is_taken_back_after_a_further_round_was_given_up_untouched(journey):
    topic = journey.concluded(0)
    journey.take(topic, "another_round", "clerk", reason="误点")
    journey.take(topic, "end_round", "clerk", reason="误点")

    journey.take(topic, "unconclude", "office2", reason="记录有误")
    journey.take(topic.sessions.get(), "reopen", "office2", reason="记录有误")

    assert (topic.stage, topic.rounds, topic.sessions.get().stage) == ("consulting", 1, "drafted")


def test_an_issue_is_taken_back_with_the_topics_that_it_alone_took_into_the_plan(journey, year):
    taken = journey.accepted_outside()
    plan = year.drafted()
    item = year.item(plan, "已立项议题", taken_from=taken)
    year.issued(plan)
    year.take(plan, "correct", "office2", reason="文号有误")
    taken.refresh_from_db()
    outside = (plan.stage, taken.is_planned, taken.plan_item)

    year.take(plan, "issue", "office", document_number="示办〔9〕号")

    taken.refresh_from_db()
    assert outside == ("committee_approved", False, None)
    assert (taken.is_planned, taken.plan_item) == (True, item)


def test_a_topic_closed_before_its_plan_is_issued_anew_has_its_place_again(journey, year):
    taken = journey.accepted()
    plan = year.drafted()
    item = year.item(plan, "已立项议题", taken_from=taken)
    year.issued(plan)
    year.take(plan, "correct", "office2", reason="文号有误")
    journey.take(journey.concluded(0), "close", "office", day(30), archive_number="示档-1")

    year.take(plan, "issue", "office", document_number="示办〔9〕号")

    taken.refresh_from_db()
    assert (taken.stage, taken.plan_item) == ("closed", item)
    journey.take(taken, "unclose", "office2", reason="误办结")
    assert (taken.stage, taken.plan_item) == ("concluded", item)


def test_a_closed_file_leaves_the_plan_with_the_issue_that_took_it_in_and_comes_back_with_the_next(journey, year):
    taken = journey.accepted()
    Topic.objects.filter(pk=taken.pk).update(is_planned=False)
    plan = year.drafted()
    item = year.item(plan, "已立项议题", taken_from=taken)
    year.issued(plan)
    journey.take(journey.concluded(0), "close", "office", day(30), archive_number="示档-1")
    year.take(plan, "correct", "office2", reason="文号有误")
    taken.refresh_from_db()
    outside = (plan.stage, taken.stage, taken.is_planned, taken.plan_item, taken.archive_number, taken.closed_on)

    year.take(plan, "issue", "office", document_number="示办〔9〕号")

    taken.refresh_from_db()
    assert outside == ("committee_approved", "closed", False, None, "示档-1", day(30))
    assert (taken.stage, taken.plan_item) == ("closed", item)
    journey.take(taken, "unclose", "office2", reason="误办结")
    assert (taken.stage, taken.plan_item) == ("concluded", item)


def test_of_two_upheld_objections_the_one_upheld_last_is_decided_on_anew(journey, department, department2):
    [recommendation] = journey.referred(1, co=[department2])
    for by, unit in (("dept_user", department), ("dept2_user", department2)):
        referral = recommendation.referrals.get(department=unit)
        journey.take(recommendation, "object", by, day(16), referral=referral, reason="非本单位职责")
        journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")

    journey.take(recommendation, "unuphold", "office2", reason="误操作")

    assert recommendation.objection.department == department2
    assert recommendation.referrals.get(department=department).is_upheld


def test_a_record_taken_back_by_mistake_has_its_days_again(journey):
    topic = journey.draft(proof="公开讲话")
    Topic.objects.filter(pk=topic.pk).update(year=2020, accepted_on=date(2020, 3, 5))
    journey.take(topic, "record", "office", day(1))
    journey.take(topic, "unrecord", "office2", reason="误以为重复")
    gone = (topic.year, topic.accepted_on)

    journey.take(topic, "reinstate", "office", reason="并不重复")

    assert (gone, topic.stage, topic.year, topic.accepted_on) == ((None, None), "recorded", 2020, date(2020, 3, 5))


def test_an_entry_is_corrected_once_the_revision_that_was_sent_back_is_withdrawn(journey):
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY, "after_revision", "补充议程")
    revision = journey.drafted_plan(revises=plan, planned_on=timezone.localdate())
    journey.take(revision, "submit_revision", "clerk")
    journey.take(revision, "refuse_revision", "office", reason="未答复意见")
    with pytest.raises(ValidationError, match="下一稿"):
        revoke(journey, plan, item)

    journey.take(revision, "withdraw_revision", "clerk", reason="意见本无条件")
    revoke(journey, plan, item)

    assert (plan.stage, revision.stage) == (PlanStage.SUBMITTED, PlanStage.WITHDRAWN)
