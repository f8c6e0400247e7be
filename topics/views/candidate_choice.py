"""What could go into an annual plan: the office takes candidates and topics in, or leaves a candidate out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from topics.annual_plans.on_offer import topics_on_offer
from topics.forms.steps import ReasonForm
from topics.models import AnnualPlan, AnnualPlanStage
from topics.rules import sees_inside
from topics.views.agenda import taken
from topics.views.fetch import fetch
from topics.workflow import ANNUAL_PLAN_WORKFLOW, may_take
from topics.workflow.annual_plan_drafts import refuse_frozen


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_list(request, pk):
    """What could go into the plan; the office ticks and takes in by POST."""
    plan, user = fetch(AnnualPlan, request.user, pk), request.user
    if not sees_inside(user):
        raise PermissionDenied
    offered = topics_on_offer(plan).visible_to(user).select_related("organiser", "proposing_committee")
    if request.method == "POST":
        plan = draft_of_office(request, pk)
        return took_in(request, plan, offered)
    may_take_in = may_take(user, plan, "take_in")
    context = {
        "plan": plan,
        "candidates": plan.candidates.select_related("committee", "form").prefetch_related("departments"),
        "offered": offered.prefetch_related("recommenders") if plan.stage == AnnualPlanStage.DRAFTING else [],
        "may_take_in": may_take_in,
        "has_something_to_take": may_take_in and (plan.candidates.waiting().exists() or offered.exists()),
    }
    return render(request, "topics/annual_plan_candidates.html", context)


def draft_of_office(request, pk):
    """The plan whose candidates are to be decided on: 404 unseen, 403 without the right, 409 where it is frozen."""
    plan = fetch(AnnualPlan, request.user, pk, may="topics.change_annualplan")
    refuse_frozen(plan)
    return plan


def took_in(request, plan, offered):
    """Take in what was ticked, all or none, and lead back to the page."""
    candidates = [one for one in plan.candidates.waiting() if str(one.pk) in request.POST.getlist("candidate")]
    topics = [topic for topic in offered if str(topic.pk) in request.POST.getlist("topic")]
    chosen = {name: rows for name, rows in (("candidates", candidates), ("topics", topics)) if rows}
    if taken(request, plan, "take_in", **chosen):
        count = len(candidates) + len(topics)
        words = ngettext("%(count)d item is in the plan now.", "%(count)d items are in the plan now.", count)
        messages.success(request, words % {"count": count})
    return redirect("annual_plan_candidates", plan.pk)


def leave_out(request, pk):
    """Leave a candidate out, with the reason that its proposer sees; `?candidate=` names it."""
    plan = draft_of_office(request, pk)
    return decided(request, plan, plan.candidates.waiting(), "leave_out", _("Left out: %(candidate)s"))


def put_back(request, pk):
    """Let a candidate wait again that was left out by mistake; `?candidate=` names it."""
    plan = draft_of_office(request, pk)
    return decided(request, plan, plan.candidates.left_out(), "put_back", _("It waits again: %(candidate)s"))


@require_http_methods(["GET", "HEAD", "POST"])
def decided(request, plan, candidates, name, done):
    asked, step = request.GET.get("candidate", ""), ANNUAL_PLAN_WORKFLOW[name]
    candidate = next((one for one in candidates if str(one.pk) == asked), None)
    if candidate is None:
        raise Http404
    form = ReasonForm(request.POST or None, initial={"version": plan.version})
    if request.method == "POST" and form.is_valid():
        if taken(request, plan, name, candidate=candidate, reason=form.cleaned_data["reason"]):
            messages.success(request, done % {"candidate": candidate})
        return redirect("annual_plan_candidates", plan.pk)
    context = {
        "form": form,
        "title": _("%(action)s: %(name)s") % {"action": step.label, "name": candidate},
        "explain": step.explain,
        "submit_label": step.label,
        "danger": False,
        "cancel_url": reverse("annual_plan_candidates", args=[plan.pk]),
    }
    return render(request, "components/confirm_page.html", context)
