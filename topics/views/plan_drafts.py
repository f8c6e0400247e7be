"""The drafts of plans: begun, copied, revised, edited, deleted."""

from django.contrib import messages
from django.db import transaction
from django.forms import all_valid
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django.views.generic import UpdateView

from consult.differences import differing
from consult.views import EditWithVersion
from topics.forms.plan_begin import BeginForm
from topics.forms.plans import AgendaFormSet, GuestFormSet, PlanForm, with_one_more_row
from topics.models import Plan, PlanStage, Topic
from topics.plan_contents import late_warning
from topics.plans.versions import begin, cannot_begin, cannot_copy, cannot_revise, copy, revise
from topics.views.fetch import fetch
from topics.workflow import Moved
from topics.workflow.plan_needs import invites_members_in_office, leader_is_in_office

TOLD_ABOVE = (late_warning, leader_is_in_office, invites_members_in_office)
COPYING = gettext_lazy("Everything in this version is copied into a new draft; this version stays as it is.")


def plan_create(request, pk):
    """The next version of the topic's present round, begun by POST."""
    topic = fetch(Topic, request.user, pk, may="topics.add_plan")
    explain = gettext_lazy("A draft is made; the Party group and the presidium see it once it is submitted.")
    form = None
    if not topic.plans.filter(round=topic.rounds).exists():
        form = BeginForm(topic, request.user, request.POST or None)

    def make(topic, by):
        return begin(topic, by, form.cleaned_data["earlier"] if form and form.is_bound else None)

    return new_draft(request, topic, cannot_begin, make, gettext_lazy("Draft the plan"), explain, form)


def plan_copy(request, pk):
    """A returned, refused or withdrawn version copied into the next one by POST."""
    plan = fetch(Plan, request.user, pk, may="topics.change_plan")
    return new_draft(request, plan, cannot_copy, copy, gettext_lazy("Copy into the next version"), COPYING)


def plan_revise(request, pk):
    """A conditionally passed version copied into the revision that answers the condition, by POST."""
    plan = fetch(Plan, request.user, pk, may="topics.change_plan")
    return new_draft(request, plan, cannot_revise, revise, gettext_lazy("Revise as the condition says"), COPYING)


@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request, record, refuses, make, title, explain, form=None):
    """The page that says what will be made, or why it cannot; the draft itself by POST, once."""
    if request.method == "POST" and not (form and form.errors):
        with transaction.atomic():
            list(Topic.objects.select_for_update(no_key=True).filter(pk=record.topic.pk))
            record.refresh_from_db()
            if reason := refuses(record):
                raise Moved(reason, record=record)
            plan = make(record, request.user)
        return redirect("plan_update", plan.pk)
    context = {
        "object": record,
        "title": title,
        "submit_label": title,
        "explain": refuses(record) or explain,
        "refused": refuses(record),
        "danger": False,
        "form": form if form and form.offered else None,
    }
    return render(request, "topics/plan_begin.html", context)


def refuse_frozen(plan):
    """A version is changed only as a draft."""
    if plan.stage != PlanStage.DRAFT:
        raise Moved(
            _("“%(plan)s” is %(stage)s and frozen; only a draft can be changed.")
            % {"plan": plan, "stage": plan.get_stage_display()},
            record=plan,
        )


class PlanUpdate(EditWithVersion, UpdateView):
    """The form of a draft with its agenda and its guests; whoever saves it counts as its editor."""

    keeps_typed = True
    model = Plan
    form_class = PlanForm
    told = gettext_lazy("The draft is saved.")
    permission = "topics.change_plan"
    template_name = "topics/plan_form.html"
    extra_context = {"title": gettext_lazy("Edit the plan")}

    def get_object(self, queryset=None):
        plan = super().get_object(queryset)
        refuse_frozen(plan)
        return plan

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.get_form()
        self.rows = [formset.of(self.object, request.POST) for formset in (AgendaFormSet, GuestFormSet)]
        if "add_row" in request.POST:
            asked = request.POST["add_row"]
            self.rows = [with_one_more_row(rows) if rows.prefix == asked else rows for rows in self.rows]
            return self.render_to_response(self.get_context_data(form=form))
        complete = all_valid([form, *self.rows])
        return self.form_valid(form) if complete else self.form_invalid(form)

    def get_context_data(self, **kwargs):
        if not hasattr(self, "rows"):
            self.rows = [formset.of(self.object, extra=1) for formset in (AgendaFormSet, GuestFormSet)]
        agenda, guests = self.rows
        told = filter(None, (tell(self.object) for tell in TOLD_ABOVE))
        return super().get_context_data(agenda=agenda, guests=guests, told=list(told), **kwargs)

    def saved(self, form):
        super().saved(form)
        for rows in self.rows:
            rows.save(self.object)
        self.object.editors.add(self.request.user)

    def further_differences(self):
        agenda, guests = self.rows
        pairs = ((_("agenda"), agenda), (_("guests"), guests))
        return differing((label, rows.in_words(), rows.stored_in_words(self.object)) for label, rows in pairs)

    def redirect(self, form):
        return redirect("plan_invite" if "invite" in self.request.POST else "plan_detail", self.object.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_delete(request, pk):
    """A draft that was never submitted goes without a trace, by POST."""
    plan = fetch(Plan, request.user, pk, may="topics.delete_plan")
    if request.method == "POST":
        with transaction.atomic():
            draft = get_object_or_404(Plan.objects.select_for_update(), pk=plan.pk)
            refuse_frozen(draft)
            draft.delete()
        messages.success(request, _("The draft %(plan)s is deleted.") % {"plan": plan.label})
        return redirect(plan.topic)
    context = {
        "object": plan,
        "title": _("Delete the draft"),
        "explain": _("The draft %(plan)s was never submitted. It is deleted for good.") % {"plan": plan},
        "submit_label": _("Delete the draft"),
    }
    return render(request, "components/confirm_page.html", context)
