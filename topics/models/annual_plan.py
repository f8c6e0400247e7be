from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from members.models import Role
from topics.models.topic_visibility import reads_topics


class AnnualPlanStage(models.TextChoices):
    DRAFTING = "drafting", _("being drafted")
    SUBMITTED = "submitted", _("with the presidium")
    PRESIDIUM_REVIEWED = "presidium_reviewed", _("reviewed by the presidium")
    COMMITTEE_APPROVED = "committee_approved", _("approved by the Party standing committee")
    ISSUED = "issued", _("issued")
    ADJUSTED = "adjusted", _("replaced by its adjustment")
    FINISHED = "finished", _("finished")
    ABANDONED = "abandoned", _("given up")


IN_WORK = frozenset(
    {
        AnnualPlanStage.DRAFTING,
        AnnualPlanStage.SUBMITTED,
        AnnualPlanStage.PRESIDIUM_REVIEWED,
        AnnualPlanStage.COMMITTEE_APPROVED,
    }
)
# From this day of the year on it can be finished: the last month's sessions are planned by then.
YEAR_END = (12, 1)
PUBLISHED = frozenset({AnnualPlanStage.ISSUED, AnnualPlanStage.ADJUSTED, AnnualPlanStage.FINISHED})


class AnnualPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every version for those who read all topics; what was issued for whoever has a part in topics."""
        if not user.is_authenticated:
            return self.none()
        if reads_topics(user):
            return self
        has_part = user.as_member or user.holds(Role.GOVERNMENT) or user.holds(Role.DEPARTMENT)
        return self.filter(stage__in=PUBLISHED) if has_part else self.none()

    def in_work(self):
        return self.filter(stage__in=IN_WORK)

    def in_force(self, year):
        """The issued version of the year, if any: a queryset of at most one."""
        return self.filter(year=year, stage=AnnualPlanStage.ISSUED)


class AnnualPlan(Stamped):
    """One version of the annual consultation plan 年度协商计划; frozen once it has left drafting."""

    lifecycle = "annual_plan"

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("plan version"), default=1, editable=False)
    stage = models.CharField(
        _("stage"), max_length=20, choices=AnnualPlanStage.choices, default=AnnualPlanStage.DRAFTING, editable=False
    )
    adjusts = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="adjustments")
    adjusted_because = models.TextField(_("reason for the adjustment"), max_length=1000, blank=True, editable=False)
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, editable=False, related_name="edited_annual_plans")
    term = models.ForeignKey("members.Term", models.PROTECT, verbose_name=_("term"), null=True, related_name="+")
    meeting_number = models.PositiveSmallIntegerField(_("number of the presidium meeting"), null=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    approved_on = models.DateField(_("approved on"), null=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True)
    finished_on = models.DateField(_("finished on"), null=True)

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = _("annual plan")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_annual_plan_version"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(stage__in=["drafting", "submitted", "presidium_reviewed", "committee_approved"]),
                name="one_annual_plan_in_work",
            ),
            models.CheckConstraint(condition=Q(adjusts=None) | ~Q(adjusted_because=""), name="adjustment_has_a_reason"),
        ]

    def __str__(self):
        words = {"year": self.year, "number": self.number}
        return _("Annual plan %(year)d") % words if self.number == 1 else _("Annual plan %(year)d, v%(number)d") % words

    def get_absolute_url(self):
        return reverse("annual_plan_detail", args=[self.pk])

    @property
    def is_drafting(self):
        return self.stage == AnnualPlanStage.DRAFTING

    @property
    def given_up(self):
        """The adjustments that were given up and rest on it as it is: begun after it was drafted the last time."""
        drafted = self.steps.filter(to_stage=AnnualPlanStage.DRAFTING).exclude(from_stage=AnnualPlanStage.DRAFTING)
        last = drafted.aggregate(at=Max("recorded_at"))["at"]
        found = self.adjustments.filter(stage=AnnualPlanStage.ABANDONED)
        return found.filter(created__gt=last) if last else found

    @property
    def is_published(self):
        return self.stage in PUBLISHED

    @property
    def meeting(self):
        """The presidium meeting that reviewed it, in words; empty before."""
        words = {"term": self.term, "number": self.meeting_number}
        return _("%(term)s, presidium meeting no. %(number)d") % words if self.meeting_number else ""
