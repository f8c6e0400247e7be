from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped, holding_on
from consult.punctuation import with_aside


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
        return self.filter(holding_on(on))

    def heads(self, departments):
        """Those by which somebody heads one of the departments today."""
        return self.current(timezone.localdate()).filter(is_head=True, department__in=departments)

    def lasting(self, starts_on, ends_on):
        """Those in force on at least one day of the period; `ends_on` None leaves it open."""
        rows = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lte=ends_on)

    def lasting_beyond(self, day):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def end(self, on):
        """Ends those that would last beyond the day; deletes those that have not begun by today."""
        # Never in force, so no record can name them; kept, they would come to life in a reopened account.
        self.filter(starts_on__gt=timezone.localdate()).delete()
        self.lasting_beyond(on).update(ends_on=Greatest("starts_on", on))

    def holders(self):
        """The names of those who hold them today."""
        return "、".join(str(row.user) for row in self.current(timezone.localdate()).select_related("user"))

    def visible_to(self, user):
        """All, for the security administrator."""
        return self if user.is_authenticated and user.holds(Role.SECADMIN) else self.none()


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
    is_head = models.BooleanField(
        _("head of the department"), default=False, help_text=_("Checks and sends the answers of the department.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts_on", "pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
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
            models.CheckConstraint(condition=Q(is_head=False) | Q(role=Role.DEPARTMENT), name="head_of_a_department"),
        ]

    def __str__(self):
        return f"{self.user} · {self.capacity}"

    def clean(self):
        """Refuses a second equal appointment at the same time and an administrator who has any other part."""
        if self.user_id is None or not self.role or self.starts_on is None:
            return
        others = self.user.appointments.exclude(pk=self.pk).lasting(self.starts_on, self.ends_on)
        if others.filter(role=self.role, committee=self.committee, department=self.department).exists():
            raise ValidationError(_("This person already holds this appointment at that time."))
        in_office = self.user.members.in_office_from(self.starts_on)
        if self.role in ADMINISTRATORS and (others.exists() or in_office.exists()):
            raise ValidationError(_("An administrator may hold no other appointment and be no member in office."))
        if others.filter(role__in=ADMINISTRATORS).exists():
            raise ValidationError(_("This person is an administrator at that time and may hold nothing besides."))

    def end(self, on):
        """Makes the day the last one; with a day before the first one the appointment is taken back."""
        if on < self.starts_on:
            self.delete()
        else:
            self.ends_on = on
            self.save(update_fields=["ends_on", "changed"])

    @property
    def has_ended(self):
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def is_coming(self):
        return self.starts_on > timezone.localdate()

    @property
    def is_current(self):
        return not (self.has_ended or self.is_coming)

    @property
    def title(self):
        """The role, with its unit where it has one."""
        unit = self.committee or self.department
        return f"{self.post} · {unit}" if unit else self.post

    @property
    def title_from(self):
        """The title, with the first day where that is to come."""
        words = _("from %(on)s") % {"on": date_format(self.starts_on, "SHORT_DATE_FORMAT")}
        return with_aside(self.title, words) if self.is_coming else self.title

    @property
    def telephone(self):
        return self.user.telephone_in(self.department)

    @property
    def post(self):
        """The role in words, or that of a department's head."""
        return _("head of the department") if self.is_head else self.get_role_display()

    @property
    def capacity(self):
        """The words for the capacity in which its holder acts: the unit, or the role where it has none."""
        return str(self.committee or self.department or self.get_role_display())
