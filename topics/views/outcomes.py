from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forms.fields import opened_at_last
from consult.forms.sent_once import sent_before, sent_once
from consult.views import conflict_page, is_sent, next_version, remember_save
from topics.forms.filling import Fill
from topics.forms.outcomes import OutcomeForm, recommendation_rows
from topics.forms.referrals import (
    ReferralLetterForm,
    are_fit,
    departments_to_choose,
    invited_first,
    invited_to,
    referral_forms,
    shared_fields,
)
from topics.forms.steps import refuse
from topics.models import Outcome, Topic, TopicStage
from topics.views.fetch import fetch
from topics.views.step_messages import say_done, warn_of_vacancies
from topics.workflow import TOPIC_WORKFLOW, Moved, may_take, take
from topics.workflow.entries import last_entry


def outcome(request, pk):
    """The outcome of the topic's present round with its recommendations; saved as often as wanted, then concluded."""
    topic = fetch(Topic, request.user, pk, may="topics.change_outcome")
    if topic.stage not in {TopicStage.CONSULTING, TopicStage.CONCLUDED}:
        raise Moved(_("The outcome of this topic can no longer be changed."), record=topic)
    record = topic.outcomes.filter(round=topic.rounds).first() or Outcome(topic=topic, round=topic.rounds)
    form = OutcomeForm(request.POST or None, instance=record)
    wants_row = "add_row" in request.POST
    rows = recommendation_rows(topic, record, None if wants_row else request.POST or None)
    if wants_row:
        data = one_row_more(recommendation_rows(topic, record, request.POST))
        rows = opened_at_last(recommendation_rows(topic, record, data), "text")
    elif is_sent(request) and form.is_valid() and rows.is_valid():
        return kept_outcome(request, topic, form, rows)
    return outcome_page(request, topic, form, rows)


def one_row_more(rows):
    data = rows.data.copy()
    data["rows-TOTAL_FORMS"] = str(rows.total_form_count() + 1)
    return data


def outcome_page(request, topic, form, rows):
    context = {
        "topic": topic,
        "form": form,
        "formset": rows,
        "keeps_typed": True,
        "unmet": [reason for need in TOPIC_WORKFLOW["conclude"].needs[:-1] if (reason := need(topic))],
        "may_conclude": may_take(request.user, topic, "conclude"),
        "sessions": topic.sessions.completed().of_round(topic.rounds).prefetch_related("opinions"),
    }
    return render(request, "topics/outcome_form.html", context)


def kept_outcome(request, topic, form, rows):
    """Save outcome and recommendations together; with the button "conclude" take that step too."""
    is_new = form.instance.pk is None
    try:
        with transaction.atomic():
            if not is_new and not next_version(form):
                return conflict_page(request, form, rows.differences(form.instance))
            before = [] if is_new else Outcome.objects.get(pk=form.instance.pk).parts()
            rows.keep(form.save())
            after = form.instance.parts()
            remember_save(request, form.instance)
            if topic.stage == TopicStage.CONCLUDED and before != after:
                take(topic, "amend_outcome", by=request.user, changes=changes_of(before, after))
            elif "conclude" in request.POST:
                # Minutes may be older than the record that was completed after them.
                day = max(form.cleaned_data["issued_on"], last_entry(topic).happened_on)
                take(topic, "conclude", by=request.user, happened_on=day)
    except IntegrityError as error:
        raise Moved(_("Somebody else entered the outcome of this round meanwhile."), record=topic) from error
    except ValidationError as error:
        form.add_error("issued_on" if hasattr(error, "error_dict") else None, error.messages)
        return outcome_page(request, topic, form, rows)
    say_done(request, _("Concluded.") if topic.stage == TopicStage.CONCLUDED else _("Saved."), topic)
    return redirect(topic)


def changes_of(before, after):
    return {
        "from": [part for part in before if part not in after],
        "to": [part for part in after if part not in before],
    }


def refer(request, pk):
    """The referral of a topic's recommendations: one letter, a lead department and a due date for each."""
    topic = fetch(Topic, request.user, pk, may="topics.refer_topic")
    if sent := sent_before(request):
        return sent
    if topic.stage != TopicStage.CONCLUDED:
        raise Moved(_("This topic is not waiting to be referred."), record=topic)
    is_filled, departments = (
        "fill" in request.POST,
        invited_first(departments_to_choose(), invited_to([topic])[topic.pk]),
    )
    data = None if is_filled else request.POST or None
    letter = ReferralLetterForm(data, initial={"version": topic.version})
    forms, fill = referral_forms(topic, departments, data), Fill(shared_fields(departments), request.POST or None)
    if is_filled:
        fill.show([letter, *forms], request.POST)
    elif request.method == "POST" and are_fit(letter, forms):
        try:
            return sent_once(request, lambda: referred(request, topic, letter, forms))
        except ValidationError as error:
            refuse(letter, error)
    context = {"topic": topic, "form": letter, "rows": forms, "fill": fill, "transition": TOPIC_WORKFLOW["refer"]}
    return render(request, "topics/refer_form.html", context)


def referred(request, topic, letter, forms):
    """Take the step and lead back to the topic; a refusal of the workflow is raised."""
    said = letter.cleaned_data
    topic.version = said["version"]
    rows = [form.row(said["letter_number"]) for form in forms]
    take(topic, "refer", by=request.user, happened_on=said["happened_on"], referrals=rows)
    say_done(request, _("Referred to the departments."), topic)
    warn_of_vacancies(request, rows)
    return redirect(topic)
