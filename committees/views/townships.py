from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, UpdateView

from committees.filters import TownshipFilters
from committees.forms import TownshipForm
from committees.models import Township
from committees.sheets import township_sheet
from consult.views import AddedRecord, EditWithVersion, ListPage


class TownshipList(ListPage):
    model = Township
    filterset_class = TownshipFilters
    title = _("Townships")
    sorts = {"name": ["name"]}

    def rows(self, queryset):
        return queryset.prefetch_related("committees")

    def get_sheet(self):
        return township_sheet()


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
    success_url = reverse_lazy("township_list")
    extra_context = {"title": _("Edit the township"), "cancel_url": success_url}
