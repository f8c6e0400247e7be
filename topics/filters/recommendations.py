"""The filters of the recommendations, and of the leaders' written instructions."""

from functools import cache, partial

import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import Department
from consult.lists.filters import NamedFilter, RegisterFilters, of_years, with_all_words
from consult.lists.periods import DatedFilter
from members.belonging import BelongedFilter
from members.models import Role
from topics.dimensions import (
    IMPLEMENTATION,
    IMPLEMENTATION_CHOICES,
    NONE,
    RESULT,
    SATISFACTION,
    SATISFACTION_CHOICES,
    SOURCE_CHOICES,
    OneValue,
    Punctuality,
    SeveralValues,
    behind_topic,
    entry_of,
    lead_of,
    organiser_of,
    punctuality,
    source_of,
)
from topics.filters.choices import AT_COUNTY, SeveralOrAll, choices_of, organisers
from topics.models import (
    HandlingResult,
    Recommendation,
    RecommendationStage,
    Referral,
    Topic,
    WrittenInstruction,
)
from topics.models.recommendation import (
    ANSWERED_RECOMMENDATIONS,
    OPEN_RECOMMENDATIONS,
    OWED_BY_DEPARTMENT,
    of_a_draft,
)
from topics.models.topic_parts import organiser_on
from topics.tasks.desk import Desk, on_desk


def made_on(dated):
    return ~of_a_draft() & Q(**dated.on("outcome__issued_on"))


class RecommendationFilters(RegisterFilters):
    """The filters of the recommendations; for a department those of its inbox."""

    at_hand = ("q", "desk", "state", "stage", "decision", "implementation", "year")

    q = filters.CharFilter(label=_("Words"), method="with_words")
    desk = filters.ChoiceFilter(
        label=_("On our desk"), choices=Desk.choices, method="lying_on_desk", empty_label=_("all")
    )
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("open", _("open")),
            ("overdue", _("overdue")),
            ("owed", _("to be answered")),
            ("uncontacted", _("first contact overdue")),
            ("done", _("answered")),
        ],
        method="in_state",
        empty_label=_("all"),
    )
    stage = filters.MultipleChoiceFilter(label=_("Stage"), choices=RecommendationStage.choices, widget=SeveralOrAll)
    decision = SeveralValues(label=_("Decision"), choices=Topic.Result.choices, expression=RESULT, widget=SeveralOrAll)
    handling_result = filters.ChoiceFilter(
        label=_("Handling result"), choices=HandlingResult.choices, empty_label=_("all")
    )
    department = NamedFilter(
        label=_("Department"), queryset=Department.objects.all(), method="referred_to", empty_label=_("all")
    )
    year = filters.ChoiceFilter(label=_("Year"), field_name="topic__year", empty_label=_("all"))
    dated = DatedFilter(
        label=_("What happened when"),
        dates={
            "made": (_("made"), made_on),
            "referred": (_("referred for the first time"), "topic__referred_on"),
            "answered": (_("answered"), "answered_on"),
            "carried_out": (_("carried out"), "carried_out_on"),
        },
    )
    organiser = OneValue(label=_("Organiser"), expression=organiser_of("topic"))
    unit = BelongedFilter(label=_("Organiser on a day"), on=behind_topic, suffixes=("", "on"))
    punctuality = SeveralValues(
        label=_("First answer"), choices=Punctuality.choices, expression=punctuality, widget=SeveralOrAll
    )
    satisfaction = SeveralValues(
        label=_("Satisfaction"), choices=SATISFACTION_CHOICES, expression=SATISFACTION, widget=SeveralOrAll
    )
    implementation = OneValue(label=_("Implementation"), choices=IMPLEMENTATION_CHOICES, expression=IMPLEMENTATION)
    lead = OneValue(label=_("Lead department"), expression=lead_of)
    source = OneValue(label=_("Source"), choices=SOURCE_CHOICES, expression=source_of("topic__"))
    category = OneValue(label=_("Category"), expression=entry_of("topic__category"))
    form = OneValue(label=_("Form of consultation"), expression=entry_of("topic__form"))

    class Meta:
        model = Recommendation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.units(Role.DEPARTMENT):
            del self.filters["desk"]
        found = cache(partial(choices_of, Topic.objects.none()))
        years = self.queryset.order_by().values_list("topic__year", flat=True).distinct()
        self.offer(
            organiser=lambda: [AT_COUNTY, *found()["committee"]],
            unit=lambda: [AT_COUNTY, *found()["committee"]],
            lead=lambda: [*found()["department"], (NONE, _("no department"))],
            category=lambda: [*found()["category"], (NONE, _("no category"))],
            form=lambda: [*found()["form"], (NONE, _("no form yet"))],
            year=lambda: of_years(sorted(years, reverse=True)),
        )

    def with_words(self, queryset, name, value):
        lettered = Referral.objects.filter(letter_number__icontains=value).values("recommendation")
        worded = with_all_words(queryset, value, ("text", "topic__title", "topic__number"))
        return worded | queryset.filter(pk__in=lettered)

    def lying_on_desk(self, queryset, name, value):
        return queryset.filter(on_desk(value, self.request.user))

    def in_state(self, queryset, name, value):
        if value == "overdue":
            return queryset.overdue()
        if value == "uncontacted":
            return queryset.owing_contact().filter(contact_due_on__lt=timezone.localdate())
        stages = {"open": OPEN_RECOMMENDATIONS, "owed": OWED_BY_DEPARTMENT, "done": ANSWERED_RECOMMENDATIONS}
        return queryset.filter(stage__in=stages[value])

    def referred_to(self, queryset, name, value):
        return queryset.filter(pk__in=value.referrals.standing().values("recommendation"))


class InstructionFilters(RegisterFilters):
    q = filters.CharFilter(label=_("Words"), method="with_words")
    dated = DatedFilter(label=_("Date"), dates={"given": (_("given"), "given_on")})
    organiser = OneValue(label=_("Organiser"), expression=organiser_on("topic", "given_on"))

    class Meta:
        model = WrittenInstruction
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(organiser=organisers)

    def with_words(self, queryset, name, value):
        in_topic = Q(topic__title__icontains=value)
        return queryset.filter(in_topic | Q(leader__icontains=value) | Q(text__icontains=value))
