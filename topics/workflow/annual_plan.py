"""The lifecycle of an annual plan (docs/rules.md): drafted, reviewed, approved, issued, adjusted, finished."""

from django.utils.translation import gettext_lazy as _

from consult.rules import all_of, holds, refusing
from members.models import Role
from members.rules import is_office
from topics.models import AnnualPlan, Step
from topics.models import AnnualPlanStage as S
from topics.workflow import annual_plan_effects as effects
from topics.workflow import annual_plan_ends as ends
from topics.workflow import annual_plan_needs as needs
from topics.workflow.entries import is_second_person, stands_as_left_by, was_left_by
from topics.workflow.machine import BACK, NOTED, SAME, SYSTEM, Transition, Workflow


def drafted_year(user, plan):
    """Edited or submitted any version of the plan of this year."""
    versions = AnnualPlan.objects.filter(year=plan.year)
    submits = Step.objects.filter(annual_plan__in=versions, actor=user, transition="submit")
    return versions.filter(editors=user).exists() or submits.exists()


@refusing(_("You edited or submitted a version of this annual plan; another person of the presidium reviews it."))
def drafted_no_version(user, plan=None):
    return plan is None or not drafted_year(user, plan)


reviews_annual_plan = all_of(holds(Role.PRESIDIUM), drafted_no_version)
reviews_annual_plan.__name__ = "reviews_annual_plan"


MEETING = ("term", "meeting_number")

