import unicodedata

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.forms.sign_in import lockout


class CodeField(forms.CharField):
    """Digits as they are typed: in groups, full-width, with a dash."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        super().__init__(max_length=30, widget=widget, **options)

    def to_python(self, value):
        narrow = unicodedata.normalize("NFKC", super().to_python(value))
        return "".join(character for character in narrow if character.isalnum())


class SecondStepForm(forms.Form):
    """Asks whoever gave the right password for a code; a wrong one counts as a failed sign-in."""

    code = CodeField(label=_("Code of the phone, or a recovery code"))

    def __init__(self, *args, request, half, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.half, self.user = request, half, None
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean(self):
        """Says what is wrong as the page before does."""
        code = self.cleaned_data.get("code")
        self.user = code and authenticate(self.request, username=self.half.username, token=code)
        if code and self.user is None:
            words = _(
                "The code is wrong or was used before. After %(attempts)d failed attempts sign-in is locked for "
                "%(minutes)d minutes."
            )
            raise ValidationError(words, code="wrong_code", params=lockout())


class SetUpForm(forms.Form):
    code = CodeField(label=_("The code that the phone shows now"))
