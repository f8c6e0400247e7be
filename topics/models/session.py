import secrets
from datetime import timedelta

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from consult.models.names import called
from members.models import Member, Role
from topics.models.attendance import REPLIES, Attendance, Reply, standing
from topics.models.guest import Guest, side_of
from topics.models.plan import GuestCategory, Plan
from topics.models.said import Opinion
from topics.models.session_stage import LOGGABLE, LOGGED, SessionStage
from topics.models.topic import Topic, counted_by
from topics.models.topic_parts import organiser_on
from topics.models.topic_visibility import one_of, read_by

LEAST_NOTICE = timedelta(days=1)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sessions of visible topics for everybody but departments; members see no record before it is completed."""
        if not user.is_authenticated:
            return self.none()
        seen = read_by(user, "topic__")
        if user.as_member or user.holds(Role.GOVERNMENT):
            drafted = SessionStage.DRAFTED
            cancelled = self.model.objects.filter(steps__from_stage=drafted, steps__to_stage=SessionStage.CANCELLED)
            seen |= ~Q(stage=drafted) & ~(Q(stage=SessionStage.CANCELLED) & one_of(cancelled, "pk"))
        return self.filter(seen, one_of(Topic.objects.visible_to(user), "topic"))

    def following(self, day):
        """Those on the day or later, and those put off, whose record is not complete."""
        return self.filter(Q(held_on__gte=day) | Q(stage=SessionStage.POSTPONED)).exclude(stage=SessionStage.COMPLETED)

    def told_to(self, user):
        """Each with `tells_replies`: whether the user reads who answers its invitation."""
        return self.annotate(tells_replies=read_by(user, "topic__"))

    def completed(self):
        return self.filter(stage=SessionStage.COMPLETED)

    def organised_by(self, committee):
        """Those of the topics that it organised on the day of the session."""
        return self.alias(unit=organiser_on("topic", "held_on")).filter(unit=str(committee.pk))

    def of_round(self, number):
        return self.filter(plan__round=number)

    def upcoming(self, today=None):
        """Planned for today or later."""
        return self.filter(stage=SessionStage.PLANNED, held_on__gte=today or timezone.localdate())

    def to_log(self, today=None):
        """Those whose day has come and whose record is not complete."""
        return self.filter(stage__in=LOGGABLE, held_on__lte=today or timezone.localdate())

    def with_replies(self):
        replies = {name: counted(Attendance, **conditions) for name, conditions in REPLIES.items()}
        return self.annotate(invited=counted(Attendance), **replies)

    def with_figures(self, details=None):
        """Each with its replies, the members present, its guests and its opinions.

        Guests are those planned, and those who came once the record has begun.
        Besides with its members by attendance and its guests by category, where `details` names them or is None.
        """
        members = {status.value: {"status": status} for status in Attendance.Status}
        people = {category.value: {"category": category} for category in GuestCategory}
        wanted = members.keys() | people if details is None else {Attendance.Status.PRESENT.value, *details}
        return self.with_replies().annotate(
            **{name: counted(Attendance, **those) for name, those in members.items() if name in wanted},
            **{name: counted_guests(**those) for name, those in people.items() if name in wanted},
            guest_count=counted_guests(),
            opinion_count=counted(Opinion),
        )


def new_door_code():
    return secrets.token_urlsafe(16)


def counted(model, **conditions):
    """Per session, how many rows of the model fit; zero for none."""
    return counted_by("session", model.objects.filter(session=OuterRef("pk"), **conditions))


def counted_guests(**conditions):
    rows = Guest.objects.filter(Q(signed_in_at=None) | Q(session__stage__in=LOGGED), session=OuterRef("pk"))
    return counted_by("session", rows.filter(**conditions), Sum("count"))


class ConsultationSession(Stamped):
    """A consultation session 协商会议: one meeting of both sides on a topic under an approved plan."""

    lifecycle = "session"

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sessions", editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sessions", editable=False)
    number = models.PositiveSmallIntegerField(_("number"), default=1, editable=False)
    stage = models.CharField(
        _("stage"), max_length=10, choices=SessionStage.choices, default=SessionStage.PLANNED, editable=False
    )
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("from (time)"), null=True, blank=True)
    ends_at = models.TimeField(_("to (time)"), null=True, blank=True)
    venue = models.ForeignKey(
        "committees.Venue", models.PROTECT, verbose_name=_("venue"), null=True, blank=True, related_name="sessions"
    )
    place = models.CharField(_("place"), max_length=100, blank=True)
    reply_by = models.DateField(_("answers wanted by"), null=True, blank=True)
    door_code = models.CharField(max_length=30, unique=True, default=new_door_code, editable=False)
    noticed_on = models.DateField(_("notice given on"), null=True, blank=True)
    notice = models.TextField(_("materials sent and people notified"), max_length=2000, blank=True)
    host = models.CharField(_("host"), max_length=60, blank=True)
    recorder = models.CharField(_("recorder"), max_length=60, blank=True)
    consensus = models.TextField(_("consensus"), max_length=5000, blank=True)
    differences = models.TextField(_("differences"), max_length=5000, blank=True)
    promises = models.TextField(_("promises made on the spot"), max_length=5000, blank=True)
    shows_sign = models.BooleanField(_("shows the brand sign"), default=False)
    shows_rules = models.BooleanField(_("shows rules and procedure"), default=False)
    shows_sides = models.BooleanField(_("shows the identity of both sides"), default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("session")
        indexes = [models.Index(fields=["-held_on", "-starts_at", "-id"], name="session_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="one_session_of_a_number"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="session_times"
            ),
        ]

    def __str__(self):
        return _("%(topic)s, session %(number)d") % {"topic": self.topic, "number": self.number}

    def get_absolute_url(self):
        return reverse("session_detail", args=[self.pk])

    @classmethod
    def under(cls, plan):
        """A session yet to be saved, as the plan foresees it, with the next number of its topic."""
        last = plan.topic.sessions.aggregate(last=Max("number"))["last"] or 0
        planned = {"held_on": plan.planned_on, "starts_at": plan.planned_at, "venue": plan.choosable_venue}
        session = cls(topic=plan.topic, plan=plan, number=last + 1, place=plan.place, host=plan.host, **planned)
        session.reply_by = session.usual_reply_by
        return session

    @property
    def organising_unit(self):
        return self.topic.organised_on(self.held_on)

    @property
    def is_planned(self):
        return self.stage == SessionStage.PLANNED

    @property
    def is_postponed(self):
        return self.stage == SessionStage.POSTPONED

    @property
    def is_drafted(self):
        return self.stage == SessionStage.DRAFTED

    @property
    def is_cancelled(self):
        return self.stage == SessionStage.CANCELLED

    @property
    def is_logged(self):
        return self.stage in LOGGED

    @property
    def where(self):
        """Venue and place in words; empty where neither is known."""
        return " · ".join(filter(None, [called(self.venue, self.held_on), self.place]))

    @property
    def usual_reply_by(self):
        """The day before the session, as long as that is not past; None where no day is planned."""
        eve = self.held_on and self.held_on - LEAST_NOTICE
        return eve and max(eve, min(timezone.localdate(), self.held_on))

    @property
    def last_day_to_reply(self):
        return self.reply_by or self.held_on

    @property
    def invited_members(self):
        """Those whom the plan invites, and those invited in place of members who left."""
        in_place = self.attendances.exclude(in_place_of=None).values("member")
        return Member.objects.filter(Q(pk__in=self.plan.invitees.values("member")) | Q(pk__in=in_place))

    @property
    def left_members(self):
        """Those whom the plan invites and who are not in office on the day, or whom another still stands in for."""
        is_back = one_of(Member.objects.in_office(self.day_of_list), "pk")
        replaced = self.attendances.exclude(in_place_of=None).values("in_place_of")
        invited = Member.objects.filter(invitations__plan=self.plan).annotate(is_back=is_back)
        return invited.filter(Q(is_back=False) | Q(pk__in=replaced))

    def invites(self, member):
        return self.invited_members.filter(pk=member.pk).exists()

    @property
    def day_of_list(self):
        """The day as of which members are on the list: while the session is put off, today at the earliest."""
        return max(self.held_on, timezone.localdate()) if self.is_postponed else self.held_on

    def ask_again(self):
        """Takes all replies back, as they were given for another day."""
        self.attendances.filter(status=Attendance.Status.EXPECTED).update(**Attendance.UNASKED)

    @property
    def came_by_code(self):
        return Q(checked_in_at__isnull=False, member__in=self.invited_members)

    def take_over_replies(self):
        """Makes the invited the list of attendance: who is checked in is present, a leave granted is a leave."""
        waiting = self.attendances.filter(status=Attendance.Status.EXPECTED)
        waiting.filter(self.came_by_code).update(status=Attendance.Status.PRESENT)
        waiting.filter(reply=Reply.GRANTED).update(status=Attendance.Status.LEAVE, leave_reason=F("leave_asked"))

    @property
    def marked_by_hand(self):
        """The rows whose mark is none that was taken over."""
        came = self.came_by_code & Q(status=Attendance.Status.PRESENT)
        away = Q(status=Attendance.Status.LEAVE, reply=Reply.GRANTED, leave_reason=F("leave_asked"))
        return self.attendances.exclude(came | away | Q(status=Attendance.Status.EXPECTED))

    def give_replies_back(self):
        """Makes the list of attendance the invited again, with their replies."""
        self.attendances.update(status=Attendance.Status.EXPECTED, leave_reason="")

    def expect_invited(self):
        """Expects the members whom the plan invites, as they are on the day, and its guests in the numbers planned."""
        self.expect_members()
        planned = self.plan.guests.values("category", "names", "count")
        Guest.objects.bulk_create(Guest(session=self, side=side_of(row["category"]), **row) for row in planned)

    def expect_members(self):
        """Expects those whom the plan invites and who are in office on the day, but for those on the list already."""
        invited = Member.objects.in_office(self.day_of_list).filter(invitations__plan=self.plan)
        self.expect(invited.exclude(attendances__session=self))

    def expect(self, members, **attendance):
        """Puts the members on the list of attendance, each with name, sector and committee as of the day."""
        known = members.prefetch_related("mandates__sector", "memberships__committee")
        Attendance.objects.bulk_create(
            Attendance(session=self, member=member, **standing(member, self.day_of_list), **attendance)
            for member in known
        )

    def renew_standing(self):
        """Takes the list afresh as of the day: sectors and committees, and who of the invited is in office."""
        waiting = self.attendances.filter(status=Attendance.Status.EXPECTED, checked_in_at=None)
        waiting.exclude(member__in=Member.objects.in_office(self.day_of_list)).delete()
        rows = self.attendances.prefetch_related("member__mandates__sector", "member__memberships__committee")
        for row in rows:
            for name, value in standing(row.member, self.day_of_list).items():
                setattr(row, name, value)
        Attendance.objects.bulk_update(rows, ["name", "sector", "committee"])
        self.expect_members()
