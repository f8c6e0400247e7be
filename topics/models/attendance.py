from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.choices import without
from consult.models.names import called
from topics.models.topic_visibility import one_of, read_by


def standing(member, day):
    """What a record keeps of a member: name, sector and committee on the day."""
    mandate, membership = member.mandate_on(day), member.membership_on(day)
    return {
        "name": member.name_on(day),
        "sector": mandate.sector.name if mandate else "",
        "committee": membership.committee if membership else None,
    }


class Reply(models.TextChoices):
    """How an invitation stands: what the member answered, and what became of a leave that was asked for."""

    NONE = "", _("no answer")
    ATTENDS = "attends", _("attends")
    ASKED = "asked", _("asks for leave")
    GRANTED = "granted", _("leave granted")
    DECLINED = "declined", _("leave not granted")


# What the figures of an invitation count, by name; who came without an answer no longer owes one.
REPLIES = {
    "attending": {"reply": Reply.ATTENDS},
    "leave_asked": {"reply": Reply.ASKED},
    "leave_granted": {"reply": Reply.GRANTED},
    "leave_declined": {"reply": Reply.DECLINED},
    "checked_in": {"checked_in_at__isnull": False},
    "unanswered": {"reply": Reply.NONE, "checked_in_at": None},
}


class CountedQuerySet(models.QuerySet):
    """Rows of sessions, which count once the session is completed."""

    def visible_to(self, user):
        """Those of completed sessions that the user sees, of topics of which the user reads everything."""
        if not user.is_authenticated:
            return self.none()
        sessions = self.model._meta.get_field("session").related_model.objects
        return self.filter(read_by(user, "session__topic__"), one_of(sessions.visible_to(user).completed(), "session"))


class AttendanceQuerySet(CountedQuerySet):
    def invitations_of(self, member):
        """What the member is invited to, with all that a page says of it; nothing for nobody."""
        own = self.filter(member=member) if member else self.none()
        return own.select_related("session__topic__organiser", "session__venue")

    def coming(self):
        """Those to sessions from today on, called off or put off ones among them so that nobody goes there in vain."""
        today = Q(session__held_on__gte=timezone.localdate())
        live = self.filter(today & Q(session__stage__in=["planned", "cancelled"]) | Q(session__stage="postponed"))
        return live.order_by("session__held_on", "session__starts_at", "pk")


class Attendance(models.Model):
    """A member invited to a session, and later the member's attendance; name, sector and committee are of that day."""

    UNASKED = {"reply": Reply.NONE, "leave_asked": "", "decline_reason": "", "replied_at": None}

    class Status(models.TextChoices):
        EXPECTED = "expected", _("not yet known")
        PRESENT = "present", _("present")
        LEAVE = "leave", _("on leave")
        ABSENT = "absent", _("absent")

    session = models.ForeignKey("topics.ConsultationSession", models.CASCADE, related_name="attendances")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="attendances")
    name = models.CharField(_("name"), max_length=30)
    sector = models.CharField(_("sector"), max_length=30, blank=True)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, null=True, related_name="attendances")
    in_place_of = models.ForeignKey("members.Member", models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("attendance"), max_length=10, choices=Status.choices, default=Status.EXPECTED)
    leave_reason = models.CharField(_("reason for the leave"), max_length=100, blank=True)
    reply = models.CharField(_("answer"), max_length=10, choices=Reply.choices, default=Reply.NONE, blank=True)
    leave_asked = models.CharField(_("reason for the leave"), max_length=100, blank=True)
    decline_reason = models.CharField(_("why the leave is not granted"), max_length=100, blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True)
    checked_in_at = models.DateTimeField(_("checked in"), null=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["member__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="attends_once"),
            models.UniqueConstraint(fields=["session", "in_place_of"], name="one_in_place_of_each"),
            models.CheckConstraint(condition=~Q(status="leave") | ~Q(leave_reason=""), name="leave_needs_a_reason"),
            models.CheckConstraint(
                condition=~Q(reply__in=["asked", "granted", "declined"]) | ~Q(leave_asked=""),
                name="asked_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reply="declined") | ~Q(decline_reason=""), name="declined_with_a_reason"
            ),
            models.CheckConstraint(condition=~Q(reply="granted", status="absent"), name="granted_leave_is_no_absence"),
        ]

    def __str__(self):
        return f"{self.name} {self.get_status_display()}"

    @property
    def unit(self):
        return called(self.committee, self.session.held_on)

    @property
    def attends(self):
        return self.reply == Reply.ATTENDS

    @property
    def is_declined(self):
        return self.reply == Reply.DECLINED

    @property
    def has_leave(self):
        return self.reply == Reply.GRANTED

    @property
    def seen_as(self):
        return f"{self.pk}-{self.reply}"


KNOWN = without(Attendance.Status, Attendance.Status.EXPECTED)
