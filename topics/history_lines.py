"""The lines of a history as people read them: title, people, two times, and what was answered, for who may see it."""

import re
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consult.punctuation import labelled
from topics.forms.questions import QUESTIONS
from topics.models import (
    AnswerDraft,
    Body,
    ConsultationSession,
    ContactWay,
    Countersign,
    Decision,
    Evaluation,
    HandlingResult,
    Plan,
    Recommendation,
    Referral,
    Topic,
)
from topics.rules import sees_inside
from topics.workflow import WORKFLOWS

INSIDE = {
    "attachment",
    "changes",
    "struck",
    "opinion",
    "places",
    "members",
    "people",
    "findings",
    "leader",
    "text",
    "document",
    "documents",
    "scan",
    "merged_topic",
}
PARTS = {"plan": Plan, "session": ConsultationSession, "recommendation": Recommendation}
UNTOLD = {"item", "note", "version", "referrals", "due_basis", "referral", "happened_on"}
WORDS = {
    "outcome": dict(Decision.Outcome.choices),
    "decision": dict(Topic.Result.choices),
    "verdict": dict(Evaluation.Verdict.choices),
    "handling_result": dict(HandlingResult.choices),
    "way": dict(ContactWay.choices),
    "agreement": dict(Countersign.Agreement.choices),
    "body": dict(Body.choices),
    "source": dict(Topic.Source.choices),
    "proposer": dict(Topic.Proposer.choices),
    "goes_instead": dict(Topic.Instead.choices),
}
# Dates that stand on rows beside a recommendation.
BESIDE = (Referral._meta.get_field("contact_due_on"), AnswerDraft._meta.get_field("countersign_due_on"))
DAY, CLOCK = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d:\d\d")
HANDED_OVER = "hand_over", "organiser"
ANSWERS = {"grant_leave", "decline_leave", "note_coming", "note_leave", "invite_in_place"}
TONES = {
    "return": "wait", "reject": "bad", "withdraw": "off", "stop": "bad", "suspend": "wait", "cancel": "bad",
    "postpone": "wait", "refuse": "bad", "defer": "wait", "object": "wait", "send_back": "wait", "revoke": "wait",
    "correct": "wait", "reinstate": "wait", "reopen": "wait", "drop": "off", "decline": "wait",
    "remind": "wait", "ask": "wait", "unaccept": "wait", "unreturn": "wait", "unrefer": "wait", "unremind": "off",
    "unrecord": "wait", "unconclude": "wait", "strike": "wait", "unuphold": "wait", "unconfirm": "wait",
    "untrack": "wait", "unclose": "wait", "unreopen": "wait", "unrelieve": "wait", "unsucceed": "wait",
    "withdraw_objection": "off", "relieve": "off", "unrework": "wait", "recount": "wait", "unbegin": "wait",
    "unsend": "wait", "unreassign": "wait",
}  # fmt: skip


def lines_of(steps, user, topic=None, shown=None):
    """The steps, newest first as given, as rows for `components/history.html`, as far as the user reads the topic.

    `shown` are the parts of the topic to link to, where the page has read what the user sees, or is that of the part.
    """
    inside, steps = sees_inside(user, topic), list(steps)
    opened = opened_by(steps, user) if shown is None else {(part.lifecycle, part.pk) for part in shown}
    return [line_of(step, inside) | (link_of(step) if key_of(step) in opened else {}) for step in steps]


def key_of(step):
    """The lifecycle and key of the plan, session or recommendation that the step was about."""
    return step.lifecycle, getattr(step, f"{step.lifecycle}_id", None)


def opened_by(steps, user):
    """Those of the parts that the steps were about whose page opens for the user."""
    parts, opened = {key_of(step) for step in steps}, set()
    for lifecycle, model in PARTS.items():
        if keys := {key for name, key in parts if name == lifecycle}:
            seen = model.objects.visible_to(user).filter(pk__in=keys)
            opened |= {(lifecycle, key) for key in seen.values_list("pk", flat=True)}
    return opened


def line_of(step, inside):
    transition = WORKFLOWS[step.lifecycle].transitions.get(step.transition)
    return {
        "title": transition.label if transition else step.transition,
        "tone": tone_of(step.transition),
        "happened": step.happened_on,
        "recorded": step.recorded_at,
        "who": step.actor_name,
        "on_behalf_of": step.acted_for,
        "lines": list(told(step, inside)),
    }


def tone_of(name):
    return next((tone for verb, tone in TONES.items() if name == verb or name.startswith(f"{verb}_")), "ok")


def link_of(step):
    """The page of the plan, session or recommendation that the step was about, and what it is called there."""
    if step.lifecycle not in PARTS:
        return {}
    part = getattr(step, step.lifecycle)
    numbered = _("Session %(number)s") if step.lifecycle == "session" else _("no. %(number)s")
    words = part.label if step.lifecycle == "plan" else numbered % {"number": part.number}
    return {"url": reverse(f"{step.lifecycle}_detail", args=[part.pk]), "link": words}


def told(step, inside):
    """Pairs of label and text of the answers; what is said inside the bodies only to those who may read it."""
    fields = WORKFLOWS[step.lifecycle].model._meta
    if not inside and (step.lifecycle == "plan" or step.transition in ANSWERS):
        return
    if step.transition == "correct":
        stages = dict(fields.get_field("stage").choices)
        yield named(fields, "stage"), f"{stages[step.from_stage]} → {stages[step.to_stage]}"
    for name, value in step.answers.items():
        if name in UNTOLD or (name in INSIDE and not inside):
            continue
        label = named(fields, name) or (QUESTIONS[name].label if name in QUESTIONS else None)
        if label:
            yield label, in_words("handed_over" if (step.transition, name) == HANDED_OVER else name, value)


def changed_by(step, names):
    fields = WORKFLOWS[step.lifecycle].model._meta
    answers = ((name, step.answers.get(name)) for name in names)
    return [(named(fields, name), in_words(name, said)) for name, said in answers if is_change(said)]


def is_change(value):
    return isinstance(value, dict) and set(value) == {"from", "to"}


def is_reasoned(value):
    return isinstance(value, dict) and set(value) == {"item", "reason"}


def named(fields, name):
    """The label of a model field, None for an answer that is no field."""
    known = {field.name: field for field in (*fields.get_fields(), *BESIDE) if hasattr(field, "verbose_name")}
    return capfirst(known[name].verbose_name) if name in known else None


def in_words(name, value):
    """An answer as text; a change as old → new."""
    if is_change(value):
        return f"{in_words(name, value['from'])} → {in_words(name, value['to'])}"
    if is_reasoned(value):
        return labelled(in_words(name, value["item"]), value["reason"])
    if isinstance(value, dict):
        return value.get("text", "")
    if isinstance(value, list) and value and is_reasoned(value[0]):
        return "\n".join(in_words(name, row) for row in value)
    if isinstance(value, list):
        return _(", ").join(in_words(name, item) for item in value) or "—"
    if value is True or value is False:
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("county level") if name == "handed_over" else "—"
    return in_figures(str(WORDS.get(name, {}).get(value, value)))


def in_figures(text):
    if DAY.fullmatch(text):
        return date_format(date.fromisoformat(text))
    return text[:5] if CLOCK.fullmatch(text) else text
