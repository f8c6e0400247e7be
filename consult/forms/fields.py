import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.forms.checks import check_year
from consult.imports import readers
from consult.text_width import narrow

LATIN = re.compile(r"[A-Za-z]")
GAP = r"[\s().·_\-–—]{0,3}"
MOBILE = re.compile(
    rf"(?<!\d)(?:0|(?:00)?86{GAP})?1[3-9](?:\d{GAP}\d{{4}}{GAP}\d{{4}}|\d\d{GAP}\d{{3}}{GAP}\d{{4}})(?!\d)"
)


class NarrowInput(forms.TextInput):
    """Reads what an input method typed wide or with blanks, where no calendar opens; 3 Nov 2026 keeps its own."""

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        may_be_wide = isinstance(typed, str) and not LATIN.search(typed)
        return narrow(typed) if may_be_wide else typed


class DayInput(NarrowInput, forms.DateInput):
    """A date in the browser's own calendar; the value travels as 2026-11-23 in every language."""

    input_type = "date"

    def __init__(self, attrs=None, format="%Y-%m-%d"):
        super().__init__(attrs, format)


class ClockInput(NarrowInput, forms.TimeInput):
    """A time of day in the browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self, attrs=None, format="%H:%M"):
        super().__init__(attrs, format)


def opened_at_last(formset, name):
    """The formset, on whose page one begins to type in this field of the last row."""
    for row in formset.forms[-1:]:
        row.fields[name].widget.attrs["autofocus"] = True
    return formset


class DayField(forms.DateField):
    widget = DayInput
    default_validators = [check_year]


class TelephonesField(forms.CharField):
    """One or several numbers of an office."""

    def clean(self, value):
        said = super().clean(value)
        return readers.telephones(said, {}) if said else ""


class DeskTelephoneField(TelephonesField):
    """That of somebody's desk, shown to all who have to reach the person: no mobile."""

    def clean(self, value):
        said = super().clean(value)
        if MOBILE.search(unicodedata.normalize("NFKC", said)):
            raise ValidationError(_("This is a mobile number. Enter the telephone of the office."))
        return said
