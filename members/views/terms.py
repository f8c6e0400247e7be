from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, ListView, UpdateView

from consult.forms.sent_once import sent_before, sent_once
from consult.options import note_change
from consult.trail import Deed, record, record_each
from consult.views import AddedRecord, EditWithVersion, FormOfRecord, NotedChanges, RetiredOrDeleted
from members.forms.end_of_term import EndOfTermForm
from members.forms.members import SectorForm, TermForm
from members.forms.sectors import SectorsForm
from members.models import Sector, Term

TERM_LIST = reverse_lazy("term_list")


class BackToTerms:
    template_name = "components/form_page.html"
    success_url = TERM_LIST


class TermList(ListView):
    """The terms with their sectors; few enough for one page."""

    def get_queryset(self):
        return Term.objects.visible_to(self.request.user).with_staying().prefetch_related("sectors")


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

    def tell(self, form):
        super().tell(form)
        if beyond := "、".join(map(str, form.instance.review_meetings.beyond_term())):
            words = gettext("Scheduled after the last day of the term: %(meetings)s. They wait in the workspace.")
            messages.warning(self.request, words % {"meetings": beyond})


class FormOfTerm(FormOfRecord):
    """What is entered for one term, once for a form sent twice; a form that is valid makes `made(form)`."""

    model = Term
    given_as = "term"
    extra_context = {"cancel_url": TERM_LIST}

    def post(self, request, *args, **kwargs):
        return sent_before(request) or super().post(request, *args, **kwargs)

    def form_valid(self, form):
        return sent_once(self.request, lambda: self.made(form))


class TermLeave(FormOfTerm):
    """Lets all leave office at once whose mandate ends with the term."""

    permission = "members.change_term"
    form_class = EndOfTermForm
    template_name = "members/term_leave.html"
    extra_context = FormOfTerm.extra_context | {"danger": True}

    def made(self, form):
        return self.leave(**form.cleaned_data)

    def leave(self, members, **how):
        for member in members:
            member.leave(**how)
        record(self.request, Deed.CHANGED, self.get_object(), step=_("Leaves office"), rows=len(members))
        words = ngettext("%(count)d member has left office.", "%(count)d members have left office.", len(members))
        messages.success(self.request, words % {"count": len(members)})
        return redirect(TERM_LIST)


class SectorCreate(BackToTerms, NotedChanges, AddedRecord, CreateView):
    model = Sector
    form_class = SectorForm
    permission = "members.add_sector"
    extra_context = {"title": _("Add a sector"), "cancel_url": TERM_LIST}


class SectorsCreate(FormOfTerm):
    """Several sectors of a term that has not ended, typed or pasted one on each line."""

    permission = "members.add_sector"
    form_class = SectorsForm
    template_name = "components/form_page.html"

    def title(self):
        return gettext("Add several sectors: %(term)s") % {"term": self.object}

    def get_queryset(self):
        return super().get_queryset().current()

    def made(self, form):
        sectors = form.save()
        record_each(self.request, Deed.ADDED, sectors)
        for sector in sectors:
            note_change("members.sector.name", sector, "", str(sector), self.request.user)
        words = ngettext("%(count)d sector was added.", "%(count)d sectors were added.", len(sectors))
        messages.success(self.request, words % {"count": len(sectors)})
        return redirect(TERM_LIST)


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
