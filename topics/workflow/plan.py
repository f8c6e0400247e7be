"""The lifecycle of one version of a plan: first the Party group, then the presidium."""

from django.utils.translation import gettext_lazy as _

from consult.rules import all_of
from members.rules import is_office
from topics.models import Body, Plan
from topics.models import PlanStage as S
from topics.models.plan import OPEN_PLANS
from topics.plans.separate_hands import corrects_for, is_no_drafter, records_for
from topics.rules import acts_for_organiser
from topics.workflow import plan_effects as effects
from topics.workflow import plan_needs as needs
from topics.workflow.entries import is_second_person, was_left_by
from topics.workflow.machine import BACK, SAME, SYSTEM, Transition, Workflow


def decision(name, sources, target, body, label, then=None):
    """A row by which a body decides; taken on the decision sheet of its meeting."""
    return Transition(
        name, sources, target, by=records_for(body), label=label, asks=("item", "outcome", "opinion"), page="decision_sheet",
        needs=(needs.topic_is_under_way,),
        accepts=(needs.is_entry_of(body, name), needs.is_on_held_agenda, needs.reason_is_given, needs.dates_in_order),
        then=effects.record_decision(then),
    )  # fmt: skip


def correction(name, sources, target, body, label):
    """A row by which a second person of the body takes a wrong entry back."""
    return Transition(
        name, sources, target, by=corrects_for(body), label=label, asks=("item", "reason"), page="decision_correct",
        needs=(needs.topic_still_waits,), accepts=(needs.is_entry_of(body), needs.is_last_decision, needs.nothing_built_on_it),
        then=effects.revoke_decision, takes_back=True,
    )  # fmt: skip


COMPLETE = (
    needs.is_complete, needs.venue_is_choosable, needs.leader_is_in_office, needs.invites_members_in_office,
    needs.has_free_dialogue,
)  # fmt: skip
PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM

PLAN_WORKFLOW = Workflow(
    "plan",
    Plan,
    Transition(
        "submit", {S.DRAFT}, S.SUBMITTED, by=acts_for_organiser, label=_("Submit for review"), tone="primary",
        needs=(needs.is_no_revision, needs.topic_takes_plans, *COMPLETE), accepts=(needs.takes_place_after,),
        then=effects.start_review, explain=_("This version is frozen; the Party group decides first, then the presidium."),
    ),
    Transition(
        "submit_revision", {S.DRAFT}, S.REVISED, by=acts_for_organiser, label=_("Submit the revision"), tone="primary",
        needs=(needs.is_revision, *COMPLETE), accepts=(needs.takes_place_after,),
        explain=_("The office confirms that the revision answers the condition and nothing else."),
    ),
    Transition(
        "confirm_party_group", {S.REVISED}, S.PARTY_PASSED, by=all_of(is_office, is_no_drafter), tone="primary",
        label=_("Confirm the revision"), needs=(needs.revises_party_passed,), then=effects.replace_revised,
        explain=_("The Party group's decision carries over to this version, which can go to the presidium."),
    ),
    Transition(
        "confirm_presidium", {S.REVISED}, S.APPROVED, by=all_of(is_office, is_no_drafter), tone="primary",
        label=_("Confirm the revision"), needs=(needs.revises_approved,), then=effects.replace_revised,
        explain=_("The presidium's decision carries over to this version; sessions can be held."),
    ),
    Transition(
        "refuse_revision", {S.REVISED}, S.DRAFT, by=all_of(is_office, is_no_drafter), label=_("Send the revision back"),
        asks=("reason",), explain=_("The organiser's staff see your reason and go on with the draft."),
    ),
    Transition(
        "withdraw_revision", {S.DRAFT, S.REVISED}, S.WITHDRAWN,
        by=all_of(acts_for_organiser, was_left_by("submit_revision", "refuse_revision")), label=_("Withdraw the revision"),
        asks=("reason",), explain=_("The version before it waits for another revision; its decision can be corrected."),
    ),
    Transition(
        "unconfirm", {S.PARTY_PASSED, S.APPROVED}, S.REVISED,
        by=all_of(is_office, is_no_drafter, is_second_person, was_left_by("confirm_party_group", "confirm_presidium")),
        label=_("Correct: not confirmed yet"), asks=("reason",), needs=(needs.topic_still_waits,),
        accepts=(needs.nothing_built_on_it, needs.is_undecided), then=effects.bring_back_revised, takes_back=True,
        explain=_("The revision waits for the office again, and the version before it stands until then; both lines stay."),
    ),
    Transition(
        "withdraw", {S.SUBMITTED, S.PARTY_PASSED}, S.WITHDRAWN, by=acts_for_organiser, label=_("Withdraw"), asks=("reason",),
        then=effects.take_down,
        explain=_("It is taken off the agenda; a copy goes through both bodies anew. The office takes up again what was withdrawn by mistake."),
    ),
    Transition(
        "reinstate", {S.WITHDRAWN}, BACK, by=all_of(is_office, is_second_person), label=_("Correct: take up again"),
        asks=("reason",), needs=(needs.was_under_review, needs.topic_takes_plans), accepts=(needs.nothing_built_on_it,),
        then=effects.start_review, takes_back=True,
        explain=_("What the Party group decided stands; the office puts the plan on an agenda again. Both lines stay."),
    ),
    Transition("drop", OPEN_PLANS, S.WITHDRAWN, by=SYSTEM, label=_("Withdrawn with its topic"), then=effects.take_down_alone),
    Transition("supersede", {S.PARTY_PASSED, S.APPROVED}, S.SUPERSEDED, by=SYSTEM, label=_("Replaced by its revision")),
    Transition("restore", {S.SUPERSEDED}, BACK, by=SYSTEM, label=_("Stands again"), takes_back=True),
    decision("pass_party_group", {S.SUBMITTED}, S.PARTY_PASSED, PARTY, _("Party group: passed")),
    decision("return_party_group", {S.SUBMITTED}, S.RETURNED, PARTY, _("Party group: returned"), effects.end_review),
    decision("refuse_party_group", {S.SUBMITTED}, S.REFUSED, PARTY, _("Party group: not passed"), effects.end_review),
    decision("defer_party_group", {S.SUBMITTED}, SAME, PARTY, _("Party group: deferred")),
    decision("pass_presidium", {S.PARTY_PASSED}, S.APPROVED, PRESIDIUM, _("Presidium: passed"), effects.approve_topic),
    decision("return_presidium", {S.PARTY_PASSED}, S.RETURNED, PRESIDIUM, _("Presidium: returned"), effects.end_review),
    decision("refuse_presidium", {S.PARTY_PASSED}, S.REFUSED, PRESIDIUM, _("Presidium: not passed"), effects.end_review),
    decision("defer_presidium", {S.PARTY_PASSED}, SAME, PRESIDIUM, _("Presidium: deferred")),
    correction(
        "revoke_party_group", {S.SUBMITTED, S.PARTY_PASSED, S.RETURNED, S.REFUSED}, S.SUBMITTED, PARTY,
        _("Correct the Party group's entry"),
    ),
    correction(
        "revoke_presidium", {S.PARTY_PASSED, S.APPROVED, S.RETURNED, S.REFUSED}, S.PARTY_PASSED, PRESIDIUM,
        _("Correct the presidium's entry"),
    ),
)  # fmt: skip


def transition_for(body, outcome):
    """The name of the transition that an outcome means for a body."""
    return f"{needs.DECIDES[outcome]}_{body}"
