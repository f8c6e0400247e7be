"""The filters of the sessions, and of the members who may be invited to one."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from committees.models import Venue
from consult.lists.filters import RegisterFilters, of_years, with_all_words
from consult.lists.periods import DatedFilter
from members.filters import MemberFilters
from members.models import Term
from topics.dimensions import MONTH, MONTH_CHOICES, NONE, VENUE_KIND, OneValue
from topics.filters.choices import organisers
from topics.models import ConsultationSession, SessionStage
from topics.models.topic_parts import organiser_on


class SessionFilters(RegisterFilters):
    """The filters of the sessions; `when` are the quick ones above the register."""

    at_hand = ("q", "when", "year", "organiser", "venue_kind", "stage")

    q = filters.CharFilter(label=_("Words"), method="with_words")
    when = filters.ChoiceFilter(
        label=_("When"),
        choices=[("upcoming", _("upcoming")), ("to_log", _("to be logged"))],
        method="at_the_time",
        empty_label=_("all"),
    )
    year = filters.ChoiceFilter(label=_("Year"), field_name="held_on__year", empty_label=_("all"))
    organiser = OneValue(label=_("Organiser"), expression=organiser_on("topic", "held_on"))
    venue_kind = OneValue(
        label=_("Kind of venue"),
        choices=[*Venue.Kind.choices, (NONE, _("outside the network"))],
        expression=VENUE_KIND,
    )
    stage = filters.ChoiceFilter(label=_("Stage"), choices=SessionStage.choices, empty_label=_("all"))
    dated = DatedFilter(label=_("What happened when"), dates={"held": (_("held"), "held_on")})
    month = OneValue(label=_("Month"), choices=MONTH_CHOICES, expression=MONTH)

    class Meta:
        model = ConsultationSession
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by().values_list("held_on__year", flat=True).distinct()
        self.offer(organiser=organisers, year=lambda: of_years(sorted(years, reverse=True)))

    def with_words(self, queryset, name, value):
        return with_all_words(
            queryset, value, ("topic__title", "topic__number", "place", "venue__name", "venue__former_names", "host")
        )

    def at_the_time(self, queryset, name, value):
        return queryset.upcoming() if value == "upcoming" else queryset.to_log()


class RosterFilters(MemberFilters):
    """The members in office who may be invited to a session."""

    at_hand = ("q", "committee")

    expertise = filters.CharFilter(label=_("Expertise"), lookup_expr="icontains")

    class Meta(MemberFilters.Meta):
        fields = ["q", "committee", "sector", "expertise", "party", "in_talent_pool"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("post", "state", "dated", "belonged"):
            self.filters.pop(name, None)
        sectors = self.filters["sector"].field
        sectors.queryset = sectors.queryset.filter(term__in=Term.objects.current())
