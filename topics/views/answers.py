"""The page on which a department answers: it writes the draft, submits it, checks it, sends it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.sent_once import sent_before, sent_once
from consult.rules import refusal
from consult.views import conflict_page, is_sent, remember_save
from topics.deadlines import explain
from topics.forms.answers import AnswerForm, SendForm
from topics.forms.steps import refuse
from topics.models import AnswerDraft, Document, DraftState, Recommendation
from topics.models.recommendation import OWED_BY_DEPARTMENT, TO_ANSWER
from topics.rules import answers_as_lead, referral_of
from topics.tasks.desk import Desk, next_on_desk
from topics.tasks.due import due_words, time_words
from topics.views.fetch import fetch
from topics.views.step_messages import say_done
from topics.workflow import RECOMMENDATION_WORKFLOW, Moved, may_take, offers, take
from topics.workflow.answer_drafts import former_answer, keep_draft, kept_draft
from topics.workflow.refusals import refuse_elsewhere, refuse_unentitled

ASIDE = {"return_draft", "withdraw_draft"}
ANOTHER_ANSWERS = gettext_lazy("Your department is a co-department here; the answer is that of the lead department.")


def answer(request, pk):
    """The form of the answer, or the submitted draft as it would be sent."""
    record = fetch(Recommendation, request.user, pk)
    if not answers_as_lead(request.user, record):
        raise refusal(ANOTHER_ANSWERS if referral_of(request.user, record) else "", record)
    if sent := sent_before(request):
        return sent
    refuse_elsewhere(RECOMMENDATION_WORKFLOW["answer"], record)
    draft = record.submitted_draft
    return check(request, record, draft) if draft else write(request, record)


def write(request, record):
    """The answer is kept as a draft, submitted to those who have a say in it, or sent."""
    act = next((name for name in ("keep", "submit") if name in request.POST), "send")
    form = AnswerForm(record, request.user, request.POST or None, is_kept=act == "keep", added=request.GET.get("scan"))
    if is_sent(request):
        if act == "send":
            refuse_unentitled(RECOMMENDATION_WORKFLOW["answer"], request.user, record)
        if form.is_valid():
            try:
                return sent_once(request, lambda: ACTS[act](request, record, form))
            except ValidationError as error:
                refuse(form, error)
            except Moved:
                if not is_written_on(record):
                    raise
                return conflict_page(request, form)
    context = {"form": form, "keeps_typed": True, "may_submit": may_take(request.user, record, "submit_draft")}
    return render(request, "topics/answer_form.html", context | beside(request, record))


def is_written_on(record):
    """Whether the answer can still be written, so that what somebody else kept of it stands beside the own text."""
    now = Recommendation.objects.get(pk=record.pk)
    return now.stage in OWED_BY_DEPARTMENT and not now.submitted_draft


def check(request, record, draft):
    """The submitted draft, unchangeable, with its countersigns: to be sent, returned or taken back."""
    form = SendForm(record, request.user, request.POST or None)
    if request.method == "POST":
        refuse_unentitled(RECOMMENDATION_WORKFLOW["answer"], request.user, record)
        if form.is_valid():
            try:
                return sent_once(request, lambda: send(request, record, form, draft.content, Desk.CHECK))
            except ValidationError as error:
                refuse(form, error)
    aside = [offer for offer in offers(request.user, record) if offer.transition.name in ASIDE]
    context = {"form": form, "draft": draft, "offers": aside, "awaited": draft.awaited(record.co_referrals)}
    return render(request, "topics/answer_check.html", context | beside(request, record))


def beside(request, record):
    last = record.drafts.exclude(state=DraftState.DRAFTED).first()
    verdicts = record.evaluations.filter(is_corrected=False)
    return {
        "record": record,
        "former": former_answer(record),
        "begins_with_former": former_answer(record) is not None and kept_draft(record) is None,
        "verdict": verdicts.first() if record.is_open else None,
        "due": due_words(record.due_on),
        "due_basis": explain(record.due_basis),
        "time_words": time_words(record),
        "may_send": may_take(request.user, record, "answer"),
        "returned": last if last and last.state == DraftState.RETURNED else None,
        "documents": list(Document.objects.listed_for(request.user, recommendation=record).with_uses()),
    }


@transaction.atomic
def keep(request, record, form):
    record.version = form.cleaned_data["version"]
    keep_draft(record, form.content(), by=request.user)
    remember_save(request, record)
    messages.success(request, _("The draft is kept. It is seen in your department alone."))
    return redirect("answer", record.pk)


@transaction.atomic
def submit(request, record, form):
    record.version = form.cleaned_data["version"]
    keep_draft(record, form.content(), by=request.user)
    step = take(record, "submit_draft", by=request.user, happened_on=form.cleaned_data["happened_on"])
    return lead_on(request, record, step, Desk.ANSWER)


def send(request, record, form, content=None, kind=Desk.ANSWER):
    record.version = form.cleaned_data["version"]
    step = take(record, "answer", by=request.user, **(content or {}) | form.answers())
    return lead_on(request, record, step, kind)


ACTS = {"keep": keep, "submit": submit, "send": send}


def lead_on(request, record, step, kind):
    """On to the next one that waits in the same way; else to the record, with the way to what waits to be answered."""
    done = {"step": RECOMMENDATION_WORKFLOW[step.transition].label}
    to_check = next_on_desk([Desk.CHECK], request.user, after=record) if kind == Desk.CHECK else None
    following = to_check or next_on_desk([Desk.ANSWER, Desk.RECEIVE], request.user, after=record)
    if not to_check and (kind == Desk.CHECK or following is None or following.stage not in TO_ANSWER):
        say_done(request, _("Done: %(step)s.") % done, record, way_to_answer(following))
        return redirect(record)
    done["record"] = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record)
    words = _("Done: {step}, {record}. This is the next one that waits for you.")
    messages.success(request, format_html(words, **done))
    return redirect("answer", following.pk)


def way_to_answer(record):
    """The address where it is answered, and the words that lead there; None without one."""
    if record is None:
        return None
    return reverse("answer", args=[record.pk]), _("Answer the next one (%(which)s)") % {"which": record.label}


def drafts_for(user, record):
    drafts = AnswerDraft.objects.visible_to(user).filter(recommendation=record)
    return drafts.prefetch_related("countersigns__referral__department", "editors").select_related("submitted_by")
