from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consult.models import AppendOnlyQuerySet, AppendOnlyRecord, digest_of
from members.models import Role
from topics.models.annual_plan import AnnualPlan
from topics.models.concerns import concerning
from topics.models.plan import Plan
from topics.models.recommendation import Recommendation
from topics.models.referral import Referral
from topics.models.review_meeting import ReviewMeeting
from topics.models.session import ConsultationSession
from topics.models.topic import Topic
from topics.models.topic_visibility import one_of, reads_topics

# What a department and its co-departments do among themselves before an answer is sent.
INSIDE_DEPARTMENTS = {"submit_draft", "return_draft", "withdraw_draft", "countersign", "recount_countersigns"}
SHARED_BY_DEPARTMENTS = {"submit_draft", "countersign", "recount_countersigns"}
WITHOUT_PARTS = Q(plan=None, session=None, recommendation=None)


def unit_in_words(unit):
    """Whom somebody acts for, a role by its label."""
    return Role(unit).label if unit in Role.values else unit


def drafts_of_others(user):
    """The condition on what happened to drafts of recommendations that the user's departments have no part in."""
    departments = user.units(Role.DEPARTMENT) if user.is_authenticated else ()
    standing = Referral.objects.standing_with(departments)
    own = Q(recommendation__in=standing.filter(is_lead=True).values("recommendation"))
    shared = Q(recommendation__in=standing.values("recommendation"), transition__in=SHARED_BY_DEPARTMENTS)
    inside = Q(lifecycle="recommendation", transition__in=INSIDE_DEPARTMENTS)
    return inside & ~own & ~shared


class StepQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """The history of visible topics and meetings; for a department that of its recommendations alone.

        That of an annual plan is for those who read all topics: it tells what the bodies said. What departments do
        among themselves with a draft is for them and the auditor.
        """
        seen = Q(one_of(ReviewMeeting.objects.visible_to(user), "meeting"))
        if reads_topics(user):
            seen |= Q(annual_plan__isnull=False)
        if user.as_member or user.holds(Role.GOVERNMENT) or reads_topics(user):
            seen |= one_of(Topic.objects.visible_to(user), "topic")
        if user.units(Role.DEPARTMENT):
            seen |= one_of(Recommendation.objects.visible_to(user), "recommendation")
        found = self.filter(seen)
        return found if user.is_authenticated and user.holds(Role.AUDITOR) else found.exclude(drafts_of_others(user))

    def news_for(self, user, since):
        """What others have moved since then on in topics that concern the user, the newest first."""
        moved = self.filter(recorded_at__gte=since).exclude(Q(actor=user) | Q(from_stage=F("to_stage")))
        told = moved.visible_to(user).annotate(concerns=concerning(user, "topic__"))
        return told.filter(concerns=True).order_by("-pk")


class Step(AppendOnlyRecord):
    """One line of a history, that of a topic, a review meeting or an annual plan: who, when, from, to, why.

    Never edited, never deleted.
    """

    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="steps")
    meeting = models.ForeignKey(ReviewMeeting, models.PROTECT, null=True, related_name="steps")
    annual_plan = models.ForeignKey(AnnualPlan, models.PROTECT, null=True, related_name="steps")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="steps")
    session = models.ForeignKey(ConsultationSession, models.PROTECT, null=True, related_name="steps")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, related_name="steps")
    sequence = models.PositiveIntegerField(_("sequence"))
    lifecycle = models.CharField(max_length=20)
    transition = models.CharField(max_length=30)
    from_stage = models.CharField(max_length=20)
    to_stage = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="steps")
    actor_name = models.CharField(max_length=30)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    is_consequence = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    happened_on = models.DateField(_("happened on"))
    recorded_at = models.DateTimeField(_("recorded"))
    digest = models.CharField(max_length=64)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "sequence"], name="topic_sequence"),
            models.UniqueConstraint(fields=["meeting", "sequence"], name="meeting_sequence"),
            models.UniqueConstraint(fields=["annual_plan", "sequence"], name="annual_plan_sequence"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, meeting=None, annual_plan=None)
                | Q(WITHOUT_PARTS, topic=None, meeting__isnull=False, annual_plan=None)
                | Q(WITHOUT_PARTS, topic=None, meeting=None, annual_plan__isnull=False),
                name="step_of_one_chain",
            ),
        ]

    def __str__(self):
        return f"{self.sequence} {self.transition}"

    @property
    def acted_for(self):
        """The unit the person acted for, in words; empty where that is the person alone."""
        return "" if self.on_behalf_of == self.actor_name else unit_in_words(self.on_behalf_of)

    def answered(self, name):
        """What it answered, the new value where it was a change."""
        answer = self.answers[name]
        return answer["to"] if isinstance(answer, dict) else answer

    def digest_after(self, previous):
        """The digest of this line chained to that of the line before ("" for the first)."""
        said = {
            name: getattr(self, name)
            for name in (
                "topic_id", "meeting_id", "plan_id", "session_id", "recommendation_id", "sequence", "lifecycle",
                "transition", "from_stage", "to_stage", "actor_id", "actor_name", "on_behalf_of", "is_consequence",
                "answers",
            )
        }  # fmt: skip
        # Only where there is one: the digests of lines from before annual plans were kept stay what they are.
        said |= {"annual_plan_id": self.annual_plan_id} if self.annual_plan_id else {}
        said |= {
            "happened_on": self.happened_on.isoformat(),
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(),
            "previous": previous,
        }
        return digest_of(said)
