"""The workflows by lifecycle, and by which steps a record stands where it stands."""

from django.db.models import F

WORKFLOWS = {}


def standing_entries(record):
    """The steps that moved the record to another stage, oldest first, without those that a correction took back."""
    standing, table = [], WORKFLOWS[record.lifecycle]
    moves = record.steps.filter(lifecycle=record.lifecycle).exclude(from_stage=F("to_stage"))
    for step in moves.order_by("sequence"):
        if table[step.transition].takes_back and standing:
            standing.pop()
        else:
            standing.append(step)
    return standing


def last_entry(record):
    """The standing step that brought the record into its present stage, or None."""
    return next(reversed(standing_entries(record)), None)


def is_second_person(user, record=None):
    """Not the person who brought the record where it stands."""
    last = last_entry(record) if record is not None else None
    return last is None or last.actor_id != user.pk
