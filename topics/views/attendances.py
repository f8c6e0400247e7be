"""Who took part in completed sessions: the registers behind the figures of attendance."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from consult.views import ListPage
from topics.filters.attendances import AttendanceFilters, GuestFilters
from topics.models import Attendance, Guest
from topics.models.topic_parts import with_organisers
from topics.sheets.columns import ATTENDANCE_COLUMNS, GUEST_COLUMNS


class OfSessions(ListPage):
    permission = "topics.list_attendances"
    default_sort = "-date"
    ties_stay = True
    sorts = {
        "date": ["session__held_on", "session"],
        "topic": ["session__topic__year", "session__topic__number", "session"],
    }


class AttendanceList(OfSessions):
    model = Attendance
    filterset_class = AttendanceFilters
    register = "attendance_list"
    title = _("Attendance at sessions")
    columns = ATTENDANCE_COLUMNS
    sorts = OfSessions.sorts | {"member": ["member__order", "session__held_on"], "status": ["status"]}
    template_name = "topics/attendance_list.html"

    def rows(self, queryset):
        rows = queryset.select_related("session__topic__organiser", "committee", "member")
        return rows.prefetch_related(with_organisers("session__topic__"))


class GuestList(OfSessions):
    """The other persons at the sessions; the total is that of the people, several of whom may stand in one row."""

    model = Guest
    filterset_class = GuestFilters
    register = "guest_list"
    title = _("Other persons at sessions")
    columns = GUEST_COLUMNS
    sorts = OfSessions.sorts | {"category": ["category", "session__held_on"], "count": ["count"]}
    template_name = "topics/guest_list.html"

    def rows(self, queryset):
        rows = queryset.select_related("session__topic__organiser")
        return rows.prefetch_related(with_organisers("session__topic__"))

    def total(self, context):
        return self.object_list.order_by().aggregate(people=Sum("count"))["people"] or 0
