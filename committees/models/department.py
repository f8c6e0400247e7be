from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models.committee import VALID_DATES, Validity, ValidityQuerySet, count_of
from consult.models import FormerNames, Stamped


class DepartmentQuerySet(ValidityQuerySet):
    def with_figures(self):
        """Each with the number of recommendations that stand referred to it, of those open and of those overdue."""
        recommendations = Department.referrals.rel.related_model.recommendation.field.related_model.objects
        standing = Q(referrals__ended_on=None)
        still = {"open": recommendations.open(), "overdue": recommendations.overdue()}
        return self.annotate(
            referral_count=count_of(Department, "referrals", standing),
            **{
                f"{name}_count": count_of(
                    Department, "referrals", standing & Q(referrals__recommendation__in=found.values("pk"))
                )
                for name, found in still.items()
            },
        )


class Department(FormerNames, Validity, Stamped):
    """A department 部门 of the county that answers recommendations."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    former_names = models.TextField(_("former names"), blank=True, editable=False)
    renamed_on = models.JSONField(_("renamed on"), default=list, editable=False)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [models.CheckConstraint(condition=VALID_DATES, name="department_dates")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("department_detail", args=[self.pk])

    @transaction.atomic
    def end(self, on):
        """Makes the day its last one, and that of the appointments of its liaison officers."""
        self.appointments.end(on)
        super().end(on)
