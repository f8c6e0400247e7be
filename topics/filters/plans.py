"""The filters of the plans, and of the meetings that decide on them."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consult.lists.filters import RegisterFilters, of_years, with_all_words
from consult.lists.periods import DatedFilter
from members.belonging import BelongedFilter
from topics.dimensions import OneValue, behind_topic, organiser_of
from topics.filters.choices import organisers
from topics.models import (
    Body,
    Decision,
    MeetingStage,
    Plan,
    PlanStage,
    ReviewMeeting,
    Step,
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
    unit = BelongedFilter(label=_("Organiser on a day"), on=behind_topic, suffixes=("", "on"))
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
        self.offer(organiser=organisers, unit=organisers, year=lambda: of_years(years))

    def about(self, queryset, name, value):
        return with_all_words(queryset, value, ("topic__title", "topic__number"))

    def waiting_for(self, queryset, name, value):
        return queryset.filter(pk__in=Plan.objects.awaiting(value).values("pk"))


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
