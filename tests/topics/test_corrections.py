"""A wrong step of a topic, a session or a recommendation is taken back by a second person, with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from tests import desks, factories
from tests.journeys import day
from tests.topics.test_corrections_of_decisions import lines
from tests.topics.test_lives import stages
from topics.models import RecommendationStage, SessionStage, Topic, TopicStage
from topics.workflow import offers

R = RecommendationStage


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


def test_topic_that_took_in_another_unit_s_is_withdrawn_only_once_that_is_taken_out(journey, cast):
    fields = {"proposer": Topic.Proposer.OFFICE, "proposing_committee": None}
    other, target = journey.proposed(by="office", title="另一议题", **fields), journey.proposed()
    journey.take(other, "merge", "office", day(1), merged_into=target, reason="内容相同")

    with pytest.raises(ValidationError, match="另一议题"):
        journey.take(target, "withdraw", "clerk", day(1), reason="不再提出")
    journey.take(other, "reinstate", "office2", reason="应提出单位要求")
    journey.take(target, "withdraw", "clerk", reason="不再提出")

    assert stages(other, target) == (TopicStage.PROPOSED, TopicStage.WITHDRAWN)


@pytest.mark.parametrize("name", ["reject", "stop"])
def test_who_ends_a_topic_reads_beforehand_which_ones_it_took_in(journey, name, client, office):
    other, target = journey.proposed(title="另一议题"), journey.proposed() if name == "reject" else journey.accepted()
    journey.take(other, "merge", "office", day(1), merged_into=target, reason="内容相同")
    client.force_login(factories.fresh(office))

    pages = {step: client.get(reverse("step", args=["topic", target.pk, step])) for step in (name, "merge")}
    batch = client.get(reverse("batch_create", args=["screen"]), {"row": target.pk})

    link = f'<a href="{other.get_absolute_url()}">另一议题</a> <span class="minor">{other.proposing_unit}</span>'
    assert [step for step, page in pages.items() if link in page.content.decode()] == [name]
    assert (link in batch.content.decode()) == (name == "reject")


def test_topic_is_not_taken_up_again_by_who_ended_it(journey):
    topic = journey.accepted()
    journey.take(topic, "stop", "office", day(2), reason="示例")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(topic, "reinstate", "office", reason="误操作")


def test_who_wrote_a_completed_record_reads_how_it_is_corrected_and_then_why(journey, client):
    session = journey.completed_session()
    client.force_login(journey.cast["clerk"])

    completed = client.get(session.get_absolute_url()).text
    journey.take(session, "reopen", "office", reason="参会名单有误")
    reopened = client.get(reverse("session_log", args=[session.pk])).text

    assert "请政协办公室重新打开" in completed
    assert "参会名单有误" in reopened


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

    with pytest.raises(ValidationError, match="形成成果"):
        journey.take(session, "reopen", "office", reason="参会名单有误")
    journey.take(journey.topic, "another_round", "clerk", day(13), reason="仍有分歧")
    with pytest.raises(ValidationError, match="形成成果"):
        journey.take(session, "reopen", "office", reason="参会名单有误")

    assert stages(session) == (SessionStage.COMPLETED,)


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


@pytest.mark.parametrize("stage", [TopicStage.ANSWERED, TopicStage.TRACKING])
def test_corrected_not_satisfied_leaves_the_topic_where_it_was(journey, stage):
    [recommendation] = journey.answered(1)
    topic = journey.topic
    if stage == TopicStage.TRACKING:
        journey.take(topic, "track", "clerk", day(22))
    before = (stage, topic.answered_on, topic.due_on, topic.due_basis)
    journey.evaluate(recommendation, "not_satisfied")

    correct(journey, recommendation)

    topic.refresh_from_db()
    assert (topic.stage, topic.answered_on, topic.due_on, topic.due_basis) == before
    assert lines(topic, "topic")[-2:] == ["rework", "unrework"]


def test_corrected_not_satisfied_gives_the_answer_back_its_due_date(journey):
    [recommendation] = journey.referred(1)
    latest = recommendation.due_on + timedelta(days=20)
    journey.take(recommendation, "extend", "office", day(15), due_on=latest, reason="示例")
    journey.answer(recommendation)
    before = (recommendation.due_on, recommendation.due_basis, True)
    journey.evaluate(recommendation, "not_satisfied")

    correct(journey, recommendation)

    assert (recommendation.due_on, recommendation.due_basis, recommendation.is_extended) == before
    assert recommendation.due_on == latest


def test_corrected_not_satisfied_drops_the_second_answer_that_was_begun(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation, "not_satisfied")
    begun = desks.draft(journey, recommendation, measures="重新办理的措施")

    correct(journey, recommendation)
    journey.take(recommendation, "send_back", "clerk", verdict="not_satisfied", comment="措施不实")
    anew = desks.draft(journey, recommendation)

    begun.refresh_from_db()
    assert (begun.state, begun.measures, anew.number) == ("dropped", "重新办理的措施", 2)


def test_corrected_not_satisfied_takes_back_the_extension_that_came_after_it(journey):
    [recommendation] = journey.answered(1)
    before = (recommendation.due_on, recommendation.due_basis, False)

    for _each in range(2):
        journey.take(recommendation, "send_back", "clerk", verdict="not_satisfied", comment="措施不实")
        later = recommendation.due_on + timedelta(days=20)
        journey.take(recommendation, "extend", "office2", due_on=later, reason="情况复杂")
        correct(journey, recommendation)

    assert (recommendation.due_on, recommendation.due_basis, recommendation.is_extended) == before


def test_wrongly_extended_date_is_corrected_by_a_second_person(journey):
    [recommendation] = journey.referred(1)
    usual = recommendation.due_on
    journey.take(recommendation, "extend", "office", day(15), due_on=usual + timedelta(days=30), reason="情况复杂")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(recommendation, "correct_extension", "office", due_on=usual, reason="日期有误")
    for wrong, words in ((day(13), "晚于交办"), (day(400), "最迟")):
        with pytest.raises(ValidationError, match=words):
            journey.take(recommendation, "correct_extension", "office2", due_on=wrong, reason="日期有误")
    journey.take(recommendation, "correct_extension", "office2", due_on=usual + timedelta(days=3), reason="日期有误")

    assert (recommendation.due_on, recommendation.is_extended) == (usual + timedelta(days=3), True)
    assert lines(recommendation, "recommendation")[-2:] == ["extend", "correct_extension"]


def test_what_was_not_extended_offers_no_correction_of_it(journey):
    [recommendation] = journey.referred(1)

    offered = [offer.transition.name for offer in offers(journey.cast["office2"], recommendation)]

    assert "extend" in offered
    assert "correct_extension" not in offered


def test_corrected_carrying_out_is_no_progress_any_more(journey):
    [recommendation] = journey.answered(1)
    report = {"findings": "已开工", "handling_result": "B"}
    journey.take(recommendation, "report", "dept_user", day(28), **report)
    journey.take(recommendation, "carry_out", "clerk", day(30), measures="已完工", evidence="示例")

    correct(journey, recommendation)

    assert [progress.findings for progress in recommendation.follow_ups.all()] == ["已开工"]


def test_corrected_carrying_out_gives_back_the_handling_result(journey):
    [recommendation] = journey.answered(1)
    journey.take(recommendation, "carry_out", "clerk", day(30), measures="示例", evidence="示例")

    correct(journey, recommendation)

    assert stages(recommendation) == (R.ANSWERED,)
    assert (recommendation.handling_result, recommendation.carried_out_on) == ("B", None)


@pytest.mark.parametrize("before", ["C", "B"])
def test_corrected_answer_leaves_the_handling_result_of_the_progress_before_it(journey, before):
    [recommendation] = journey.referred(1)
    for findings in ("示例", "示例二"):
        journey.take(recommendation, "report", "dept_user", day(15), findings=findings, handling_result=before)
    journey.answer(recommendation)

    correct(journey, recommendation)

    assert (recommendation.stage, recommendation.decision, recommendation.handling_result) == (R.REFERRED, "", before)


def test_progress_reported_after_a_corrected_answer_stands_too(journey):
    [recommendation] = journey.answered(1)
    journey.take(recommendation, "report", "dept_user", day(22), findings="示例", handling_result="B")

    correct(journey, recommendation)
    once = recommendation.handling_result
    journey.answer(recommendation, on=timezone.localdate())
    correct(journey, recommendation)

    assert (once, recommendation.handling_result) == ("B", "B")


def test_corrections_go_back_one_entry_after_the_other(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation)
    path = []

    for _each in range(2):
        correct(journey, recommendation)
        path.append(recommendation.stage)

    assert path == [R.ANSWERED, R.REFERRED]
    assert [a.is_retracted for a in recommendation.answers.all()] == [True]


def test_first_answer_is_evaluated_in_its_own_time_after_the_second_was_corrected(journey):
    [recommendation] = journey.answered(1)
    until = recommendation.evaluation_due_on
    journey.evaluate(recommendation, "not_satisfied")
    journey.answer(recommendation, on=day(30))

    correct(journey, recommendation)
    correct(journey, recommendation)

    assert stages(recommendation) == (R.ANSWERED,)
    assert (recommendation.evaluation_due_on, recommendation.answer.number) == (until, 1)


def test_who_made_an_entry_does_not_correct_it_after_somebody_elses_report(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation)
    journey.take(recommendation, "report", "office2", day(30), findings="示例", handling_result="A")
    journey.cast["office"] = factories.appoint(journey.cast["clerk"], "office")

    offered = [offer.transition.name for offer in offers(journey.cast["office"], recommendation)]

    assert "correct" not in offered
    with pytest.raises(PermissionDenied, match="本人"):
        correct(journey, recommendation)


def test_nothing_is_corrected_in_a_closed_topic_before_it_is_reopened(journey):
    topic = journey.closed()
    recommendation = topic.recommendations.first()

    with pytest.raises(ValidationError, match="重启"):
        correct(journey, recommendation)
    journey.take(topic, "reopen", "office", reason="核实评价")
    correct(journey, recommendation)

    assert stages(recommendation, topic) == (R.ANSWERED, TopicStage.TRACKING)
    assert topic.closed_on is None


@pytest.mark.parametrize("stage", [SessionStage.PLANNED, SessionStage.DRAFTED])
def test_cancelled_session_is_taken_up_again_where_it_was_with_its_record(journey, stage):
    session = journey.drafted_session() if stage == SessionStage.DRAFTED else journey.planned_session()
    journey.take(session, "cancel", "clerk", reason="点错了")

    journey.take(session, "reinstate", "office", reason="误操作")

    assert stages(session) == (stage,)
    assert lines(session, "session")[-2:] == ["cancel", "reinstate"]
    assert session.opinions.count() == (stage == SessionStage.DRAFTED)


def test_session_of_a_topic_that_has_moved_on_stays_cancelled(journey):
    session = journey.planned_session()
    journey.take(session, "cancel", "clerk", reason="改期另办")
    journey.completed_session(journey.plan, on=day(11))
    journey.concluded(0)

    with pytest.raises(ValidationError, match="不能安排"):
        journey.take(session, "reinstate", "office", reason="误操作")


def test_conclusion_drawn_too_early_is_taken_back_and_the_session_corrected(journey):
    session = journey.completed_session()
    topic = journey.concluded(1)

    journey.take(topic, "unconclude", "office", reason="参会名单有误，须更正记录")
    journey.take(session, "reopen", "office", reason="参会名单有误")
    topic.refresh_from_db()
    taken_back = (*stages(session, topic), topic.concluded_on, topic.recommendations.count())
    journey.take(session, "complete", "clerk", session.held_on)
    journey.take(topic, "conclude", "clerk", day(12))

    assert taken_back == (SessionStage.DRAFTED, TopicStage.CONSULTING, None, 1)
    assert (topic.stage, topic.concluded_on) == (TopicStage.CONCLUDED, day(12))
    assert lines(topic, "topic")[-3:] == ["conclude", "unconclude", "conclude"]


@pytest.mark.long
def test_first_conclusion_holds_again_when_that_of_the_second_round_is_taken_back(journey):
    topic = journey.concluded(1)
    journey.take(topic, "another_round", "clerk", day(13), reason="仍有分歧")
    plan = journey.drafted_plan(round=2)
    journey.take(plan, "submit", "clerk", day(14))
    journey.decide(plan, "party_group", on=day(15))
    journey.decide(plan, "presidium", on=day(16))
    journey.completed_session(plan, on=day(17))
    journey.concluded(1, on=day(18))

    journey.take(topic, "unconclude", "office", reason="误操作")

    assert (topic.stage, topic.rounds, topic.concluded_on) == (TopicStage.CONSULTING, 2, day(12))


def test_conclusion_that_was_amended_is_still_taken_back(journey):
    topic = journey.concluded(1)
    journey.take(topic, "amend_outcome", "clerk", day(13), changes={"from": ["旧"], "to": ["新"]})

    journey.take(topic, "unconclude", "office", reason="误操作")

    assert topic.stage == TopicStage.CONSULTING


@pytest.mark.parametrize("move", ["refer", "track"])
def test_conclusion_is_taken_back_after_what_followed_it_was_taken_back(journey, move):
    topic = journey.concluded(1 if move == "refer" else 0)
    answers = {"referrals": journey.referrals(timezone.localdate())} if move == "refer" else {}
    journey.take(topic, move, "office", day(13), **answers)
    journey.take(topic, f"un{move}", "office2", reason="点错了")

    journey.take(topic, "unconclude", "office", reason="结论过早")

    assert topic.stage == TopicStage.CONSULTING


def test_meeting_cancelled_by_mistake_keeps_its_number_and_is_taken_up_again(journey):
    plan = journey.submitted_plan()
    meeting = journey.meeting("party_group", timezone.localdate())
    journey.take(meeting, "put_on", "office", plans=[plan])
    journey.take(meeting, "cancel", "office", reason="点错了")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(meeting, "reinstate", "office", reason="误操作")
    journey.take(meeting, "reinstate", "office2", reason="误操作")
    journey.take(meeting, "put_on", "office", plans=[plan])

    assert (meeting.stage, meeting.items.filter(state="pending").count()) == ("planned", 1)


@pytest.mark.parametrize("stage", [TopicStage.CONCLUDED, TopicStage.ANSWERED])
def test_follow_up_begun_by_mistake_is_taken_back_by_a_second_person(journey, stage):
    topic = journey.concluded(0) if stage == TopicStage.CONCLUDED else journey.answered(1)[0].topic
    topic.refresh_from_db()
    before = (stage, topic.due_on, topic.due_basis)
    journey.take(topic, "track", "office", day(30))

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(topic, "untrack", "office", reason="点错了")
    journey.take(topic, "untrack", "office2", reason="点错了")

    assert (topic.stage, topic.due_on, topic.due_basis) == before
    assert lines(topic, "topic")[-2:] == ["track", "untrack"]


def test_follow_up_with_a_visit_stands(journey):
    topic = journey.concluded(0)
    journey.take(topic, "track", "clerk", day(30))
    journey.take(topic, "visit", "clerk", day(31), findings="示例")

    with pytest.raises(ValidationError, match="走访"):
        journey.take(topic, "untrack", "office", reason="点错了")


def test_conclusion_with_a_written_instruction_stands(journey):
    topic = journey.concluded(1)
    journey.take(topic, "instruct", "clerk", day(13), leader="示例领导", text="请抓紧办理")

    with pytest.raises(ValidationError, match="批示"):
        journey.take(topic, "unconclude", "office", reason="误操作")


def test_objection_upheld_by_mistake_is_decided_again_by_a_second_person(journey):
    [recommendation] = journey.referred(1)
    journey.take(recommendation, "object", "dept_user", day(14), referral=recommendation.lead, reason="不属本单位")
    journey.take(recommendation, "uphold", "office", day(15), reason="点错了")

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(recommendation, "unuphold", "office", reason="误操作")
    journey.take(recommendation, "unuphold", "office2", reason="误操作")
    waiting = (recommendation.stage, recommendation.objection is not None)
    other = journey.cast["dept2_user"].current_appointments[0].department
    due_on = day(120)
    journey.take(recommendation, "reassign", "office", department=other, due_on=due_on, reason="应由其办理")

    assert waiting == (R.OBJECTED, True)
    assert (recommendation.stage, recommendation.lead.department) == (R.REFERRED, other)
    assert lines(recommendation, "recommendation")[-4:] == ["object", "uphold", "unuphold", "reassign"]


def test_what_was_never_upheld_offers_no_such_correction(journey):
    [recommendation] = journey.referred(1)

    assert "unuphold" not in [offer.transition.name for offer in offers(journey.cast["office2"], recommendation)]
