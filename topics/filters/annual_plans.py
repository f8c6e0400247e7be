"""The filters of the annual plans, and of what those in force name."""

import django_filters as filters
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from consult.lists.filters import RegisterFilters, of_years
from consult.lists.periods import DatedFilter
from topics.annual_plans.execution import IN_FORCE, Execution, state_now
from topics.dimensions import COUNTY, NONE, OneValue, SeveralValues, words
from topics.filters.choices import SeveralOrAll, organisers
from topics.models import AnnualPlan, AnnualPlanItem, Period

ITEM_UNIT = Case(
    When(is_county_level=True, then=Value(COUNTY)),
    When(organiser__isnull=False, then=words("organiser")),
    default=Value(NONE),
)


class AnnualPlanFilters(RegisterFilters):
    """The register of annual plans: a line or two a year, with nothing to filter."""

    class Meta:
        model = AnnualPlan
        fields = []


def planned_for(dated):
    """The items of the plans in force whose month or quarter the span touches; without one those of its years."""
    asked = Q(plan__stage__in=IN_FORCE)
    if start := dated.start:
        over = [period for period in Period if period.months[1] < start.month]
        asked &= Q(plan__year__gt=start.year) | (Q(plan__year=start.year) & ~Q(period__in=over))
    if end := dated.end:
        later = [period for period in Period if period.months[0] > end.month]
        asked &= Q(plan__year__lt=end.year) | (Q(plan__year=end.year) & ~Q(period__in=later))
    return asked


class PlanItemFilters(RegisterFilters):
    """The filters of what the annual plans in force name."""

    at_hand = ("q", "year", "state", "organiser")

    q = filters.CharFilter(label=_("Words"), method="with_words")
    year = filters.ChoiceFilter(label=_("Year"), field_name="plan__year", empty_label=_("all"))
    state = SeveralValues(label=_("State"), choices=Execution.choices, expression=state_now, widget=SeveralOrAll)
    organiser = OneValue(label=_("Organiser"), expression=ITEM_UNIT)
    dated = DatedFilter(label=_("When"), dates={"planned": (_("planned for"), planned_for)})

    class Meta:
        model = AnnualPlanItem
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = AnnualPlan.objects.filter(stage__in=IN_FORCE).order_by("-year").values_list("year", flat=True)
        self.offer(organiser=lambda: [*organisers(), (NONE, _("no unit yet"))], year=lambda: of_years(years))

    def with_words(self, queryset, name, value):
        return queryset.filter(Q(title__icontains=value) | Q(content__icontains=value))
