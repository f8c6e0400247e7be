from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account 账号: one person, who may hold several appointments and be a member besides."""

    first_name = last_name = None
    name = models.CharField(_("name"), max_length=30)
    language = models.CharField(
        _("language"), max_length=10, choices=[("zh-hans", "中文"), ("en", "English")], blank=True
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("account")

    def __str__(self):
        return self.name or self.username

    get_full_name = get_short_name = __str__

    @cached_property
    def current_appointments(self):
        """The appointments in force today; read once per request."""
        return list(self.appointments.current(timezone.localdate()).select_related("committee", "department"))

    @cached_property
    def as_member(self):
        """The CPPCC member 委员 behind this account who is in office today, or None."""
        return self.members.in_office(timezone.localdate()).first()

    def holds(self, role, *, committee_id=None, department_id=None):
        """Whether the role is held today; for the committee or department where one is named."""
        return any(
            appointment.role == role
            and (committee_id is None or appointment.committee_id == committee_id)
            and (department_id is None or appointment.department_id == department_id)
            for appointment in self.current_appointments
        )

    def units(self, role):
        """The ids of the committees or departments for which the role is held today."""
        return {a.committee_id or a.department_id for a in self.current_appointments if a.role == role}
