from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, UpdateView

from committees.filters import TownshipFilters
from committees.forms import TownshipForm
from committees.models import Township
from committees.sheets import TOWNSHIP_COLUMNS
from consult.lists.way_back import way_back
from consult.views import AddedRecord, EditWithVersion, ListPage


class TownshipList(ListPage):
    model = Township
    filterset_class = TownshipFilters
    register = "township_list"
    title = _("Townships")
    columns = TOWNSHIP_COLUMNS
    sorts = {"name": ["name"]}

    def rows(self, queryset):
        return queryset.prefetch_related("committees")

    @property
    def has_actions(self):
        return self.request.user.has_perm("committees.change_township")

    def row_action(self, row):
        return format_html('<a href="{}">{}</a>', reverse("township_update", args=[row.pk]), _("Edit"))


class TownshipCreate(AddedRecord, CreateView):
    model = Township
    form_class = TownshipForm
    permission = "committees.add_township"
    template_name = "components/form_page.html"
    success_url = reverse_lazy("township_list")
    extra_context = {"title": _("Add a township"), "cancel_url": success_url}


class TownshipUpdate(EditWithVersion, UpdateView):
    """A township; an ended one keeps its records, so that its last day is a field of the form."""

    model = Township
    form_class = TownshipForm
    permission = "committees.change_township"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Edit the township")}

    def get_success_url(self):
        return way_back(self.request, "township_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=self.get_success_url(), **kwargs)
