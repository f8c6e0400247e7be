"""What becomes of an invitation: the member's answer, the leave granted or not, and who comes in at the door.

Each locks the session's row first, so that an answer or a scan and the beginning of the record follow each other.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from topics.models import Attendance, ConsultationSession, Guest, Reply, SessionStage
from topics.models.attendance import side_of, standing
from topics.models.session import LOGGABLE
from topics.workflow.machine import lock, note

MOST_BY_CODE = 60
MOST_BY_CODE_IN_A_MINUTE = 15


def locked(session):
    """The session as it is now, its row locked until the transaction ends."""
    return ConsultationSession.objects.select_for_update().select_related("topic", "plan").get(pk=session.pk)


def no_reply_now(session, today=None):
    """Why an invitation cannot be answered any more, and what to do instead; None while it can."""
    unit = session.topic.organising_unit
    match session.stage:
        case SessionStage.CANCELLED:
            return _("The session is cancelled; there is nothing to answer.")
        case SessionStage.POSTPONED:
            return _("The session is postponed; you will be asked again once the new date is set.")
        case SessionStage.DRAFTED | SessionStage.COMPLETED:
            return _("The record of the session has begun. Tell the staff of %(unit)s if something is wrong.") % {
                "unit": unit
            }
    if (today or timezone.localdate()) > session.last_day_to_reply:
        words = _("Answers were wanted by %(day)s. Call the staff of %(unit)s; whoever comes checks in at the door.")
        return words % {"day": date_format(session.last_day_to_reply), "unit": unit}


@transaction.atomic
def give_reply(row, reply, leave_asked="", now=None):
    """The member attends, or asks for leave with a reason; what was answered or decided before no longer counts.

    Raises `ValidationError` where it is too late, or a reason is wanted.
    """
    now = now or timezone.now()
    session = locked(row.session)
    if reason := no_reply_now(session, timezone.localdate(now)):
        raise ValidationError(reason)
    if reply == Reply.ASKED and not leave_asked.strip():
        raise ValidationError({"leave_asked": _("Say why you ask for leave.")})
    given = {"reply": reply, "leave_asked": leave_asked.strip() if reply == Reply.ASKED else "", "decline_reason": ""}
    session.attendances.filter(pk=row.pk).update(**given, replied_at=now)


@transaction.atomic
def decide_leave(session, rows, grants, *, by, reason="", now=None):
    """Grants or declines the leave that these members asked for: one line in the history for all of them.

    Raises `PermissionDenied` without the right, `ValidationError` where no leave is asked any more, the record is
    complete, or a refusal has no reason.
    """
    lock(session)
    session = locked(session)
    asking = session.attendances.filter(pk__in=[row.pk for row in rows], reply=Reply.ASKED)
    if session.stage not in LOGGABLE:
        raise ValidationError(
            _("The session is at the stage “%(stage)s”; no leave can be decided on.")
            % {"stage": session.get_stage_display()}
        )
    if not rows or asking.count() != len(rows):
        raise ValidationError(_("An answer has changed meanwhile; look at the list again."))
    if not grants and not reason.strip():
        raise ValidationError({"reason": _("Say why the leave is not granted.")})
    told = {"leave_of": [row.member for row in rows], "reason": reason.strip()}
    step = note(session, "grant_leave" if grants else "decline_leave", by=by, now=now, **told)
    if grants and session.stage == SessionStage.DRAFTED:
        away = asking.filter(status__in=[Attendance.Status.EXPECTED, Attendance.Status.ABSENT])
        away.update(reply=Reply.GRANTED, status=Attendance.Status.LEAVE, leave_reason=F("leave_asked"))
    decision = {"reply": Reply.GRANTED} if grants else {"reply": Reply.DECLINED, "decline_reason": reason.strip()}
    asking.update(**decision)
    return step


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
    """Somebody who is no member is here; the same name twice is one row.

    Raises `ValidationError` where the door is closed, or so many came by the code that the staff should be asked.
    """
    now = now or timezone.now()
    session = locked(session)
    refuse_closed(session, timezone.localdate(now))
    by_code = session.guests.filter(signed_in_at__isnull=False)
    last_minute = by_code.filter(signed_in_at__gt=now - timedelta(minutes=1))
    who = {"category": category, "names": f"{name}（{unit}）" if unit else name}
    if (known := by_code.filter(**who).first()) is not None:
        return known
    if by_code.count() >= MOST_BY_CODE or last_minute.count() >= MOST_BY_CODE_IN_A_MINUTE:
        raise ValidationError(
            _("Too many have signed in by this code. Please give your name to the staff at the door.")
        )
    return Guest.objects.create(session=session, side=side_of(category), signed_in_at=now, **who)
