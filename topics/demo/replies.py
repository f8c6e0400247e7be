"""What the members of the demo answer to their invitations, and how they come in at the door."""

from datetime import datetime, timedelta

from django.utils import timezone

from topics.demo import phrases
from topics.models import Attendance, Reply
from topics.workflow.invitations import decide_leave

SILENT, ATTENDING = 0.2, 0.85


def invite(life, session, which):
    """A day after the notice most members have answered, and a day later the staff have decided on most leaves."""
    rng = life.w.rng(f"replies {life.topic.number}/{session.number}")
    yield 1
    answer(life, session, rng)
    yield 1
    decide(life, session, rng, which)


def answer(life, session, rng):
    rows = list(session.attendances.all())
    for row in rows:
        draw = rng.random()
        if draw < SILENT:
            continue
        row.replied_at = life.w.clock.tick()
        row.reply = Reply.ATTENDS if draw < ATTENDING else Reply.ASKED
        row.leave_asked = "" if draw < ATTENDING else rng.choice(phrases.LEAVE_REASONS)
    Attendance.objects.bulk_update(rows, ["reply", "leave_asked", "replied_at"])


def decide(life, session, rng, which):
    """All but the last leave are decided on where the story ends before this session, one of several not granted."""
    asking = list(session.attendances.filter(reply=Reply.ASKED).select_related("member"))
    if life.is_last(f"{which}session_planned"):
        asking = asking[:-1]
    staff = life.w.users[life.staff]
    declined = asking[:1] if len(asking) > 1 and rng.random() < 0.5 else []
    if declined:
        reason = phrases.LEAVE_DECLINED
        decide_leave(session, declined, False, by=staff, reason=reason, now=life.w.clock.tick())
    if granted := asking[len(declined) :]:
        decide_leave(session, granted, True, by=staff, now=life.w.clock.tick())


def come_in(life, session):
    """At every other session those present have scanned the code, in the quarter of an hour before it begins."""
    rng = life.w.rng(f"door {life.topic.number}/{session.number}")
    if rng.random() < 0.5:
        return
    opens = timezone.make_aware(datetime.combine(session.held_on, session.starts_at)) - timedelta(minutes=15)
    rows = list(session.attendances.filter(status=Attendance.Status.PRESENT))
    for row in rows:
        row.checked_in_at = opens + timedelta(seconds=rng.randint(0, 14 * 60))
    Attendance.objects.bulk_update(rows, ["checked_in_at"])
