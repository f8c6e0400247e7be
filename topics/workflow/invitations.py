"""What becomes of an invitation: the member's answer, and the leave granted or not.

Each locks the session's row first, so that an answer and the beginning of the record follow each other.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Member
from topics.models import Attendance, ConsultationSession, Reply, SessionStage
from topics.models.session_stage import LOGGABLE, PLANNABLE
from topics.workflow.machine import lock, note
from topics.workflow.refusals import Moved

CHANGED = gettext_lazy("An answer has changed meanwhile; look at the list again.")


def locked(session):
    return ConsultationSession.objects.select_for_update(no_key=True).select_related("topic", "plan").get(pk=session.pk)


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
def note_replies(session, rows, reply, *, by, reason="", now=None):
    """What members told the staff by phone or in person: that they attend, or a leave, which is granted thereby.

    `rows` as the staff saw them. Raises `PermissionDenied` without the right, `ValidationError` where the session is
    not to come, an answer has changed since, or the leave has no reason.
    """
    lock(session)
    session, now = locked(session), now or timezone.now()
    if not session.is_planned:
        words = _("The session is at the stage “%(stage)s”; no answer can be noted.")
        raise ValidationError(words % {"stage": session.get_stage_display()})
    seen = {row.seen_as for row in rows}
    if not seen or not seen <= {row.seen_as for row in session.attendances.all()}:
        raise ValidationError(CHANGED)
    if reply == Reply.GRANTED and not reason.strip():
        raise ValidationError({"leave_reason": _("Write down the reason for the leave.")})
    name = "note_leave" if reply == Reply.GRANTED else "note_coming"
    step = note(session, name, by=by, now=now, told_by=[row.member for row in rows])
    noted = {"reply": reply, "leave_asked": reason.strip() if reply == Reply.GRANTED else "", "decline_reason": ""}
    session.attendances.filter(pk__in=[row.pk for row in rows]).update(**noted, replied_at=now)
    return step


@transaction.atomic
def invite_in_place(session, places, *, by, now=None):
    """Others invited, as the form names them, by the members who left; one line in the history for all that changes.

    Raises `PermissionDenied` without the right, `Moved` where the session is not to come, `ValidationError` where one
    is chosen twice, or one whose place is given anew has come already.
    """
    lock(session)
    session = locked(session)
    refuse_begun(session)
    before = {row.in_place_of_id: row for row in session.attendances.exclude(in_place_of=None)}
    given = {pk: row.member for pk, row in before.items()}
    changed = {left: member for left, member in places.items() if member != given.get(left.pk)}
    chosen = [member for member in (given | {left.pk: member for left, member in places.items()}).values() if member]
    if len(set(chosen)) < len(chosen):
        raise ValidationError(_("The same member is chosen twice."))
    old = session.attendances.filter(in_place_of__in=changed)
    if old.exclude(checked_in_at=None).exists():
        raise ValidationError(CHANGED)
    if changed:
        pairs = [{"from": left, "to": member} for left, member in changed.items()]
        note(session, "invite_in_place", by=by, now=now, in_place_of=pairs)
        old.delete()
    for left, member in changed.items():
        session.expect(Member.objects.filter(pk=member and member.pk), in_place_of=left)
    return changed


def invite_again_in_place(session, *, by, now=None):
    """Invites to a new session who stood in for members at the last one on its plan, where that holds on its day, too.

    That is: who left is out of office still and the other is in it. Who came uninvited to the last one is not invited.
    """
    last = session.plan.sessions.exclude(pk=session.pk).order_by("number").last()
    if last is None:
        return
    left = {member.pk: member for member in session.left_members}
    in_office = Member.objects.in_office(session.day_of_list).exclude(attendances__session=session)
    rows = last.attendances.filter(in_place_of__in=left, member__in=in_office).select_related("member")
    invite_in_place(session, {left[row.in_place_of_id]: row.member for row in rows}, by=by, now=now)


def refuse_begun(session):
    if session.stage not in PLANNABLE:
        words = _("The session is at the stage “%(stage)s”; nobody is invited to it any more.")
        raise Moved(words % {"stage": session.get_stage_display()}, record=session)


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
        raise ValidationError(CHANGED)
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
