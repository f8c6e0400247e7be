"""The filters of the topics."""

from functools import cache, partial

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.choices import without
from consult.lists.filters import RegisterFilters, with_all_words
from consult.lists.periods import DatedFilter
from members.belonging import BelongedFilter
from topics.dimensions import (
    CATEGORY,
    COUNTY,
    FORM,
    IS_ACCEPTED,
    IS_ARCHIVED,
    NONE,
    PLANNED,
    PLANNED_CHOICES,
    SOURCE,
    SOURCE_CHOICES,
    OneValue,
    unit_on,
)
from topics.filters.choices import AT_COUNTY, SeveralOrAll, choices_of
from topics.models import (
    ConsultationSession,
    Recommendation,
    Topic,
    TopicStage,
)
from topics.models.topic import at_county_level
from topics.visible_fields import topic_fields

YES_OR_NO = [("True", _("yes")), ("False", _("no"))]
LEFT = "left"
SEARCHED = ("title", "number", "kept_number", "background", "points", "letter_number", "archive_number")


def consulted_on(dated):
    return Q(pk__in=ConsultationSession.objects.completed().filter(**dated.on("held_on")).values("topic"))


class TopicFilters(RegisterFilters):
    """The filters of the register; those on parts of a topic that the user does not see are left out."""

    at_hand = ("q", "year", "source", "stage", "organiser", "result")

    q = filters.CharFilter(label=_("Words"), method="with_words")
    year = filters.ChoiceFilter(label=_("Year"), method="in_year", empty_label=_("all"))
    source = OneValue(label=_("Source"), choices=SOURCE_CHOICES, expression=SOURCE)
    stage = filters.MultipleChoiceFilter(label=_("Stage"), choices=TopicStage.choices, widget=SeveralOrAll)
    organiser = filters.ChoiceFilter(label=_("Organiser"), method="organised_by", empty_label=_("all"))
    proposer = filters.ChoiceFilter(label=_("Proposing unit"), method="proposed_by", empty_label=_("all"))
    department = filters.ChoiceFilter(label=_("Department"), method="referred_to", empty_label=_("all"))
    leader = filters.ChoiceFilter(label=_("Led by"), method="led_by", empty_label=_("all"))
    category = OneValue(label=_("Category"), expression=CATEGORY)
    form = OneValue(label=_("Form of consultation"), expression=FORM)
    planned = OneValue(label=_("Annual plan"), choices=PLANNED_CHOICES, expression=PLANNED)
    livelihood = filters.ChoiceFilter(
        field_name="is_livelihood",
        label=_("Livelihood"),
        choices=YES_OR_NO,
        empty_label=_("all"),
    )
    result = filters.ChoiceFilter(
        label=_("Adoption result"),
        choices=[*Topic.Result.choices, (NONE, _("no recommendation"))],
        method="with_adoption",
        empty_label=_("all"),
    )
    dated = DatedFilter(
        label=_("What happened when"),
        dates={
            "proposed": (_("proposed"), "proposed_on"),
            "accepted": (_("accepted"), "accepted_on"),
            "approved": (_("plan approved"), "approved_on"),
            "consulted": (_("consulted on"), consulted_on),
            "concluded": (_("concluded"), "concluded_on"),
            "referred": (_("referred"), "referred_on"),
            "closed": (_("archived"), "closed_on"),
        },
    )
    unit = BelongedFilter(label=_("Unit it belongs to"), on=unit_on, suffixes=("", "on"))
    accepted = OneValue(label=_("Accepted by now"), choices=YES_OR_NO, expression=IS_ACCEPTED)
    archived = OneValue(label=_("Archived by now"), choices=YES_OR_NO, expression=IS_ARCHIVED)

    class Meta:
        model = Topic
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = cache(partial(choices_of, Topic.objects.visible_to(self.request.user)))
        self.offer(
            year=lambda: found()["year"],
            organiser=lambda: [AT_COUNTY, *found()["committee"]],
            proposer=lambda: [*without(Topic.Proposer, Topic.Proposer.COMMITTEE), *found()["committee"]],
            department=lambda: found()["department"],
            leader=lambda: [(LEFT, _("open, the leader no longer in post")), *found()["leader"]],
            category=lambda: [*found()["category"], (NONE, _("no category"))],
            form=lambda: [*found()["form"], (NONE, _("no form yet"))],
            unit=lambda: [AT_COUNTY, *found()["committee"], (NONE, _("no unit yet"))],
        )
        if "result" not in topic_fields(self.request.user):
            for name in ("department", "result", "dated"):
                del self.filters[name]

    def with_words(self, queryset, name, value):
        return with_all_words(queryset, value, SEARCHED)

    def in_year(self, queryset, name, value):
        """The year of acceptance, which the number bears; before that the year of the proposal."""
        return queryset.filter(Q(year=value) | Q(year=None, proposed_on__year=value))

    def organised_by(self, queryset, name, value):
        if value == COUNTY:
            return queryset.filter(at_county_level())
        return queryset.filter(organiser=value)

    def proposed_by(self, queryset, name, value):
        return queryset.filter(**{"proposing_committee" if value.isdigit() else "proposer": value})

    def led_by(self, queryset, name, value):
        return queryset.without_leader_in_office() if value == LEFT else queryset.filter(leading_vice_chair=value)

    def referred_to(self, queryset, name, value):
        referred = Recommendation.objects.filter(referrals__department=value, referrals__ended_on=None)
        return queryset.filter(pk__in=referred.values("topic"))

    def with_adoption(self, queryset, name, value):
        return queryset.filter(adoption=None) if value == NONE else queryset.filter(adoption=value)
