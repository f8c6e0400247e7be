"""The filters of the registers of what was done: single steps, and batches of several."""

import django_filters as filters
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from consult.lists.filters import RegisterFilters, of_years
from consult.lists.periods import DatedFilter
from topics.models import Batch, Step
from topics.workflow import WORKFLOWS

LIFECYCLES = {
    "topic": _("Topics"),
    "plan": _("Plans"),
    "review_meeting": _("Review meetings"),
    "session": _("Sessions"),
    "recommendation": _("Recommendations"),
    "annual_plan": _("Annual plans"),
}
SEARCHED = ("topic__title__icontains", "topic__number__iexact", "topic__kept_number__iexact")


def moves():
    """The steps of all tables, grouped by lifecycle; as `topic.accept`."""
    return [
        (label, [(f"{lifecycle}.{move.name}", move.label) for move in WORKFLOWS[lifecycle].transitions.values()])
        for lifecycle, label in LIFECYCLES.items()
    ]


def years():
    ends = Step.objects.aggregate(first=Min("happened_on"), last=Max("happened_on"))
    return of_years(range(ends["last"].year, ends["first"].year - 1, -1)) if ends["last"] else []


class StepFilters(RegisterFilters):
    q = filters.CharFilter(label=_("Topic: words or number"), method="with_words")
    what = filters.ChoiceFilter(label=_("Step"), choices=moves, method="of_move", empty_label=_("all"))
    who = filters.CharFilter(label=_("By"), field_name="actor_name", lookup_expr="icontains")
    year = filters.ChoiceFilter(label=_("Year"), field_name="happened_on", lookup_expr="year", empty_label=_("all"))
    dated = DatedFilter(
        label=_("Day"),
        dates={"happened": (_("happened"), "happened_on"), "recorded": (_("recorded"), "recorded_at__date")},
    )

    class Meta:
        model = Step
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(year=years)

    def with_words(self, queryset, name, value):
        return queryset.filter(Q(*((field, value) for field in SEARCHED), _connector=Q.OR))

    def of_move(self, queryset, name, value):
        lifecycle, _sign, move = value.partition(".")
        return queryset.filter(lifecycle=lifecycle, transition=move)


class BatchFilters(RegisterFilters):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Batch.Kind.choices, empty_label=_("all"))

    class Meta:
        model = Batch
        fields = []
