from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from members.models import Role
from topics.models.dictionary import DictionaryEntry
from topics.models.topic import Topic
from topics.models.topic_visibility import one_of, read_by


class PlanStage(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted for review")
    PARTY_PASSED = "party_passed", _("passed by the Party group")
    APPROVED = "approved", _("approved by the presidium")
    RETURNED = "returned", _("returned for revision")
    REFUSED = "refused", _("not passed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REVISED = "revised", _("revision to be confirmed")
    SUPERSEDED = "superseded", _("replaced by its revision")


UNDER_REVIEW = frozenset({PlanStage.SUBMITTED, PlanStage.PARTY_PASSED})
PASSED_PLANS = frozenset({PlanStage.PARTY_PASSED, PlanStage.APPROVED})
UNDER_REVIEW_OR_APPROVED = UNDER_REVIEW | PASSED_PLANS
PLANS_IN_WORK = frozenset({PlanStage.DRAFT, PlanStage.REVISED})
OPEN_PLANS = PLANS_IN_WORK | UNDER_REVIEW
LIVE_PLANS = OPEN_PLANS | PASSED_PLANS


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of visible topics: drafts for those who draft, submitted plans for readers, approved ones for members."""
        plans = self.filter(one_of(Topic.objects.visible_to(user), "topic"))
        seen = read_by(user, "topic__") & ~Q(stage=PlanStage.DRAFT)
        if committees := user.units(Role.COMMITTEE_STAFF):
            seen |= Q(topic__organiser__in=committees)
        if user.holds(Role.OFFICE):
            seen |= Q(topic__organiser=None) | Q(stage=PlanStage.DRAFT)
        if user.as_member or user.holds(Role.GOVERNMENT):
            seen |= Q(stage=PlanStage.APPROVED)
        return plans.filter(seen)

    def open(self):
        return self.filter(stage__in=OPEN_PLANS)

    def awaiting(self, body):
        """Plans ready for the body and on no agenda of it: the Party group first, then the presidium."""
        stage = PlanStage.SUBMITTED if body == "party_group" else PlanStage.PARTY_PASSED
        ready = self.filter(stage=stage).exclude(agenda_items__state="pending")
        return ready.exclude(decisions__in=open_conditions())


def open_conditions():
    """Standing decisions "passed after revision" on the very version that was decided, so still unanswered."""
    return Plan.decisions.rel.related_model.objects.standing().filter(outcome="after_revision")


class Plan(Stamped):
    """One version of the plan 方案 for one round of a topic; frozen once submitted."""

    lifecycle = "plan"

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="plans", editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    number = models.PositiveSmallIntegerField(_("plan version"), default=1, editable=False)
    stage = models.CharField(
        _("stage"), max_length=15, choices=PlanStage.choices, default=PlanStage.DRAFT, editable=False
    )
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="copies")
    revises = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="revisions")
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, editable=False, related_name="edited_plans")
    purpose = models.TextField(_("purpose"), max_length=3000, blank=True)
    points = models.TextField(_("points to consult on"), max_length=3000, blank=True)
    planned_on = models.DateField(_("planned date"), null=True, blank=True)
    planned_at = models.TimeField(_("planned time"), null=True, blank=True)
    venue = models.ForeignKey(
        "committees.Venue", models.PROTECT, verbose_name=_("venue"), null=True, blank=True, related_name="plans"
    )
    place = models.CharField(_("place"), max_length=100, blank=True)
    host = models.CharField(_("host"), max_length=60, blank=True)
    leading_vice_chair = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        verbose_name=_("leading vice-chair"),
        null=True,
        blank=True,
        related_name="led_plans",
    )
    preparation = models.TextField(_("preparation"), max_length=3000, blank=True)
    outcome_kind = models.ForeignKey(
        DictionaryEntry,
        models.PROTECT,
        verbose_name=_("form of the outcome"),
        null=True,
        blank=True,
        related_name="plans",
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "round", "number"]
        verbose_name = _("plan")
        constraints = [
            models.UniqueConstraint(fields=["topic", "round", "number"], name="one_plan_version"),
            models.UniqueConstraint(
                fields=["topic", "round"], condition=Q(stage__in=["draft", "revised"]), name="one_plan_in_work"
            ),
            models.UniqueConstraint(
                fields=["topic", "round"],
                condition=Q(stage__in=["submitted", "party_passed", "approved"], revises=None),
                name="one_plan_under_review",
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=Q(stage__in=["party_passed", "approved"]),
                name="one_confirmed_revision",
            ),
        ]

    def __str__(self):
        return f"{self.topic} · {self.label}"

    def get_absolute_url(self):
        return reverse("plan_detail", args=[self.pk])

    @property
    def label(self):
        """The short name beside the topic's title: round and version."""
        return _("round %(round)d, v%(number)d") % {"round": self.round, "number": self.number}

    @property
    def choosable_venue(self):
        return self.venue if self.venue and self.venue.is_choosable else None

    @property
    def as_of(self):
        """The day on which a version was submitted, whose people and unit it names; today for a draft."""
        submitted = self.steps.filter(transition__in=["submit", "submit_revision"]).order_by("sequence").last()
        is_frozen = self.stage != PlanStage.DRAFT and submitted is not None
        return submitted.happened_on if is_frozen else timezone.localdate()

    @property
    def organising_unit(self):
        return self.topic.organised_on(self.as_of)

    @property
    def lineage(self):
        """This version and those whose decision it carries on as their confirmed revision, newest first."""
        versions, plan = [], self
        while plan:
            versions.append(plan)
            plan = plan.revises
        return versions

    def decisions_by_body(self):
        """For each body its standing decision that holds for this version, its own or carried over."""
        places = {plan.pk: place for place, plan in enumerate(self.lineage)}
        standing = self.decisions.model.objects.standing().filter(plan__in=places).reverse()
        standing = standing.annotate(body=F("item__meeting__body"))
        # The newest of the newest version comes last and stays.
        return {one.body: one for one in sorted(standing, key=lambda one: -places[one.plan_id])}

    def decision_of(self, body):
        return self.decisions_by_body().get(body)

    @property
    def open_condition(self):
        """The decision "passed after revision" that no confirmed revision has answered yet, or None."""
        return self.decisions.standing().filter(outcome="after_revision").first()


class AgendaPart(models.Model):
    """One part of a session's agenda as planned; one of them is the free dialogue 自由互动."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("part"), max_length=80)
    speaker = models.CharField(_("who"), max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    is_free_dialogue = models.BooleanField(_("free dialogue"), default=False)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title


class InviteeQuerySet(models.QuerySet):
    def renew_lists(self, day):
        """Takes the lists of the sessions to which they are invited afresh, from the day on."""
        sessions = Plan.sessions.rel.related_model.objects.following(day).filter(plan__in=self.values("plan"))
        for session in sessions.select_for_update(no_key=True).order_by("pk"):
            session.renew_standing()


class PlanInvitee(models.Model):
    """A member invited by a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="invitees")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="invitations")

    objects = InviteeQuerySet.as_manager()

    class Meta:
        ordering = ["member__order", "member_id"]
        constraints = [models.UniqueConstraint(fields=["plan", "member"], name="invited_once")]

    def __str__(self):
        return str(self.member)


class GuestCategory(models.TextChoices):
    """Who takes part besides the members."""

    LEADERS = "leaders", _("Party and government leaders")
    DEPARTMENTS = "departments", _("departments")
    PUBLIC = "public", _("public")
    EXPERTS = "experts", _("experts")
    ENTERPRISES = "enterprises", _("enterprises")


class PlanGuest(models.Model):
    """People of one category invited by a plan, by name or by number."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="guests")
    category = models.CharField(_("category"), max_length=12, choices=GuestCategory.choices)
    names = models.CharField(_("names"), max_length=200, blank=True)
    count = models.PositiveSmallIntegerField(_("number of people"), default=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_category_display()} {self.names or self.count}"
