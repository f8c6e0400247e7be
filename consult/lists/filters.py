from datetime import date
from functools import cache

from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_filters import FilterSet, ModelChoiceFilter
from django_filters.fields import ModelChoiceField

MOST_WORDS = 8


class RegisterFilters(FilterSet):
    """The filters of a register: those `at_hand` stand in its row, the others behind "more filters".

    Without `at_hand` all stand in the row.
    """

    at_hand = ()

    def offer(self, **choices):
        """Gives filters their choices: by the name of each a function, asked once and only where they are read."""
        for name, found in choices.items():
            self.filters[name].extra["choices"] = cache(found)

    @property
    def in_sight(self):
        return [field for field in self.form.visible_fields() if not self.at_hand or field.name in self.at_hand]

    @property
    def folded(self):
        return [field for field in self.form.visible_fields() if self.at_hand and field.name not in self.at_hand]

    @property
    def is_unfolded(self):
        """Whether one of the folded filters is in use."""
        return any(self.values_of(key) for field in self.folded for key in self.keys_of(field.name))

    def keys_of(self, name):
        """The names by which the filter stands in an address; more than one where it has several inputs."""
        suffixes = getattr(self.filters[name].field.widget, "suffixes", [])
        return [f"{name}_{suffix}" if suffix else name for suffix in suffixes] or [name]

    def values_of(self, key):
        return [value for value in self.request.GET.getlist(key) if value]

    def keys(self):
        return {key for name in self.form.fields for key in self.keys_of(name)}

    @property
    def pairs(self):
        """What of the address is filter or order, as (name, value), always in the same order."""
        return self.pairs_of(self.request.GET)

    def pairs_of(self, query):
        keys = [key for name in self.form.fields for key in self.keys_of(name)]
        return [(key, value) for key in [*keys, "sort"] for value in query.getlist(key) if value]

    @property
    def unseen(self):
        """The labels of the filters that the address asks for and this user does not have."""
        asked = [key for key in self.request.GET if self.values_of(key)]
        left_out = [(name, one.label) for name, one in self.base_filters.items() if name not in self.filters]
        return [label for name, label in left_out if any(key == name or key.startswith(f"{name}_") for key in asked)]

    def query(self):
        """What of the address is filter or order, as a query string that gives the same list again."""
        return urlencode(self.pairs)

    @property
    def chips(self):
        """Each value in use as (label, value in words, the query without it)."""
        return [
            (field.label, self.in_words(name, value), urlencode([one for one in self.pairs if one not in taken]))
            for name, field in self.form.fields.items()
            for value, taken in self.parts_of(name)
        ]

    def parts_of(self, name):
        """What of the filter stands on a chip of its own, each with the pairs of the address that make it up."""
        pairs = [(key, value) for key in self.keys_of(name) for value in self.values_of(key)]
        if pairs and getattr(self.form.fields[name], "is_one", False):
            return [(" ".join(value for _key, value in pairs), pairs)]
        return [(value, [(key, value)]) for key, value in pairs]

    def in_words(self, name, value):
        """One value of the address as a person reads it; as it stands there where it makes no sense."""
        field = self.form.fields[name]
        if getattr(field, "is_one", False):
            return str(self.form.cleaned_data[name]) if self.form.is_valid() else value
        if hasattr(field, "queryset"):
            chosen = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            return field.label_from_instance(chosen) if isinstance(chosen, Model) else value
        labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
        return labels.get(value, value)


def with_all_words(queryset, typed, fields):
    """The rows that hold each of the first words typed, anywhere in one of the fields."""
    for word in typed.split()[:MOST_WORDS]:
        queryset = queryset.filter(Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR))
    return queryset


class NamedField(ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.with_former_names()


class NamedFilter(ModelChoiceFilter):
    """One of the records that keep their former names, to be found by those too."""

    field_class = NamedField


def of_years(years):
    """The years as choices, without those that are not known."""
    return [(str(year), str(year)) for year in years if year]


def filters_in_words(filterset):
    """The filters in use as (label, value) in words, in the order of the form."""
    words = []
    if filterset.is_bound and filterset.is_valid():
        for name, field in filterset.form.fields.items():
            value = filterset.form.cleaned_data.get(name)
            if value not in (None, "", [], ()):
                words.append((str(field.label or name), value_in_words(field, value)))
    return words


def value_in_words(field, value):
    if isinstance(value, QuerySet | list | tuple):
        return _(", ").join(value_in_words(field, one) for one in value)
    if isinstance(value, slice):
        return f"{value_in_words(field, value.start)} – {value_in_words(field, value.stop)}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Model) or not hasattr(field, "choices"):
        return "" if value is None else str(value)
    labels = {str(key): str(label) for key, label in field.choices}
    return labels.get(str(value), str(value))
