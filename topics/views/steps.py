from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forms.sent_once import sent_before, sent_once
from consult.punctuation import in_a_row
from consult.views import is_sent
from topics.annual_plans.execution import open_items
from topics.forms.planned_field import proposed_at_acceptance
from topics.forms.sessions import RescheduledSessionForm
from topics.forms.steps import StepForm, refuse
from topics.likeness.comparing import Subject
from topics.likeness.similar import similar_topics
from topics.models.topic_stage import TAKES_OTHERS_IN
from topics.plans.comparison import compare
from topics.views.documents import stored_beside
from topics.views.fetch import fetch
from topics.views.step_messages import (
    say_done,
    warn_of_its_item,
    warn_of_past_day,
    warn_of_short_notice,
    warn_of_vacancies,
)
from topics.visible_fields import topic_fields
from topics.workflow import WORKFLOWS, may_take, take
from topics.workflow.answer_drafts import former_answer
from topics.workflow.refusals import refuse_elsewhere, refuse_unentitled
from topics.workflow.topic_effects import STANDS_WITHOUT_PLANS

DRAFT_BESIDE = {"countersign", "return_draft"}
REVISION_BESIDE = {"confirm_party_group", "confirm_presidium", "refuse_revision"}
FORMS = {("session", "reschedule"): RescheduledSessionForm}
PAGES_OF_MEETINGS = {"decision_sheet", "decision_correct"}
CHOSEN_IN = {"files": "documents", "new_reply": "document"}
SCREENING = {"accept", "reject", "merge", "return"}


def take_step(request, lifecycle, pk, name):
    """The page of one step of one record: its questions, what will happen, and the step itself by POST."""
    if sent := sent_before(request):
        return sent
    transition, record = step_of(request.user, lifecycle, pk, name)
    if transition.page:
        return redirect(page_of(transition, record))
    proposed = proposed_at_acceptance(record, open_items()) if "is_planned" in transition.asks else {}
    initial = transition.proposes(record) | proposed | asked_for(transition, request)
    form = form_of(request, transition, record, initial)
    if is_sent(request) and form.is_valid():
        try:
            return sent_once(request, lambda: taken(request, form, transition, record))
        except ValidationError as error:
            refuse(form, error)
    context = {
        "record": record,
        "transition": transition,
        "form": form,
        "unmet": transition.hindrances(request.user, record),
        "leads_to": stage_after(transition, record),
        "taken_along": transition.takes_along(record),
        "foretold": transition.foretells(record),
        "keeps_typed": True,
    }
    if lifecycle == "topic" and name in SCREENING:
        context |= beside(record, request.user)
    if name == "answer_on_behalf":
        context["former"] = former_answer(record)
    if lifecycle == "topic" and name == "close":
        context["unfinished"] = [each for each in record.recommendations.all() if each.is_unfinished]
    if name in DRAFT_BESIDE:
        context["draft"] = record.draft
    if name in REVISION_BESIDE and record.revises:
        context["comparison"] = compare(record.revises, record)
    return render(request, "topics/step_form.html", context)


def form_of(request, transition, record, initial):
    """The form, as posted; files sent along are stored whatever becomes of the rest, and chosen in it."""
    kind = FORMS.get((record.lifecycle, transition.name), StepForm)
    posted, refused = request.POST.copy(), {}
    for name in CHOSEN_IN.keys() & {*transition.asks}:
        files = request.FILES.getlist(name)
        if files and not transition.hindrances(request.user, record):
            kept, refused[name] = stored_beside(record, request.user, files)
            keys = [str(each.pk) for each in kept]
            before = [key for key in posted.getlist(CHOSEN_IN[name]) if key not in keys]
            posted.setlist(CHOSEN_IN[name], [*before, *keys])
    form = kind(transition, record, request.user, posted or None, initial=initial)
    for name, words in refused.items():
        form.fields[name].refused = words
    return form


def stage_after(transition, record):
    """The stage at which the record will stand, in words; empty where it stays where it is."""
    after = transition.lands(record)
    after = STANDS_WITHOUT_PLANS.get(after, after)
    return "" if after == record.stage else dict(record._meta.get_field("stage").choices)[after]


def asked_for(transition, request):
    """The answers that the address already names, as a link to a step does that knows one of them."""
    return {name: request.GET[name] for name in transition.asks if name in request.GET}


def beside(topic, user):
    """What is shown beside a screening: what it is about, topics like it, and which of them it can be merged into."""
    similar = similar_topics(Subject(topic.title, topic.background), user, apart_from=topic.pk)
    targets = similar if may_take(user, topic, "merge") else []
    open_targets = [target.pk for target in targets if target.stage in TAKES_OTHERS_IN]
    return {"seen": topic_fields(user, topic), "similar": similar, "targets": open_targets}


def step_of(user, lifecycle, pk, name):
    """The transition and the record: 404 unseen, 409 where the stage has moved on, 403 without the right."""
    workflow = WORKFLOWS.get(lifecycle)
    if workflow is None or name not in workflow.transitions:
        raise Http404
    transition, record = workflow[name], fetch(workflow.model, user, pk)
    if transition.by(user):
        refuse_elsewhere(transition, record)
    refuse_unentitled(transition, user, record)
    return transition, record


def page_of(transition, record):
    """The URL of the page on which a transition with many rows is taken."""
    if transition.page in PAGES_OF_MEETINGS:
        item = record.agenda_items.order_by("-pk").first()
        return reverse(transition.page, args=[item.meeting_id]) if item else record.get_absolute_url()
    return reverse(transition.page, args=[record.pk])


def taken(request, form, transition, record):
    """Take the step as the form says, and lead back to the record; a refusal of the workflow is raised."""
    record.version = form.cleaned_data["version"]
    answers, foretold = form.answers(), transition.foretells(record)
    step = take(record, transition.name, by=request.user, **answers)
    done = _("Done: %(step)s.") % {"step": transition.label}
    say_done(request, in_a_row(done, foretold), record)
    warn_of_vacancies(request, answers)
    if transition.name == "accept":
        warn_of_its_item(request, record)
    if "held_on" in transition.asks:
        warn_of_short_notice(request, record, noticed_on=step.happened_on)
        warn_of_past_day(request, record, step.happened_on)
    return redirect(record.adjustments.latest("pk") if transition.name == "adjust" else record)
