"""Days that the office enters into the working-day calendar: a year's notice as it is published, or a few days."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.calendar.holiday_notice import days_from, read_notice
from consult.calendar.holidays import as_entered
from consult.calendar.workdays import is_workday
from consult.forms.fields import DayField
from consult.models import CalendarDay

EXAMPLE = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：…"


class SeenCalendar(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoticeForm(forms.Form):
    notice = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 10, "placeholder": EXAMPLE}),
        help_text=gettext_lazy("The State Council's notice as it is published, or one line for each holiday."),
    )

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_notice(self):
        self.days = read_notice(self.cleaned_data["notice"], self.year)
        return self.cleaned_data["notice"]


class DaysForm(forms.ModelForm):
    first = DayField(label=gettext_lazy("First day"))
    last = DayField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: that day alone."))

    class Meta:
        model = CalendarDay
        fields = ["is_workday", "holiday"]
        widgets = {"is_workday": forms.RadioSelect}

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_workday"].choices = CalendarDay.KINDS
        self.initial["is_workday"] = False

    def clean(self):
        said = super().clean()
        first, last = said.get("first"), said.get("last") or said.get("first")
        if first and "is_workday" in said and "last" not in self.errors:
            try:
                days = days_from(first, last)
            except forms.ValidationError as fault:
                self.add_error("last", fault)
                return said
            self.year = first.year
            known = as_entered()
            worked = [day for day in days if said["is_workday"] and is_workday(day, known)]
            if worked:
                words = _("%(day)s is a working day anyway.")
                self.add_error("first", words % {"day": date_format(worked[0])})
            self.days = [
                CalendarDay(date=day, is_workday=said["is_workday"], holiday=said.get("holiday", "")) for day in days
            ]
        return said
