"""What can be chosen in the filters of the registers."""

from django import forms
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear
from django.utils.translation import gettext_lazy as _

from committees.models import Committee, Department
from consult.models.names import with_former
from members.models import Member
from topics.dimensions import COUNTY
from topics.models import DictionaryEntry, NumberSeries, TopicStage

AT_COUNTY = (COUNTY, _("county level"))
NO_YEAR = 0
NAMED = ("committee", "department")


class SeveralOrAll(forms.SelectMultiple):
    """Several choices; none chosen means all, and says so."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"data-placeholder": _("all")} | (attrs or {}), choices)


def organisers():
    return [AT_COUNTY, *((str(one.pk), one.with_former_names()) for one in Committee.objects.all())]


def choices_of(topics):
    """Committees, departments, leaders, categories, forms, the years of these topics as (value, label); in one query.

    The year is that of acceptance, one of those with a series of numbers; before that the year of the proposal. The
    newest comes first.
    """
    numbered = NumberSeries.objects.filter(Exists(topics.order_by().filter(year=OuterRef("year"))))
    recorded = topics.filter(stage=TopicStage.RECORDED).exclude(year=None)
    proposed = Coalesce(ExtractYear("proposed_on"), NO_YEAR)
    entries = DictionaryEntry.objects.filter(kind__in=["category", "form"])
    rows = named("committee", Committee.objects, with_lines("short_name")).union(
        named("department", Department.objects, with_lines("name")),
        named("leader", Member.objects.ever_leading(), "name"),
        entries.order_by().values_list("kind", "order", "pk", "name"),
        *(
            rows.order_by().values_list(word("year"), -year, year, Cast(year, CharField()))
            for rows, year in ((numbered, F("year")), (recorded, F("year")), (topics.filter(year=None), proposed))
        ),
    )
    choices = {"committee": [], "department": [], "leader": [], "category": [], "form": [], "year": []}
    for name, _place, value, label in sorted(rows):
        if value != NO_YEAR:
            choices[name].append((str(value), former_told(label) if name in NAMED else label))
    return choices


def with_lines(name):
    return Concat(name, Value("\n"), "former_names", output_field=CharField())


def former_told(label):
    """What a unit is called, with its former names, from the lines of both."""
    name, *lines = label.splitlines()
    return with_former(name, [line.split("\t")[-1] for line in lines])


def word(name):
    return Value(name, CharField())


def named(name, records, label):
    return records.order_by().values_list(word(name), "order", "pk", label)
