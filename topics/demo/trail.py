"""What the audit trail of the demo tells of its last weeks: a handful of each kind of line, for the auditor to read."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from consult.trail import OPENED, Deed, record
from members.models import Appointment, Member
from topics.demo.clock import Clock


def leave_a_trail(w):
    Days(w).live()


class Days:
    """Single days of the accounts, by a clock of their own: nothing else of the demo comes later for them."""

    def __init__(self, w):
        self.w, self.clock = w, Clock(w.clock.anchor, w.chance(w.clock.anchor, "trail"))

    def live(self):
        member = self.w.members[40]
        self.begin(12)
        appointment = Appointment.objects.filter(user=self.w.users["office03"]).first()
        self.tell("secadmin", "appointment_create", Deed.ADDED, appointment)
        self.begin(6)
        locked = self.w.users["dept03"]
        for _attempt in range(5):
            self.tell("", "login", Deed.NOT_SIGNED_IN, locked)
        self.tell("", "login", Deed.LOCKED_OUT, locked)
        self.tell("sysadmin", "account_unlock", Deed.UNLOCKED, locked, args=[locked.pk])
        self.tell("sysadmin", "account_link", Deed.LINK_MADE, locked, args=[locked.pk])
        self.tell("dept03", "one_time_password", Deed.PASSWORD_SET, locked, args=["…", "…"])
        self.begin(3)
        self.tell("office01", "member_update", Deed.READ, member, args=[member.pk])
        mobile = Member._meta.get_field("mobile").verbose_name
        self.tell("office01", "member_update", Deed.CHANGED, member, args=[member.pk], fields=[mobile])
        self.tell("clerk01", "settings", Deed.REFUSED, OPENED)
        register = {"register": Member._meta.verbose_name, "rows": len(self.w.members)}
        self.tell("office01", "member_list", Deed.TOOK_OUT, f"委员{self.clock.day:%Y%m%d}.xlsx", **register)
        self.begin(1)
        self.tell("auditor", "login", Deed.SIGNED_OUT, self.w.users["auditor"])

    def begin(self, workdays):
        """A day so long before the anchor, on which those who have something to do sign in first."""
        self.clock.begin(self.clock.before(workdays))
        self.here = set()

    def tell(self, username, page, deed, subject, args=(), **details):
        user = self.w.users.get(username)
        if user and user not in self.here and deed != Deed.PASSWORD_SET:
            self.here.add(user)
            self.line(user, reverse("login"), Deed.SIGNED_IN, user)
        self.line(user, reverse(page, args=args), deed, subject, **details)

    def line(self, user, path, deed, subject, **details):
        request = HttpRequest()
        request.user, request.path = user or AnonymousUser(), path
        # An address that is set apart for examples.
        request.META["REMOTE_ADDR"] = "192.0.2.10"
        record(request, deed, subject, now=self.clock.tick(), **details)
