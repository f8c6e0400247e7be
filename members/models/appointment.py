from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped


class Role(models.TextChoices):
    """What a person may be appointed to; being a member 委员 is no appointment."""

    COMMITTEE_STAFF = "committee_staff", _("committee staff")
    OFFICE = "office", _("CPPCC office")
    PARTY_GROUP = "party_group", _("Party group")
    PRESIDIUM = "presidium", _("presidium")
    DEPARTMENT = "department", _("department liaison")
    GOVERNMENT = "government", _("Party and government side")
    SYSADMIN = "sysadmin", _("system administrator")
    SECADMIN = "secadmin", _("security administrator")
    AUDITOR = "auditor", _("auditor")


ADMINISTRATORS = {Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}


class AppointmentQuerySet(models.QuerySet):
    def current(self, on):
        """Those in force on the day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class Appointment(Stamped):
    """A role that a person holds for a unit from one day to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="appointments"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    committee = models.ForeignKey(
        "committees.Committee",
        models.PROTECT,
        verbose_name=_("committee"),
        null=True,
        blank=True,
        related_name="appointments",
    )
    department = models.ForeignKey(
        "committees.Department",
        models.PROTECT,
        verbose_name=_("department"),
        null=True,
        blank=True,
        related_name="appointments",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts_on", "pk"]
        verbose_name = _("appointment")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_dates"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COMMITTEE_STAFF, committee__isnull=False, department=None)
                | Q(role=Role.DEPARTMENT, department__isnull=False, committee=None)
                | Q(~Q(role__in=[Role.COMMITTEE_STAFF, Role.DEPARTMENT]), committee=None, department=None),
                name="appointment_unit",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.capacity}"

    @property
    def capacity(self):
        """The words for the capacity in which its holder acts: the unit, or the role where it has none."""
        return str(self.committee or self.department or self.get_role_display())
