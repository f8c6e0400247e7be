from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CalendarDay(models.Model):
    """A day that the office entered as one off, or as a make-up working day 调休, whatever weekday it is."""

    KINDS = [(False, pgettext_lazy("calendar", "off")), (True, _("make-up working day"))]

    date = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("kind of day"), choices=KINDS)
    holiday = models.CharField(_("holiday"), max_length=20)

    class Meta:
        ordering = ["date"]
        verbose_name = _("working-day calendar")

    def __str__(self):
        return f"{self.date.isoformat()} {self.holiday}"


class CalendarVersion(models.Model):
    """How often the office has changed its calendar, in the one row of this table."""

    version = models.PositiveIntegerField(default=0)

    def __str__(self):
        return str(self.version)