ANNUAL_PLAN_WORKFLOW = Workflow(
    "annual_plan",
    AnnualPlan,
    Transition("begin", NOTED, SAME, by=is_office, label=_("Annual plan begun"), asks=("adjusts", "reason")),
    Transition(
        "take_in", {S.DRAFTING}, SAME, by=is_office, label=_("Take into the plan"), asks=("candidates", "topics"),
        accepts=(needs.something_is_chosen, needs.chosen_ones_still_wait), then=effects.take_in, page="annual_plan_candidates",
    ),
    Transition(
        "leave_out", {S.DRAFTING}, SAME, by=is_office, label=_("Leave out"), asks=("candidate", "reason"),
        accepts=(needs.candidate_still_waits,), then=effects.leave_out, page="annual_plan_candidates",
        explain=_("Who put it forward sees your reason."),
    ),
    Transition(
        "put_back", {S.DRAFTING}, SAME, by=is_office, label=_("Put back among the candidates"), asks=("candidate", "reason"),
        accepts=(needs.candidate_was_left_out,), then=effects.put_back, page="annual_plan_candidates",
        explain=_("It waits again to be taken in or left out; both lines stay in the history."),
    ),
    Transition(
        "submit", {S.DRAFTING}, S.SUBMITTED, by=is_office, label=_("Submit to the presidium"), tone="primary",
        needs=(
            needs.has_items, needs.items_are_complete, needs.whom_it_names_are_there, needs.no_candidate_waits,
            needs.adjusts_something, needs.adjustments_have_reasons, needs.dropped_items_are_free,
        ),
        explain=_("The presidium reviews the plan as it stands; you can no longer change it."),
    ),
    Transition(
        "withdraw", {S.SUBMITTED}, S.DRAFTING, by=is_office, label=_("Withdraw"), asks=("reason",),
        explain=_("The plan can be changed again and submitted anew."),
    ),
    Transition(
        "pass", {S.SUBMITTED}, S.PRESIDIUM_REVIEWED, by=reviews_annual_plan, label=_("Pass"), tone="primary",
        asks=(*MEETING, "opinion"), writes=MEETING, stamps="reviewed_on",
        explain=_("The plan goes to the Party standing committee of the county for approval."),
    ),
    Transition(
        "return", {S.SUBMITTED}, S.DRAFTING, by=reviews_annual_plan, label=_("Return for revision"), asks=(*MEETING, "reason"),
        explain=_("The office sees your reason, changes the plan and submits it again."),
    ),
    Transition(
        "approve", {S.PRESIDIUM_REVIEWED}, S.COMMITTEE_APPROVED, by=is_office, label=_("Note the approval"), tone="primary",
        asks=("decision_number",), writes=("decision_number",), stamps="approved_on",
        explain=_("What the Party standing committee of the county decided, on which day, under which number."),
    ),
    Transition(
        "send_back", {S.PRESIDIUM_REVIEWED}, S.DRAFTING, by=is_office, label=_("Note that it was sent back"), asks=("reason",),
        then=effects.clear("reviewed_on", "term", "meeting_number"),
        explain=_("The Party standing committee wants it changed; it goes through the presidium again."),
    ),
    Transition(
        "unsend_back", {S.DRAFTING}, BACK, by=all_of(is_office, is_second_person, was_left_by("send_back")),
        label=_("Correct: not sent back"), asks=("reason",),
        needs=(stands_as_left_by("send_back"), needs.draft_is_untouched, needs.no_candidate_waits),
        then=effects.give_review_back, takes_back=True,
        explain=_("The presidium's review of the plan holds again; both lines stay in the history."),
    ),
    Transition(
        "issue", {S.COMMITTEE_APPROVED}, S.ISSUED, by=is_office, label=_("Issue jointly"), tone="primary",
        asks=("document_number",), writes=("document_number",), needs=(needs.dropped_items_are_free,), stamps="issued_on",
        accepts=(ends.document_number_is_new,), then=effects.put_into_force,
        explain=_("Issued by the county Party committee's, the government's and the CPPCC's offices under one number."),
    ),
    Transition(
        "issue_adjustment", {S.PRESIDIUM_REVIEWED}, S.ISSUED, by=is_office, label=_("Issue the adjustment"),
        asks=("decision_number", "document_number"), writes=("decision_number", "document_number"), stamps="issued_on",
        needs=(needs.is_adjustment, needs.dropped_items_are_free), accepts=(ends.document_number_is_new,),
        then=effects.put_into_force,
        explain=_("The county Party committee agreed without a meeting of its standing committee; name the paper that says so."),
    ),
    Transition(
        "adjust", {S.ISSUED}, SAME, by=is_office, label=_("Adjust"), asks=("reason", "begins_from"), needs=(ends.nothing_else_in_work,),
        then=effects.begin_adjustment,
        explain=_("A new version is drafted from this one, which stays in force until the new one is issued."),
    ),
    Transition("supersede", {S.ISSUED}, S.ADJUSTED, by=SYSTEM, label=_("Replaced by its adjustment")),
    Transition("restore", {S.ADJUSTED}, BACK, by=SYSTEM, label=_("In force again"), takes_back=True),
    Transition(
        "finish", {S.ISSUED}, S.FINISHED, by=is_office, label=_("Finish the year"), asks=("undone",), stamps="finished_on",
        needs=(ends.nothing_else_in_work, ends.its_last_month_has_come), accepts=(ends.year_is_nearly_over, ends.undone_items_have_reasons),
        then=effects.keep_undone_reasons, page="annual_plan_finish",
        explain=_("The plan is closed; each item that was not done keeps its reason."),
    ),
    Transition(
        "abandon", {S.DRAFTING}, S.ABANDONED, by=is_office, label=_("Give up this draft"), asks=("reason",), tone="danger",
        needs=(needs.no_candidate_waits,), explain=_("The draft stays readable; another one can be begun."),
    ),
    Transition(
        "revoke_review", {S.PRESIDIUM_REVIEWED}, BACK, by=all_of(reviews_annual_plan, is_second_person),
        label=_("Correct: not reviewed yet"), asks=("reason",), takes_back=True,
        then=effects.clear("reviewed_on", "term", "meeting_number"),
        explain=_("The plan goes back to where it was before; both lines stay in the history."),
    ),
    Transition(
        "correct", {S.COMMITTEE_APPROVED, S.ISSUED, S.FINISHED, S.ABANDONED}, BACK, by=all_of(is_office, is_second_person),
        label=_("Correct the last entry"), asks=("reason",), takes_back=True,
        needs=(ends.nothing_else_in_work, ends.what_it_adjusts_is_in_force, ends.nothing_carries_it_out),
        then=effects.take_back, foretells=ends.besides_the_correction,
        explain=_("The plan goes back to where it was before; both lines stay in the history."),
    ),
)  # fmt: skip
