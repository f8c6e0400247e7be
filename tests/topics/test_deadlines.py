"""Until when each step is due, and how that day came about, in words."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.formats import date_format

from consult.calendar.workdays import add_workdays
from tests import factories
from tests.journeys import day
from topics.deadlines import due_fields, explain
from topics.models import AnswerDraft, Body, Recommendation, Referral
from topics.tasks.next_steps import next_step


def second_round(journey):
    journey.concluded(1, on=day(12))
    journey.take(journey.topic, "another_round", "clerk", day(40), reason="仍有分歧")
    return journey.topic


def test_the_plan_of_another_round_is_due_some_time_after_the_round_was_opened(journey, clerk):
    topic = second_round(journey)

    card = next_step(topic, factories.fresh(clerk))

    assert (card["what"], card["due_on"]) == ("拟定方案", add_workdays(day(40), 15))
    assert card["due_basis"].startswith("决定再协商后制定方案")


def test_a_plan_that_a_body_returned_is_due_some_time_after_its_return(journey, clerk):
    topic = journey.accepted()
    at_first = next_step(topic, factories.fresh(clerk))["due_basis"]
    journey.decide(journey.submitted_plan(), Body.PARTY_GROUP, "returned", on=day(6))
    topic.refresh_from_db()

    card = next_step(topic, factories.fresh(clerk))

    assert at_first.startswith("立项后制定方案")
    assert (card["due_on"], card["due_basis"].partition("：")[0]) == (add_workdays(day(6), 15), "退回或恢复后制定方案")


def test_the_outcome_of_another_round_is_due_some_time_after_its_session(journey):
    topic = second_round(journey)
    plan = journey.drafted_plan(round=2, planned_on=day(45))
    journey.take(plan, "submit", "clerk", day(41))
    journey.decide(plan, Body.PARTY_GROUP, on=day(42))
    journey.decide(plan, Body.PRESIDIUM, on=day(43))

    journey.completed_session(plan, on=day(45))

    topic.refresh_from_db()
    assert topic.due_on == add_workdays(day(45), 7)


def test_the_outcome_is_due_some_time_after_the_last_session_of_the_round(journey):
    journey.completed_session(on=day(10))

    journey.completed_session(journey.plan, on=day(16))

    journey.topic.refresh_from_db()
    assert journey.topic.due_on == add_workdays(day(16), 7)


def test_a_topic_is_due_on_the_day_of_its_session_and_on_that_of_its_plan_without_one(journey):
    session = journey.planned_session()
    due = []

    def told():
        journey.topic.refresh_from_db()
        due.append((journey.topic.due_on, explain(journey.topic.due_basis)))

    journey.take(session, "postpone", "clerk", reason="示例理由")
    journey.take(session, "reschedule", "clerk", held_on=day(21))
    told()
    journey.take(session, "edit", "clerk", held_on=day(22))
    told()
    journey.take(session, "cancel", "clerk", reason="示例理由")
    told()
    journey.take(session, "reinstate", "office", reason="误操作")
    told()

    scheduled, planned = "协商会议安排的日期", "批准的方案确定的日期"
    assert due == [(day(21), scheduled), (day(22), scheduled), (day(10), planned), (day(22), scheduled)]


def test_a_topic_is_due_on_the_day_of_the_first_of_its_sessions_to_come(journey):
    plan = journey.approved_plan()
    journey.planned_session(plan, day(30))
    journey.take(journey.planned_session(plan, day(20)), "edit", "clerk", held_on=day(22))

    journey.topic.refresh_from_db()
    assert journey.topic.due_on == day(22)


@pytest.mark.long
def test_a_further_round_is_due_by_its_own_plan_and_session_too(journey):
    topic, due = second_round(journey), []

    def told():
        topic.refresh_from_db()
        due.append((topic.due_on, explain(topic.due_basis).partition("：")[0]))

    plan = journey.drafted_plan(round=2, planned_on=day(50))
    journey.take(plan, "submit", "clerk", day(41))
    journey.decide(plan, Body.PARTY_GROUP, on=day(42))
    item = journey.decide(plan, Body.PRESIDIUM, on=day(43))
    told()
    journey.take(plan, "revoke_presidium", "presidium2", day(43), item=item, reason="记错")
    told()
    journey.take(plan, "pass_presidium", "presidium", day(43), item=item, outcome="passed", opinion="示例意见")
    session = journey.planned_session(plan, day(48))
    journey.take(session, "edit", "clerk", day(44), held_on=day(52))
    told()
    journey.take(session, "cancel", "clerk", reason="示例理由")
    told()

    scheduled, planned = (day(52), "协商会议安排的日期"), (day(50), "批准的方案确定的日期")
    assert due == [planned, (add_workdays(day(40), 15), "决定再协商后制定方案"), scheduled, planned]


def test_a_topic_follows_the_day_of_a_confirmed_revision_and_back(journey):
    plan = journey.party_passed_plan()
    journey.decide(plan, Body.PRESIDIUM, "after_revision", "改期")
    revision = journey.drafted_plan(revises=plan, planned_on=day(30))
    journey.take(revision, "submit_revision", "clerk", day(5))
    journey.take(revision, "confirm_presidium", "office", day(6))
    journey.topic.refresh_from_db()
    confirmed = journey.topic.due_on
    journey.take(revision, "unconfirm", "office2", day(6), reason="误操作")

    journey.topic.refresh_from_db()
    assert (confirmed, journey.topic.due_on) == (day(30), day(10))


def test_an_evaluation_says_that_it_is_counted_from_the_answer(journey, clerk):
    [recommendation] = journey.answered(1)

    card = next_step(journey.topic, factories.fresh(clerk))

    assert card["due_on"] == recommendation.evaluation_due_on
    assert card["due_basis"] == explain({"rule": "evaluation_workdays", "count": 15, "from": day(20).isoformat()})


def test_the_day_from_which_a_time_is_counted_is_written_as_people_write_it():
    basis = {"rule": "objection_days", "count": 10, "from": "2026-03-02"}

    assert explain(basis) == "交办后提出异议：自2026年3月2日起10天"


def test_due_dates_from_before_tell_how_they_were_counted_by_weekends(journey):
    [recommendation] = journey.referred(1)
    friday, third = date(2026, 9, 25), date(2026, 9, 30)
    AnswerDraft.objects.create(
        recommendation=recommendation, referral=recommendation.lead, submitted_on=friday, countersign_due_on=third
    )
    Referral.objects.update(referred_on=friday, contact_due_on=third, contact_due_basis={})
    journey.answer(recommendation)
    recommendation.answers.update(replied_on=friday)
    Recommendation.objects.update(evaluation_due_on=third, evaluation_due_basis={})

    import_module("topics.migrations.0011_how_due_dates_came_about").tell_all(apps, None)

    recommendation.refresh_from_db()
    told = {"count": 3, "from": "2026-09-25"}
    assert recommendation.lead.contact_due_basis == {"rule": "contact_workdays"} | told
    assert recommendation.drafts.get().countersign_due_basis == {"rule": "countersign_workdays"} | told
    assert recommendation.evaluation_due_basis == {"rule": "evaluation_workdays"} | told


def counted(rule, count, start):
    return explain({"rule": rule, "count": count, "from": start.isoformat()})


@pytest.mark.long
def test_the_page_of_a_recommendation_says_until_when_to_object_to_sign_and_to_evaluate(
    journey, client, dept_user, department2
):
    [recommendation] = journey.referred(1, co=[department2])
    AnswerDraft.objects.create(
        recommendation=recommendation,
        referral=recommendation.lead,
        state="submitted",
        submitted_on=day(14),
        **due_fields("countersign", day(14)),
    )
    client.force_login(dept_user)
    before = client.get(recommendation.get_absolute_url()).text
    recommendation.drafts.all().delete()
    journey.answer(recommendation)
    after = client.get(recommendation.get_absolute_url()).text

    assert before.count(counted("objection_days", 10, day(13))) == 2
    assert counted("countersign_workdays", 5, day(14)) in before
    assert counted("evaluation_workdays", 15, day(20)) not in before
    assert counted("evaluation_workdays", 15, day(20)) in after
    assert date_format(recommendation.evaluation_due_on) in after
