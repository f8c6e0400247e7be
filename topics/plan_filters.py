"""The filters of the plans, of the meetings that decide on them, and of what the annual plans name."""

import django_filters as filters
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from consult.filters import RegisterFilters, of_years, with_all_words
from consult.periods import DatedFilter
from topics.dimensions import COUNTY, NONE, OneValue, SeveralValues, organiser_of, words
from topics.execution import IN_FORCE, Execution, state_now
from topics.filters import SeveralOrAll, organisers
from topics.models import (
    AnnualPlan,
    AnnualPlanItem,
    Body,
    Decision,
    MeetingStage,
    Plan,
    PlanStage,
    ReviewMeeting,
    Step,
    WrittenInstruction,
)

ITEM_UNIT = Case(
    When(is_county_level=True, then=Value(COUNTY)),
    When(organiser__isnull=False, then=words("organiser")),
    default=Value(NONE),
)


def submitted_on(dated):
    return Q(Exists(Step.objects.filter(plan=OuterRef("pk"), transition="submit", **dated.on("happened_on"))))


def decided_on(body, outcomes):
    """By what a body decided on the plan on its own agenda; a decision that a revision carries over counts once."""

    def found(dated):
        of_body = {"item__meeting__body": body} if body else {}
        decisions = Decision.objects.standing().filter(outcome__in=outcomes, **of_body, **dated.on("decided_on"))
        return Q(Exists(decisions.filter(plan=OuterRef("pk"))))

    return found


class PlanFilters(RegisterFilters):
    q = filters.CharFilter(label=_("Topic or number"), method="about")
    stage = filters.ChoiceFilter(label=_("Stage"), choices=PlanStage.choices, empty_label=_("all"))
    waits = filters.ChoiceFilter(
        label=_("Ready for an agenda of"), choices=Body.choices, method="waiting_for", empty_label=_("all")
    )
    organiser = OneValue(label=_("Organiser"), expression=organiser_of("topic"))
    year = filters.ChoiceFilter(label=_("Year"), field_name="topic__year", empty_label=_("all"))
    dated = DatedFilter(
        label=_("What happened when"),
        dates={
            "submitted": (_("submitted"), submitted_on),
            "party_passed": (_("passed by the Party group"), decided_on(Body.PARTY_GROUP, Decision.PASSING)),
            "passed": (_("passed by the presidium"), decided_on(Body.PRESIDIUM, Decision.PASSING)),
            "returned": (_("returned"), decided_on(None, [Decision.Outcome.RETURNED])),
            "refused": (_("not passed"), decided_on(None, [Decision.Outcome.REFUSED])),
        },
    )

    at_hand = ("q", "stage", "waits", "organiser", "year")

    class Meta:
        model = Plan
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by("-topic__year").values_list("topic__year", flat=True).distinct()
        self.offer(organiser=organisers, year=lambda: of_years(years))

    def about(self, queryset, name, value):
        return with_all_words(queryset, value, ("topic__title", "topic__number"))

    def waiting_for(self, queryset, name, value):
        return queryset.filter(pk__in=Plan.objects.awaiting(value).values("pk"))


class AnnualPlanFilters(RegisterFilters):
    """The register of annual plans: a line or two a year, with nothing to filter."""

    class Meta:
        model = AnnualPlan
        fields = []


def planned_for(dated):
    """The items of the plans in force of the years that the span touches."""
    bounds = {"plan__year__gte": dated.start, "plan__year__lte": dated.end}
    years = {key: day.year for key, day in bounds.items() if day}
    return Q(plan__stage__in=IN_FORCE, **years)


class PlanItemFilters(RegisterFilters):
    """The filters of what the annual plans in force name."""

    at_hand = ("q", "year", "state", "organiser")

    q = filters.CharFilter(label=_("Words"), method="with_words")
    year = filters.ChoiceFilter(label=_("Year"), field_name="plan__year", empty_label=_("all"))
    state = SeveralValues(label=_("State"), choices=Execution.choices, expression=state_now, widget=SeveralOrAll)
    organiser = OneValue(label=_("Organiser"), expression=ITEM_UNIT)
    dated = DatedFilter(label=_("Years"), dates={"planned": (_("planned for"), planned_for)})

    class Meta:
        model = AnnualPlanItem
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = AnnualPlan.objects.filter(stage__in=IN_FORCE).order_by("-year").values_list("year", flat=True)
        self.offer(organiser=lambda: [*organisers(), (NONE, _("no unit yet"))], year=lambda: of_years(years))

    def with_words(self, queryset, name, value):
        return queryset.filter(Q(title__icontains=value) | Q(content__icontains=value))


class InstructionFilters(RegisterFilters):
    q = filters.CharFilter(label=_("Words"), method="with_words")
    dated = DatedFilter(label=_("Date"), dates={"given": (_("given"), "given_on")})
    organiser = OneValue(label=_("Organiser"), expression=organiser_of("topic"))

    class Meta:
        model = WrittenInstruction
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(organiser=organisers)

    def with_words(self, queryset, name, value):
        in_topic = Q(topic__title__icontains=value)
        return queryset.filter(in_topic | Q(leader__icontains=value) | Q(text__icontains=value))


class ReviewMeetingFilters(RegisterFilters):
    body = filters.ChoiceFilter(label=_("Body"), choices=Body.choices, empty_label=_("all"))
    year = filters.ChoiceFilter(label=_("Year"), field_name="meets_on__year", empty_label=_("all"))
    stage = filters.ChoiceFilter(label=_("Stage"), choices=MeetingStage.choices, empty_label=_("all"))

    class Meta:
        model = ReviewMeeting
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by("-meets_on__year").values_list("meets_on__year", flat=True).distinct()
        self.offer(year=lambda: of_years(years))
