"""How a record moves: tables of transitions, run by one small machine that writes the history."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.rules import capacity
from topics.models import AgendaItem, AnnualPlan, AnnualPlanItem, ReviewMeeting, Topic
from topics.rules import nobody
from topics.workflow.entries import SAME, WORKFLOWS, last_entry
from topics.workflow.history import OWN_CHAINS, Act, changes, write
from topics.workflow.refusals import (
    Moved,
    changed_meanwhile,
    refuse_answers,
    refuse_elsewhere,
    refuse_unentitled,
    refuse_unmet,
)

SYSTEM = nobody
# No stage to start from: the page that makes or adds something writes the line itself, by `note`.
NOTED = frozenset()
BACK = "back"


@dataclass(frozen=True)
class Transition:
    """One row of a workflow table.

    `target` is a stage, SAME (stays) or BACK (where the last move into the present stage came from). `needs` are claims
    `(record) -> reason or None` that must hold; `accepts` the same of `(record, answers, happened_on)`, or a list of reasons. `asks` names the
    questions of its form; those in `demands` are answered here, though elsewhere they need not be; those in `writes` become fields of the record, told in the history as changes
    where the stage stays, else those in `tells_changes`; those in `forgets` become empty and are told so. `stamps` names a date field set to the day it
    happened. `usual_day(record, today)` is the day it happened where nothing else is said, today where the table names none.
    `late(user, record)` is the reason why it is no longer offered today, though an earlier day may still be noted.
    `proposes(record)` are the answers with which its form begins. `then(record, step, answers)` is its one effect, inside the same transaction. `takes_back` marks a correction: the move
    before it no longer counts; `takes_along(record)` gives those that end with the record, `foretells(record)` in words what
    else it does, told before it and after. `page` names the URL of the page it is taken on, where the plain form of a step is not enough.
    """

    name: str
    sources: frozenset | set
    target: str
    by: Callable
    label: str | Promise
    asks: tuple = ()
    demands: tuple = ()
    writes: tuple = ()
    needs: tuple = ()
    accepts: tuple = ()
    stamps: str = ""
    usual_day: Callable = lambda record, today: today
    late: Callable = lambda user, record: None
    proposes: Callable = lambda record: {}
    then: Callable | None = None
    explain: str | Promise = ""
    tone: str = "plain"
    page: str = ""
    takes_along: Callable = lambda record: ()
    foretells: Callable = lambda record: ""
    takes_back: bool = False
    tells_changes: tuple = ()
    forgets: tuple = ()

    @property
    def is_caused(self):
        return self.by is SYSTEM

    def unmet(self, record):
        """The reasons, in words, why the record cannot take this transition now."""
        return [reason for need in self.needs if (reason := need(record))]

    def hindrances(self, user, record):
        """The reasons why its button is off for the user."""
        return [*self.unmet(record), *filter(None, [self.late(user, record)])]

    def lands(self, record):
        """The stage this transition leads to from the record's present stage; none to go back to keeps it there."""
        if self.target == BACK:
            last = last_entry(record)
            return last.from_stage if last else record.stage
        return record.stage if self.target == SAME else self.target


@dataclass(frozen=True)
class Offer:
    """A transition offered to a user on a page, with the reasons why its button is off, if any, and what else it does."""

    transition: Transition
    unmet: list
    foretold: str = ""


class Workflow:
    """The lifecycle of one kind of record: its transitions by name, and the rule that sets a due date at each entry."""

    def __init__(self, lifecycle, model, *transitions, due=None):
        self.lifecycle, self.model, self.due = lifecycle, model, due
        self.transitions = {transition.name: transition for transition in transitions}
        WORKFLOWS[lifecycle] = self

    def __getitem__(self, name):
        return self.transitions[name]

    def offers(self, user, record):
        """What the user may do with the record in its present stage, in the order of the table."""
        return [
            Offer(transition, transition.hindrances(user, record), transition.foretells(record))
            for transition in self.transitions.values()
            if record.stage in transition.sources and transition.by(user, record)
        ]


def offers(user, record):
    return WORKFLOWS[record.lifecycle].offers(user, record)


def may_take(user, record, name):
    """Whether the user has the right to this transition and the record stands where it starts."""
    transition = WORKFLOWS[record.lifecycle][name]
    return record.stage in transition.sources and transition.by(user, record)


def take(record, name, *, by, happened_on=None, now=None, **answers):
    """Move the record and write the line in its history; return the `Step`.

    Raises `PermissionDenied` without the right, `Moved` where the stage or version is no longer what `record` says,
    `ValidationError` where a need is not met. `happened_on` defaults to the usual day of the transition as of `now`, which
    defaults to the clock.
    """
    transition = WORKFLOWS[record.lifecycle][name]
    now = now or timezone.now()
    happened_on = happened_on or transition.usual_day(record, timezone.localdate(now))
    if transition.is_caused:
        raise PermissionDenied
    refuse_elsewhere(transition, record)
    with transaction.atomic():
        lock(record, getattr(record, "merged_into", None), *answers.values())
        fresh = reread(record)
        refuse_unentitled(transition, by, fresh)
        refuse_unmet(transition, fresh)
        refuse_answers(transition, fresh, answers, happened_on, now)
        act = Act(by, capacity(transition.by, by, fresh), happened_on, now)
        step = move(fresh, transition, act, answers)
    record.refresh_from_db()
    return step


