"""What must hold before a recommendation moves: each gives the reason in words, or None where it holds."""

from datetime import date

from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.calendar.workdays import months_later
from consult.options import held
from consult.rules import refusing
from topics.answering import referrals_to_object_to
from topics.models import Evaluation, Topic, TopicStage
from topics.models.more_time import ASKED, DECLINED, GRANTED, last_of_time, time_request
from topics.models.recommendation import AWAITING_CONTACT
from topics.workflow.demands import is_demanded
from topics.workflow.refusals import At

Result = Topic.Result


def answer_is_founded(recommendation, answers, happened_on):
    """Adopted: measures and dates; partly or not: a reason (docs/rules.md, rule 5)."""
    if answers.get("decision") not in {Result.ADOPTED, Result.PARTLY, Result.NOT_ADOPTED}:
        return At("decision", _("Choose adopted, partly adopted or not adopted."))
    missing = []
    if not answers.get("handling_result"):
        missing.append(At("handling_result", _("Choose the handling result A, B, C or D.")))
    if is_demanded("reason_not_adopted", answers) and not (answers.get("reason_not_adopted") or "").strip():
        missing.append(At("reason_not_adopted", _("Partly adopted and not adopted need a reason.")))
    if is_demanded("measures", answers) and not (answers.get("measures") or "").strip():
        missing.append(At("measures", _("What is adopted needs its measures.")))
    needs_day = is_demanded("planned_on", answers)
    return missing + unfit_days(answers.get("planned_on"), answers.get("completed_on"), happened_on, needs_day)


def unfit_days(planned_on, completed_on, answered_on, is_needed):
    """The reasons why an answer cannot name these days of completion."""
    if is_needed and not (planned_on or completed_on):
        return [At("planned_on", _("What is adopted needs the planned or the real date of completion."))]
    if completed_on and completed_on > timezone.localdate():
        return [At("completed_on", _("The real completion is still to come: enter it as the planned one."))]
    if planned_on and not completed_on and planned_on < answered_on:
        words = _("The planned completion lies before the answer: enter a later day, or the real completion.")
        return [At("planned_on", words)]
    return []


def not_before_referral(recommendation, answers, happened_on):
    if happened_on < (referred_on := recommendation.lead.referred_on):
        words = _("The recommendation was referred on %(day)s; nothing can come of it before.")
        return At("happened_on", words % {"day": date_format(referred_on)})


def not_after_first_answer(recommendation, answers, happened_on):
    day = recommendation.answers.filter(is_retracted=False).aggregate(day=Min("replied_on"))["day"]
    if day and happened_on > day:
        return At(
            "happened_on",
            _("The answer is of %(day)s; what came after it is reported as progress.") % {"day": date_format(day)},
        )


def may_lack_contact(user, recommendation=None):
    """Before the answer; afterwards where none was noted, or the one noted was struck."""
    return recommendation is None or recommendation.stage in AWAITING_CONTACT or bool(recommendation.uncontacted)


def next_check_is_later(record, answers, happened_on):
    """Of a follow-up, be it a visit or a report on progress."""
    if (day := answers.get("next_check_on")) and day <= happened_on:
        return At("next_check_on", _("The next check lies after the day of this follow-up."))


def is_contacted(user, recommendation=None):
    return recommendation is None or bool(recommendation.lead.contacted_on)


def is_not_contacted(recommendation):
    if day := recommendation.lead.contacted_on:
        return _("The first contact was on %(day)s; report what follows as progress.") % {"day": date_format(day)}


def reply_is_scanned(recommendation, answers, happened_on):
    document = answers.get("document")
    if document is None or document.recommendation_id != recommendation.pk:
        return _("Upload the scanned reply first and choose it here.")


def objects_once(recommendation, answers, happened_on):
    referral = answers.get("referral")
    if referral is None or referral.recommendation_id != recommendation.pk or referral.ended_on:
        return _("There is no standing referral to your department.")
    if referral.objected_on:
        return _("The department has objected to this referral once; the office upheld it.")


def objects_in_time(recommendation, answers, happened_on):
    referral = answers.get("referral")
    if referral and happened_on > referral.objection_due_on:
        return At("happened_on", period_ended(referral.objection_due_on))


def objection_is_late(user, recommendation):
    last = max(referral.objection_due_on for referral in referrals_to_object_to(user, recommendation))
    return period_ended(last) if last < timezone.localdate() else None


def period_ended(day):
    return _("The objection period ended on %(day)s.") % {"day": date_format(day)}


def co_department_objected(user, recommendation=None):
    objected = recommendation.objection if recommendation is not None else None
    return recommendation is None or (objected is not None and not objected.is_lead)


def lead_objected(user, recommendation=None):
    return recommendation is None or not co_department_objected(user, recommendation)


def departments_in_the_way(recommendation):
    """Those to which it cannot be referred instead; a co-department may take the place of the lead."""
    objected = recommendation.objection
    if objected is not None and objected.is_lead:
        return {objected.department_id}
    return {referral.department_id for referral in recommendation.standing_referrals}


def department_is_another(recommendation, answers, happened_on):
    department = answers.get("department")
    if department is None or department.pk in departments_in_the_way(recommendation):
        return At("department", _("Choose a department to which this recommendation is not referred already."))
    return unchoosable("department", department)


def has_co_departments(user, recommendation=None):
    return recommendation is None or bool(recommendation.co_referrals)


def is_upheld(user, recommendation=None):
    return recommendation is None or any(referral.is_upheld for referral in recommendation.standing_referrals)


