"""What a recommendation's move does besides changing the stage: referrals, answers, verdicts, and the topic behind it."""

from django.core.exceptions import PermissionDenied

from topics.deadlines import due, due_fields
from topics.models import Answer, DraftState, Evaluation, FollowUp, HandlingResult, Recommendation, Referral, TopicStage
from topics.models import RecommendationStage as S
from topics.models.recommendation import OPEN_RECOMMENDATIONS
from topics.rules import serves_department
from topics.workflow.answer_drafts import end, renew_countersigns, settle_draft
from topics.workflow.answer_time import give_back_time, set_basis
from topics.workflow.entries import last_entry, standing_entries
from topics.workflow.machine import follow
from topics.workflow.notes import strike, unstruck


def take_referrals_back(recommendation, step, answers):
    """The department saw nothing but a mistake: its rows go, the lines of the history stay."""
    recommendation.referrals.all().delete()
    Recommendation.objects.filter(pk=recommendation.pk).update(due_on=None, due_basis={})


def receive(recommendation, step, answers):
    recommendation.referrals.standing().filter(is_lead=True).update(received_on=step.happened_on)


def refer_to(recommendation, department, step, **said):
    """A referral row with its dates; the first contact is the lead's to make."""
    days = {"objection_due_on": due("objection_days", step.happened_on)[0]}
    if said["is_lead"]:
        days |= due_fields("contact", step.happened_on)
    Referral.objects.create(
        recommendation=recommendation,
        department=department,
        referred_on=step.happened_on,
        begun_by=step,
        **said,
        **days,
    )


def note_contact(recommendation, step, answers):
    keep_contact(recommendation, step.happened_on, answers["way"], answers["agreed"])


def strike_contact(recommendation, step, answers):
    keep_contact(recommendation)


def keep_contact(recommendation, day=None, way="", agreed=""):
    lead = recommendation.lead
    Referral.objects.filter(pk=lead.pk).update(contacted_on=day, contact_way=way, agreed=agreed)


def keep_answer(recommendation, step, answers):
    """The next version of the answer, the date until which it is evaluated, and the topic's move after the last one."""
    lead = recommendation.lead
    if lead.received_on is None:
        Referral.objects.filter(pk=lead.pk).update(received_on=step.happened_on)
    answer = Answer.objects.create(
        recommendation=recommendation,
        department=lead.department,
        number=recommendation.answers.count() + 1,
        decision=answers["decision"],
        handling_result=answers["handling_result"],
        measures=answers.get("measures") or "",
        reason=answers.get("reason_not_adopted") or "",
        planned_on=answers.get("planned_on"),
        completed_on=answers.get("completed_on"),
        replied_on=step.happened_on,
        is_on_behalf=step.transition == "answer_on_behalf",
        document=answers.get("document") or answers.get("scan"),
        answered_by=step.actor,
        is_on_time=recommendation.due_on is None or step.happened_on <= recommendation.due_on,
    )
    settle_draft(recommendation, answer)
    Recommendation.objects.filter(pk=recommendation.pk).update(**due_fields("evaluation", step.happened_on))
    settle_topic(recommendation.topic, step)


def settle_topic(topic, step):
    """Answered once no recommendation is open, referred again once one is."""
    topic.refresh_from_db()
    is_open = topic.recommendations.filter(stage__in=OPEN_RECOMMENDATIONS).exists()
    if topic.stage == TopicStage.REFERRED and not is_open:
        follow(topic, leads_on(topic, step), cause=step)
    elif topic.stage in {TopicStage.ANSWERED, TopicStage.TRACKING} and is_open:
        follow(topic, "rework", cause=step)


def leads_on(topic, step):
    """The move after the last answer: a topic that was in follow-up when it went back to a department is so again."""
    came = last_entry(topic)
    if came.transition != "rework":
        return "answer"
    if step.transition == "correct":
        return "unrework"
    return "follow_on" if came.from_stage == TopicStage.TRACKING else "answer"


def object_to_referral(recommendation, step, answers):
    """Refused to everybody but the department whose referral it is."""
    if not serves_department(step.actor, answers["referral"].department_id):
        raise PermissionDenied
    Referral.objects.filter(pk=answers["referral"].pk).update(
        objected_on=step.happened_on, objection_reason=answers["reason"]
    )


def reassign(recommendation, step, answers):
    """Another lead department begins anew, in the time that it is given."""
    replace_objector(recommendation, step, answers)
    end(recommendation, DraftState.DROPPED)
    Recommendation.objects.filter(pk=recommendation.pk).update(is_extended=False)
    if answers["due_on"] != recommendation.due_on:
        Recommendation.objects.filter(pk=recommendation.pk).update(due_on=answers["due_on"])
        set_basis(recommendation, step)


def replace_objector(recommendation, step, answers):
    """End the referral objected to and refer to another department in its place, which may have been a co-department."""
    is_lead = recommendation.objection.is_lead
    relieve(recommendation, step, answers)
    take_over(recommendation, answers["department"], step, is_lead, answers)


def take_over(recommendation, department, step, is_lead, answers):
    """A referral of its own in place of the share that it may have had; whoever handles it there goes on."""
    had = recommendation.referrals.standing_with([department]).first()
    leave(recommendation, step, department)
    said = {"letter_number": answers.get("letter_number") or "", "handler": had and had.handler}
    refer_to(recommendation, department, step, is_lead=is_lead, **said)


