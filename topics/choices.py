from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear

from committees.models import Committee, Department
from topics.models import DictionaryEntry

NO_YEAR = 0


def choices_of(topics):
    """Committees, departments, categories, forms and the years of these topics, each as (value, label); in one query.

    The year is that of acceptance; before that the year of the proposal. The newest comes first.
    """
    year = Coalesce("year", ExtractYear("proposed_on"), NO_YEAR)
    rows = named("committee", Committee.objects, "short_name").union(
        named("department", Department.objects, "name"),
        *(named(kind, DictionaryEntry.objects.filter(kind=kind), "name") for kind in ("category", "form")),
        topics.order_by().values_list(word("year"), -year, year, Cast(year, CharField())),
    )
    choices = {"committee": [], "department": [], "category": [], "form": [], "year": []}
    for name, _place, value, label in sorted(rows):
        if value != NO_YEAR:
            choices[name].append((str(value), label))
    return choices


def word(name):
    return Value(name, CharField())


def named(name, records, label):
    return records.order_by().values_list(word(name), "order", "pk", label)
