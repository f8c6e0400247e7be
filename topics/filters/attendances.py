"""The filters of the two registers of who took part in sessions: members, and other people."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from consult.lists.filters import RegisterFilters
from consult.lists.periods import DatedFilter
from topics.dimensions import INVITATION, Invitation, OneValue
from topics.filters.choices import organisers
from topics.models import Attendance, Guest
from topics.models.attendance import KNOWN
from topics.models.plan import GuestCategory
from topics.models.topic_parts import organiser_on


class OfSessions(RegisterFilters):
    q = filters.CharFilter(label=_("Words"), method="with_words")
    dated = DatedFilter(label=_("Session"), dates={"held": (_("held"), "session__held_on")})
    organiser = OneValue(label=_("Organiser"), expression=organiser_on("session__topic", "session__held_on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(organiser=organisers)

    def with_words(self, queryset, name, value):
        named = queryset.filter(**{f"{self.searched}__icontains": value})
        return named | queryset.filter(session__topic__title__icontains=value)


class AttendanceFilters(OfSessions):
    searched = "name"

    status = filters.ChoiceFilter(label=_("Present or not"), choices=KNOWN, empty_label=_("all"))

    invitation = OneValue(label=_("Invitation"), expression=INVITATION, choices=Invitation.choices)

    class Meta:
        model = Attendance
        fields = []


class GuestFilters(OfSessions):
    searched = "names"

    category = filters.ChoiceFilter(label=_("Category"), choices=GuestCategory.choices, empty_label=_("all"))

    class Meta:
        model = Guest
        fields = []
