from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped, holding_on
from members.models.term import Sector, Term


class DatedQuerySet(models.QuerySet):
    """Rows that hold from `starts_on` to `ends_on`, both included; open where the end is empty."""

    def in_force(self, on=None):
        """Those that hold on the day (today unless given)."""
        return self.filter(holding_on(on or timezone.localdate()))

    def begun_first(self):
        """The newest first, those still to begin after all others."""
        waits = models.Case(models.When(starts_on__gt=timezone.localdate(), then=1), default=0)
        return self.order_by(waits, "-starts_on", "-pk")

    def lasting_beyond(self, day):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def lasting_from(self, day):
        return self.lasting_beyond(day - timedelta(days=1))

    def end(self, on, **why):
        """Ends those lasting beyond the day, never before they began; deletes those still to begin after it."""
        self.filter(starts_on__gt=max(on, timezone.localdate())).delete()
        self.lasting_beyond(on).update(ends_on=Greatest("starts_on", on), **why)


def in_force(rows, day):
    """The first of dated rows (newest first) that holds on the day; works on prefetched rows without a query."""
    return next((row for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)), None)


def coming_on(rows, day=None):
    """Of dated rows, newest first, the newest where it is to come, on the day where one is given; else None."""
    newest = next(iter(rows), None)
    return newest if newest and newest.is_coming and day in (None, newest.starts_on) else None


class Dated:
    @property
    def is_coming(self):
        return self.starts_on > timezone.localdate()


class Mandate(Dated, Stamped):
    """A member's mandate 委员资格 in one term: sector and post, from one day to another."""

    class Post(models.TextChoices):
        MEMBER = "member", _("member")
        STANDING = "standing", _("standing committee member")
        SECRETARY_GENERAL = "secretary_general", _("secretary-general")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        CHAIR = "chair", _("chair")

    member = models.ForeignKey("members.Member", models.PROTECT, verbose_name=_("member"), related_name="mandates")
    term = models.ForeignKey(Term, models.PROTECT, verbose_name=_("term"), related_name="mandates")
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"), related_name="mandates")
    post = models.CharField(_("post"), max_length=20, choices=Post.choices, default=Post.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_dates"),
            models.UniqueConstraint(fields=["member"], condition=Q(ends_on=None), name="one_open_mandate"),
        ]

    def __str__(self):
        return f"{self.term} · {self.sector} · {self.get_post_display()}"


class MembershipQuerySet(DatedQuerySet):
    def roster(self):
        """Those of today, directors first, then deputies, then by the order of the roster; with member and mandates."""
        first = models.Case(models.When(post="director", then=0), models.When(post="deputy", then=1), default=2)
        rows = self.in_force().select_related("member").prefetch_related("member__mandates__sector")
        return rows.order_by(first, "member__order", "pk")

    def directing_from(self, day):
        """Directors on the day or later, but for those who have no seat in the term of that day, nor in a later one."""
        before = day - timedelta(days=1)
        reaching = Q(term__ends_on=None) | Q(term__ends_on__gt=before)
        seats = Mandate.objects.filter(reaching, member=models.OuterRef("member")).lasting_beyond(before)
        return self.filter(models.Exists(seats), post="director").lasting_beyond(before)

    def succeeding(self, members, day):
        """Those by which another directs a committee on the day that one of the members directs for longer."""
        directing = CommitteeMembership.objects.in_force(day).filter(post="director")
        before = {"committee": models.OuterRef("committee"), "starts_on__lt": models.OuterRef("starts_on")}
        others = directing.filter(models.Exists(directing.filter(member__in=members, **before)))
        return self.filter(pk__in=others.exclude(member__in=members).values("pk"))

    def former(self):
        """Those that have ended, the latest first."""
        return self.filter(ends_on__lt=timezone.localdate()).select_related("member").order_by("-ends_on", "-pk")


class CommitteeMembership(Dated, Stamped):
    """A member's place in a committee, from one day to another."""

    class Post(models.TextChoices):
        MEMBER = "member", _("ordinary member")
        DEPUTY = "deputy", _("deputy director")
        DIRECTOR = "director", _("director")

    member = models.ForeignKey("members.Member", models.PROTECT, verbose_name=_("member"), related_name="memberships")
    committee = models.ForeignKey(
        "committees.Committee", models.PROTECT, verbose_name=_("committee"), related_name="memberships"
    )
    post = models.CharField(_("post"), max_length=10, choices=Post.choices, default=Post.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("committee membership")
        verbose_name_plural = _("committee memberships")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_dates"),
            models.UniqueConstraint(fields=["member"], condition=Q(ends_on=None), name="one_open_membership"),
        ]

    def __str__(self):
        return f"{self.committee} · {self.get_post_display()}"

    @property
    def leads(self):
        """Whether the member directs the committee or stands in for who does."""
        return self.post != self.Post.MEMBER
