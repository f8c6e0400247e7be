"""The lifecycle of a recommendation: from its referral to its being carried out."""

from django.utils.translation import gettext_lazy as _

from consult.rules import all_of, any_of
from members.rules import is_office
from topics.answering import (
    countersigns,
    drafts_answer,
    may_object,
    objected,
    returns_draft,
    sends_answer,
    takes_draft_back,
)
from topics.models import Recommendation
from topics.models import RecommendationStage as S
from topics.models.recommendation import ANSWERED_RECOMMENDATIONS, OWED_BY_DEPARTMENT, TO_REPORT_ON
from topics.rules import (
    acts_for_proposer,
    answers_as_lead,
    organiser_or_office,
    serves_co_department,
    serves_referred_department,
)
from topics.workflow import answer_drafts as drafts
from topics.workflow import departments_back as back
from topics.workflow import draft_needs
from topics.workflow import recommendation_effects as effects
from topics.workflow import recommendation_needs as needs
from topics.workflow.documents import DOCUMENT_NOTES, EVIDENCE, files_are_there
from topics.workflow.entries import is_second_person, stands_as_left_by, was_done_by_another, was_left_by
from topics.workflow.machine import BACK, NOTED, SAME, SYSTEM, Transition, Workflow
from topics.workflow.notes import may_strike, noted_once
from topics.workflow.recount import RECOUNT, RECOUNT_COUNTERSIGNS

REPORTED = OWED_BY_DEPARTMENT | TO_REPORT_ON
ANSWER = ("decision", "handling_result", "measures", "reason_not_adopted", "planned_on", "completed_on")
COUNTS = (
    "members_satisfied", "members_basically", "members_not", "public_satisfied", "public_basically", "public_not",
)  # fmt: skip

