"""The lines of the history: what a step said and changed, in words that outlast the records."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.text import Truncator

from consult.differences import with_plain_breaks
from consult.models.names import called
from members.models import User
from topics.models import Step

# Lifecycles with a chain of history of their own, by the field of `Step` that names it; all else belongs to a topic.
OWN_CHAINS = {"review_meeting": "meeting", "annual_plan": "annual_plan"}
UNCHANGED = object()
LONGEST_NAMES = Step._meta.get_field("on_behalf_of").max_length


def changes(record, written, day):
    """What an edit changes, field by field: from the old to the new value, UNCHANGED where it stays."""
    with translation.override(settings.LANGUAGE_CODE):
        pairs = {name: (said(held(record, name), day), said(new, day)) for name, new in written.items()}
    return {name: UNCHANGED if old == new else {"from": old, "to": new} for name, (old, new) in pairs.items()}


def held(record, name):
    value = getattr(record, name)
    return list(value.all()) if record._meta.get_field(name).many_to_many else value


@dataclass(frozen=True)
class Act:
    """Who takes a step and for which unit, the day on which it happened, and the moment it is recorded."""

    actor: User
    on_behalf_of: object
    happened_on: date
    recorded_at: datetime
    is_consequence: bool = False


def write(record, act, *, answers, **line):
    """Append a line to the record's chain of history; of the answers those that say something."""
    own_chain = OWN_CHAINS.get(record.lifecycle)
    chain = {own_chain: record} if own_chain else {"topic": record.topic}
    part = {} if own_chain or record.lifecycle == "topic" else {record.lifecycle: record}
    ends = Step.objects.filter(**chain).order_by("sequence").values_list("sequence", "digest")
    sequence, digest = ends.last() or (0, "")
    line |= vars(act) | {"lifecycle": record.lifecycle, "sequence": sequence + 1}
    line["on_behalf_of"] = Truncator(called(act.on_behalf_of, act.happened_on)).chars(LONGEST_NAMES)
    # The history reads the same whichever language its writer works in.
    with translation.override(settings.LANGUAGE_CODE):
        line |= {"actor_name": str(act.actor), "answers": kept(answers, act.happened_on)}
    step = Step(**chain, **part, **line)
    step.digest = step.digest_after(digest)
    step.save()
    return step


def kept(answers, day):
    return {name: said(it, day) for name, it in answers.items() if told(it)}


def told(value):
    return value not in (None, "", UNCHANGED)


def said(value, day):
    """An answer as the history keeps it: records with their name as of the day, dates as ISO text."""
    if isinstance(value, models.Model):
        return {"id": value.pk, "text": called(value, day)}
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return [said(item, day) for item in value]
    if isinstance(value, dict):
        return {key: said(item, day) for key, item in value.items()}
    if isinstance(value, str):
        return with_plain_breaks(value)
    if isinstance(value, (bool, int)) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
