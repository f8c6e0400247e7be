from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.punctuation import labelled
from topics.models.guest import Side


class Speech(models.Model):
    """One speech at a session, in order."""

    session = models.ForeignKey("topics.ConsultationSession", models.CASCADE, related_name="speeches")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    member = models.ForeignKey("members.Member", models.PROTECT, null=True, blank=True, related_name="speeches")
    speaker = models.CharField(_("speaker"), max_length=60)
    side = models.CharField(_("side"), max_length=12, choices=Side.choices, default=Side.MEMBERS)
    point = models.TextField(_("point"), max_length=2000)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return labelled(self.speaker, self.point[:30])


class Opinion(models.Model):
    """An opinion offered at a session; not yet a recommendation."""

    session = models.ForeignKey("topics.ConsultationSession", models.CASCADE, related_name="opinions")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("opinion"), max_length=2000)
    offered_by = models.CharField(_("offered by"), max_length=60, blank=True)

    class Meta:
        ordering = ["session", "order", "pk"]

    def __str__(self):
        return self.text[:40]
