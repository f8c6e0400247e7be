from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from members.models import Role
from topics.models.outcome import Outcome
from topics.models.referral import Referral
from topics.models.said import Opinion
from topics.models.topic import DECISIONS, Topic
from topics.models.topic_stage import TopicStage
from topics.models.topic_visibility import one_of, read_by


class RecommendationStage(models.TextChoices):
    LISTED = "listed", _("to be referred")
    REFERRED = "referred", _("referred")
    RECEIVED = "received", _("received")
    OBJECTED = "objected", _("objected to")
    REWORKING = "reworking", _("being reworked")
    ANSWERED = "answered", _("answered")
    EVALUATED = "evaluated", _("evaluated")
    CARRIED_OUT = "carried_out", _("carried out")


ANSWERED_RECOMMENDATIONS = frozenset(
    {RecommendationStage.ANSWERED, RecommendationStage.EVALUATED, RecommendationStage.CARRIED_OUT}
)
OPEN_RECOMMENDATIONS = frozenset(RecommendationStage) - ANSWERED_RECOMMENDATIONS
TO_ANSWER = frozenset({RecommendationStage.RECEIVED, RecommendationStage.REWORKING})
OWED_BY_DEPARTMENT = TO_ANSWER | {RecommendationStage.REFERRED}
AWAITING_CONTACT = frozenset({RecommendationStage.REFERRED, RecommendationStage.RECEIVED})
TO_REPORT_ON = frozenset({RecommendationStage.ANSWERED, RecommendationStage.EVALUATED})


class Implementation(models.TextChoices):
    """How far what was adopted is put into practice, apart from its being adopted."""

    CARRIED_OUT = "carried_out", _("carried out")
    UNDER_WAY = "under_way", _("under way")
    NOT_STARTED = "not", _("not started")


class HandlingResult(models.TextChoices):
    """How far a department has handled a recommendation, apart from adopting it."""

    A = "A", _("A solved")
    B = "B", _("B under way or planned")
    C = "C", _("C deferred by conditions")
    D = "D", _("D kept for reference")


ADOPTED = (Topic.Result.ADOPTED, Topic.Result.PARTLY)
BEGUN = (HandlingResult.A, HandlingResult.B)


def of_a_draft():
    """The condition on recommendations whose outcome is still being written."""
    return Q(topic__stage=TopicStage.CONSULTING, outcome__round=F("topic__rounds"))


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A department's are those referred to it; others see those of their topics, without drafts for outsiders."""
        if not user.is_authenticated:
            return self.none()
        seen = read_by(user, "topic__")
        if user.as_member or user.holds(Role.GOVERNMENT):
            seen |= ~of_a_draft()
        seen &= one_of(Topic.objects.visible_to(user), "topic")
        if departments := user.units(Role.DEPARTMENT):
            seen |= Q(pk__in=Referral.objects.filter(department__in=departments).values("recommendation"))
        return self.filter(seen)

    def of_concluded_outcomes(self):
        """Those that count: without the recommendations of an outcome that is still being written."""
        return self.exclude(of_a_draft())

    def open(self):
        return self.filter(stage__in=OPEN_RECOMMENDATIONS)

    def overdue(self):
        return self.open().filter(due_on__lt=timezone.localdate())

    def settled(self):
        """Those with a decision that stands."""
        return self.exclude(stage__in=OPEN_RECOMMENDATIONS)

    def with_departments(self):
        """Each with its referrals and their departments."""
        return self.prefetch_related(Prefetch("referrals", Referral.objects.select_related("department")))

    def that_are(self, state):
        match state:
            case "pending":
                return self.open()
            case "refused":
                return self.settled().exclude(decision__in=ADOPTED)
        return self.settled().filter(decision=state)

    def rolled_up(self):
        """The adoption result of each group."""
        counted = self.annotate(
            made=Count("pk"),
            awaited=Count("pk", filter=Q(stage__in=OPEN_RECOMMENDATIONS)),
            adopted=Count("pk", filter=Q(decision=Topic.Result.ADOPTED)),
            taken_in=Count("pk", filter=Q(decision__in=ADOPTED)),
        )
        result = Case(
            When(awaited__gt=0, then=Value(Topic.Result.PENDING)),
            When(adopted=F("made"), then=Value(Topic.Result.ADOPTED)),
            When(taken_in__gt=0, then=Value(Topic.Result.PARTLY)),
            default=Value(Topic.Result.NOT_ADOPTED),
            output_field=models.CharField(),
        )
        return counted.annotate(result=result).values("result")

    def owed_by(self, departments):
        """Those the departments must answer as lead, the earliest due first."""
        standing = Referral.objects.standing_with(departments).filter(is_lead=True)
        return self.filter(stage__in=OWED_BY_DEPARTMENT, referrals__in=standing).order_by("due_on", "pk")

    def owing_contact(self):
        """Those whose lead department has still to note its first contact, by `contact_due_on`."""
        owed = Referral.objects.standing().filter(recommendation=OuterRef("pk"), is_lead=True, contacted_on=None)
        waiting = self.filter(stage__in=AWAITING_CONTACT).annotate(
            contact_due_on=Subquery(owed.values("contact_due_on"))
        )
        return waiting.filter(contact_due_on__isnull=False)