def follow(record, name, *, cause, **answers):
    """Move the record as a consequence of another record's step, inside its transaction and in its name."""
    transition = WORKFLOWS[record.lifecycle][name]
    fresh = type(record).objects.get(pk=record.pk)
    if fresh.stage not in transition.sources:
        raise Moved(_("“%(record)s” has moved on meanwhile.") % {"record": record}, record=fresh)
    refuse_unmet(transition, fresh)
    act = Act(cause.actor, cause.on_behalf_of, cause.happened_on, cause.recorded_at, is_consequence=True)
    return move(fresh, transition, act, answers)


def note(record, name, *, by, now=None, **answers):
    """Write a line of what was made of the record or added to it, which keeps its stage and version; return the `Step`.

    Raises `PermissionDenied` without the right. To be called inside the transaction of what the line tells.
    """
    transition, now = WORKFLOWS[record.lifecycle][name], now or timezone.now()
    refuse_unentitled(transition, by, record)
    lock(record)
    act = Act(by, capacity(transition.by, by, record), timezone.localdate(now), now)
    step = write(record, act, transition=name, from_stage=record.stage, to_stage=record.stage, answers=answers)
    if transition.then:
        transition.then(record, step, answers)
    return step


def lock(record, *others):
    """Lock what the move touches: topics, then meetings, then annual plans with all versions of their year.

    Each in the order of ids, so that no two wait for each other.
    """
    each = [item for other in (record, *others) for item in (other if isinstance(other, list) else [other])]
    annual = [item.plan if isinstance(item, AnnualPlanItem) else item for item in each]
    plans = [plan for plan in annual if isinstance(plan, AnnualPlan)]
    moving = [item for item in each if getattr(item, "lifecycle", "") not in {"", *OWN_CHAINS}]
    topics = {item.pk if item.lifecycle == "topic" else item.topic_id for item in moving}
    topics |= (
        set(AnnualPlanItem.objects.filter(plan__in=plans).values_list("taken_from", flat=True)) if plans else set()
    )
    meetings = {item.meeting_id for item in others if isinstance(item, AgendaItem)}
    years = {plan.year for plan in plans}
    lock_rows(Topic, pk__in=topics)
    lock_rows(ReviewMeeting, pk__in=meetings)
    lock_rows(AnnualPlan, year__in=years)


def lock_rows(model, **chosen):
    """Nothing to do where a transaction that writes has the whole database to itself."""
    if connection.features.has_select_for_update and all(chosen.values()):
        list(model.objects.select_for_update(no_key=True).filter(**chosen).order_by("pk").values("pk"))


def reread(record):
    """The record as it is now, its topic with it; refused where it is not as the user saw it."""
    rows = type(record).objects.select_for_update(no_key=True)
    rows = rows if record.lifecycle in {"topic", *OWN_CHAINS} else rows.select_related("topic")
    fresh = rows.get(pk=record.pk)
    if fresh.stage != record.stage or fresh.version != record.version:
        raise changed_meanwhile(fresh)
    return fresh


def move(record, transition, act, answers):
    """Compare-and-swap the stage, write the step, run the effect."""
    before, after = record.stage, transition.lands(record)
    written = {name: answers[name] for name in transition.writes if name in answers}
    told = {name: it for name, it in written.items() if transition.target == SAME or name in transition.tells_changes}
    forgotten = dict.fromkeys(transition.forgets)
    written, told = written | forgotten, told | forgotten
    kept = answers | changes(record, told, act.happened_on)
    swap(record, transition, after, written, act)
    step = write(record, act, transition=transition.name, from_stage=before, to_stage=after, answers=kept)
    if transition.then:
        transition.then(record, step, answers)
    return step


def swap(record, transition, stage, written, act):
    """Write the stage and the fields in one statement, which finds the row only as `record` knows it."""
    before, due = record.stage, WORKFLOWS[record.lifecycle].due
    relations = {name: value for name, value in written.items() if record._meta.get_field(name).many_to_many}
    fields = {name: value for name, value in written.items() if name not in relations} | {
        "stage": stage,
        "changed": act.recorded_at,
    }
    fields |= {transition.stamps: act.happened_on} if transition.stamps else {}
    for name, value in fields.items():
        setattr(record, name, value)
    if due and stage != before:
        record.due_on, record.due_basis = due(record, act.happened_on)
        fields |= {"due_on": record.due_on, "due_basis": record.due_basis}
    found = type(record).objects.filter(pk=record.pk, stage=before, version=record.version)
    if not found.update(version=F("version") + 1, **fields):
        raise changed_meanwhile(record)
    record.version += 1
    for name, value in relations.items():
        getattr(record, name).set(value)
