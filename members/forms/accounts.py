from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department
from consult.forms.checks import check_years
from consult.forms.fields import DayField, DayInput
from consult.forms.versioned import VersionedForm
from consult.punctuation import with_aside
from members.forms.pickers import MemberField
from members.forms.sign_in import DESK, DESK_HELP, ChecksOwnPassword, password_where_needed
from members.models import Appointment, Member, User
from members.models.appointment import Role

UNIT_OF = {Role.COMMITTEE_STAFF: "committee", Role.DEPARTMENT: "department"}


class AccountForm(VersionedForm):
    """An account, and the member whose it is; its password is set by its owner alone."""

    member = MemberField(
        Member.objects.none(),
        label=gettext_lazy("Member"),
        required=False,
        help_text=gettext_lazy("If the account belongs to a CPPCC member: who it is."),
    )

    class Meta:
        model = User
        fields = ["username", "name", "email", "office_phone"]
        field_classes = DESK
        help_texts = DESK_HELP
        labels = {"username": gettext_lazy("User name"), "email": gettext_lazy("E-mail")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Member.objects.filter(user=self.instance) if self.instance.pk else Member.objects.none()
        self.fields["member"].queryset = Member.objects.without_account() | own
        self.initial.setdefault("member", own.first())

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This user name is taken."))
        return username

    def clean_member(self):
        member = self.cleaned_data["member"]
        if member and self.instance.pk and self.instance.administers_from(timezone.localdate()):
            raise ValidationError(_("The account of an administrator cannot be that of a member."))
        return member

    def save(self, commit=True):
        account = super().save(commit)
        member = self.cleaned_data["member"]
        account.members.exclude(pk=member and member.pk).update(user=None)
        if member:
            Member.objects.filter(pk=member.pk).update(user=account)
        return account


class AppointmentForm(ChecksOwnPassword, forms.ModelForm):
    """A new appointment; refused for oneself, and where roles would meet that must stay apart."""

    class Meta:
        model = Appointment
        fields = ["user", "role", "committee", "department", "is_head", "starts_on", "ends_on"]
        widgets = {"user": forms.Select({"data-pick": ""}), "starts_on": DayInput, "ends_on": DayInput}
        help_texts = {
            "user": gettext_lazy("The system administrator makes the accounts."),
            "committee": gettext_lazy("For committee staff only."),
            "department": gettext_lazy("For a department liaison only."),
            "ends_on": gettext_lazy("The last day; leave empty if it is not known yet."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        check_years(self)
        self.fields["user"].queryset = User.objects.open()
        self.fields["user"].choices = self.others
        self.fields["committee"].queryset = Committee.objects.choosable_ahead()
        self.fields["department"].queryset = Department.objects.choosable_ahead()
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields |= password_where_needed(self.request)

    def others(self):
        people = User.objects.open().exclude(pk=self.request.user.pk)
        return [*BLANK_CHOICE_DASH, *((user.pk, with_aside(user, user.username)) for user in people)]

    def clean(self):
        cleaned = super().clean()
        role, starts, ends = (cleaned.get(name) for name in ("role", "starts_on", "ends_on"))
        for serving, unit in UNIT_OF.items():
            if role == serving and not cleaned.get(unit) and unit not in self.errors:
                self.add_error(unit, _("Choose for which one the person is appointed."))
            elif role and role != serving and cleaned.get(unit):
                self.add_error(unit, self.fields[unit].help_text)
            elif cleaned.get(unit) and (reason := cleaned[unit].not_yet(starts)):
                self.add_error("starts_on", reason)
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day cannot be before the first one."))
        return cleaned

    def clean_is_head(self):
        if self.cleaned_data["is_head"] and self.cleaned_data.get("role") != Role.DEPARTMENT:
            raise ValidationError(_("Only an account of a department can be its head."))
        return self.cleaned_data["is_head"]

    def clean_user(self):
        user = self.cleaned_data["user"]
        if user == self.request.user:
            raise ValidationError(_("Nobody can appoint themselves."))
        return User.objects.select_for_update(no_key=True).get(pk=user.pk)


class AppointmentsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, appointment):
        return f"{appointment.user} · {appointment.title}"


class EndAppointmentsForm(forms.Form):
    """The last day of several appointments that have begun; who ends earlier anyway keeps that day."""

    appointments = AppointmentsField(
        Appointment.objects.none(),
        label=gettext_lazy("Appointments that end"),
        error_messages={"required": gettext_lazy("Tick at least one row first.")},
    )
    on = DayField(
        label=gettext_lazy("Last day"),
        initial=timezone.localdate,
        help_text=gettext_lazy("The rights hold up to the end of this day."),
    )

    def __init__(self, *args, ticked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["appointments"].queryset = ticked
        self.initial.setdefault("appointments", ticked)

    def clean(self):
        cleaned = super().clean()
        on, chosen = cleaned.get("on"), cleaned.get("appointments") or []
        if on and (late := [str(one) for one in chosen if one.starts_on > on]):
            words = _("Begun after this day, to be ended one by one: %(names)s")
            self.add_error("on", words % {"names": "、".join(late)})
        return cleaned

    def end(self):
        ending = self.cleaned_data["appointments"].lasting_beyond(self.cleaned_data["on"])
        ended = list(ending)
        for appointment in ended:
            appointment.end(self.cleaned_data["on"])
        return ended


class EndAppointmentForm(forms.Form):
    """The last day of an appointment; one that was in force before today cannot be taken back."""

    on = DayField(
        label=gettext_lazy("Last day"),
        initial=timezone.localdate,
        help_text=gettext_lazy("The rights hold up to the end of this day."),
    )

    def __init__(self, *args, appointment, **kwargs):
        super().__init__(*args, **kwargs)
        self.appointment = appointment
        if appointment.starts_on >= timezone.localdate():
            words = _("The rights hold up to the end of this day; with an earlier day than %(day)s they never hold.")
            self.fields["on"].help_text = words % {"day": appointment.starts_on.isoformat()}

    def clean_on(self):
        on, began, ends = self.cleaned_data["on"], self.appointment.starts_on, self.appointment.ends_on
        if on < began < timezone.localdate():
            raise ValidationError(_("The last day cannot be before the first one."))
        if ends and on > ends:
            words = _("It ends on %(day)s anyway: who is to hold it longer is appointed anew from the next day on.")
            raise ValidationError(words % {"day": date_format(ends)})
        return on
