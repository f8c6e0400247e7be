import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models import Committee, Department, Township, Venue
from consult.lists.filters import NamedFilter, RegisterFilters, with_all_words
from consult.lists.periods import DatedFilter

CURRENT, COMING, ENDED = "current", "coming", "ended"


class ValidityFilters(RegisterFilters):
    """A name, of today or a former one, and whether the row is valid today."""

    q = filters.CharFilter(label=_("Name"), method="named")
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(CURRENT, _("current")), (COMING, _("not yet begun")), (ENDED, _("ended"))],
        empty_label=_("all"),
        method="in_state",
    )

    def named(self, queryset, name, value):
        return with_all_words(queryset, value, (*queryset.model.NAMES, "former_names"))

    def in_state(self, queryset, name, value):
        rows = queryset.model.objects
        chosen = {CURRENT: rows.current, COMING: rows.coming, ENDED: rows.ended}[value]()
        return queryset.filter(pk__in=chosen.values("pk"))


def consulted_on(dated):
    """Those that a topic concerns on which a session was held in those days."""
    # Only a completed session counts; its stage by its stored name, as topics stand above the organisation.
    held = {"topics__sessions__stage": "completed"} | dated.on("topics__sessions__held_on")
    return Q(pk__in=Township.objects.filter(**held).values("pk"))


class TownshipFilters(ValidityFilters):
    committee = NamedFilter(
        field_name="committees",
        label=_("Liaison committee"),
        queryset=Committee.objects.liaison(),
        empty_label=_("all"),
    )

    dated = DatedFilter(
        label=_("What happened when"), dates={"consulted": (_("topics of it consulted on"), consulted_on)}
    )

    class Meta:
        model = Township
        fields = ["q", "committee", "state"]


class CommitteeFilters(ValidityFilters):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Committee.Kind.choices, empty_label=_("all"))
    township = NamedFilter(
        field_name="townships", label=_("Township"), queryset=Township.objects.all(), empty_label=_("all")
    )

    class Meta:
        model = Committee
        fields = ["q", "kind", "township", "state"]


class VenueFilters(ValidityFilters):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Venue.Kind.choices, empty_label=_("all"))
    committee = NamedFilter(label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all"))

    class Meta:
        model = Venue
        fields = ["q", "kind", "committee", "state"]


class DepartmentFilters(ValidityFilters):
    class Meta:
        model = Department
        fields = ["q", "state"]
