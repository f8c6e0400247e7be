"""Named lives of a recommendation, from its referral to its being carried out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import adoption_of, day
from tests.topics.test_lives import stages
from topics.deadlines import due
from topics.forms.questions import asked, own_referrals
from topics.models import Document, Evaluation, HandlingResult, RecommendationStage, Topic, TopicStage
from topics.workflow import offers, take

R = RecommendationStage


def objected(journey, recommendation, by="dept_user", on=None):
    """The recommendation objected to by the department of somebody of the cast."""
    department = journey.cast[by].current_appointments[0].department
    referral = recommendation.referrals.get(department=department, ended_on=None)
    journey.take(recommendation, "object", by, on or day(15), referral=referral, reason="非本单位职责")
    return referral


def relieved(journey, recommendation):
    """The co-department of `dept2_user` objects and goes without another in its place."""
    objected(journey, recommendation, "dept2_user", day(16))
    journey.take(recommendation, "relieve", "office", day(16), reason="点错了")


def backs(journey, recommendation):
    """The corrections about a co-department that are on offer to a second person of the office."""
    offered = offers(journey.cast["office2"], recommendation)
    names = [offer.transition.name for offer in offered if not offer.unmet]
    return [name for name in names if name in {"unrelieve", "unsucceed_share"}]


def test_first_objection_is_reassigned_and_the_second_one_upheld(journey, department2):
    [recommendation] = journey.referred(1)
    objected(journey, recommendation)
    due_on = timezone.localdate() + timedelta(days=60)
    journey.take(recommendation, "reassign", "office", day(16), department=department2, due_on=due_on, reason="改交")

    objected(journey, recommendation, "dept2_user", day(17))
    journey.take(recommendation, "uphold", "office", day(18), reason="职责明确")
    journey.answer(recommendation, by="dept2_user")

    assert stages(recommendation, journey.topic) == (R.ANSWERED, TopicStage.ANSWERED)
    assert [(r.department.name, r.is_upheld) for r in recommendation.referrals.order_by("pk")] == [
        ("示例水务局", False),
        ("示例教育局", True),
    ]


@pytest.mark.parametrize(("later", "rule"), [(0, "answer_months"), (1, "set_by_office")])
def test_a_due_date_is_the_offices_only_where_reassigning_changed_it(journey, department2, later, rule):
    usual, _basis = due("answer_months", day(13))
    [recommendation] = journey.referred(1, due_on=usual)
    objected(journey, recommendation)
    answers = {"department": department2, "due_on": usual + timedelta(days=later), "reason": "改交"}

    journey.take(recommendation, "reassign", "office", day(16), **answers)

    assert (recommendation.due_on, recommendation.due_basis["rule"]) == (answers["due_on"], rule)


@pytest.mark.parametrize("objector", ["dept_user", "dept2_user"])
def test_what_was_received_is_not_received_again_after_an_objection_is_upheld(journey, department2, objector):
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    objected(journey, recommendation, objector)

    journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")

    assert stages(recommendation) == (R.RECEIVED,)


def test_department_objects_only_once_to_the_same_referral(journey):
    [recommendation] = journey.referred(1)
    referral = objected(journey, recommendation)
    journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")
    referral.refresh_from_db()

    with pytest.raises(PermissionDenied, match="已就本次交办提出过异议"):
        journey.take(recommendation, "object", "dept_user", day(17), referral=referral, reason="仍非本单位职责")
    with pytest.raises(PermissionDenied, match="^$"):
        journey.take(recommendation, "object", "clerk", day(17), referral=referral, reason="非本单位职责")

    assert stages(recommendation) == (R.REFERRED,)


def test_only_a_department_that_may_still_object_is_offered_to(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    objected(journey, recommendation)
    journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")

    offered = {
        name: "object" in [offer.transition.name for offer in offers(journey.cast[name], recommendation)]
        for name in ("dept_user", "dept2_user")
    }
    objected(journey, recommendation, "dept2_user", day(17))

    assert offered == {"dept_user": False, "dept2_user": True}


def test_who_serves_both_departments_objects_for_the_one_that_may(journey, department, department2):
    [recommendation] = journey.referred(1, co=[department2])
    objected(journey, recommendation)
    journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")
    both = factories.appoint(journey.cast["dept2_user"], "department", department=department)

    [chosen] = own_referrals(recommendation, both).queryset
    take(recommendation, "object", by=both, happened_on=day(17), referral=chosen, reason="非本单位职责")

    assert chosen.department == department2
    assert recommendation.steps.last().on_behalf_of == department2.name


def test_an_objection_names_the_department_that_objects(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])

    objected(journey, recommendation, "dept2_user")

    assert recommendation.steps.get(transition="object").on_behalf_of == department2.name


def test_objection_after_its_period_is_refused(journey):
    [recommendation] = journey.referred(1)

    with pytest.raises(ValidationError, match="届满"):
        objected(journey, recommendation, on=day(24))

    assert stages(recommendation) == (R.REFERRED,)


@pytest.mark.long
def test_co_department_objects_and_another_takes_its_place(journey, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    objected(journey, recommendation, "dept2_user")

    answers = {"department": third, "reason": "改交"}
    with pytest.raises(PermissionDenied):
        journey.take(recommendation, "reassign", "office", day(16), due_on=day(80), **answers)
    journey.take(recommendation, "reassign_share", "office", day(16), **answers)

    assert stages(recommendation) == (R.RECEIVED,)
    assert recommendation.lead.department.name == "示例水务局"
    assert [r.department for r in recommendation.co_referrals] == [third]


def test_a_co_department_takes_the_place_of_the_lead_that_objected(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    objected(journey, recommendation)

    offered = asked(["department"], recommendation, journey.cast["office"])["department"].queryset
    journey.take(recommendation, "reassign", "office", day(16), department=department2, due_on=day(80), reason="改主办")

    assert [department2 in offered, journey.cast["department"] in offered] == [True, False]
    assert (recommendation.lead.department, recommendation.co_referrals) == (department2, [])


def test_a_co_department_that_objected_is_relieved_without_another(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    objected(journey, recommendation, "dept2_user")

    journey.take(recommendation, "relieve", "office", day(16), reason="无须协办")

    assert stages(recommendation) == (R.RECEIVED,)
    assert recommendation.co_referrals == []
    assert not recommendation.referrals.get(department=department2).is_upheld


def test_a_co_department_relieved_by_mistake_waits_for_another_decision(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    relieved(journey, recommendation)

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(recommendation, "unrelieve", "office", reason="误操作")
    journey.take(recommendation, "unrelieve", "office2", reason="误操作")
    waiting = (*stages(recommendation), recommendation.objection.department)
    journey.take(recommendation, "uphold", "office", reason="职责明确")

    assert waiting == (R.OBJECTED, department2)
    assert [referral.department for referral in recommendation.co_referrals] == [department2]


def test_a_relieved_co_department_has_its_share_again_once_the_lead_has_gone_on(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    relieved(journey, recommendation)
    journey.take(recommendation, "ask_extension", "dept_user", asked_until=day(100), reason="涉及预算")

    with pytest.raises(ValidationError, match="延期"):
        journey.take(recommendation, "unrelieve", "office2", reason="误操作")
    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(recommendation, "unsucceed_share", "office", back_to=department2, reason="误操作")
    journey.take(recommendation, "unsucceed_share", "office2", back_to=department2, reason="误操作")

    [share] = recommendation.co_referrals
    assert (share.department, share.is_upheld, recommendation.objection) == (department2, True, None)
    with pytest.raises(ValidationError, match="已恢复"):
        journey.take(recommendation, "unrelieve", "office2", reason="误操作")


def test_a_relief_is_decided_on_anew_or_gives_the_share_back_but_one_of_them_at_a_time(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    relieved(journey, recommendation)
    before = backs(journey, recommendation)
    journey.take(recommendation, "receive", "dept_user", day(17))

    assert (before, backs(journey, recommendation)) == (["unrelieve"], ["unsucceed_share"])


def test_a_relief_given_back_leaves_the_relief_before_it_alone(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[third, department2])
    passed_on = {"former_share": third, "successor": department2, "reason": "机构改革"}
    relieved(journey, recommendation)
    journey.take(recommendation, "succeed_share", "office", day(16), **passed_on)
    relieved(journey, recommendation)
    journey.take(recommendation, "contact", "dept_user", day(19), way="visit", agreed="已见面")
    journey.take(recommendation, "unsucceed_share", "office2", back_to=department2, reason="误操作")
    journey.take(recommendation, "strike_contact", "office", reason="误记")

    with pytest.raises(ValidationError, match="已恢复"):
        journey.take(recommendation, "unrelieve", "office2", reason="误操作")


def test_a_relief_stays_in_words_once_the_answer_is_sent_and_goes_back_while_it_is_reworked(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    relieved(journey, recommendation)
    journey.answer(recommendation)
    back = {"back_to": department2, "reason": "误操作"}

    with pytest.raises(ValidationError, match="答复已发出"):
        journey.take(recommendation, "unsucceed_share", "office2", **back)
    journey.evaluate(recommendation, "not_satisfied")
    journey.take(recommendation, "unsucceed_share", "office2", **back)

    assert [referral.department for referral in recommendation.co_referrals] == [department2]


def test_a_department_withdraws_its_own_objection_and_can_object_again(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    objected(journey, recommendation)

    with pytest.raises(PermissionDenied, match="待处理的异议"):
        journey.take(recommendation, "withdraw_objection", "dept2_user", day(16), reason="误点")
    journey.take(recommendation, "withdraw_objection", "dept_user", day(16), reason="误点")

    assert stages(recommendation) == (R.RECEIVED,)
    assert recommendation.steps.last().on_behalf_of == journey.cast["department"].name
    objected(journey, recommendation, on=day(17))
    assert stages(recommendation) == (R.OBJECTED,)


def test_recommendation_is_received_before_it_is_answered(journey):
    [recommendation] = journey.referred(1)

    journey.take(recommendation, "receive", "dept_user", day(14))
    journey.answer(recommendation)

    assert recommendation.lead.received_on == day(14)
    assert stages(recommendation) == (R.ANSWERED,)


def test_answer_without_receiving_receives_too(journey):
    [recommendation] = journey.referred(1)

    journey.answer(recommendation, on=day(19))

    assert recommendation.lead.received_on == day(19)


def test_answer_not_satisfied_is_reworked_once_and_the_second_verdict_is_final(journey):
    [recommendation] = journey.answered(1, "not_adopted")
    journey.evaluate(recommendation, "not_satisfied")
    reworking = stages(recommendation, journey.topic)

    journey.answer(recommendation, "partly", on=day(30))
    journey.evaluate(recommendation, "not_satisfied", on=day(31))

    assert reworking == (R.REWORKING, TopicStage.REFERRED)
    assert stages(recommendation, journey.topic) == (R.EVALUATED, TopicStage.ANSWERED)
    assert [a.decision for a in recommendation.answers.order_by("number")] == ["not_adopted", "partly"]
    assert [e.verdict for e in recommendation.evaluations.all()] == ["not_satisfied", "not_satisfied"]


def test_topic_loses_its_answered_date_while_an_answer_is_reworked(journey):
    [recommendation] = journey.answered(1)

    journey.evaluate(recommendation, "not_satisfied")

    journey.topic.refresh_from_db()
    assert (journey.topic.stage, journey.topic.answered_on) == (TopicStage.REFERRED, None)


def test_second_answer_cannot_be_sent_back_again(journey):
    [recommendation] = journey.answered(1)
    journey.evaluate(recommendation, "not_satisfied")
    journey.answer(recommendation, on=day(30))

    with pytest.raises(ValidationError, match="退回过一次"):
        journey.take(recommendation, "send_back", "clerk", day(31), verdict="not_satisfied", comment="仍不满意")

    assert stages(recommendation) == (R.ANSWERED,)


def test_topic_in_follow_up_goes_back_to_the_department_when_an_answer_is_reworked_and_on_from_there(journey):
    [recommendation] = journey.answered(1)
    journey.take(journey.topic, "track", "clerk", day(21))
    journey.evaluate(recommendation, "not_satisfied")
    journey.answer(recommendation, on=day(30))
    journey.evaluate(recommendation, on=day(31))

    journey.take(journey.topic, "close", "office", day(33), archive_number="示档-2")

    assert stages(journey.topic) == (TopicStage.CLOSED,)


@pytest.mark.parametrize("followed_up", [True, False])
def test_topic_without_recommendations_is_closed_with_or_without_follow_up(journey, followed_up):
    topic = journey.concluded(recommendations=0)

    if followed_up:
        journey.take(topic, "track", "clerk", day(14))
    journey.take(topic, "close", "office", day(15), archive_number="示档-3")

    assert stages(topic) == (TopicStage.CLOSED,)
    assert adoption_of(topic) is None


def test_topic_without_recommendations_has_nothing_to_refer(journey):
    topic = journey.concluded(recommendations=0)

    with pytest.raises(ValidationError, match="没有可交办"):
        journey.take(topic, "refer", "office", day(14), referrals=[])

    assert stages(topic) == (TopicStage.CONCLUDED,)


def scan(journey, recommendation):
    return Document.objects.create(
        topic=journey.topic,
        recommendation=recommendation,
        title="复函",
        file=ContentFile(b"%PDF-1.4", name="reply.pdf"),
        name="复函.pdf",
        size=8,
        uploaded_by=journey.cast["office"],
    )


@pytest.mark.long
def test_office_answers_on_behalf_of_a_department_with_the_scanned_reply(journey, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    [recommendation] = journey.referred(1)
    reply = scan(journey, recommendation)

    answers = {"decision": "not_adopted", "handling_result": "D", "reason_not_adopted": "不在权限内"}
    journey.take(recommendation, "answer_on_behalf", "office", day(20), document=reply, **answers)

    answer = recommendation.answer
    assert stages(recommendation, journey.topic) == (R.ANSWERED, TopicStage.ANSWERED)
    assert (answer.is_on_behalf, answer.document, answer.department.name) == (True, reply, "示例水务局")
    assert (answer.replied_on, answer.answered_by) == (day(20), journey.cast["office"])


@pytest.mark.long
def test_office_cannot_answer_on_behalf_without_the_scanned_reply(journey, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first, second = journey.referred(2)
    answers = {"decision": "not_adopted", "handling_result": "D", "reason_not_adopted": "不在权限内"}

    for document in (None, scan(journey, second)):
        with pytest.raises(ValidationError, match="扫描件"):
            journey.take(first, "answer_on_behalf", "office", day(20), document=document, **answers)

    assert stages(first) == (R.REFERRED,)


def test_topic_is_answered_with_its_last_recommendation_and_not_before(journey):
    first, second = journey.referred(2)

    journey.answer(first)
    after_first = stages(journey.topic)
    journey.answer(second)

    assert after_first == (TopicStage.REFERRED,)
    assert stages(journey.topic) == (TopicStage.ANSWERED,)
    assert journey.topic.steps.filter(transition="answer", lifecycle="topic").count() == 1


def test_last_two_answers_given_at_the_same_moment_answer_the_topic_once(journey):
    """Both departments opened their page before either had answered."""
    first, second = journey.referred(2)
    moment = timezone.now()
    seen = [Topic.objects.get(pk=journey.topic.pk).recommendations.get(pk=r.pk) for r in (first, second)]

    for recommendation in seen:
        journey.take(recommendation, "answer", "dept_user", now=moment, **answer_fields())

    assert stages(first, second, journey.topic) == (R.ANSWERED, R.ANSWERED, TopicStage.ANSWERED)
    assert journey.topic.steps.filter(transition="answer", lifecycle="topic").count() == 1


def test_another_lead_department_can_have_its_time_extended_too(journey, department2):
    [recommendation] = journey.referred(1, due_on=day(60))
    journey.take(recommendation, "extend", "office", day(14), due_on=day(70), reason="涉及多方")
    objected(journey, recommendation)
    journey.take(recommendation, "reassign", "office", day(16), department=department2, due_on=day(80), reason="改交")

    journey.take(recommendation, "extend", "office", day(17), due_on=day(90), reason="涉及多方")

    assert (recommendation.due_on, recommendation.is_extended) == (day(90), True)


def answer_fields():
    return {"decision": "adopted", "handling_result": "A", "measures": "示例措施", "completed_on": day(19)}


def test_real_completion_is_not_still_to_come(journey):
    [recommendation] = journey.referred(1)
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError, match="planned one|计划完成时间"):
        journey.take(recommendation, "answer", "dept_user", day(20), **answer_fields() | {"completed_on": tomorrow})


def test_planned_completion_is_not_past_when_the_answer_is_given(journey):
    [recommendation] = journey.referred(1)
    planned = answer_fields() | {"handling_result": "B", "completed_on": None, "planned_on": day(19)}

    with pytest.raises(ValidationError, match="before the answer|早于答复"):
        journey.take(recommendation, "answer", "dept_user", day(20), **planned)
    journey.take(recommendation, "answer", "dept_user", day(20), **planned | {"completed_on": day(20)})

    assert recommendation.stage == R.ANSWERED


def test_co_department_reports_on_its_share_and_leaves_the_handling_result_to_the_lead(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    journey.answer(recommendation)
    said = {"findings": "本部门已完成配套", "evidence": "示例照片"}

    offered = {
        offer.transition.name: offer.transition.asks for offer in offers(journey.cast["dept2_user"], recommendation)
    }
    journey.take(recommendation, "report_share", "dept2_user", day(25), handling_result="A", **said)

    assert offered.keys() == {"assign", "report_share"}
    assert "handling_result" not in offered["report_share"]
    assert (recommendation.handling_result, recommendation.follow_ups.get().findings) == ("B", "本部门已完成配套")


def test_evaluation_lapses_only_after_its_time(journey):
    [recommendation] = journey.answered(1)

    early = recommendation.evaluation_due_on
    with pytest.raises(ValidationError, match="可评价至"):
        journey.take(recommendation, "lapse", "office", early)
    journey.take(recommendation, "lapse", "office", early + timedelta(days=1))

    assert stages(recommendation) == (R.EVALUATED,)
    assert recommendation.evaluations.get().verdict == Evaluation.Verdict.LAPSED


def test_time_to_answer_is_extended_once_to_at_most_six_months_after_the_referral(journey):
    [recommendation] = journey.referred(1)
    too_late = recommendation.lead.referred_on + timedelta(days=190)
    later = recommendation.due_on + timedelta(days=20)

    with pytest.raises(ValidationError, match="最迟"):
        journey.take(recommendation, "extend", "office", day(20), due_on=too_late, reason="情况复杂")
    journey.take(recommendation, "extend", "office", day(20), due_on=later, reason="情况复杂")
    with pytest.raises(ValidationError, match="已延期"):
        journey.take(recommendation, "extend", "office", day(21), due_on=later + timedelta(days=1), reason="仍复杂")

    assert (recommendation.due_on, recommendation.is_extended) == (later, True)
    assert stages(recommendation) == (R.REFERRED,)


@pytest.mark.parametrize(
    ("on", "next_check", "field"), [(12, 40, "happened_on"), (21, 21, "next_check_on"), (21, 20, "next_check_on")]
)
def test_progress_is_reported_of_no_day_before_the_referral_and_looks_ahead(
    journey, department2, on, next_check, field
):
    [recommendation] = journey.referred(1, co=[department2])
    report = {"findings": "示例", "next_check_on": day(next_check)}

    for move, by, result in (("report", "dept_user", {"handling_result": "B"}), ("report_share", "dept2_user", {})):
        with pytest.raises(ValidationError) as refusal:
            journey.take(recommendation, move, by, day(on), **report | result)
        assert refusal.value.error_dict.keys() == {field}


def test_visit_follows_the_outcome(journey):
    journey.answered(1)

    with pytest.raises(ValidationError) as refusal:
        journey.take(journey.topic, "visit", "clerk", day(11), findings="示例")
    journey.take(journey.topic, "visit", "clerk", day(12), findings="示例")

    assert refusal.value.error_dict.keys() == {"happened_on"}


def test_adopted_recommendation_is_carried_out_with_measures_and_evidence(journey):
    [recommendation] = journey.answered(1)

    with pytest.raises(ValidationError, match="evidence.*必填") as refusal:
        journey.take(recommendation, "carry_out", "clerk", day(40), measures="已建成", evidence="")
    assert refusal.value.error_dict.keys() == {"evidence"}
    journey.take(recommendation, "carry_out", "clerk", day(40), measures="已建成", evidence="验收单")

    assert stages(recommendation) == (R.CARRIED_OUT,)
    assert (recommendation.handling_result, recommendation.carried_out_on) == (HandlingResult.A, day(40))


def test_recommendation_not_adopted_cannot_be_carried_out(journey):
    [recommendation] = journey.answered(1, "not_adopted")

    offered = {offer.transition.name: offer.unmet for offer in offers(journey.cast["office2"], recommendation)}

    assert len(offered["carry_out"]) == 1
    with pytest.raises(ValidationError, match="采纳或部分采纳"):
        journey.take(recommendation, "carry_out", "clerk", day(40), measures="已建成", evidence="验收单")


def test_adoption_result_rolls_up_the_answers(journey):
    first, second = journey.referred(2)
    results = [adoption_of(journey.topic)]

    journey.answer(first, "adopted")
    results.append(adoption_of(journey.topic))
    journey.answer(second, "not_adopted")
    results.append(adoption_of(journey.topic))

    assert results == [Topic.Result.PENDING, Topic.Result.PENDING, Topic.Result.PARTLY]


@pytest.mark.long
def test_an_objection_is_offered_within_its_period_and_then_off_with_the_reason(client, journey, dept_user):
    [recommendation] = journey.referred(1)
    client.force_login(dept_user)

    pages = {}
    for last in (timezone.localdate(), day(23)):
        recommendation.referrals.update(objection_due_on=last)
        pages[last] = [
            client.get(url).text.count("异议期限已于")
            for url in (
                reverse("step", args=["recommendation", recommendation.pk, "object"]),
                recommendation.get_absolute_url(),
            )
        ]

    assert list(pages.values()) == [[0, 0], [1, 1]]


def test_progress_reported_again_after_going_back_stands_once(journey):
    [recommendation] = journey.answered(1)
    journey.take(recommendation, "report", "dept_user", day(40), findings="已完成\r\n过半")

    with pytest.raises(ValidationError, match="不再重复记录"):
        journey.take(recommendation, "report", "dept_user", day(40), findings="已完成\n过半", evidence="")

    assert recommendation.follow_ups.count() == 1
