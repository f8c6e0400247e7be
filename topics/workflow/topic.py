"""The lifecycle of a topic, from its draft to its archive."""

from django.utils.translation import gettext_lazy as _

from consult.rules import all_of
from members.rules import is_office
from topics.deadlines import topic_due
from topics.models import Topic
from topics.models import TopicStage as S
from topics.models.topic_stage import CARRYING_OUT, GONE, LIVING, TAKES_OTHERS_IN
from topics.rules import acts_for_organiser, acts_for_proposer, is_of_committee_or_nobody, organiser_or_office, visits
from topics.workflow import notes
from topics.workflow import topic_effects as effects
from topics.workflow import topic_needs as needs
from topics.workflow.documents import DOCUMENT_NOTES, EVIDENCE, files_are_there
from topics.workflow.entries import is_in_time_or_second, is_second_person, stands_as_left_by, was_left_by
from topics.workflow.machine import BACK, SAME, SYSTEM, Transition, Workflow
from topics.workflow.numbers import archive_number_is_free, number_before_is_free
from topics.workflow.recommendation_needs import next_check_is_later
from topics.workflow.recount import RECOUNT

RESEARCHED = {S.ACCEPTED, S.PLAN_REVIEW, S.APPROVED, S.CONSULTING}
AFTER_OUTCOME = {S.CONCLUDED, S.REFERRED, S.ANSWERED, S.TRACKING}
FACTS = (
    "title", "background", "points", "suggestions", "category", "is_livelihood", "form", "is_planned", "plan_item",
    "leading_vice_chair", "assigning_body", "letter_number", "letter_date", "selection_reason", "origin_document",
    "townships", "departments",
)  # fmt: skip
KNOWN_DATES = ("proposed_on", "accepted_on", "approved_on", "concluded_on", "closed_on")
# Put right or passed on at any time, without a step back and with nothing resting on it.
PUT_RIGHT = ("edit", "hand_over")
RECORD = (
    "title", "proof", "source", "assigning_body", "recommenders", "recommended_by_names", "category", "is_livelihood", "form",
    "is_planned", "townships", "background", "points", "known_result",
)  # fmt: skip
RECORDED = (*RECORD, *KNOWN_DATES, "organiser", "recorded_at_county", "year", "proposer")

