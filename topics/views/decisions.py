"""What the bodies read and decide: the papers of a meeting, its decision sheet, and corrections of wrong entries."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import all_valid
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from topics.agenda import listed_rows, rows_of
from topics.forms.decisions import CHOICES, ConclusionForm, CorrectionForm
from topics.models import Decision, MeetingStage, ReviewMeeting
from topics.views.fetch import fetch
from topics.workflow import PLAN_WORKFLOW, Moved, take
from topics.workflow.plan import transition_for
from topics.workflow.refusals import refuse_unentitled


@require_safe
def papers(request, pk):
    """All plans of the agenda one after another, to be read and printed."""
    meeting = fetch(ReviewMeeting, request.user, pk)
    rows = listed_rows(meeting, request.user)
    return render(request, "topics/papers.html", {"meeting": meeting, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def decision_sheet(request, pk):
    """One row a plan: the body records its conclusions on any of them with one save; others read it."""
    meeting, status = fetch(ReviewMeeting, request.user, pk), 200
    rows = rows_of(meeting, request.user)
    fill(rows, request.POST or None)
    if request.method == "POST":
        refuse_forbidden(rows, meeting, request)
        if "all_passed" in request.POST:
            pass_all(rows, request.POST)
            messages.info(request, _("Chosen, but not saved yet: check the rows, then save the conclusions."))
        elif all_valid([row.form for row in rows if row.form and row.form.is_bound]):
            rows, is_complete = decide(request, meeting, rows)
            if is_complete:
                return redirect("decision_sheet", meeting.pk)
            status = 409
    context = sheet_context(meeting, rows, request.user)
    return render(request, "topics/decision_sheet.html", context, status=status)


def sheet_context(meeting, rows, user):
    return {
        "meeting": meeting,
        "rows": rows,
        "has_form": any(row.form for row in rows),
        "decides": user.holds(meeting.body),
        "has_own": meeting.stage == MeetingStage.HELD
        and any(row.decision and row.decision.recorded_by_id == user.pk for row in rows),
        "wrong": [(row, error) for row in rows if row.form for errors in row.form.errors.values() for error in errors],
        "listed": sum(row.item.is_listed for row in rows),
        "undecided": sum(row.item.is_undecided for row in rows),
    }


def prefix_of(item):
    return f"item-{item.pk}"


def fill(rows, data):
    """Give each row that the user may decide its form; remember what was sent for a row that nobody can decide now.

    A row that came onto the agenda after the user opened the sheet was not sent: its form stays unbound.
    """
    for row in rows:
        prefix = prefix_of(row.item)
        if row.is_open:
            was_shown = data is not None and f"{prefix}-version" in data
            initial = {"version": row.plan.version}
            row.form = ConclusionForm(data if was_shown else None, prefix=prefix, initial=initial)
        elif data and (sent := sent_for(row, data)):
            row.typed = sent
            row.note = not_recorded(row.blocked or row.forbidden)


def sent_for(row, data):
    """What was typed for a row, in words."""
    prefix, labels = prefix_of(row.item), dict(Decision.Outcome.choices)
    outcome, opinion = data.get(f"{prefix}-outcome", ""), data.get(f"{prefix}-opinion", "").strip()
    return [str(words) for words in (labels.get(outcome), opinion) if words]


def refuse_forbidden(rows, meeting, request):
    """403 for who does not sit in the body, or sends a conclusion on a plan that is not theirs to decide."""
    if not request.user.holds(meeting.body):
        raise PermissionDenied
    if reason := next((row.forbidden for row in rows if row.forbidden and row.typed), None):
        raise PermissionDenied(str(reason))


def pass_all(rows, data):
    """Choose "passed" in each row without a conclusion; nothing is saved."""
    data = data.copy()
    for row in rows:
        if row.form and not row.form["outcome"].value():
            data[row.form.add_prefix("outcome")] = Decision.Outcome.PASSED
    fill(rows, data)


def decide(request, meeting, rows):
    """Record each chosen conclusion in a transaction of its own; the rows afterwards, and whether all went through."""
    notes = {row.item.pk: (row.note, row.typed) for row in rows if row.note}
    chosen = [row for row in rows if row.form and row.form.is_bound and row.form.cleaned_data["outcome"]]
    refused = {row.item.pk: reason for row in chosen if (reason := record(row, meeting, request.user))}
    for row in chosen:
        if reason := refused.get(row.item.pk):
            notes[row.item.pk] = (not_recorded(reason), sent_for(row, request.POST))
    tell_count(request, len(chosen) - len(refused), notes)
    if not notes:
        return rows, True
    after = rows_of(meeting, request.user)
    fill(after, None)
    for row in after:
        row.note, row.typed = notes.get(row.item.pk, ("", []))
    return after, False


def not_recorded(reason):
    return _("Your entry was not recorded: %(reason)s") % {"reason": reason}


def tell_count(request, count, notes):
    if count:
        words = ngettext("%(count)d conclusion is recorded.", "%(count)d conclusions are recorded.", count)
        messages.success(request, words % {"count": count})
    elif not notes:
        messages.info(request, _("No conclusion was chosen; nothing is recorded."))


def record(row, meeting, user):
    """The conclusion of one row, on the plan as the user saw it; why it was refused, in words, or None."""
    plan, answers = row.item.plan, row.form.cleaned_data
    plan.version = answers["version"]
    name = transition_for(meeting.body, answers["outcome"])
    said = {"item": row.item, "outcome": answers["outcome"], "opinion": answers["opinion"]}
    try:
        take(plan, name, by=user, happened_on=meeting.meets_on, **said)
    except Moved as error:
        return error.message
    except ValidationError as error:
        return " ".join(error.messages)


@require_safe
def decision_sheet_print(request, pk):
    """The sheet on paper: boxes to tick where nothing is decided yet, and lines to sign."""
    meeting = fetch(ReviewMeeting, request.user, pk)
    rows = listed_rows(meeting, request.user)
    context = {"meeting": meeting, "rows": rows, "choices": CHOICES}
    return render(request, "topics/decision_sheet_print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_correct(request, pk):
    """A second person of the body replaces a wrong entry by the right one, with the reason; `?item=` names it."""
    meeting = fetch(ReviewMeeting, request.user, pk)
    key = request.GET.get("item", "")
    if not key:
        return redirect("decision_sheet", meeting.pk)
    item = wrong_item(meeting, key)
    decision, plan = item.decision, item.plan
    refuse_unentitled(PLAN_WORKFLOW[f"revoke_{meeting.body}"], request.user, plan)
    form = CorrectionForm(decision, request.POST or None, initial={"version": plan.version})
    if request.method == "POST" and form.is_valid() and corrected(form, item, meeting, request.user):
        messages.success(request, _("The entry on %(plan)s is corrected.") % {"plan": plan})
        return redirect("decision_sheet", meeting.pk)
    context = {"form": form, "meeting": meeting, "item": item, "plan": plan, "decision": decision}
    return render(request, "topics/decision_correct.html", context)


def wrong_item(meeting, key):
    """The decided item; 404 for one that is not of this meeting, 409 where nothing stands to be corrected."""
    items = meeting.items.select_related("plan__topic", "meeting")
    item = next((item for item in items if str(item.pk) == key), None)
    if item is None:
        raise Http404
    if item.decision is None:
        raise Moved(_("No conclusion stands on this item now."), record=meeting)
    return item


def corrected(form, item, meeting, user):
    """Both steps or none; False where the workflow refuses, with its words in the form."""
    answers, plan = form.cleaned_data, item.plan
    plan.version = answers["version"]
    name = transition_for(meeting.body, answers["outcome"])
    said = {"item": item, "outcome": answers["outcome"], "opinion": answers["opinion"]}
    try:
        with transaction.atomic():
            take(plan, f"revoke_{meeting.body}", by=user, item=item, reason=answers["reason"])
            take(plan, name, by=user, happened_on=meeting.meets_on, **said)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True
