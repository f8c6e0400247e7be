from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models.committee import VALID_DATES, ValidityQuerySet
from consult.models import Stamped


class Department(Stamped):
    """A department 部门 of the county that answers recommendations."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [models.CheckConstraint(condition=VALID_DATES, name="department_dates")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("department_detail", args=[self.pk])

    @property
    def has_ended(self):
        return self.valid_to is not None and self.valid_to < timezone.localdate()
