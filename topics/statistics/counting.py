"""How the figures are counted: each by the filter of the register that its link opens, grouped in few queries."""

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode


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


class Counting:
    """Counts what one user sees, optionally of one unit (a committee's id or the county level)."""

    def __init__(self, user, unit=""):
        self.user, self.unit = user, unit
        self.filterset, self.rows = cache(self.filterset), cache(self.rows)

    def of_unit(self, unit):
        """The same for one unit; what is known of the registers is not asked again."""
        other = Counting(self.user, unit)
        other.filterset = self.filterset
        return other

    def filterset(self, register):
        asker = SimpleNamespace(user=self.user, GET={})
        return register.filters({}, queryset=register.model.objects.all(), request=asker)

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

    def rows(self, figure, period):
        """The rows as the register itself finds them by the address, whoever sees them."""
        filterset = self.filterset(figure.register)
        asked, rows = QueryDict(self.query(figure, period)), filterset.queryset
        for name, one in filterset.filters.items():
            value = one.field.widget.value_from_datadict(asked, {}, name)
            rows = one.filter(rows, one.field.clean(value))
        return rows.order_by().values("pk")

    def sum_of(self, figure, period):
        """The figure as an aggregate over the rows of its register."""
        register = figure.register
        return Coalesce(register.one(register.counted, filter=Q(pk__in=self.rows(figure, period))), 0)

    def totals(self, register, asked):
        sums = {f"n{at}": self.sum_of(*pair) for at, pair in enumerate(asked)}
        found = register.model.objects.visible_to(self.user).aggregate(**sums)
        return {pair: Number(found[f"n{at}"], self.url(*pair)) for at, pair in enumerate(asked)}

    def groups(self, register, by, asked):
        """The numbers of the pairs by each value of a filter, as {value: [numbers]}, in one query."""
        sums = {f"n{at}": self.sum_of(*pair) for at, pair in enumerate(asked)}
        one = self.filterset(register).filters[by]
        key = getattr(one, "expression", None) or F(one.field_name)
        seen = register.model.objects.visible_to(self.user).order_by().annotate(key=key).values("key")
        return {str(row["key"]): [row[name] for name in sums] for row in seen.annotate(**sums)}

    def choices(self, register, by):
        return [(str(value), label) for value, label in self.filterset(register).filters[by].field.choices if value]