def former_is_lead(recommendation, answers, happened_on):
    return unfit_former("former_lead", [recommendation.lead], answers)


def former_is_co_department(recommendation, answers, happened_on):
    return unfit_former("former_share", recommendation.co_referrals, answers)


def unfit_former(name, referrals, answers):
    if answers.get(name) not in [referral.department for referral in referrals]:
        return At(name, _("The recommendation does not stand referred to this department in this way."))


def successor_is_another(recommendation, answers, happened_on):
    successor = answers.get("successor")
    if successor is None or successor in {answers.get("former_lead"), answers.get("former_share")}:
        return At("successor", _("Choose the department that takes over."))
    return unchoosable("successor", successor)


def unchoosable(name, department):
    if not department.is_choosable:
        return At(name, _("%(department)s has ended; choose another department.") % {"department": department})


def latest_due_date(referred_on):
    """That of an answer whose time was extended."""
    return months_later(referred_on, held("answer_months_extended"))


def unfit_due_date(day, referred_on):
    """The reason why an answer cannot be due on the day, or None."""
    if not isinstance(day, date) or day <= referred_on:
        return At("due_on", _("The due date lies after the referral."))
    if day > (latest := latest_due_date(referred_on)):
        return At("due_on", _("The due date is %(day)s at the latest.") % {"day": date_format(latest)})


def due_date_suits(recommendation, answers, happened_on):
    return unfit_due_date(answers.get("due_on"), happened_on)


def is_not_extended(recommendation):
    if recommendation.is_extended:
        return _("The time was already extended once.")


def extension_is_within(recommendation, answers, happened_on):
    """Once, to at most six months after the referral."""
    if not answers.get("due_on") or answers["due_on"] <= recommendation.due_on:
        return At("due_on", _("The new date lies after the present one."))
    return unfit_due_date(answers["due_on"], recommendation.lead.referred_on)


def asked_day_is_within(recommendation, answers, happened_on):
    """As of an extension; in time that is over nobody can answer."""
    day = answers.get("asked_until")
    if day and day <= happened_on:
        return At("asked_until", _("The new date lies after the day on which you ask."))
    if reason := extension_is_within(recommendation, {"due_on": day}, happened_on):
        return At("asked_until", reason)


def can_be_extended(recommendation):
    latest = latest_due_date(recommendation.lead.referred_on)
    if recommendation.due_on and latest <= recommendation.due_on:
        return _("The latest possible day is %(day)s; the time cannot be extended.") % {"day": date_format(latest)}


def is_asked_once(recommendation):
    """Once in the time that a referral, or an answer sent back, gives; a request withdrawn does not count."""
    last = last_of_time(recommendation)
    if last and last.transition in {ASKED, DECLINED, GRANTED}:
        return _("More time was already asked for or given.")


def is_asked(user, recommendation=None):
    return recommendation is None or time_request(recommendation) is not None


@refusing(gettext_lazy("You asked for this yourself; a second person decides on it."))
def asked_by_another(user, recommendation=None):
    """Nobody decides on an own request; an extension needs none."""
    request = time_request(recommendation) if recommendation is not None else None
    return request is None or request.actor_id != user.pk


def time_asked_for(recommendation):
    """The extension that the standing request asks for, as answers."""
    request = time_request(recommendation)
    return {"due_on": request.answers["asked_until"], "reason": request.answers["reason"]} if request else {}


def rests_on_extension(user, recommendation=None):
    return recommendation is None or recommendation.due_basis.get("rule") == "answer_months_extended"


def corrected_date_is_within(recommendation, answers, happened_on):
    return unfit_due_date(answers.get("due_on"), recommendation.lead.referred_on)


def was_sent_back(recommendation):
    verdicts = recommendation.evaluations.filter(is_corrected=False)
    return verdicts.filter(verdict=Evaluation.Verdict.NOT_SATISFIED).exists()


def verdict_is_final(recommendation, answers, happened_on):
    """A first "not satisfied" goes back to the department instead."""
    verdict = answers.get("verdict")
    if verdict not in {"satisfied", "basically", "not_satisfied"}:
        return _("Choose a verdict.")
    if verdict == Evaluation.Verdict.NOT_SATISFIED and not was_sent_back(recommendation):
        return _("The first “not satisfied” sends the answer back to the department.")


def sends_back_once(recommendation, answers, happened_on):
    if answers.get("verdict") != Evaluation.Verdict.NOT_SATISFIED:
        return _("Only “not satisfied” sends an answer back.")
    if not (answers.get("comment") or "").strip():
        return At("comment", _("Say why you are not satisfied."))
    if was_sent_back(recommendation):
        return _("The answer was sent back once already; the second verdict is final.")


def topic_is_not_closed(recommendation):
    if recommendation.topic.stage == TopicStage.CLOSED:
        return _("The topic is closed; the office has to reopen it first.")


def evaluation_is_overdue(recommendation):
    day = recommendation.evaluation_due_on
    if day and timezone.localdate() <= day:
        return _("The proposing unit can evaluate until %(day)s.") % {"day": date_format(day)}


def lapses_after_its_time(recommendation, answers, happened_on):
    if (day := recommendation.evaluation_due_on) and happened_on <= day:
        return _("The proposing unit can evaluate until %(day)s.") % {"day": date_format(day)}


def is_adopted(recommendation):
    if recommendation.decision not in {Result.ADOPTED, Result.PARTLY}:
        return _("Only what was adopted, at least partly, can be carried out.")