class Recommendation(Stamped):
    """A numbered recommendation 意见建议 of a topic, from its listing to its being carried out."""

    lifecycle = "recommendation"

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="recommendations", editable=False)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="recommendations", editable=False)
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    text = models.TextField(_("recommendation"), max_length=2000)
    stage = models.CharField(
        _("stage"),
        max_length=12,
        choices=RecommendationStage.choices,
        default=RecommendationStage.LISTED,
        editable=False,
    )
    decision = models.CharField(_("decision"), max_length=12, choices=DECISIONS, blank=True, editable=False)
    handling_result = models.CharField(
        _("handling result"), max_length=1, choices=HandlingResult.choices, blank=True, editable=False
    )
    due_on = models.DateField(_("due on"), null=True, editable=False)
    due_basis = models.JSONField(_("how the due date came about"), default=dict, editable=False)
    is_extended = models.BooleanField(_("extended"), default=False, editable=False)
    evaluation_due_on = models.DateField(_("evaluation due on"), null=True, editable=False)
    evaluation_due_basis = models.JSONField(default=dict, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    carried_out_on = models.DateField(_("carried out on"), null=True, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "number"]
        verbose_name = _("recommendation")
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="one_recommendation_of_a_number")]
        indexes = [
            models.Index(fields=["stage", "due_on"], name="recommendation_by_due"),
            models.Index(fields=["topic", "stage"], name="recommendation_of_topic"),
        ]

    def __str__(self):
        return f"{self.topic} · {self.label}"

    def get_absolute_url(self):
        return reverse("recommendation_detail", args=[self.pk])

    @property
    def label(self):
        return gettext("no. %(number)s") % {"number": self.number}

    @property
    def is_open(self):
        return self.stage in OPEN_RECOMMENDATIONS

    @property
    def awaits_evaluation(self):
        return self.stage == RecommendationStage.ANSWERED

    @property
    def days_late(self):
        """By how many days an open one is overdue today, zero where it is not."""
        late = (timezone.localdate() - self.due_on).days if self.is_open and self.due_on else 0
        return max(late, 0)

    @property
    def implementation(self):
        """How far what was adopted is put into practice; None where nothing is adopted."""
        if self.is_open or self.decision not in ADOPTED:
            return None
        if self.carried_out_on:
            return Implementation.CARRIED_OUT
        return Implementation.UNDER_WAY if self.handling_result in BEGUN else Implementation.NOT_STARTED

    @property
    def is_unfinished(self):
        """Whether what was adopted is neither carried out nor called solved by its department."""
        under_way = self.implementation in {Implementation.UNDER_WAY, Implementation.NOT_STARTED}
        return under_way and self.handling_result != HandlingResult.A

    @property
    def draft(self):
        """The open draft of the answer, being written or submitted, or None."""
        return next((draft for draft in self.drafts.all() if draft.is_open), None)

    @property
    def submitted_draft(self):
        draft = self.draft
        return draft if draft and draft.is_submitted else None

    @property
    def standing_referrals(self):
        """The referrals that have not ended, the lead first; works on prefetched rows without a query."""
        return [r for r in self.referrals.all() if r.ended_on is None]

    @property
    def referrals_told(self):
        ended = [referral for referral in self.referrals.all() if referral.ended_on]
        return [*self.standing_referrals, *ended]

    @property
    def lead(self):
        """The standing referral to the lead department, or None."""
        return next((r for r in self.standing_referrals if r.is_lead), None)

    @property
    def co_referrals(self):
        return [r for r in self.standing_referrals if not r.is_lead]

    @property
    def objection(self):
        """The standing referral whose objection the office has to decide on, or None."""
        return next((r for r in self.standing_referrals if r.objected_on and not r.is_upheld), None)

    @property
    def uncontacted(self):
        """The lead's referral without a first contact, or None; old referrals owe none."""
        return next((r for r in [self.lead] if r and r.contact_due_on and not r.contacted_on), None)

    @property
    def owed_contact(self):
        """The lead's referral while its first contact has still to be noted, or None."""
        return self.uncontacted if self.stage in AWAITING_CONTACT else None

    @property
    def lacks_contact(self):
        """Whether it was answered without a first contact."""
        return bool(self.answered_on and self.uncontacted)

    @property
    def last_reminder(self):
        """The newest reminder that stands, or None."""
        return next((r for r in self.reminders.all() if not r.is_taken_back), None)

    @property
    def answer(self):
        """The newest answer that stands, or None."""
        return next((a for a in self.answers.all() if not a.is_retracted), None)
