"""The sessions of the demo: planned, put off, held, and recorded with everything that was said."""

from datetime import time, timedelta

from topics.demo import phrases
from topics.demo.clock import open_days_from, open_on_or_after
from topics.demo.exits import stop_here
from topics.demo.pictures import add_photos
from topics.demo.replies import come_in, invite
from topics.models import Attendance, ConsultationSession, Guest, Opinion, Speech
from topics.workflow import note
from topics.workflow.session import SCHEDULED

NOTICE = "已书面通知委员{count}名、部门{departments}；方案和背景材料随通知发放，议题和协商规则在协商地点公示。"
NOTICE_TIME, PLANNED_BEFORE = timedelta(days=6), 12
SIDES = {
    "leaders": "government",
    "departments": "government",
    "public": "public",
    "experts": "members",
    "enterprises": "public",
}


def consult(life):
    """The session of the approved plan, a second one where the story has it, each with its mishaps."""
    stop_here(life, "stopped_approved")
    life.stop_at("approved")
    yield life.days(1, 3)
    yield from life.wait_for(open_days_from(life.plan.planned_on, -PLANNED_BEFORE))
    yield from hold(life, life.plan.planned_on)
    life.topic.refresh_from_db()
    life.stop_at("consulting")
    if life.has("second_session"):
        yield life.days(2, 4)
        later = life.story.session2_on or open_on_or_after(life.w.clock.day + timedelta(days=life.days(9, 14)))
        yield from hold(life, later, "second_")
    stop_here(life, "stopped_consulting")


def hold(life, day, which=""):
    session = plan_session(life, open_on_or_after(max(day, life.w.clock.day + NOTICE_TIME)))
    if life.has("session_cancelled") or life.story.until == f"{which}session_cancelled":
        life.story.twists.discard("session_cancelled")
        yield 2
        life.w.do(session, "cancel", life.staff, reason=life.told(phrases.SESSION_CANCELLED))
        life.stop_at(f"{which}session_cancelled")
        session = plan_session(life, open_on_or_after(life.w.clock.day + NOTICE_TIME))
    if life.has("session_postponed") or life.story.until == f"{which}session_postponed":
        life.story.twists.discard("session_postponed")
        yield 1
        life.w.do(session, "postpone", life.staff, reason=life.told(phrases.SESSION_POSTPONED))
        life.stop_at(f"{which}session_postponed")
        yield 2
        later = open_on_or_after(max(session.held_on, life.w.clock.day) + timedelta(days=5))
        life.w.do(session, "reschedule", life.staff, held_on=later)
    yield from invite(life, session, which)
    life.stop_at(f"{which}session_planned")
    yield session.held_on
    yield from record(life, session, which)


def plan_session(life, day):
    """The planned session with everybody whom the plan invites."""
    plan = life.plan
    known = life.w.known
    invited = [known[pk] for pk in plan.invitees.values_list("member", flat=True)]
    departments = "、".join(department.name for department in life.topic.departments.all())
    session = ConsultationSession.objects.create(
        topic=life.topic,
        plan=plan,
        number=life.topic.sessions.count() + 1,
        held_on=day,
        starts_at=plan.planned_at,
        venue=plan.venue,
        place=plan.place,
        host=plan.host,
        reply_by=day - timedelta(days=1),
        noticed_on=life.w.clock.day,
        notice=NOTICE.format(count=len(invited), departments=departments),
    )
    Attendance.objects.bulk_create(
        Attendance(session=session, member=m, name=m.name, sector=m.sector_name, committee=m.home) for m in invited
    )
    seat_guests(life, session)
    told = {name: getattr(session, name) for name in SCHEDULED}
    note(session, "schedule", by=life.w.users[life.staff], now=life.w.clock.tick(), **told)
    return session


def record(life, session, which):
    """Log the session on its day and complete the record, sometimes a day later."""
    life.w.clock.skip_to(session.starts_at)
    life.w.do(session, "begin_record", life.staff)
    if life.story.until == f"{which}drafted":
        begin_to_write(life, session)
    life.stop_at(f"{which}drafted")
    write_down(life, session)
    if life.rng.random() < 0.3:
        yield 1
    else:
        life.w.clock.skip_to(session.ends_at)
    life.w.do(session, "complete", life.staff)


