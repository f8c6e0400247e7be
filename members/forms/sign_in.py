from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib.auth import user_login_failed
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.forms.fields import DeskTelephoneField
from consult.forms.versioned import VersionedForm
from consult.password_again import has_given_password, note_password
from members.models import User
from members.models.appointment import Role
from members.sign_ins import has_guessed


def lockout():
    """How many failed attempts lock sign-in, and for how many minutes."""
    return {"attempts": settings.AXES_FAILURE_LIMIT, "minutes": round(settings.AXES_COOLOFF_TIME * 60)}


class SignInForm(AuthenticationForm):
    """Says the same for a wrong password, an unknown user name and a closed account."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _(
            "User name or password is wrong. After %(attempts)d failed attempts sign-in is locked for %(minutes)d "
            "minutes. If you have forgotten the password, ask the system administrator for a link to set a new one."
        )
    }

    def clean_username(self):
        """As the account writes it: capitals make no other name and no further attempts, and tell of no account."""
        typed = self.cleaned_data["username"]
        names = set(User.objects.filter(username__iexact=typed).values_list("username", flat=True))
        return typed if typed in names else min(names, default=typed.lower())

    def get_invalid_login_error(self):
        return ValidationError(self.error_messages["invalid_login"], code="invalid_login", params=lockout())


class ChosenByOwner:
    """A password form after which the account need not change its password again for a while."""

    def save(self, commit=True):
        self.user.remember_password()
        self.user.must_change_password, self.user.password_set_on = False, timezone.localdate()
        return super().save(commit)


class NewPasswordForm(ChosenByOwner, SetPasswordForm):
    pass


class ChecksOwnPassword:
    """A form that compares what is typed with the password of whoever is signed in."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        return self.own("password")

    def own(self, name):
        """Remembered for a while where it is right; where it is wrong, it counts as a failed sign-in.

        Failures of strangers at the sign-in stop nobody who is signed in; a lock against them stays.
        """
        request, credentials = self.request, {"username": self.request.user.username}
        if not has_guessed(request):
            if request.user.check_password(self.cleaned_data[name]):
                if AxesProxyHandler.is_allowed(request, credentials):
                    reset(**credentials)
                note_password(request.session)
                return self.cleaned_data[name]
            user_login_failed.send(__name__, credentials=credentials, request=request)
        request.axes_locked_out, request.axes_credentials = has_guessed(request), credentials
        raise ValidationError(_("The password is wrong."), code="password_incorrect")


class ChangePasswordForm(ChosenByOwner, ChecksOwnPassword, PasswordChangeForm):
    def clean_old_password(self):
        return self.own("old_password")


DESK = {"office_phone": DeskTelephoneField}
DESK_HELP = {
    "office_phone": _(
        "Of a department's liaison: shown beside your name to whoever has to reach you; not a mobile number."
    )
}


class ProfileForm(VersionedForm):
    """What people change about their own account."""

    class Meta:
        model = User
        fields = ["email", "office_phone", "language", "has_larger_text"]
        field_classes = DESK
        help_texts = DESK_HELP
        labels = {"email": _("E-mail"), "language": _("Language"), "has_larger_text": _("Larger text on every page")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.units(Role.DEPARTMENT):
            del self.fields["office_phone"]
        self.fields["language"].choices = [("", _("as chosen in the browser")), *settings.LANGUAGES]


def own_password(**options):
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=_("Your password"), widget=widget, strip=False, **options)


class OwnPasswordForm(ChecksOwnPassword, forms.Form):
    """Asks again for the password of the account that is signed in."""

    password = own_password()


def password_where_needed(request):
    """The field that asks for the own password, by its name; nothing where it was given lately."""
    if has_given_password(request.session):
        return {}
    again = _("Please enter your password again: ten minutes have passed.")
    return {"password": own_password(help_text=again, error_messages={"required": again})}
