from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from topics.forms.steps import StepForm
from topics.similar import similar_topics
from topics.views.fetch import fetch
from topics.workflow import WORKFLOWS, Moved, take

SCREENING = {"accept", "reject", "merge", "return"}


def take_step(request, lifecycle, pk, name):
    """The page of one step of one record: its questions, what will happen, and the step itself by POST."""
    transition, record = step_of(request.user, lifecycle, pk, name)
    if transition.page:
        return redirect(page_of(transition, record))
    form = StepForm(transition, record, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and taken(request, form, transition, record):
        messages.success(request, _("Done: %(step)s") % {"step": transition.label})
        return redirect(record)
    context = {
        "record": record,
        "transition": transition,
        "form": form,
        "unmet": transition.unmet(record),
        "similar": similar_topics(record, request.user) if name in SCREENING and lifecycle == "topic" else None,
    }
    return render(request, "topics/step_form.html", context)


def step_of(user, lifecycle, pk, name):
    """The transition and the record: 404 unseen, 403 without the right, 409 where the stage has moved on."""
    workflow = WORKFLOWS.get(lifecycle)
    if workflow is None or name not in workflow.transitions:
        raise Http404
    transition, record = workflow[name], fetch(workflow.model, user, pk)
    if not transition.by(user, record):
        raise PermissionDenied
    if record.stage not in transition.sources:
        stage = record.get_stage_display()
        raise Moved(
            _("“%(record)s” is now at the stage “%(stage)s”.") % {"record": record, "stage": stage}, record=record
        )
    return transition, record


def page_of(transition, record):
    """The URL of the page on which a transition with many rows is taken."""
    meeting_pages = {"decision_sheet": "meeting", "decision_correct": "meeting"}
    if transition.page in meeting_pages:
        item = record.agenda_items.order_by("-pk").first()
        return reverse(transition.page, args=[item.meeting_id]) if item else record.get_absolute_url()
    return reverse(transition.page, args=[record.pk])


def taken(request, form, transition, record):
    """Take the step as the form says; False where the workflow refuses it, with its words in the form."""
    record.version = form.cleaned_data["version"]
    try:
        take(record, transition.name, by=request.user, **form.answers())
    except ValidationError as error:
        form.refuse(error)
        return False
    return True