TOPIC_WORKFLOW = Workflow(
    "topic",
    Topic,
    Transition(
        "propose", {S.DRAFT, S.RETURNED}, S.PROPOSED, by=acts_for_proposer, label=_("Propose"), tone="primary",
        needs=(needs.is_complete, needs.source_is_proven, needs.recommenders_are_named, needs.origin_is_named), stamps="proposed_on",
        explain=_("The topic goes to the CPPCC office for screening; you can no longer change it."),
    ),
    Transition(
        "accept", {S.PROPOSED}, S.ACCEPTED, by=is_office, label=_("Accept"), tone="primary",
        asks=("organiser", "form", "category", "is_planned", "leading_vice_chair"),
        writes=("organiser", "form", "category", "is_planned", "plan_item", "leading_vice_chair"), tells_changes=("category",),
        stamps="accepted_on",
        accepts=(needs.organiser_is_current, needs.not_before_proposal, needs.keeps_to_the_annual_plan),
        then=effects.number_and_organise,
        explain=_("The topic gets its number, and the organiser drafts a plan."),
    ),
    Transition(
        "return", {S.PROPOSED}, S.RETURNED, by=is_office, label=_("Return for revision"), asks=("reason",),
        explain=_("The proposing unit sees your reason, can change the topic and propose it again."),
    ),
    Transition(
        "merge", {S.PROPOSED, S.ACCEPTED, S.PLAN_REVIEW}, S.MERGED, by=is_office, label=_("Merge into another topic"),
        asks=("merged_into", "reason"), writes=("merged_into",), accepts=(needs.target_lives,), then=effects.absorb,
        explain=_("Open plans are withdrawn; the proposers become co-proposers of the other topic. Both histories say so."),
    ),
    Transition(
        "reject", {S.PROPOSED}, S.REJECTED, by=is_office, label=_("Reject"), asks=("goes_instead", "reason"),
        writes=("goes_instead",), tone="danger", takes_along=needs.merged_into_it,
        explain=_("The topic is not taken up; the proposing unit sees your reason and where it goes instead."),
    ),
    Transition(
        "withdraw", {S.PROPOSED, S.RETURNED}, S.WITHDRAWN, by=acts_for_proposer, label=_("Withdraw"), asks=("reason",),
        needs=(needs.took_in_no_other,), explain=_("The topic is taken back and no longer screened."),
    ),
    Transition(
        "pass_on", {S.RETURNED}, SAME, by=all_of(is_office, is_of_committee_or_nobody), label=_("Give to another unit"),
        asks=("proposer", "reason"), writes=("proposer", "proposing_committee"), accepts=(needs.unit_is_another,),
        explain=_("The unit finds the returned topic at home, changes it and proposes it as its own, or withdraws it."),
    ),
    Transition("review", {S.ACCEPTED}, S.PLAN_REVIEW, by=SYSTEM, label=_("Plan under review")),
    Transition("unreview", {S.PLAN_REVIEW}, S.ACCEPTED, by=SYSTEM, label=_("Plan back with the organiser")),
    Transition("approve", {S.PLAN_REVIEW}, S.APPROVED, by=SYSTEM, label=_("Plan approved"), stamps="approved_on"),
    Transition(
        "unapprove", {S.APPROVED}, S.PLAN_REVIEW, by=SYSTEM, label=_("Approval corrected"), then=effects.clear("approved_on"),
        takes_back=True,
    ),
    Transition("consult", {S.APPROVED}, S.CONSULTING, by=SYSTEM, label=_("First session completed")),
    Transition(
        "conclude", {S.CONSULTING}, S.CONCLUDED, by=acts_for_organiser, label=_("Conclude"), tone="primary",
        needs=(needs.has_session_in_round, needs.no_open_session, needs.no_open_plan, needs.has_outcome),
        accepts=(needs.follows_its_sessions,), stamps="concluded_on", page="outcome",
        explain=_("The outcome goes to the office, which refers its recommendations to the departments."),
    ),
    Transition(
        "another_round", {S.CONCLUDED}, S.CONSULTING, by=acts_for_organiser, label=_("Another round"), asks=("reason",),
        then=effects.open_round, explain=_("A new plan for the next round goes through both bodies again."),
    ),
    Transition(
        "end_round", {S.CONSULTING}, S.CONCLUDED, by=acts_for_organiser, label=_("Go on without this round"), asks=("reason",),
        needs=(needs.is_later_round, needs.no_session_in_round, needs.no_open_session, needs.no_open_plan),
        then=effects.give_up_round, takes_back=True, explain=_("The topic goes on with the outcome of the round before."),
    ),
    Transition(
        "refer", {S.CONCLUDED}, S.REFERRED, by=is_office, label=_("Refer to departments"), tone="primary", asks=("referrals",),
        needs=(needs.has_recommendations,), accepts=(needs.every_one_has_a_lead,), stamps="referred_on", then=effects.refer_all,
        page="refer", explain=_("Each department receives its recommendations with the due date."),
    ),
    Transition("answer", {S.REFERRED}, S.ANSWERED, by=SYSTEM, label=_("All answered"), stamps="answered_on"),
    Transition(
        "follow_on", {S.REFERRED}, S.TRACKING, by=SYSTEM, label=_("All answered, the follow-up goes on"), stamps="answered_on",
    ),
    Transition(
        "rework", {S.ANSWERED, S.TRACKING}, S.REFERRED, by=SYSTEM, label=_("Back with a department"),
        then=effects.clear("answered_on"),
    ),
    Transition(
        "unrework", {S.REFERRED}, BACK, by=SYSTEM, label=_("Not back with a department"), then=effects.give_back_answer,
        takes_back=True,
    ),
    Transition(
        "track", {S.CONCLUDED, S.ANSWERED}, S.TRACKING, by=organiser_or_office, label=_("Follow up"),
        needs=(needs.nothing_open,), explain=_("Visits and progress are recorded until the office closes the topic."),
    ),
    Transition(
        "close", {S.CONCLUDED, S.ANSWERED, S.TRACKING}, S.CLOSED, by=is_office, label=_("Close and archive"), tone="primary",
        asks=("archive_number",), writes=("archive_number",), needs=(needs.nothing_open, needs.nothing_to_evaluate),
        accepts=(archive_number_is_free,), stamps="closed_on",
        explain=_("The topic is archived under this number: one topic, one file."),
    ),
    Transition(
        "reopen", {S.CLOSED}, S.TRACKING, by=is_office, label=_("Reopen"), asks=("reason",), then=effects.clear("closed_on"),
        explain=_("The topic goes back into follow-up; its archive number stays in the history."),
    ),
    Transition(
        "research", RESEARCHED, SAME, by=acts_for_organiser, label=_("Note research"),
        asks=("happened_on", "done_until", "places", "members", "people", "findings"),
        accepts=(notes.ends_after_it_begins, notes.members_were_in_office, notes.noted_once("research")),
        then=effects.note_research,
    ),
    Transition(
        "instruct", AFTER_OUTCOME, SAME, by=organiser_or_office, label=_("Note a written instruction"),
        asks=("happened_on", "leader", "text"), accepts=(notes.noted_once("instruct"),), then=effects.note_instruction,
    ),
    Transition(
        "visit", {S.REFERRED, S.ANSWERED, S.TRACKING}, SAME, by=visits, label=_("Note a visit"),
        asks=("happened_on", "members", "findings", *EVIDENCE, "next_check_on"),
        accepts=(
            needs.follows_the_outcome, notes.members_were_in_office, next_check_is_later, files_are_there,
            notes.noted_once("visit"),
        ),
        then=effects.note_visit,
    ),
    Transition(
        "strike", RESEARCHED | AFTER_OUTCOME, SAME, by=all_of(is_office, notes.may_strike), label=_("Correct: strike a note"),
        asks=("note", "reason"), then=notes.strike,
        explain=_("The research, visit or instruction counts nowhere any more; both lines stay in the history."),
    ),
    Transition(
        "suspend", {S.ACCEPTED}, S.SUSPENDED, by=is_office, label=_("Suspend"), asks=("reason",),
        explain=_("Work on the topic rests until the office resumes it."),
    ),
    Transition(
        "resume", {S.SUSPENDED}, S.ACCEPTED, by=is_office, label=_("Resume"), asks=("reason",), tone="primary", takes_back=True,
    ),
    Transition(
        "hand_over", LIVING, SAME, by=is_office, label=_("Hand over"), asks=("organiser", "reason"), writes=("organiser",),
        accepts=(needs.organiser_is_another, needs.organiser_is_current, needs.follows_its_organiser), then=effects.change_organiser,
        explain=_("Another organiser goes on with the topic; the history of organisers keeps the dates."),
    ),
    Transition(
        "stop", {S.ACCEPTED, S.SUSPENDED, S.APPROVED, S.CONSULTING}, S.STOPPED, by=is_office, label=_("Stop"),
        asks=("reason",), then=effects.close_what_is_open, tone="danger", takes_along=needs.merged_into_it,
        explain=_("The topic ends here; open plans are withdrawn and planned sessions cancelled."),
    ),
    Transition(
        "edit", LIVING, SAME, by=organiser_or_office, label=_("Edit facts"), asks=FACTS, writes=FACTS,
        accepts=(needs.keeps_to_the_annual_plan,), page="topic_update",
    ),
    Transition(
        "amend_outcome", {S.CONCLUDED}, SAME, by=acts_for_organiser, label=_("Amend the outcome"), page="outcome",
        asks=("changes",),
    ),
    Transition("record", {S.DRAFT}, S.RECORDED, by=is_office, label=_("Record afterwards"), needs=(needs.has_proof,),
               page="topic_record"),
    Transition(
        "correct_record", {S.RECORDED}, SAME, by=all_of(is_office, is_second_person), label=_("Correct the record"),
        asks=(*RECORDED, "reason"), writes=RECORDED, needs=(needs.has_proof,), page="topic_update",
        explain=_("A second person of the office puts right what was recorded; the old text stays in the history."),
    ),
    Transition(
        "unrecord", {S.RECORDED}, S.WITHDRAWN, by=all_of(is_office, is_in_time_or_second), label=_("Take back the record"),
        asks=("reason",), needs=(stands_as_left_by("record", beside=("correct_record",)),), forgets=(*KNOWN_DATES, "year"),
        explain=_("The record counts nowhere any more; the history keeps that it was there, and why it was taken back."),
    ),
    Transition(
        "absorb", TAKES_OTHERS_IN, SAME, by=SYSTEM, label=_("Took in a merged topic"), writes=("is_planned",),
    ),
    Transition(
        "release", frozenset(S), SAME, by=SYSTEM, label=_("A merged topic was taken out again"), writes=("is_planned",),
    ),
    Transition(
        "plan_in", CARRYING_OUT, SAME, by=SYSTEM, label=_("Taken into the annual plan"), writes=("is_planned", "plan_item"),
    ),
    Transition(
        "plan_out", CARRYING_OUT, SAME, by=SYSTEM, label=_("Out of the annual plan again"), writes=("is_planned", "plan_item"),
    ),
    Transition(
        "reinstate", GONE, BACK, by=all_of(is_office, is_second_person),
        label=_("Correct: take up again"), asks=("reason",), needs=(needs.its_item_is_free,), then=effects.bring_back,
        takes_back=True,
        explain=_(
            "The topic goes back to where it was before, both lines staying; a plan withdrawn with it is taken up again on its page, or copied."
        ),
    ),
    Transition(
        "unaccept", {S.ACCEPTED}, S.PROPOSED, by=all_of(is_office, is_in_time_or_second), label=_("Take back the acceptance"),
        asks=("reason",), needs=(stands_as_left_by("accept", beside=PUT_RIGHT), needs.no_plan_drafted), then=effects.take_back_acceptance,
        takes_back=True,
        explain=_("The topic waits for screening again. Its number stays with it and is given to no other topic."),
    ),
    Transition(
        "unreturn", {S.RETURNED}, S.PROPOSED, by=all_of(is_office, is_in_time_or_second), label=_("Take back the return"),
        asks=("reason",), needs=(stands_as_left_by("return"), needs.unchanged_since_return),
        then=effects.give_back_due_date, takes_back=True,
        explain=_("The topic waits for screening again, as it was proposed."),
    ),
    Transition(
        "unrefer", {S.REFERRED}, S.CONCLUDED, by=all_of(is_office, is_in_time_or_second), label=_("Take back the referral"),
        asks=("reason",), needs=(stands_as_left_by("refer", beside=PUT_RIGHT), needs.no_answer_drafted), then=effects.take_back_referral, takes_back=True,
        explain=_("The departments no longer see the recommendations, which wait to be referred anew."),
    ),
    Transition(
        "unconclude", {S.CONCLUDED}, S.CONSULTING, by=all_of(is_office, is_second_person), label=_("Take back the conclusion"),
        asks=("reason",), needs=(stands_as_left_by("conclude", beside=("amend_outcome", *PUT_RIGHT)),), then=effects.take_back_conclusion, takes_back=True,
        explain=_("The topic is in consultation again; a session can be corrected, and the outcome stays as a draft."),
    ),
    Transition(
        "untrack", {S.TRACKING}, BACK, by=all_of(is_office, is_second_person, was_left_by("track")), label=_("Take back the follow-up"),
        asks=("reason",), needs=(stands_as_left_by("track", beside=PUT_RIGHT),), then=effects.give_back_due_date, takes_back=True,
        explain=_("The topic waits again to be followed up or closed; both lines stay in the history."),
    ),
    Transition(
        "unclose", {S.CLOSED}, BACK, by=all_of(is_office, is_second_person), label=_("Take back the closing"),
        asks=("reason",), needs=(stands_as_left_by("close", beside=("plan_in", "plan_out")), number_before_is_free), then=effects.take_back_closing, takes_back=True,
        explain=_("The topic goes on where it was, as if it had not been closed; the archive number of this closing is free again."),
    ),
    Transition(
        "unreopen", {S.TRACKING}, BACK, by=all_of(is_office, is_second_person, was_left_by("reopen")),
        label=_("Take back the reopening"), asks=("reason",), needs=(stands_as_left_by("reopen"),),
        then=effects.give_back_closing, takes_back=True,
        explain=_("The topic is closed as before, on the day and under the archive number of its closing."),
    ),
    RECOUNT,
    *DOCUMENT_NOTES,
    due=topic_due,
)  # fmt: skip
