from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, ListView, UpdateView

from consult.views import AddedRecord, EditWithVersion, NotedChanges, RetiredOrDeleted
from members.forms.members import SectorForm, TermForm
from members.models import Sector, Term

TERM_LIST = reverse_lazy("term_list")


class BackToTerms:
    template_name = "components/form_page.html"
    success_url = TERM_LIST


class TermList(ListView):
    """The terms with their sectors; few enough for one page."""

    def get_queryset(self):
        return Term.objects.visible_to(self.request.user).prefetch_related("sectors")


class TermCreate(BackToTerms, NotedChanges, AddedRecord, CreateView):
    model = Term
    form_class = TermForm
    permission = "members.add_term"
    extra_context = {"title": _("Add a term"), "cancel_url": TERM_LIST}


class TermUpdate(BackToTerms, NotedChanges, EditWithVersion, UpdateView):
    model = Term
    form_class = TermForm
    permission = "members.change_term"
    extra_context = {"title": _("Edit the term"), "cancel_url": TERM_LIST}


class SectorCreate(BackToTerms, NotedChanges, AddedRecord, CreateView):
    model = Sector
    form_class = SectorForm
    permission = "members.add_sector"
    extra_context = {"title": _("Add a sector"), "cancel_url": TERM_LIST}


class SectorUpdate(BackToTerms, NotedChanges, EditWithVersion, UpdateView):
    model = Sector
    form_class = SectorForm
    permission = "members.change_sector"
    template_name = "members/sector_form.html"
    extra_context = {"title": _("Edit the sector"), "cancel_url": TERM_LIST}


class SectorRemove(RetiredOrDeleted):
    model = Sector
    permission = "members.change_sector"
    success_url = TERM_LIST
