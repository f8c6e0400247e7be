from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.models import AppendOnlyQuerySet, AppendOnlyRecord
from topics.models.topic_visibility import reads_topics


class FrozenReportQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """All for those who read all topics; none for anybody else."""
        return self if user.is_authenticated and reads_topics(user) else self.none()

    def of(self, period, unit):
        """Those of the same days and the same unit, the newest first; their figures are read when asked for."""
        return self.filter(start=period.start, end=period.end, unit=unit).defer("figures")


class FrozenReport(AppendOnlyRecord):
    """An annual report as it was sent: its workbook with checksum, its figures. A new one corrects it."""

    start = models.DateField(_("from"))
    end = models.DateField(_("to"))
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="reports")
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64)
    figures = models.JSONField(default=dict)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.TextField(_("reason for the correction"), max_length=1000, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("frozen by"), max_length=30)
    frozen_at = models.DateTimeField(_("frozen"))

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("frozen report")
        constraints = [
            models.UniqueConstraint(
                fields=["start", "end", "unit"], condition=Q(corrects=None), name="one_first_frozen_report"
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="corrected_report_has_a_reason"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("frozen_report_detail", args=[self.pk])
