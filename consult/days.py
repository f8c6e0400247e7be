"""Which days a form takes: a slip like 0206 for 2026 is no day that a county works with."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def check_year(day):
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Check the year."))


def check_years(form):
    for field in form.fields.values():
        if isinstance(field, forms.DateField) and check_year not in field.validators:
            field.validators.append(check_year)
