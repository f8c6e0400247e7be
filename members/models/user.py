from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped, holding_on
from consult.punctuation import with_aside
from members.models.appointment import ADMINISTRATORS, Appointment, Role
from members.models.mandate import Mandate


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, for the system administrator; nobody else has business with accounts."""
        return self if user.is_authenticated and user.holds(Role.SYSADMIN) else self.none()

    def serving(self, departments):
        """Those that can sign in and are appointed to one of the departments today."""
        appointed = Appointment.objects.current(timezone.localdate()).filter(department__in=departments)
        return self.open().filter(pk__in=appointed.values("user"))

    def open(self):
        """Those that can sign in."""
        return self.filter(is_active=True)

    def waiting(self):
        """Those that can sign in once they have set a password."""
        return self.open().filter(must_change_password=True)

    def given_links(self):
        """Those to whom the system administrator makes links; not the administrators who stand apart."""
        apart = Appointment.objects.current(timezone.localdate()).filter(role__in=ADMINISTRATORS - {Role.SYSADMIN})
        return self.exclude(pk__in=apart.values("user"))

    def without_part(self):
        """Open accounts that were never appointed and belong to no member."""
        return self.open().filter(appointments=None, members=None).order_by("username")

    def outlived(self):
        """Open accounts that were for an appointment or a member, and are for nothing today and to come."""
        today = timezone.localdate()
        appointed, is_member = Appointment.objects.filter(user=OuterRef("pk")), Q(members__isnull=False)
        in_office = Mandate.objects.lasting_from(today).filter(member__user=OuterRef("pk"))
        lasting = Exists(appointed.lasting(today, None)) | Exists(in_office)
        return self.open().filter(Exists(appointed) | is_member).exclude(lasting)

    def taken_names(self):
        """Their user names in small letters, as no two differ by case alone."""
        return {name.lower() for name in self.values_list("username", flat=True)}

    def forget_passwords(self, accounts):
        """Makes their passwords unusable: ends every session and every one-time link of the accounts."""
        for account in accounts:
            account.remember_password()
            account.set_unusable_password()
            account.must_change_password = True
        self.bulk_update(accounts, ["password", "must_change_password"])


class AccountManager(UserManager.from_queryset(UserQuerySet)):
    """Creates accounts with a hashed password, and asks like the queryset."""


class User(Stamped, AbstractUser):
    """An account 账号: one person, who may hold several appointments and be a member besides."""

    first_name = last_name = None
    name = models.CharField(_("full name"), max_length=30)
    language = models.CharField(
        _("language"), max_length=10, choices=[("zh-hans", "中文"), ("en", "English")], blank=True
    )
    office_phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    has_larger_text = models.BooleanField(_("larger text"), default=False)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_set_on = models.DateField(_("password set on"), default=timezone.localdate, editable=False)
    second_factor_since = models.DateTimeField(_("second step since"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = AccountManager()

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.name or self.username

    get_full_name = get_short_name = __str__

    @property
    def name_in_full(self):
        """With the user name, where people of one name are to be told apart."""
        return str(self) if str(self) == self.username else with_aside(self, self.username)

    def get_absolute_url(self):
        return reverse("account_detail", args=[self.pk])

    @cached_property
    def current_appointments(self):
        """The appointments in force today; read once per request."""
        held = (one for one in self.appointments.select_related("committee").order_by() if one.is_current)
        return sorted(held, key=lambda one: (one.role, one.starts_on, one.pk))

    @cached_property
    def lasting(self):
        """The appointments of today and those to come, read once."""
        return list(self.lasting_appointments.select_related("committee", "department"))

    @property
    def begins_on(self):
        """The first day of what its holder is appointed to or a member for, where nothing holds today; else None."""
        days = [one.starts_on for one in self.lasting] + [one.takes_office_on for one in self.members.all()]
        first = min(filter(None, days), default=None)
        return first if first and first > timezone.localdate() and not self.as_member else None

    @property
    def lasting_appointments(self):
        """Those of today and those to come."""
        return self.appointments.lasting(timezone.localdate(), None)

    @cached_property
    def as_member(self):
        """The CPPCC member 委员 behind this account who is in office today, or None."""
        in_office = self.members.filter(holding_on(timezone.localdate(), "mandates__"))
        return next(iter(in_office.order_by()), None)

    def _get_session_auth_hash(self, secret=None):
        """Another one with each second factor: a session that began without it, or with another, is over."""
        # The public method is not enough: hashes of former secret keys, which Django compares too, go past it.
        since, password = self.second_factor_since, super()._get_session_auth_hash(secret)
        return f"{password}{since.timestamp()}" if since else password

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

    @property
    def is_administrator(self):
        return any(self.holds(role) for role in ADMINISTRATORS)

    @property
    def checks_accounts(self):
        """Whether it is that of an administrator who stands apart from the one of accounts."""
        return self.is_administrator and not self.holds(Role.SYSADMIN)

    def administers_from(self, day):
        return self.appointments.lasting(day, None).filter(role__in=ADMINISTRATORS).exists()

    def telephone_in(self, department):
        """The own one of the office, else that of the department."""
        return self.office_phone or department.phone

    @property
    def headed_departments(self):
        """The ids of the departments that the user heads today."""
        return {a.department_id for a in self.current_appointments if a.is_head}

    @property
    def holdings(self):
        """The appointments of today and to come and the member behind the account, in words."""
        members = [_("member %(name)s") % {"name": member} for member in self.members.all()]
        return "、".join([*(appointment.title_from for appointment in self.lasting), *members])

    @property
    def last_held(self):
        """The appointment that ended last, in words, with its last day; on prefetched rows without a query."""
        last = max((one for one in self.appointments.all() if one.ends_on), key=lambda one: one.ends_on, default=None)
        words = _("up to and including %(day)s")
        return with_aside(last.title, words % {"day": date_format(last.ends_on)}) if last else ""

    @property
    def ended_titles(self):
        """The appointments that ended on the day on which the account was closed, in words."""
        ended = self.appointments.filter(ends_on=self.closed_on).select_related("committee", "department")
        return "、".join(appointment.title for appointment in ended) if self.closed_on else ""

    @property
    def is_anonymised(self):
        """Whether it was that of a member who is anonymised."""
        return self.members.filter(anonymised_on__isnull=False).exists()

    @property
    def state(self):
        """Whether the account can be used, in one word."""
        if not self.is_active:
            return _("account closed")
        return _("no password yet") if self.must_change_password else _("usable")

    @property
    def password_ends_on(self):
        """The last day of the password; None where passwords do not end."""
        return self.password_set_on + timedelta(days=settings.PASSWORD_DAYS) if settings.PASSWORD_DAYS else None

    @property
    def password_is_over(self):
        return bool(self.password_ends_on) and self.password_ends_on < timezone.localdate()

    @property
    def password_warning(self):
        """That the password ends soon, in words; empty before, and once it is over."""
        first_warned = timezone.localdate() + timedelta(days=settings.PASSWORD_DAYS_WARNED)
        if not self.password_ends_on or self.password_is_over or self.password_ends_on > first_warned:
            return ""
        words = _("Your password holds up to and including %(day)s. Please choose another one before.")
        return words % {"day": date_format(self.password_ends_on, "DATE_FORMAT")}

    @property
    def last_passwords(self):
        """The hashes of the passwords that are not taken again, the newest first."""
        present = [self.password] if self.has_usable_password() else []
        return [*present, *self.former_passwords.values_list("password", flat=True)][: settings.PASSWORDS_REMEMBERED]

    def remember_password(self):
        """Keeps the hash of the password that is about to go."""
        if self.password and self.has_usable_password():
            self.former_passwords.create(password=self.password)
            kept = self.former_passwords.values_list("pk", flat=True)[: settings.PASSWORDS_REMEMBERED]
            self.former_passwords.exclude(pk__in=list(kept)).delete()

    def forget_password(self):
        User.objects.forget_passwords([self])

    @transaction.atomic
    def close(self, on):
        """Takes away the account's access at once and ends its appointments on the day."""
        # A session stands for a password: without one none can revive, even if the account is reopened.
        self.forget_password()
        self.appointments.end(on)
        self.is_active, self.closed_on = False, on
        self.save(update_fields=["is_active", "closed_on"])

    def reopen(self):
        """Gives the account back, without its former appointments; it needs a one-time link to sign in."""
        self.is_active, self.closed_on = True, None
        self.save(update_fields=["is_active", "closed_on"])
