from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from topics.models.plan import Plan
from topics.models.topic_visibility import reads_topics


class Body(models.TextChoices):
    """The two bodies that decide on plans, in this order."""

    PARTY_GROUP = "party_group", _("Party group")
    PRESIDIUM = "presidium", _("presidium")


NAMES = {
    Body.PARTY_GROUP: _("%(term)s, Party group meeting no. %(number)d"),
    Body.PRESIDIUM: _("%(term)s, presidium meeting no. %(number)d"),
}


class MeetingStage(models.TextChoices):
    PLANNED = "planned", _("scheduled")
    POSTPONED = "postponed", _("postponed")
    HELD = "held", _("held")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class ReviewMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for those who read all topics; none for anybody else."""
        return self if user.is_authenticated and reads_topics(user) else self.none()

    def beyond_term(self):
        """Those scheduled for a day after the last one of their term."""
        return self.filter(stage=MeetingStage.PLANNED, meets_on__gt=models.F("term__ends_on"))


class ReviewMeeting(Stamped):
    """A meeting 议题审核会议 of the Party group or the presidium that decides on plans."""

    lifecycle = "review_meeting"

    stage = models.CharField(
        _("stage"), max_length=10, choices=MeetingStage.choices, default=MeetingStage.PLANNED, editable=False
    )
    body = models.CharField(_("body"), max_length=12, choices=Body.choices)
    term = models.ForeignKey("members.Term", models.PROTECT, verbose_name=_("term"), related_name="review_meetings")
    number = models.PositiveSmallIntegerField(_("number of the meeting"))
    meets_on = models.DateField(_("date"))
    meets_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    host = models.CharField(_("host"), max_length=60, blank=True)
    minutes_number = models.CharField(_("minutes number"), max_length=40, blank=True)

    objects = ReviewMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_on", "-pk"]
        verbose_name = _("review meeting")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "term", "number"], condition=~Q(stage="cancelled"), name="one_meeting_of_a_number"
            )
        ]

    def __str__(self):
        return NAMES[Body(self.body)] % {"term": self.term, "number": self.number}

    def get_absolute_url(self):
        return reverse("review_meeting_detail", args=[self.pk])

    @property
    def is_of_presidium(self):
        return self.body == Body.PRESIDIUM

    @property
    def is_planned(self):
        return self.stage == MeetingStage.PLANNED

    @property
    def is_postponed(self):
        return self.stage == MeetingStage.POSTPONED

    @property
    def is_held(self):
        return self.stage == MeetingStage.HELD

    @classmethod
    def next_number(cls, body, term):
        """The number after the highest one of the body in the term; a cancelled meeting gives its own free."""
        numbered = cls.objects.filter(body=body, term=term).exclude(stage=MeetingStage.CANCELLED)
        return (numbered.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def bears_taken_number(self, body, term, number):
        """Whether another meeting of the body that is not cancelled has the number in the term."""
        others = ReviewMeeting.objects.exclude(pk=self.pk).exclude(stage=MeetingStage.CANCELLED)
        return others.filter(body=body, term=term, number=number).exists()


class AgendaItemQuerySet(models.QuerySet):
    def listed(self):
        return self.exclude(state=AgendaItem.State.TAKEN_DOWN)

    def undecided(self):
        return self.filter(state=AgendaItem.State.PENDING)


class AgendaItem(Stamped):
    """One plan on the agenda of one review meeting."""

    class State(models.TextChoices):
        PENDING = "pending", _("undecided")
        DECIDED = "decided", _("decided")
        DEFERRED = "deferred", _("deferred")
        TAKEN_DOWN = "taken_down", _("taken down")

    meeting = models.ForeignKey(ReviewMeeting, models.PROTECT, related_name="items")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(state="pending"), name="on_one_agenda"),
            models.UniqueConstraint(
                fields=["meeting", "plan"], condition=~Q(state="taken_down"), name="once_on_an_agenda"
            ),
        ]

    def __str__(self):
        return f"{self.meeting} · {self.plan}"

    @property
    def is_listed(self):
        return self.state != self.State.TAKEN_DOWN

    @property
    def is_undecided(self):
        return self.state == self.State.PENDING

    @property
    def decision(self):
        """The decision that stands for this item, or None."""
        return self.decisions.standing().first()


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Those not taken back by a correction, newest first."""
        return self.filter(revoked_by=None).order_by("-recorded_at", "-pk")


class Decision(models.Model):
    """What a body decided on a plan; a wrong entry is revoked by a second person, never edited."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("passed")
        IN_PRINCIPLE = "in_principle", _("passed in principle")
        AFTER_REVISION = "after_revision", _("passed after revision")
        DEFERRED = "deferred", _("deferred")
        REFUSED = "refused", _("not passed")
        RETURNED = "returned", _("returned for revision")

    PASSING = frozenset({Outcome.PASSED, Outcome.IN_PRINCIPLE, Outcome.AFTER_REVISION})
    NEEDS_OPINION = frozenset({Outcome.AFTER_REVISION, Outcome.DEFERRED, Outcome.REFUSED, Outcome.RETURNED})

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("conclusion"), max_length=15, choices=Outcome.choices)
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)
    decided_on = models.DateField(_("decided on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recorded_decisions")
    recorded_at = models.DateTimeField(_("recorded"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="revoked_decisions"
    )
    revocation_reason = models.TextField(_("reason for the correction"), max_length=1000, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(revoked_by=None), name="one_standing_decision"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["deferred", "refused", "returned", "after_revision"]) | ~Q(opinion=""),
                name="decision_needs_a_reason",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()
