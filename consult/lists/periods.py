"""A filter of a register by what happened in a span of days: which date, from when, to when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.fields import DayInput
from consult.forms.widgets import JointInputs


def in_words(start, end):
    """A span of days as a person reads it; open ends stay open."""
    words = [date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (start, end)]
    return " – ".join(words) if start or end else _("at any time")


def in_full(start, end):
    """A span of days as an official paper writes it; one without an end goes on."""
    if end is None:
        return _("since %(start)s") % {"start": date_format(start)}
    return _("from %(start)s to %(end)s") % {"start": date_format(start), "end": date_format(end)}


def years_in_words(years):
    """The years, those in a row joined: 2024–2026、2028."""
    runs = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return _(", ").join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


@dataclass(frozen=True)
class Dated:
    """What happened, its label, and the first and the last day of the span; None for an open end."""

    what: str
    label: str
    start: date | None = None
    end: date | None = None

    def __str__(self):
        return f"{self.label} {in_words(self.start, self.end)}"

    def on(self, field):
        """The conditions that the date field lies in the span; for a span without ends that it is known."""
        ends = {f"{field}__gte": self.start, f"{field}__lte": self.end}
        return {key: day for key, day in ends.items() if day} or {f"{field}__isnull": False}

    def at(self, field):
        """The like for a field of moments, asked without a function of the database, so that its index serves."""
        ends = {f"{field}__gte": midnight(self.start), f"{field}__lt": midnight(self.end, after=1)}
        return {key: moment for key, moment in ends.items() if moment} or {f"{field}__isnull": False}


def midnight(day, after=0):
    """The moment at which the day begins, or one some days after; None for a day near the end of all dates."""
    if day and date.min.year < day.year < date.max.year:
        return timezone.make_aware(datetime.combine(day + timedelta(days=after), time.min))
    return None


class DatedWidget(JointInputs):
    suffixes = ("what", "from", "to")

    def __init__(self, choices):
        parts = {
            "what": forms.Select({"aria-label": gettext_lazy("What happened")}, choices),
            "from": DayInput({"aria-label": gettext_lazy("From")}),
            "to": DayInput({"aria-label": gettext_lazy("To")}),
        }
        super().__init__(parts)

    def decompress(self, value):
        return [value.what, value.start, value.end] if value else [None, None, None]


class DatedField(forms.MultiValueField):
    """Gives a `Dated`; None unless something is chosen or a day is given."""

    is_one = True

    def __init__(self, dates, **kwargs):
        self.labels = {name: label for name, (label, _lookup) in dates.items()}
        self.default = next(iter(dates))
        choices = [("", gettext_lazy("all")), *self.labels.items()]
        fields = (forms.ChoiceField(choices=choices, required=False), *(forms.DateField(required=False),) * 2)
        widget = DatedWidget(choices)
        super().__init__(fields, widget=widget, require_all_fields=False, **kwargs)

    def compress(self, values):
        what, start, end = values or ("", None, None)
        if start and end and start > end:
            raise ValidationError(_("The span ends before it begins."))
        if not (what or start or end):
            return None
        what = what or self.default
        return Dated(what, str(self.labels[what]), start, end)


class DatedFilter(filters.Filter):
    """Rows to which something happened in a span; `dates` maps its name to a label and a date field.

    In place of a field there can be a function that gives the condition of a `Dated`.
    """

    field_class = DatedField

    def __init__(self, dates, **kwargs):
        self.dates = dates
        super().__init__(dates=dates, **kwargs)

    def condition(self, dated):
        _label, lookup = self.dates[dated.what]
        return lookup(dated) if callable(lookup) else Q(**dated.on(lookup))

    def filter(self, queryset, dated):
        return queryset.filter(self.condition(dated)) if dated else queryset
