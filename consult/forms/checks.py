"""What every form checks: a line is one line, and a slip like 0206 for 2026 is no day that a county works with."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.differences import with_plain_breaks

BREAKS = re.compile(r"[\t\n\x1c-\x1f]+")
UNSEEN = {"Cc", "Cf"}
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def plain(text):
    """Without the breaks, tabs and unseen marks that come with what is copied from a page or a document."""
    signs = " ".join(filter(None, map(str.strip, BREAKS.split(with_plain_breaks(text)))))
    return "".join(sign for sign in signs if unicodedata.category(sign) not in UNSEEN).strip()


def make_lines_plain(form):
    for name, field in form.fields.items():
        typed = form.cleaned_data.get(name)
        if not isinstance(field, forms.CharField) or not typed:
            continue
        if isinstance(field.widget, forms.Textarea):
            form.cleaned_data[name] = with_plain_breaks(typed)
        else:
            form.cleaned_data[name] = plain(typed)
            if field.required and not form.cleaned_data[name]:
                form.add_error(name, _("This field is required."))


class PlainLines:
    def clean(self):
        super().clean()
        make_lines_plain(self)
        return self.cleaned_data


def check_year(day):
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Check the year."))


def check_years(form):
    for field in form.fields.values():
        if isinstance(field, forms.DateField) and check_year not in field.validators:
            field.validators.append(check_year)
