import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.lines import plain
from members.addressees import why_unfit
from members.models import User

BETWEEN = re.compile(r"[\s,，;；]+")


class AccountsForm(forms.Form):
    """Accounts, a line each: the user name, then the full name."""

    lines = forms.CharField(
        label=gettext_lazy("Accounts, one on each line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 16}),
        help_text=gettext_lazy(
            "The user name, a space, the full name; two columns copied from a workbook fit as well. What each person "
            "is appointed to is entered by the security administrator."
        ),
    )

    def clean_lines(self):
        """The accounts, not yet saved."""
        taken, accounts, wrong = User.objects.taken_names(), [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not plain(line):
                continue
            username, _space, name = BETWEEN.sub("\t", plain(line), count=1).partition("\t")
            account = User(username=User.normalize_username(username), name=" ".join(name.split()))
            if why := why_unfit(account.username, taken) or why_no_name(account.name):
                wrong.append(_("Line %(number)d: %(why)s") % {"number": number, "why": why})
            taken.add(account.username.lower())
            accounts.append(account)
        if wrong or not accounts:
            raise ValidationError(wrong or _("This field is required."))
        return accounts

    def save(self):
        return User.objects.bulk_create(self.cleaned_data["lines"])


def why_no_name(name):
    if not name:
        return _("The full name is missing.")
    most = User._meta.get_field("name").max_length
    return _("Longer than %(most)d characters: %(names)s") % {"most": most, "names": name} if len(name) > most else ""
