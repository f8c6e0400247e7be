"""Who comes in at the door of a session by its code: on its day, while its record is open."""

from datetime import timedelta
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.imports.known import SEPARATORS
from consult.text_width import narrow
from topics.models import Attendance, Guest, SessionStage
from topics.models.attendance import standing
from topics.models.guest import side_of
from topics.workflow.invitations import locked

MOST_BY_CODE = 60
MOST_BY_CODE_IN_A_MINUTE = 15


def door_is_closed(session, today=None):
    """Why nobody can check in by the session's code now, in words; None while the door is open."""
    today = today or timezone.localdate()
    match session.stage:
        case SessionStage.CANCELLED:
            return _("This session is cancelled.")
        case SessionStage.POSTPONED:
            return _("This session is postponed; a new code will hang at the door.")
        case SessionStage.COMPLETED:
            return _("The record of this session is complete; nobody can check in any more.")
    if today < session.held_on:
        return _("The session is on %(day)s; come back to this code on that day.") % {
            "day": date_format(session.held_on)
        }
    if today > session.held_on:
        return _("This code was for %(day)s. Scan the one that hangs at the door today.") % {
            "day": date_format(session.held_on)
        }


def refuse_closed(session, today):
    if reason := door_is_closed(session, today):
        raise ValidationError(reason)


@transaction.atomic
def check_in(session, member, now=None):
    """The member is here: the row of attendance, its time that of the first scan; one who is not invited is added.

    Who is not on the list of the plan waits for the staff's word and is not marked. Raises `ValidationError` where the
    door is closed.
    """
    now = now or timezone.now()
    session = locked(session)
    refuse_closed(session, timezone.localdate(now))
    kept = standing(member, session.held_on)
    row, _made = session.attendances.get_or_create(member=member, defaults=kept)
    if row.checked_in_at is None:
        row.checked_in_at = now
        if session.stage == SessionStage.DRAFTED and session.invites(member):
            row.status, row.leave_reason = Attendance.Status.PRESENT, ""
        row.save(update_fields=["checked_in_at", "status", "leave_reason"])
    return row


@transaction.atomic
def sign_in_guest(session, name, unit, category, now=None):
    """Somebody who is no member is here; the same name of the same unit twice is one row, written this way or that.

    Raises `ValidationError` where the door is closed, or so many came by the code that the staff should be asked.
    """
    now = now or timezone.now()
    session = locked(session)
    refuse_closed(session, timezone.localdate(now))
    by_code = session.guests.filter(signed_in_at__isnull=False)
    last_minute = by_code.filter(signed_in_at__gt=now - timedelta(minutes=1))
    known = next((row for row in by_code.filter(category=category) if row.is_of(name, unit)), None)
    if known is not None:
        return known
    if by_code.count() >= MOST_BY_CODE or last_minute.count() >= MOST_BY_CODE_IN_A_MINUTE:
        raise ValidationError(
            _("Too many have signed in by this code. Please give your name to the staff at the door.")
        )
    take_off_the_planned(session, category, name, unit)
    names = f"{name}（{unit}）" if unit else name
    return Guest.objects.create(
        session=session, category=category, names=names, side=side_of(category), signed_in_at=now
    )


def take_off_the_planned(session, category, name, unit):
    """Who comes by the code is counted no longer in the row of the plan that names them, or that counts unnamed ones."""
    rows = session.guests.filter(category=category, signed_in_at=None)
    named = (row for row in rows if row.names_guest(name, unit))
    others = (row for row in rows if not unit or narrow(unit) not in narrow(row.names))
    unnamed = (row for row in others if row.count > len(SEPARATORS.findall(row.names)) + bool(row.names))
    row = next(chain(named, unnamed), None)
    if row is None:
        return
    row.count -= 1
    if row.count:
        row.save(update_fields=["count"])
    else:
        row.delete()
