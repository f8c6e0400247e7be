"""Of which days and of which unit the statistics are."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.forms.fields import DayInput
from topics.statistics.period import Period

EARLIEST, LATEST = 1990, 2100


class StatisticsForm(forms.Form):
    """A year, or a span that goes before it; where nothing is said the usual year, or the present one."""

    year = forms.IntegerField(required=False, min_value=EARLIEST, max_value=LATEST, widget=forms.HiddenInput)
    start = forms.DateField(label=_("From"), required=False)
    end = forms.DateField(label=_("To"), required=False)
    unit = forms.ChoiceField(label=_("Committee"), required=False)

    def __init__(self, *args, units, usual_year=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual_year = usual_year
        self.fields["unit"].choices = [("", _("all")), *units]
        for name in ("start", "end"):
            self.fields[name].widget = DayInput()

    def clean(self):
        given = self.cleaned_data
        start, end = given.get("start"), given.get("end")
        if any(day and not EARLIEST <= day.year <= LATEST for day in (start, end)):
            raise ValidationError(_("These days lie too far away."))
        given["period"] = period_of(start, end, given.get("year") or self.usual_year or timezone.localdate().year)
        if given["period"].start > given["period"].end:
            raise ValidationError(_("The span ends before it begins."))
        return given


def period_of(start, end, year):
    """The span as far as it is given, to today or from the first of January; else the year."""
    if not (start or end):
        return Period.year(year)
    end = end or timezone.localdate()
    return Period(start or date(end.year, 1, 1), end)
