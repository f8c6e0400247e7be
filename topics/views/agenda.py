"""What the office does with the agenda of a review meeting: plans put on it, ordered, taken down."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from topics.forms.steps import ReasonForm
from topics.models import Plan, ReviewMeeting
from topics.views.fetch import fetch
from topics.workflow import REVIEW_MEETING_WORKFLOW, Moved, take
from topics.workflow.refusals import changed_meanwhile, refuse_unentitled


def taken(request, meeting, name, **answers):
    """Take the step as the posted version saw the meeting; False where the workflow refuses it, with a message."""
    if request.POST.get("version") != str(meeting.version):
        raise changed_meanwhile(meeting)
    try:
        take(meeting, name, by=request.user, **answers)
    except ValidationError as error:
        for reason in error.messages:
            messages.error(request, reason)
        return False
    return True


def arranged(request, pk, name):
    """The meeting whose agenda is to be changed: 404 unseen, 403 without the right, 409 where it is too late."""
    meeting = fetch(ReviewMeeting, request.user, pk)
    transition = REVIEW_MEETING_WORKFLOW[name]
    refuse_unentitled(transition, request.user, meeting)
    if meeting.stage not in transition.sources:
        words = _("This meeting is %(stage)s; its agenda cannot be changed.")
        raise Moved(words % {"stage": meeting.get_stage_display()}, record=meeting)
    return meeting


@require_POST
def agenda_add(request, pk):
    """Put the chosen plans at the end of the agenda, all or none."""
    meeting = arranged(request, pk, "put_on")
    keys = set(request.POST.getlist("plan"))
    ready = Plan.objects.visible_to(request.user).awaiting(meeting.body).order_by("pk")
    plans = [plan for plan in ready if str(plan.pk) in keys]
    if len(plans) < len(keys):
        messages.warning(request, _("Some of the chosen plans do not wait for this body any longer."))
    if taken(request, meeting, "put_on", plans=plans):
        words = ngettext("%(count)d plan is on the agenda now.", "%(count)d plans are on the agenda now.", len(plans))
        messages.success(request, words % {"count": len(plans)})
    return redirect(meeting)


@require_POST
def agenda_order(request, pk):
    """Move one plan a place up or down."""
    meeting = arranged(request, pk, "reorder")
    listed = meeting.items.listed().select_related("plan__topic")
    plans = [item.plan for item in listed]
    direction = -1 if "up" in request.POST else 1
    moving = request.POST.get("up") or request.POST.get("down")
    place = next((index for index, plan in enumerate(plans) if str(plan.pk) == moving), None)
    if place is not None and 0 <= place + direction < len(plans):
        plans.insert(place + direction, plans.pop(place))
        taken(request, meeting, "reorder", plans=plans)
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_remove(request, pk):
    """Take an undecided plan down, with the reason; `?plan=` names it."""
    meeting = arranged(request, pk, "take_down")
    pending = meeting.items.undecided().select_related("plan__topic")
    item = next((item for item in pending if str(item.plan_id) == request.GET.get("plan")), None)
    if item is None:
        raise Http404
    form = ReasonForm(request.POST or None, initial={"version": meeting.version})
    if request.method == "POST" and form.is_valid():
        if taken(request, meeting, "take_down", plan=item.plan, reason=form.cleaned_data["reason"]):
            messages.success(request, _("%(plan)s is taken down from the agenda.") % {"plan": item.plan})
        return redirect(meeting)
    context = {
        "form": form,
        "object": meeting,
        "title": _("Take down from the agenda: %(plan)s") % {"plan": item.plan},
        "explain": REVIEW_MEETING_WORKFLOW["take_down"].explain,
        "submit_label": _("Take down"),
        "danger": False,
    }
    return render(request, "components/confirm_page.html", context)
