"""Open due dates that were counted in working days, counted anew after the calendar has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.calendar.workdays import add_workdays
from members.rules import is_office
from topics.deadlines import is_in_workdays
from topics.models import AnswerDraft, Countersign, Recommendation, Referral, Topic
from topics.tasks import waiting
from topics.workflow.machine import NOTED, SAME, Transition, lock, note

RECOUNT = Transition("recount", NOTED, SAME, by=is_office, label=_("Due date moved by the calendar"), asks=("reason",))
RECOUNT_COUNTERSIGNS = Transition(
    "recount_countersigns", NOTED, SAME, by=is_office, label=_("Time to countersign moved by the calendar"), asks=("reason",)
)  # fmt: skip


def first_contacts():
    owing = Recommendation.objects.owing_contact().values("pk")
    lead = Referral.objects.standing().filter(is_lead=True, recommendation__in=owing)
    return lead.select_related("recommendation__topic")


def unsigned_drafts():
    signed = Countersign.objects.filter(draft=OuterRef(OuterRef("pk")), referral=OuterRef("pk"))
    asked = Referral.objects.standing().filter(recommendation=OuterRef("recommendation"), is_lead=False)
    unsigned = AnswerDraft.objects.submitted().filter(Exists(asked.filter(~Exists(signed))))
    return unsigned.select_related("recommendation__topic")


def unevaluated_answers():
    return waiting.answers_to_evaluate().select_related("topic")


@dataclass(frozen=True)
class Kind:
    """Open due dates of one kind: the rows that bear them, in which fields, and the line that tells of a move."""

    rows: Callable
    name: str
    line: Transition = RECOUNT


KINDS = (
    Kind(Topic.objects.all, "due"),
    Kind(first_contacts, "contact_due"),
    Kind(unsigned_drafts, "countersign_due", RECOUNT_COUNTERSIGNS),
    Kind(unevaluated_answers, "evaluation_due"),
)


@dataclass(frozen=True)
class Shift:
    """A due date that the calendar moves."""

    kind: Kind
    row: models.Model
    before: date
    after: date

    @property
    def record(self):
        """Whose history tells it."""
        return getattr(self.row, "recommendation", self.row)

    def take_place(self, by, why):
        """Unless somebody else has set the date anew meanwhile; returns whether it moved."""
        field = f"{self.kind.name}_on"
        found = type(self.row).objects.filter(pk=self.row.pk, **{field: self.before}).update(**{field: self.after})
        if found:
            said = {field: {"from": self.before, "to": self.after}}
            note(self.record, self.kind.line.name, by=by, **said, reason=why)
        return bool(found)


def shifts(calendar):
    """The open due dates that the calendar moves; none to a day that is past already where it was later."""
    today = timezone.localdate()
    for kind in KINDS:
        day, basis = f"{kind.name}_on", f"{kind.name}_basis"
        for row in kind.rows().filter(**{f"{day}__isnull": False}):
            before, told = getattr(row, day), getattr(row, basis)
            if is_in_workdays(told.get("rule", "")):
                after = add_workdays(date.fromisoformat(told["from"]), told["count"], calendar)
                if after > before or today <= after < before:
                    yield Shift(kind, row, before, after)


@transaction.atomic
def recount(calendar, *, by, why):
    """Move the open due dates that were counted by another calendar, each with a line in its history; return how many."""
    if affected := [shift.record for shift in shifts(calendar)]:
        lock(*affected)
    return sum([shift.take_place(by, why) for shift in shifts(calendar)]) if affected else 0
