"""Batches of the demo's office: reminders, one of them partly refused, and a screening taken back."""

from dataclasses import dataclass

from topics.batches import begin, carry_out, take_back
from topics.demo import phrases
from topics.models import Batch, Recommendation, Topic, TopicStage
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.workflow.reminders import cannot_remind

FIRST, SECOND, LAST = 14, 5, 1


@dataclass
class Line:
    """One row as the office sends it: a record, the step to be taken on it, and what is said."""

    record: object
    move: str
    said: dict

    @property
    def version(self):
        return self.record.version

    def answers(self):
        return self.said

    def typed(self, data):
        prefix = self.record.lifecycle[0]
        return {
            f"{prefix}{self.record.pk}-{name}": [value] for name, value in (self.said | {"move": self.move}).items()
        }


def at_the_office(w):
    """The office's days with a batch, as a generator for the timeline."""
    send(w, Batch.Kind.REMIND, "office01", [reminder(record) for record in overdue(w)[:4]])
    yield w.clock.before(SECOND)
    partly_refused(w)
    yield w.clock.before(LAST)
    taken_back_at_once(w)


def send(w, kind, by, lines):
    if not lines:
        return None
    batch = begin(kind, lines, None, w.users[by], now=w.clock.tick())
    for entry, line in zip(batch.rows.all(), lines, strict=True):
        carry_out(entry, line, w.users[by], now=w.clock.tick())
    return batch


def overdue(w):
    """What departments can be reminded of today, the longest due first."""
    owed = Recommendation.objects.filter(stage__in=OWED_BY_DEPARTMENT).order_by("due_on", "pk")
    return [record for record in owed.prefetch_related("reminders") if not cannot_remind(record, w.clock.day)]


def reminder(record):
    day = record.due_on
    return Line(record, "remind", {"reminder": phrases.REMINDED.format(year=day.year, month=day.month, day=day.day)})


def partly_refused(w):
    """A colleague has reminded the first of them already, while the list was open."""
    lines = [reminder(record) for record in overdue(w)[:5]]
    send(w, Batch.Kind.REMIND, "office02", lines[:1])
    send(w, Batch.Kind.REMIND, "office01", lines)


def taken_back_at_once(w):
    """Two proposals are returned by mistake; a colleague takes that back, and they wait to be screened again."""
    waiting = Topic.objects.filter(stage=TopicStage.PROPOSED).order_by("pk")[:2]
    returned = {"reason": phrases.TOPICS_RETURNED}
    batch = send(w, Batch.Kind.SCREEN, "office01", [Line(topic, "return", returned) for topic in waiting])
    for entry in batch.rows.with_ends() if batch else []:
        take_back(entry, w.users["office03"], phrases.RETURN_TAKEN_BACK, now=w.clock.tick())