def begin_to_write(life, session):
    """A record half written: who is there, but two members not yet marked and nothing yet of what was agreed."""
    mark_attendance(life, session)
    last = list(session.attendances.order_by("-pk").values_list("pk", flat=True)[:2])
    session.attendances.filter(pk__in=last).update(status=Attendance.Status.EXPECTED, leave_reason="")
    seat_guests(life, session)
    if life.w.with_files:
        add_photos(session, life.matter, life.w.users[life.staff], life.rng)


def write_down(life, session):
    subject, told = life.matter.subject, life.matter.told
    opens = session.starts_at
    session.ends_at = time(opens.hour + 2, life.rng.choice((0, 10, 20, 40)))
    session.recorder = life.w.users[life.staff].name
    session.consensus = consensus(life)
    session.differences = told(subject.difference)
    promised = life.rng.sample(subject.advice, min(2, len(subject.advice)))
    session.promises = "\n".join(f"{advice.department}：{told(advice.measure)}" for advice in promised)
    session.shows_sign = session.shows_sides = True
    session.shows_rules = life.rng.random() < 0.9
    session.save()
    mark_attendance(life, session)
    seat_guests(life, session)
    note_speeches(life, session)
    note_opinions(life, session)
    if life.w.with_files and life.story.has_photos:
        add_photos(session, life.matter, life.w.users[life.staff], life.rng)


def consensus(life):
    """What both sides agreed on, point by point."""
    agreed = life.rng.sample(phrases.AGREED, len(life.matter.subject.points))
    pairs = zip(life.matter.subject.points, agreed, strict=True)
    return "\n".join(
        f"{number}. 关于{life.matter.told(p)}：{words}" for number, (p, words) in enumerate(pairs, start=1)
    )


def mark_attendance(life, session):
    rows = list(session.attendances.all())
    for number, row in enumerate(rows):
        draw = life.rng.random()
        if row.status == Attendance.Status.LEAVE:
            continue
        if number == 0 or draw < 0.88:
            row.status = Attendance.Status.PRESENT
        elif draw < 0.94:
            row.status, row.leave_reason = Attendance.Status.LEAVE, life.rng.choice(phrases.LEAVE_REASONS)
        else:
            row.status = Attendance.Status.ABSENT
    Attendance.objects.bulk_update(rows, ["status", "leave_reason"])
    come_in(life, session)


def seat_guests(life, session):
    """Those whom the plan names, and once they came the public in the number that did."""
    has_begun = session.guests.exists()
    session.guests.all().delete()
    Guest.objects.bulk_create(
        Guest(
            session=session,
            category=guest.category,
            side=SIDES[guest.category],
            names=guest.names or f"{life.matter.town}群众代表",
            count=life.rng.randint(9, 24) if has_begun and guest.category == "public" else guest.count,
        )
        for guest in life.plan.guests.all()
    )


def note_speeches(life, session):
    """The voices of the matter, two members and the answer of a department, in order."""
    told, subject = life.matter.told, life.matter.subject
    present = [row for row in session.attendances.select_related("member") if row.status == Attendance.Status.PRESENT]
    speaking = life.rng.sample(present, min(2, len(present)))
    said = [(None, "public", speaker, told(point)) for speaker, point in subject.voices]
    said += [
        (row.member, "members", row.name, f"{opening}{told(advice.text)}")
        for row, advice, opening in zip(
            speaking, life.rng.sample(subject.advice, 2), life.rng.sample(phrases.OPENINGS, 2), strict=False
        )
    ]
    answer = life.rng.choice(subject.advice)
    said.append(
        (
            None,
            "government",
            f"{answer.department}负责人",
            f"{told(answer.measure)}。对有分歧的事项，会后与镇村再作对接。",
        )
    )
    Speech.objects.bulk_create(
        Speech(session=session, order=order, member=member, side=side, speaker=speaker, point=point)
        for order, (member, side, speaker, point) in enumerate(said, start=1)
    )


def note_opinions(life, session):
    offered = [row.name for row in session.attendances.all() if row.status == Attendance.Status.PRESENT]
    Opinion.objects.bulk_create(
        Opinion(
            session=session,
            order=order,
            text=life.matter.told(advice.text),
            offered_by=f"{life.rng.choice(offered)}委员",
        )
        for order, advice in enumerate(life.matter.subject.advice, start=1)
    )
