from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from members.models import Role
from topics.models.recommendation import HandlingResult, Recommendation
from topics.models.referral import Referral
from topics.models.topic import DECISIONS


class DraftState(models.TextChoices):
    DRAFTED = "drafted", _("being drafted")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned by the head")
    WITHDRAWN = "withdrawn", _("taken back")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("overtaken")


OPEN_DRAFTS = (DraftState.DRAFTED, DraftState.SUBMITTED)
# What a co-department sees of the lead's drafts: nothing that is still, or again, being worked on.
SHARED_DRAFTS = (DraftState.SUBMITTED, DraftState.SENT)


class AnswerDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the own department as lead; while submitted and once sent, those that it countersigns."""
        if not user.is_authenticated or not (departments := user.units(Role.DEPARTMENT)):
            return self.none()
        standing = Referral.objects.standing_with(departments)
        shared = self.filter(recommendation__in=standing.filter(is_lead=False).values("recommendation"))
        return self.filter(referral__in=standing) | shared.filter(state__in=SHARED_DRAFTS, submitted_on__isnull=False)

    def submitted(self):
        return self.filter(state=DraftState.SUBMITTED)


class AnswerDraft(Stamped):
    """One version of a department's answer before it is sent, frozen once submitted."""

    CONTENT = (
        "decision", "handling_result", "measures", "reason_not_adopted", "planned_on", "completed_on", "scan",
    )  # fmt: skip

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="drafts")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="drafts")
    number = models.PositiveSmallIntegerField(_("draft version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFTED)
    decision = models.CharField(_("decision"), max_length=12, choices=DECISIONS, blank=True)
    handling_result = models.CharField(_("handling result"), max_length=1, choices=HandlingResult.choices, blank=True)
    measures = models.TextField(_("measures"), max_length=5000, blank=True)
    reason_not_adopted = models.TextField(_("reason for not adopting in full"), max_length=2000, blank=True)
    planned_on = models.DateField(_("planned completion"), null=True, blank=True)
    completed_on = models.DateField(_("real completion"), null=True, blank=True)
    scan = models.ForeignKey("topics.Document", models.SET_NULL, null=True, blank=True, related_name="answer_drafts")
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="answer_drafts")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_on = models.DateField(_("submitted on"), null=True)
    countersign_due_on = models.DateField(_("countersigns until"), null=True)
    countersign_due_basis = models.JSONField(default=dict, editable=False)
    return_reason = models.TextField(_("reason for the return"), max_length=1000, blank=True)

    objects = AnswerDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("draft answer")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(state__in=OPEN_DRAFTS), name="one_open_draft"
            ),
            models.UniqueConstraint(fields=["recommendation", "number"], name="one_draft_of_a_number"),
        ]

    def __str__(self):
        return f"{self.recommendation} · {self.get_state_display()}"

    @property
    def is_open(self):
        return self.state in OPEN_DRAFTS

    @property
    def is_over(self):
        """Whether it has become the answer, or another one has."""
        return self.state in {DraftState.SENT, DraftState.DROPPED}

    @property
    def is_submitted(self):
        return self.state == DraftState.SUBMITTED

    @property
    def content(self):
        """The answer that it would be, by the names of the questions."""
        return {name: getattr(self, name) for name in self.CONTENT}

    def awaited(self, co_referrals):
        """The referrals among those to co-departments that have not countersigned it."""
        signed = {row.referral_id for row in self.countersigns.all()}
        return [referral for referral in co_referrals if referral.pk not in signed]


class Countersign(models.Model):
    """What a co-department says 会签 to a submitted draft: it agrees, or has an opinion."""

    class Agreement(models.TextChoices):
        AGREES = "agrees", _("agrees")
        OPINION = "opinion", _("has an opinion")

    draft = models.ForeignKey(AnswerDraft, models.PROTECT, related_name="countersigns")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="countersigns")
    agreement = models.CharField(_("countersign"), max_length=10, choices=Agreement.choices)
    remark = models.TextField(_("opinion"), max_length=1000, blank=True)
    signed_on = models.DateField(_("countersigned on"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("countersign")
        constraints = [
            models.UniqueConstraint(fields=["draft", "referral"], name="countersigned_once"),
            models.CheckConstraint(condition=Q(agreement="agrees") | ~Q(remark=""), name="an_opinion_is_said"),
        ]

    def __str__(self):
        return f"{self.unit} · {self.get_agreement_display()}"

    @property
    def unit(self):
        return self.referral.department.name_on(self.signed_on)

    @property
    def agrees(self):
        return self.agreement == self.Agreement.AGREES