RECOMMENDATION_WORKFLOW = Workflow(
    "recommendation",
    Recommendation,
    Transition(
        "refer", {S.LISTED}, S.REFERRED, by=SYSTEM, label=_("Refer"), writes=("due_on", "due_basis"),
    ),
    Transition(
        "unrefer", {S.REFERRED}, S.LISTED, by=SYSTEM, label=_("Referral taken back"), then=effects.take_referrals_back,
        takes_back=True,
    ),
    Transition("remind", NOTED, SAME, by=is_office, label=_("Reminded"), asks=("reminder",)),
    Transition("unremind", NOTED, SAME, by=is_office, label=_("Reminder taken back"), asks=("reason",)),
    Transition(
        "receive", {S.REFERRED}, S.RECEIVED, by=answers_as_lead, label=_("Receive"), tone="primary", then=effects.receive,
    ),
    Transition(
        "answer", OWED_BY_DEPARTMENT, S.ANSWERED, by=sends_answer, label=_("Answer"), tone="primary", page="answer",
        asks=(*ANSWER, "scan", "alone_reason"), writes=("decision", "handling_result"),
        accepts=(
            needs.answer_is_founded, draft_needs.is_as_submitted, draft_needs.is_countersigned, files_are_there,
        ),
        stamps="answered_on", then=effects.keep_answer,
        explain=_("The proposing unit evaluates the answer; not satisfied sends it back to you once."),
    ),
    Transition(
        "submit_draft", OWED_BY_DEPARTMENT, SAME, by=drafts_answer, label=_("Draft the answer and submit it"), tone="primary",
        page="answer", accepts=(draft_needs.draft_is_founded,), then=drafts.submit_draft,
    ),
    Transition(
        "return_draft", OWED_BY_DEPARTMENT, SAME, by=returns_draft, label=_("Return the draft answer"), asks=("reason",),
        then=drafts.return_draft, explain=_("The liaisons see the reason, correct the draft and submit it again."),
    ),
    Transition(
        "withdraw_draft", OWED_BY_DEPARTMENT, SAME, by=takes_draft_back, label=_("Take the draft answer back"),
        then=drafts.take_draft_back, explain=_("It can be changed and submitted again; countersigns are then asked for anew."),
    ),
    Transition(
        "countersign", OWED_BY_DEPARTMENT, SAME, by=countersigns, label=_("Countersign"), tone="primary",
        asks=("agreement", "remark"), accepts=(draft_needs.says_its_opinion, draft_needs.not_before_submission), then=drafts.countersign,
        explain=_("The lead department sends the answer; it shows who countersigned it."),
    ),
    Transition(
        "assign", REPORTED, SAME, by=serves_referred_department, label=_("Assign a handler"), asks=("handler",),
        accepts=(draft_needs.handler_serves,), then=drafts.assign,
    ),
    Transition(
        "answer_on_behalf", OWED_BY_DEPARTMENT, S.ANSWERED, by=is_office, label=_("Answer on the department's behalf"),
        asks=("happened_on", "document", "new_reply", *ANSWER), writes=("decision", "handling_result"),
        accepts=(needs.answer_is_founded, needs.reply_is_scanned, files_are_there), stamps="answered_on",
        proposes=drafts.former_content,
        then=effects.keep_answer, explain=_("For a reply that came on paper: with the scanned reply and its date."),
    ),
    Transition(
        "object", {S.REFERRED, S.RECEIVED}, S.OBJECTED, by=may_object, label=_("Object: not ours"),
        asks=("referral", "reason"), accepts=(needs.objects_once, needs.objects_in_time), late=needs.objection_is_late,
        then=effects.object_to_referral,
        explain=_("The office refers the recommendation to another department or upholds the referral."),
    ),
    Transition(
        "withdraw_objection", {S.OBJECTED}, BACK, by=objected, label=_("Withdraw the objection"), asks=("reason",),
        then=effects.withdraw_objection, takes_back=True,
        explain=_("The recommendation is yours again; within the objection period you can still object."),
    ),
    Transition(
        "reassign", {S.OBJECTED}, S.REFERRED, by=all_of(is_office, needs.lead_objected),
        label=_("Refer to another department"), tone="primary", asks=("department", "letter_number", "due_on", "reason"),
        accepts=(needs.department_is_another, needs.due_date_suits), then=effects.reassign,
    ),
    Transition(
        "reassign_share", {S.OBJECTED}, BACK, by=all_of(is_office, needs.co_department_objected),
        label=_("Refer to another co-department"), tone="primary", asks=("department", "letter_number", "reason"),
        accepts=(needs.department_is_another,), then=effects.replace_objector,
        explain=_("The lead department keeps what it has received, and its time to answer."),
    ),
    Transition(
        "relieve", {S.OBJECTED}, BACK, by=all_of(is_office, needs.co_department_objected),
        label=_("Relieve the co-department"), asks=("reason",), then=effects.relieve,
        explain=_("No other takes its place; the lead department answers without it."),
    ),
    Transition(
        "unrelieve", {S.REFERRED, S.RECEIVED}, S.OBJECTED, by=all_of(is_office, is_second_person, was_left_by("relieve")),
        label=_("Correct: decide on the objection again"), asks=("reason",),
        needs=(stands_as_left_by("relieve"), back.former_lasts("unrelieve")), then=back.bring_back("unrelieve"), takes_back=True,
        explain=_("The objection waits for the office again; both lines stay in the history."),
    ),
    Transition(
        "unreassign", {S.REFERRED, S.RECEIVED}, S.OBJECTED,
        by=all_of(is_office, is_second_person, was_left_by("reassign", "reassign_share")),
        label=_("Correct: decide on the objection again"), asks=("reason",),
        needs=(stands_as_left_by("reassign", "reassign_share"), back.no_answer_begun, back.former_lasts("unreassign")),
        then=back.bring_back("unreassign"), takes_back=True,
        explain=_("The objection waits for the office again; the department that was named instead no longer sees it."),
    ),
    Transition(
        "succeed", OWED_BY_DEPARTMENT, S.REFERRED, by=is_office, label=_("Refer to the successor of the lead department"),
        asks=("former_lead", "successor", "letter_number", "reason"),
        accepts=(needs.former_is_lead, needs.successor_is_another), then=effects.succeed,
        explain=_("The successor begins anew, with the usual time for an answer; a draft of the former department is dropped."),
    ),
    Transition(
        "unsucceed", {S.REFERRED}, BACK, by=all_of(is_office, is_second_person, was_left_by("succeed")),
        label=_("Correct: back to the former lead department"), asks=("reason",),
        needs=(stands_as_left_by("succeed"), back.no_answer_begun, back.former_lasts("unsucceed")),
        then=back.bring_back("unsucceed"), takes_back=True,
        explain=_("The former department leads again, with its draft, its contact and its time; the successor no longer sees it."),
    ),
    Transition(
        "succeed_share", OWED_BY_DEPARTMENT, SAME, by=all_of(is_office, needs.has_co_departments),
        label=_("Refer to the successor of a co-department"), asks=("former_share", "successor", "letter_number", "reason"),
        accepts=(needs.former_is_co_department, needs.successor_is_another, needs.not_before_referral),
        then=effects.succeed_share,
        explain=_("A successor that has the recommendation already keeps it as it is; the lead department keeps its time."),
    ),
    Transition(
        "uphold", {S.OBJECTED}, BACK, by=is_office, label=_("Uphold the referral"), asks=("reason",),
        then=effects.uphold, explain=_("The referral is final; the department cannot object again."),
    ),
    Transition(
        "unuphold", {S.REFERRED, S.RECEIVED}, S.OBJECTED, by=all_of(is_office, is_second_person, was_left_by("uphold"), needs.is_upheld),
        label=_("Correct: decide on the objection again"), asks=("reason",), then=effects.take_back_upholding, takes_back=True,
        explain=_("The objection waits for the office again; both lines stay in the history."),
    ),
    Transition(
        "ask_extension", OWED_BY_DEPARTMENT, SAME, by=answers_as_lead, label=_("Ask for more time"), asks=("asked_until", "reason"),
        needs=(needs.is_not_extended, needs.is_asked_once, needs.can_be_extended),
        accepts=(needs.not_before_referral, needs.asked_day_is_within),
        explain=_("The office extends the time or declines; until then the present due date holds."),
    ),
    Transition(
        "withdraw_request", OWED_BY_DEPARTMENT, SAME, by=all_of(answers_as_lead, needs.is_asked),
        label=_("Withdraw the request for more time"), explain=_("The due date stays; you can ask again."),
    ),
    Transition(
        "extend", OWED_BY_DEPARTMENT, SAME, by=all_of(is_office, needs.asked_by_another), label=_("Extend the time once"),
        asks=("due_on", "reason"), writes=("due_on", "is_extended"), needs=(needs.is_not_extended,),
        accepts=(needs.not_before_referral, needs.extension_is_within), proposes=needs.time_asked_for,
        then=effects.note_extension,
    ),
    Transition(
        "decline_extension", OWED_BY_DEPARTMENT, SAME, by=all_of(is_office, needs.is_asked, needs.asked_by_another),
        label=_("Decline the request for more time"), asks=("reason",),
        explain=_("The department reads your reason; the due date stays."),
    ),
    Transition(
        "correct_extension", OWED_BY_DEPARTMENT, SAME, by=all_of(is_office, needs.rests_on_extension, was_done_by_another("extend")),
        label=_("Correct the extended date"), asks=("due_on", "reason"), writes=("due_on",),
        accepts=(needs.corrected_date_is_within,),
        explain=_("Another person of the office puts the date right; both lines stay in the history."),
    ),
    Transition(
        "evaluate", {S.ANSWERED}, S.EVALUATED, by=acts_for_proposer, label=_("Evaluate"), tone="primary",
        asks=("verdict", "comment", *COUNTS), needs=(needs.topic_is_not_closed,), accepts=(needs.verdict_is_final,),
        then=effects.keep_evaluation, page="evaluate",
    ),
    Transition(
        "send_back", {S.ANSWERED}, S.REWORKING, by=acts_for_proposer, label=_("Evaluate: not satisfied"), page="evaluate",
        asks=("verdict", "comment", *COUNTS), needs=(needs.topic_is_not_closed,), accepts=(needs.sends_back_once,),
        then=effects.send_back,
    ),
    Transition(
        "lapse", {S.ANSWERED}, S.EVALUATED, by=is_office, label=_("Note: no evaluation in time"), then=effects.keep_lapse,
        needs=(needs.evaluation_is_overdue,), accepts=(needs.lapses_after_its_time,),
    ),
    Transition(
        "contact", REPORTED, SAME, by=all_of(any_of(answers_as_lead, is_office), needs.may_lack_contact),
        label=_("Note the first contact"), asks=("happened_on", "way", "agreed"),
        needs=(needs.is_not_contacted, needs.topic_is_not_closed),
        accepts=(needs.not_before_referral, needs.not_after_first_answer), then=effects.note_contact,
        explain=_("The day on which the department first met the proposing unit, before it answers."),
    ),
    Transition(
        "strike_contact", REPORTED | {S.OBJECTED}, SAME,
        by=all_of(is_office, needs.is_contacted, was_done_by_another("contact")), label=_("Correct: strike the first contact"),
        asks=("reason",), needs=(needs.topic_is_not_closed,), then=effects.strike_contact,
        explain=_("Another person of the office takes it away; both lines stay in the history."),
    ),
    Transition(
        "report", REPORTED, SAME, by=any_of(answers_as_lead, is_office), label=_("Report progress"),
        asks=("happened_on", "findings", *EVIDENCE, "handling_result", "next_check_on"),
        needs=(needs.topic_is_not_closed,),
        accepts=(needs.not_before_referral, needs.next_check_is_later, files_are_there, noted_once("report")), then=effects.report,
    ),
    Transition(
        "report_share", REPORTED, SAME, by=serves_co_department, label=_("Report progress on your share"),
        asks=("happened_on", "findings", *EVIDENCE, "next_check_on"), needs=(needs.topic_is_not_closed,),
        accepts=(needs.not_before_referral, needs.next_check_is_later, files_are_there, noted_once("report_share")),
        then=effects.note_progress,
        explain=_("The handling result A to D is the lead department's to say."),
    ),
    Transition(
        "strike", REPORTED | {S.OBJECTED}, SAME, by=all_of(is_office, may_strike), label=_("Correct: strike a report of progress"),
        asks=("note", "reason"), needs=(needs.topic_is_not_closed,), then=effects.strike_report,
        explain=_("The report counts nowhere any more and the handling result is the one before; both lines stay in the history."),
    ),
    Transition(
        "carry_out", {S.ANSWERED, S.EVALUATED}, S.CARRIED_OUT, by=organiser_or_office, label=_("Note as carried out"),
        asks=("happened_on", "measures", *EVIDENCE), needs=(needs.is_adopted, needs.topic_is_not_closed),
        accepts=(files_are_there,), demands=("measures", "evidence"), stamps="carried_out_on", then=effects.note_carried_out,
    ),
    Transition(
        "unsucceed_share", OWED_BY_DEPARTMENT | ANSWERED_RECOMMENDATIONS, SAME,
        by=all_of(is_office, back.gave_a_share, back.share_given_by_another),
        label=_("Correct: back to the former co-department"), asks=("back_to", "reason"), needs=(back.answer_is_owed,),
        accepts=(back.share_comes_back,),
        then=back.bring_back_share,
        explain=_("The former co-department has its share again as it was; a successor that came by it alone no longer sees it. "
                  "An objection on which it was relieved counts as upheld."),
    ),
    Transition(
        "correct", {S.REWORKING, S.ANSWERED, S.EVALUATED, S.CARRIED_OUT}, BACK, by=all_of(is_office, is_second_person),
        label=_("Correct the last entry"), asks=("reason",), needs=(needs.topic_is_not_closed,), then=effects.take_back, takes_back=True,
        explain=_("The recommendation goes back to where it was before; both lines stay in the history."),
    ),
    RECOUNT,
    RECOUNT_COUNTERSIGNS,
    *DOCUMENT_NOTES,
)  # fmt: skip
