"""To which committee members belonged on a day, as a filter of the directory and as what the reports group by."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import django_filters as filters
from django import forms
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from consult.forms.fields import DayInput
from consult.forms.widgets import JointInputs
from members.models import CommitteeMembership

# The county level: members who belong to no committee.
NO_COMMITTEE = "county"


def committee_on(day):
    """The id of the committee to which each member belonged last, up to the day; `NO_COMMITTEE` for none."""
    until = CommitteeMembership.objects.filter(member=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on", "-pk")
    return Coalesce(Subquery(until.values(key=Cast("committee", CharField()))[:1]), Value(NO_COMMITTEE))


def names_of_committees():
    named = ((str(one.pk), one.with_former_names()) for one in Committee.objects.all())
    return [(NO_COMMITTEE, _("no committee")), *named]


@dataclass(frozen=True)
class Belonged:
    """A unit's id and a day, with the name of the unit."""

    unit: str
    day: date
    label: str

    def __str__(self):
        return f"{self.label} · {date_format(self.day, 'SHORT_DATE_FORMAT')}"


class BelongedWidget(JointInputs):
    def __init__(self, suffixes):
        self.suffixes = suffixes
        inputs = forms.Select({"aria-label": _("Committee")}), DayInput({"aria-label": _("On the day")})
        super().__init__(dict(zip(suffixes, inputs, strict=True)))

    def decompress(self, value):
        return [value.unit, value.day] if value else [None, None]


class BelongedField(forms.MultiValueField):
    """Gives a `Belonged`, today where no day is given; None unless a unit is chosen."""

    is_one = True

    def __init__(self, choices, suffixes, **kwargs):
        self.names = cache(choices)
        parts = (forms.ChoiceField(required=False), forms.DateField(required=False))
        super().__init__(parts, widget=BelongedWidget(suffixes), require_all_fields=False, **kwargs)
        self.fields[0].choices = self.widget.widgets[0].choices = lambda: [("", _("all")), *self.names()]

    @property
    def choices(self):
        return self.names()

    def compress(self, values):
        unit, day = values or ("", None)
        return Belonged(unit, day or timezone.localdate(), str(dict(self.names())[unit])) if unit else None


class BelongedFilter(filters.Filter):
    """Rows that belong to a unit, today or on another day; `on(day)` is the expression of its id then.

    By the first of the `suffixes` the unit stands in an address, by the second the day.
    """

    field_class = BelongedField

    def __init__(self, *, on, suffixes=("unit", "on"), **kwargs):
        super().__init__(suffixes=suffixes, **kwargs)
        self.on = on

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.alias(belonged_to=self.on(value.day)).filter(belonged_to=value.unit)
