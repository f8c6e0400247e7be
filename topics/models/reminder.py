from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from topics.models.recommendation import Recommendation


class Reminder(models.Model):
    """A reminder 催办 of the office to the department that owes an answer; at most one a day."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="reminders")
    text = models.CharField(_("reminder"), max_length=500)
    reminded_on = models.DateField(_("reminded on"))
    reminded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=30)
    is_taken_back = models.BooleanField(_("taken back"), default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "reminded_on"],
                condition=models.Q(is_taken_back=False),
                name="one_reminder_a_day",
            )
        ]

    def __str__(self):
        return f"{self.recommendation} · {self.reminded_on}"
