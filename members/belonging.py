"""To which committee members belonged on a day, as a filter of the directory and as what the reports group by."""

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
    return {NO_COMMITTEE: _("no committee")} | {str(one.pk): one.with_former_names() for one in Committee.objects.all()}


class Belonged(tuple):
    """A committee's id and a day."""

    label = ""

    def __str__(self):
        return f"{self.label} · {date_format(self[1], 'SHORT_DATE_FORMAT')}"


class BelongedWidget(JointInputs):
    suffixes = ("unit", "on")

    def __init__(self):
        day = DayInput({"aria-label": _("On the day")})
        super().__init__({"unit": forms.Select({"aria-label": _("Committee")}), "on": day})

    def decompress(self, value):
        return list(value or [None, None])


class BelongedField(forms.MultiValueField):
    """Gives a `Belonged`, today where no day is given; None unless a committee is chosen."""

    is_one = True

    def __init__(self, **kwargs):
        parts = (forms.ChoiceField(required=False), forms.DateField(required=False))
        super().__init__(parts, widget=BelongedWidget(), require_all_fields=False, **kwargs)
        self.names = cache(names_of_committees)
        self.fields[0].choices = self.widget.widgets[0].choices = lambda: [("", _("all")), *self.names().items()]

    def compress(self, values):
        unit, day = values or ("", None)
        if not unit:
            return None
        found = Belonged((unit, day or timezone.localdate()))
        found.label = str(self.names()[unit])
        return found


class BelongedFilter(filters.Filter):
    field_class = BelongedField

    def filter(self, queryset, value):
        if not value:
            return queryset
        unit, day = value
        return queryset.alias(unit=committee_on(day)).filter(unit=unit)
