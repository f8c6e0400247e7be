from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReferralQuerySet(models.QuerySet):
    def standing(self):
        """Those that have not ended."""
        return self.filter(ended_on=None)

    def end(self, step):
        return self.update(ended_on=step.happened_on, ended_by=step)

    def standing_with(self, departments):
        return self.standing().filter(department__in=departments)


class ContactWay(models.TextChoices):
    """How the lead department met the proposing unit before it answers."""

    VISIT = "visit", _("visit")
    TELEPHONE = "telephone", _("telephone call")
    MEETING = "meeting", _("discussion meeting")
    LETTER = "letter", _("letter")


class Referral(models.Model):
    """The referral 交办 of a recommendation to one department, as lead or co-department."""

    recommendation = models.ForeignKey("topics.Recommendation", models.PROTECT, related_name="referrals")
    department = models.ForeignKey(
        "committees.Department", models.PROTECT, verbose_name=_("department"), related_name="referrals"
    )
    is_lead = models.BooleanField(_("lead department"), default=True)
    letter_number = models.CharField(_("letter number"), max_length=40, blank=True)
    referred_on = models.DateField(_("referred on"))
    objection_due_on = models.DateField(_("objection until"))
    contact_due_on = models.DateField(_("first contact until"), null=True, blank=True)
    contact_due_basis = models.JSONField(default=dict, editable=False)
    contacted_on = models.DateField(_("first contact on"), null=True, blank=True)
    contact_way = models.CharField(_("way of contact"), max_length=10, choices=ContactWay.choices, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=1000, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("handler"), null=True, blank=True, related_name="+"
    )
    objected_on = models.DateField(_("objected on"), null=True, blank=True)
    objection_reason = models.TextField(_("reason for the objection"), max_length=1000, blank=True)
    is_upheld = models.BooleanField(_("upheld"), default=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    begun_by = models.ForeignKey(
        "topics.Step", models.PROTECT, null=True, editable=False, related_name="begun_referrals"
    )
    ended_by = models.ForeignKey(
        "topics.Step", models.PROTECT, null=True, editable=False, related_name="ended_referrals"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "pk"]
        verbose_name = _("referral")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(is_lead=True, ended_on=None), name="one_lead_department"
            ),
            models.UniqueConstraint(
                fields=["recommendation", "department"], condition=Q(ended_on=None), name="referred_once"
            ),
        ]

    def __str__(self):
        return f"{self.recommendation} → {self.department}"

    @property
    def unit(self):
        return self.department.name_on(self.referred_on)

    @property
    def reached_at(self):
        """Who handles it there, with a telephone; empty while nobody is named."""
        if not self.handler:
            return ""
        return " · ".join(filter(None, [str(self.handler), self.handler.telephone_in(self.department)]))

    @property
    def objection_due_basis(self):
        count = (self.objection_due_on - self.referred_on).days
        return {"rule": "objection_days", "count": count, "from": self.referred_on.isoformat()}
