"""Several records at once: each row in a transaction of its own, and taken back row by row."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.views.errors import is_lost_race
from topics.models import TAKEN_BACK_BY, Batch, BatchRow
from topics.workflow import TOPIC_WORKFLOW, Moved, take
from topics.workflow.reminders import cannot_take_reminder_back, remind, take_reminder_back

State = BatchRow.State


def begin(kind, rows, data, by, now=None):
    """The batch with what was typed for each row, nothing carried out yet."""
    batch = Batch.objects.create(kind=kind, made_by=by, by_name=str(by), made_at=now or timezone.now())
    for order, row in enumerate(rows, start=1):
        record = row.record
        part = {} if record.lifecycle == "topic" else {"recommendation": record}
        BatchRow.objects.create(batch=batch, order=order, topic=record.topic, typed=row.typed(data), **part)
    return batch


def carry_out(entry, row, by, now=None):
    """Take the step of one row and note what became of it; what is refused stays as it was."""
    record = row.record
    record.version = row.version
    try:
        with transaction.atomic():
            step = taken(record, row, by, now)
            BatchRow.objects.filter(pk=entry.pk).update(state=State.DONE, step=step)
    except Moved as error:
        settle(entry, State.MOVED, " ".join([str(error.message), last_hand(record)]))
    except ValidationError as error:
        settle(entry, State.REFUSED, " ".join(error.messages))
    except PermissionDenied:
        settle(entry, State.REFUSED, _("You no longer have the right to this step."))
    except IntegrityError as error:
        if not is_lost_race(error):
            raise
        settle(entry, State.MOVED, _("Somebody else was first."))


def taken(record, row, by, now):
    if row.move == "remind":
        return remind(record, by=by, now=now, **row.answers())
    return take(record, row.move, by=by, now=now, **row.answers())


def settle(entry, state, reason):
    BatchRow.objects.filter(pk=entry.pk).update(state=state, reason=reason)


def last_hand(record):
    """Who acted on the record last, in words."""
    last = record.steps.order_by("sequence").last()
    return _("Last step: %(who)s.") % {"who": last.actor_name} if last else ""


def cannot_take_back(entry, user):
    """Why a row that was carried out cannot be taken back by the user, in words, or None."""
    if entry.was_done_again:
        return _("The same was done again since.")
    if entry.step.transition not in TAKEN_BACK_BY:
        return _("Nothing to take back: choose anew in the register, or edit the topic.")
    if entry.step.transition == "remind":
        return cannot_take_reminder_back(entry.record)
    move, topic = TOPIC_WORKFLOW[TAKEN_BACK_BY[entry.step.transition]], entry.topic
    if topic.stage not in move.sources:
        return _("It has moved on: %(stage)s.") % {"stage": topic.get_stage_display()}
    if not move.by(user, topic):
        if move.name == "reinstate":
            return _("Another person of the office takes your rejection or merging back.")
        return _("You made this entry on an earlier day: another person of the office takes it back.")
    return next(iter(move.unmet(topic)), None)


def take_back(entry, by, reason, now=None):
    """Take one row back; why it was refused, in words, or None."""
    if entry.was_done_again or entry.step.transition not in TAKEN_BACK_BY:
        return cannot_take_back(entry, by)
    try:
        if entry.step.transition == "remind":
            take_reminder_back(entry.record, by=by, reason=reason, now=now)
        else:
            take(entry.topic, TAKEN_BACK_BY[entry.step.transition], by=by, now=now, reason=reason)
    except Moved as error:
        return str(error.message)
    except ValidationError as error:
        return " ".join(error.messages)
    except PermissionDenied:
        return cannot_take_back(entry, by)
