"""Candidates for an annual plan as the units put them forward, change them and take them back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, UpdateView

from consult.choices import key_in
from consult.trail import Deed, record
from consult.views import AddedRecord, EditWithVersion, VisibleRecord
from topics.forms.candidates import CandidateForm
from topics.models import AnnualPlan, AnnualPlanStage, Candidate
from topics.workflow import Moved


class CandidateCreate(AddedRecord, CreateView):
    """A topic put forward for a plan that is being drafted; `?plan=` names it, else it is the only one."""

    model = Candidate
    form_class = CandidateForm
    permission = "topics.add_candidate"
    template_name = "components/form_page.html"
    success_url = reverse_lazy("annual_plan_list")
    extra_context = {
        "title": gettext_lazy("Put forward a candidate for the annual plan"),
        "explain": gettext_lazy("The office takes it into the plan, or leaves it out with a reason that you see here."),
        "submit_label": gettext_lazy("Put forward"),
        "cancel_url": success_url,
    }

    def get_form_kwargs(self):
        drafts = AnnualPlan.objects.filter(stage=AnnualPlanStage.DRAFTING).order_by("-year")
        asked = key_in(self.request.GET.get("plan", ""))
        plan = drafts.filter(pk=asked).first() if asked is not None else drafts.first()
        if plan is None:
            raise Moved(_("No annual plan is being drafted now; candidates are collected when the next one is begun."))
        return super().get_form_kwargs() | {"instance": Candidate(plan=plan), "user": self.request.user}

    def tell(self, form):
        words = {"candidate": self.object, "plan": self.object.plan}
        messages.success(self.request, _("Put forward for %(plan)s: %(candidate)s") % words)


class OwnCandidate(VisibleRecord):
    """A candidate of a unit that the user serves: 403 for those of others, 409 once the office has decided."""

    model = Candidate
    success_url = reverse_lazy("annual_plan_list")

    def get_object(self, queryset=None):
        candidate = super().get_object(queryset)
        if not Candidate.objects.put_forward_by(self.request.user).filter(pk=candidate.pk).exists():
            raise PermissionDenied
        refuse_decided(candidate)
        return candidate


def refuse_decided(candidate):
    if candidate.state != Candidate.State.WAITING:
        words = {"candidate": candidate, "state": candidate.get_state_display()}
        raise Moved(_("“%(candidate)s” is %(state)s by now.") % words, record=candidate)


class CandidateUpdate(OwnCandidate, EditWithVersion, UpdateView):
    form_class = CandidateForm
    template_name = "components/form_page.html"
    extra_context = {"title": gettext_lazy("Edit the candidate")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class CandidateDelete(OwnCandidate, DeleteView):
    template_name = "components/confirm_page.html"
    extra_context = {
        "title": gettext_lazy("Take back the candidate"),
        "explain": gettext_lazy("It is no longer put forward for the annual plan and is deleted."),
        "submit_label": gettext_lazy("Take back"),
    }

    def form_valid(self, form):
        with transaction.atomic():
            candidate = get_object_or_404(Candidate.objects.select_for_update(), pk=self.object.pk)
            refuse_decided(candidate)
            candidate.delete()
            record(self.request, Deed.REMOVED, candidate)
        messages.success(self.request, _("Taken back: %(item)s") % {"item": candidate})
        return redirect(self.success_url)
