"""The agenda of a review meeting as its readers see it, read in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.options import held
from topics.models import AgendaItem, Body, Decision, MeetingStage, Plan
from topics.plans.comparison import compare
from topics.plans.rounds import Rounds
from topics.plans.separate_hands import DECIDED_FOR_OTHER, DRAFTED, decided_rounds, drafted_rounds, other_body
from topics.workflow import PLAN_WORKFLOW


@dataclass
class Row:
    """One item: the plan, what was decided, what changed since the body last saw it, and why a reader may not decide.

    `forbidden` is a matter of rights, `blocked` of the state of things; both empty: the reader may decide it.
    """

    item: AgendaItem
    plan: Plan
    decision: Decision | None
    revoked: list
    party: Decision | None
    base: Plan | None
    is_base_of_party: bool
    unit: str
    forbidden: str = ""
    blocked: str = ""
    may_correct: bool = False
    form: object = None
    note: str = ""
    typed: list = field(default_factory=list)

    @property
    def is_open(self):
        return not (self.forbidden or self.blocked)

    @cached_property
    def comparison(self):
        """What differs from the version that was seen before; None where the body sees the plan for the first time."""
        return compare(self.base, self.plan) if self.base else None


def papers_are_late(meeting):
    """Whether papers put on the agenda today reach the body later than the days that are set."""
    days = timedelta(days=held("papers_days_before_meeting"))
    return meeting.is_planned and meeting.meets_on < timezone.localdate() + days


def rows_of(meeting, user):
    """The items of the meeting in their order, those taken down last, as the user sees them."""
    decisions = Decision.objects.select_related("recorded_by", "revoked_by").order_by("pk")
    items = list(meeting.items.select_related("plan").prefetch_related(Prefetch("decisions", decisions)))
    items.sort(key=lambda item: not item.is_listed)
    plans = [item.plan for item in items]
    rounds = Rounds(plans)
    drafted, decided = rounds_of_hand(user, meeting, plans)
    rows = []
    for item in items:
        row = row_of(item, meeting, rounds)
        round_ = (row.plan.topic_id, row.plan.round)
        row.forbidden = forbidden(user, meeting, round_ in drafted, round_ in decided)
        row.blocked = blocked(row, meeting)
        row.may_correct = may_correct(row, user, meeting)
        rows.append(row)
    return rows


def listed_rows(meeting, user):
    return [row for row in rows_of(meeting, user) if row.item.is_listed]


def rounds_of_hand(user, meeting, plans):
    """The rounds that the user drafted and those that the user decided on before; asked of the meeting's body alone."""
    if not user.holds(meeting.body):
        return set(), set()
    return drafted_rounds(user, plans), decided_rounds(user, plans, other_body(meeting.body))


def row_of(item, meeting, rounds):
    plan = rounds[item.plan]
    base = rounds.before(plan, meeting.body, meeting)
    party = rounds.decision(plan, Body.PARTY_GROUP) if meeting.is_of_presidium else None
    seen_by_party = base is None and party is not None
    standing = [decision for decision in item.decisions.all() if decision.revoked_by_id is None]
    return Row(
        item=item,
        plan=plan,
        decision=standing[0] if standing else None,
        revoked=[decision for decision in item.decisions.all() if decision.revoked_by_id],
        party=party,
        base=rounds.versions[party.plan_id] if seen_by_party else base,
        is_base_of_party=seen_by_party,
        unit=plan.topic.organised_on(meeting.meets_on),
    )


def forbidden(user, meeting, has_drafted, has_decided):
    """Why the user has no right to record a conclusion on the round, in words, or nothing."""
    if not user.holds(meeting.body):
        return _("Only the %(body)s records its conclusions.") % {"body": meeting.get_body_display()}
    if has_drafted:
        return DRAFTED
    if has_decided:
        return DECIDED_FOR_OTHER
    return ""


def blocked(row, meeting):
    """Why nobody can record a conclusion on the item now, in words, or nothing."""
    if not row.item.is_undecided:
        return row.item.get_state_display()
    if meeting.stage != MeetingStage.HELD:
        return _("Conclusions are recorded once the meeting is marked as held.")
    if any(decision.outcome == Decision.Outcome.AFTER_REVISION for decision in row.plan.standing):
        return _("The Party group's condition is not yet answered by a confirmed revision.")
    return "".join(PLAN_WORKFLOW[f"pass_{meeting.body}"].unmet(row.plan))


def may_correct(row, user, meeting):
    """Whether the user is a second person of the body who may take the entry back while the meeting is open."""
    return (
        row.decision is not None
        and not row.forbidden
        and meeting.stage == MeetingStage.HELD
        and row.decision.recorded_by_id != user.pk
    )
