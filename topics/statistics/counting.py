"""How the figures are counted: each by the filter of the register that its link opens, grouped in few queries."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property, partial
from types import SimpleNamespace

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.http import urlencode
from django_filters import ChoiceFilter, MultipleChoiceFilter

from consult.lists.periods import DatedFilter
from members.belonging import BelongedFilter
from topics.dimensions import ByValue


@dataclass(frozen=True)
class Number:
    value: int
    url: str


@dataclass(frozen=True)
class Share:
    """A rate or a mean: a ratio, None for base 0."""

    part: int
    whole: int
    is_mean: bool = False

    @property
    def value(self):
        return self.part / self.whole if self.whole else None


def tells_by_column(one):
    """Whether the filter finds the rows that have one of its values in a column of their own."""
    is_choice = type(one) in {ChoiceFilter, MultipleChoiceFilter}
    return is_choice and one.method is None and one.lookup_expr == "exact" and "__" not in one.field_name


class Tally:
    """The rows of a register that the user sees, told apart by all that its figures ask and counted in one query.

    `pairs` are the (figure, period) to be counted, `by` the filters by name that their numbers are grouped by,
    each with the period.
    """

    def __init__(self, counting, register, pairs, by):
        self.counting, self.register, self.columns = counting, register, {}
        self.asked = {pair: [self.asking(*one) for one in counting.conditions(*pair)] for pair in pairs}
        filters = counting.filterset(register).filters
        self.keys = {(name, period): self.key_of(filters[name], period.end) for name, period in by}

    def asking(self, one, typed):
        """Which column fits the condition of a filter, and with which values."""
        if isinstance(one, BelongedFilter):
            belonged = one.field.clean(typed)
            return self.key_of(one, belonged.day), frozenset([belonged.unit])
        if not isinstance(one, ByValue) and not tells_by_column(one):
            fits = partial(self.counting.fits, self.register, one, typed)
            return self.column((one.field_name, str(typed)), fits), frozenset([True])
        value = one.field.clean(typed)
        values = value if isinstance(value, list) else [value]
        if not isinstance(one, ByValue):
            values = map(self.register.model._meta.get_field(one.field_name).to_python, values)
        return self.key_of(one), frozenset(values)

    def key_of(self, one, day=None):
        """The column with the values that a filter tells rows apart by, on the day where that changes with time."""
        if isinstance(one, BelongedFilter):
            return self.column((one.field_name, day), lambda: one.on(day))
        return self.column(one.field_name, lambda: one.expression if isinstance(one, ByValue) else F(one.field_name))

    def column(self, name, expression):
        """The place of the column, made where there is none of the name."""
        if name not in self.columns:
            self.columns[name] = len(self.columns), expression()
        return self.columns[name][0]

    @cached_property
    def kinds(self):
        """Each kind of rows once: what they have in the columns, and how many they count."""
        columns = {f"c{at}": expression for at, expression in self.columns.values()}
        seen = self.register.model.objects.visible_to(self.counting.user).order_by()
        counted = Coalesce(self.register.one(self.register.counted), 0)
        return list(seen.annotate(**columns).values_list(*columns).annotate(n=counted))

    def of(self, pair):
        """The kinds that the figure counts in the period."""
        asked = self.asked[pair]
        return [kind for kind in self.kinds if all(kind[at] in values for at, values in asked)]

    def total(self, pair):
        return sum(kind[-1] for kind in self.of(pair))

    def groups(self, by, pair):
        """How many the figure counts in the period for each value of a filter, by the value as text."""
        found, at = Counter(), self.keys[by, pair[1]]
        for kind in self.of(pair):
            found[str(kind[at])] += kind[-1]
        return found


class Counting:
    """Counts what one user sees, optionally of one unit (a committee's id or the county level)."""

    def __init__(self, user, unit=""):
        self.user, self.unit = user, unit
        self.filterset, self.names, self.rows = cache(self.filterset), cache(self.names), cache(self.rows)

    def of_unit(self, unit):
        """The same for one unit; what is known of the registers is not asked again."""
        other = Counting(self.user, unit)
        other.filterset, other.names = self.filterset, self.names
        return other

    def filterset(self, register):
        asker = SimpleNamespace(user=self.user, GET={})
        return register.filters({}, queryset=register.model.objects.all(), request=asker)

    def names(self, register):
        """The names of the register's filters by the keys of its address."""
        filterset = self.filterset(register)
        return {key: name for name in filterset.filters for key in filterset.keys_of(name)}

    def filters_of(self, figure, period, **more):
        """The filters of the register that list exactly the rows of the figure, as of its address."""
        named = figure.filters | {
            "dated_what": figure.dated,
            "dated_from": period.start.isoformat(),
            "dated_to": period.end.isoformat(),
        }
        return named | (figure.register.of_unit(self.unit, period) if self.unit else {}) | more

    def query(self, figure, period, **more):
        return urlencode(self.filters_of(figure, period, **more), doseq=True)

    def url(self, figure, period, **more):
        return f"{reverse(figure.register.url)}?{self.query(figure, period, **more)}"

    # Most numbers of a report are compared or written without their link.
    link = lazy(url, str)

    def conditions(self, figure, period):
        """What the register's filters are given by the address of the figure, as [(filter, value as typed)]."""
        filters, names = self.filterset(figure.register).filters, self.names(figure.register)
        asked = self.filters_of(figure, period)
        asked = MultiValueDict({key: [one] if isinstance(one, str) else one for key, one in asked.items()})
        used = {names[key]: filters[names[key]] for key in asked if key in names}
        return [(one, one.field.widget.value_from_datadict(asked, {}, name)) for name, one in used.items()]

    def condition(self, figure, period):
        """The condition that the register finds a row by the address."""
        return Q(*(self.fits(figure.register, *one) for one in self.conditions(figure, period)))

    def rows(self, figure, period):
        """The rows as the register itself finds them by the address, whoever sees them."""
        rows = self.filterset(figure.register).queryset.filter(self.condition(figure, period))
        return rows.order_by().values("pk")

    def fits(self, register, one, typed):
        """The condition that the register finds a row by what is typed into one of its filters."""
        value = one.field.clean(typed)
        if isinstance(one, DatedFilter):
            return one.condition(value)
        found = one.filter(self.filterset(register).queryset, value)
        return Q(pk__in=found.order_by().values("pk"))

    def choices(self, register, by):
        return [(str(value), label) for value, label in self.filterset(register).filters[by].field.choices if value]
