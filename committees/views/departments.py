from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView, UpdateView

from committees.filters import DepartmentFilters
from committees.forms import DepartmentForm
from committees.models import Department
from committees.sheets import DEPARTMENT_COLUMNS
from committees.views.ending import EndRecord, way
from consult.views import AddedRecord, EditWithVersion, ListPage, VisibleRecord

MOST_SHOWN = 20


class DepartmentList(ListPage):
    model = Department
    filterset_class = DepartmentFilters
    register = "department_list"
    title = _("Departments")
    columns = DEPARTMENT_COLUMNS
    sorts = {
        "name": ["name"],
        **{name: [f"{name}_count"] for name in ("open", "overdue")},
        "referrals": ["referral_count"],
    }

    def rows(self, queryset):
        return queryset.with_figures()

    def seen_parts(self):
        """What a department still owes is for those alone who read all topics."""
        return {"owed"} if self.request.user.has_perm("topics.view_statistics") else set()


class DepartmentDetail(VisibleRecord, DetailView):
    """A department with its liaison officers and the recommendations referred to it that the user sees."""

    model = Department

    def get_context_data(self, **kwargs):
        referred = recommendations_for(self.object).visible_to(self.request.user)
        return super().get_context_data(
            recommendations=referred.select_related("topic").order_by("-pk")[:MOST_SHOWN],
            recommendation_count=referred.count(),
            officers=self.object.appointments.current(timezone.localdate()).select_related("user", "department"),
            **kwargs,
        )


def recommendations_for(department):
    """Those that stand referred to it; by reverse relations, as the organisation knows nothing of topics."""
    standing = department.referrals.standing()
    recommendation = standing.model._meta.get_field("recommendation").related_model
    return recommendation.objects.filter(pk__in=standing.values("recommendation"))


class DepartmentCreate(AddedRecord, CreateView):
    model = Department
    form_class = DepartmentForm
    permission = "committees.add_department"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Add a department"), "cancel_url": reverse_lazy("department_list")}


class DepartmentUpdate(EditWithVersion, UpdateView):
    model = Department
    form_class = DepartmentForm
    permission = "committees.change_department"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Edit the department")}


class DepartmentEnd(EndRecord):
    model = Department
    permission = "committees.change_department"
    explain = _("Its liaison officers lose their rights for it on that day. Its answers and records stay.")

    def conditions(self, record):
        open_ones = recommendations_for(record).open().select_related("topic")
        several = _("Refer several to the successor"), way("recommendations_succeed", record)
        return [
            (_("Recommendations to be answered, or referred to another department, first"), list(open_ones), several)
        ]