def relieve(recommendation, step, answers):
    leave(recommendation, step, recommendation.objection.department)


def succeed(recommendation, step, answers):
    """The successor leads from now on, in the time that a referral gives; it may have been a co-department."""
    leave(recommendation, step, answers["former_lead"])
    take_over(recommendation, answers["successor"], step, True, answers)
    end(recommendation, DraftState.DROPPED)
    day, basis = due("answer_months", step.happened_on)
    Recommendation.objects.filter(pk=recommendation.pk).update(due_on=day, due_basis=basis, is_extended=False)


def succeed_share(recommendation, step, answers):
    leave(recommendation, step, answers["former_share"])
    if not recommendation.referrals.standing_with([answers["successor"]]).exists():
        take_over(recommendation, answers["successor"], step, False, answers)
        renew_countersigns(recommendation, step)


def leave(recommendation, step, *departments):
    recommendation.referrals.standing_with(departments).end(step)


def withdraw_objection(recommendation, step, answers):
    """As if it had not objected; the lines of the history tell that it did."""
    Referral.objects.filter(pk=recommendation.objection.pk).update(objected_on=None, objection_reason="")


def uphold(recommendation, step, answers):
    Referral.objects.filter(pk=recommendation.objection.pk).update(is_upheld=True)


def take_back_upholding(recommendation, step, answers):
    objected = recommendation.steps.get(sequence=last_entry(recommendation).sequence)
    recommendation.referrals.filter(pk=objected.answers["referral"]["id"]).update(is_upheld=False)


def note_extension(recommendation, step, answers):
    Recommendation.objects.filter(pk=recommendation.pk).update(is_extended=True)
    set_basis(recommendation, step)


def keep_evaluation(recommendation, step, answers):
    counts = {name: answers[name] for name in answers if name.startswith(("members_", "public_")) and answers[name]}
    Evaluation.objects.create(
        recommendation=recommendation,
        answer=recommendation.answer,
        verdict=answers["verdict"],
        comment=answers.get("comment") or "",
        evaluated_on=step.happened_on,
        **counts,
    )


def send_back(recommendation, step, answers):
    """The department has the usual time again for its second answer."""
    keep_evaluation(recommendation, step, answers)
    day, basis = due("answer_months", step.happened_on)
    Recommendation.objects.filter(pk=recommendation.pk).update(due_on=day, due_basis=basis)
    settle_topic(recommendation.topic, step)


def keep_lapse(recommendation, step, answers):
    keep_evaluation(recommendation, step, {"verdict": Evaluation.Verdict.LAPSED})


def report(recommendation, step, answers):
    """The line of the history tells the result, one that stays as it was too."""
    if result := answers.get("handling_result"):
        Recommendation.objects.filter(pk=recommendation.pk).update(handling_result=result)
    note_progress(recommendation, step, answers)


def note_progress(recommendation, step, answers):
    progress = FollowUp.objects.create(
        topic=recommendation.topic,
        recommendation=recommendation,
        kind=FollowUp.Kind.PROGRESS,
        done_on=step.happened_on,
        findings=answers["findings"],
        evidence=answers.get("evidence") or "",
        next_check_on=answers.get("next_check_on"),
    )
    progress.documents.set(answers.get("documents", ()))


def strike_report(recommendation, step, answers):
    strike(recommendation, step, answers)
    Recommendation.objects.filter(pk=recommendation.pk).update(handling_result=last_handling_result(recommendation))


def note_carried_out(recommendation, step, answers):
    Recommendation.objects.filter(pk=recommendation.pk).update(handling_result=HandlingResult.A)
    note_progress(recommendation, step, answers | {"findings": answers["measures"]})


def take_back(recommendation, step, answers):
    """Undo what the corrected entry left on the recommendation; its own row stays, marked as taken back."""
    if step.from_stage == S.ANSWERED:
        retracted = recommendation.answer
        Answer.objects.filter(pk=retracted.pk).update(is_retracted=True)
        before = recommendation.answers.filter(is_retracted=False).exclude(pk=retracted.pk).first()
        Recommendation.objects.filter(pk=recommendation.pk).update(
            decision=before.decision if before else "",
            handling_result=last_handling_result(recommendation),
            answered_on=before.replied_on if before else None,
            **due_fields("evaluation", before.replied_on if before else None),
        )
    elif step.from_stage in {S.EVALUATED, S.REWORKING}:
        last = recommendation.evaluations.filter(is_corrected=False).first()
        Evaluation.objects.filter(pk=last.pk).update(is_corrected=True)
        if step.from_stage == S.REWORKING:
            give_back_time(recommendation)
            end(recommendation, DraftState.DROPPED)
    else:
        noted = recommendation.steps.filter(transition="carry_out").order_by("sequence").last()
        progress = recommendation.follow_ups.filter(done_on=noted.happened_on, findings=noted.answers["measures"])
        progress.last().delete()
        Recommendation.objects.filter(pk=recommendation.pk).update(
            carried_out_on=None, handling_result=last_handling_result(recommendation)
        )
    settle_topic(recommendation.topic, step)


def last_handling_result(recommendation):
    """The handling result last said by a report, or by an answer, that stands; empty where none was."""
    standing = {entry.sequence for entry in (*standing_entries(recommendation), *unstruck(recommendation, "report"))}
    for step in recommendation.steps.filter(sequence__in=standing).order_by("-sequence"):
        if "handling_result" in step.answers:
            return step.answered("handling_result")
    return ""
