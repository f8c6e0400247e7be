from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.days import check_year
from consult.views import VersionedForm


class DayInput(forms.DateInput):
    """A date in the browser's own calendar; the value travels as 2026-11-23 in every language."""

    input_type = "date"

    def __init__(self, attrs=None, format="%Y-%m-%d"):
        super().__init__(attrs, format)


class ClockInput(forms.TimeInput):
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


class DictionaryForm(VersionedForm):
    """A row with an order and dates: a new one is offered the last place; an end, once set, can be corrected.

    `ends_elsewhere`: the first end is set on a page of its own, which says what has to be done before.
    """

    ends_elsewhere = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            last = type(self.instance)._base_manager.aggregate(last=Max("order"))["last"] or 0
            self.initial.setdefault("order", last + 1)
        begins = self.instance.pk is None
        if "valid_to" in self.fields and self.instance.valid_to is None and (begins or self.ends_elsewhere):
            del self.fields["valid_to"]

    def clean_valid_to(self):
        """A day to come would let it take on work again, and end later whatever it then holds."""
        day = self.cleaned_data["valid_to"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The last day cannot be in the future."))
        return day

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_to", self.instance.valid_to)
        if starts and ends and ends < starts:
            self.add_error("valid_from", _("The last day cannot be before the first one."))
        return cleaned
