"""The lines of a history as people read them: title, people, two times, and what was answered, for who may see it."""

import re
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from topics.forms.questions import QUESTIONS
from topics.models import Body, ContactWay, Countersign, Decision, Evaluation, HandlingResult, Topic
from topics.rules import sees_inside
from topics.workflow import WORKFLOWS

INSIDE = {
    "attachment",
    "changes",
    "struck",
    "opinion",
    "places",
    "people",
    "findings",
    "leader",
    "text",
    "document",
    "scan",
    "merged_topic",
}
SHOWN_OUTSIDE = {"plan": {"approved"}, "session": {"planned", "postponed", "completed"}}
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
DAY, CLOCK = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d:\d\d")
LEAVE = {"grant_leave", "decline_leave"}
TONES = {
    "return": "wait", "reject": "bad", "withdraw": "off", "stop": "bad", "suspend": "wait", "cancel": "bad",
    "postpone": "wait", "refuse": "bad", "defer": "wait", "object": "wait", "send_back": "wait", "revoke": "wait",
    "correct": "wait", "reinstate": "wait", "reopen": "wait", "drop": "off", "decline": "wait",
    "remind": "wait", "unaccept": "wait", "unreturn": "wait", "unrefer": "wait", "unremind": "off",
    "unrecord": "wait", "unconclude": "wait", "strike": "wait", "unuphold": "wait", "unconfirm": "wait",
    "untrack": "wait", "unrework": "wait",
}  # fmt: skip


def lines_of(steps, user, topic=None):
    """The steps, newest first as given, as rows for `components/history.html`, as far as the user reads the topic."""
    inside = sees_inside(user, topic)
    return [line_of(step, inside) for step in steps]


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
        **link_of(step, inside),
    }


def tone_of(name):
    return next((tone for verb, tone in TONES.items() if name == verb or name.startswith(f"{verb}_")), "ok")


def link_of(step, inside):
    """The page of the plan, session or recommendation that the step was about, where the reader can open it."""
    for lifecycle in ("plan", "session", "recommendation"):
        if step.lifecycle == lifecycle:
            part = getattr(step, lifecycle)
            if not inside and part.stage not in SHOWN_OUTSIDE.get(lifecycle, {part.stage}):
                return {}
            numbered = _("Session %(number)s") if lifecycle == "session" else _("no. %(number)s")
            words = part.label if lifecycle == "plan" else numbered % {"number": part.number}
            return {"url": reverse(f"{lifecycle}_detail", args=[part.pk]), "link": words}
    return {}


def told(step, inside):
    """Pairs of label and text of the answers; what is said inside the bodies only to those who may read it."""
    fields = WORKFLOWS[step.lifecycle].model._meta
    if not inside and (step.lifecycle == "plan" or step.transition in LEAVE):
        return
    for name, value in step.answers.items():
        if name in UNTOLD or (name in INSIDE and not inside):
            continue
        label = named(fields, name) or (QUESTIONS[name].label if name in QUESTIONS else None)
        if label:
            yield label, in_words(name, value)


def named(fields, name):
    """The label of a model field, None for an answer that is no field."""
    known = {field.name: field for field in fields.get_fields() if hasattr(field, "verbose_name")}
    return capfirst(known[name].verbose_name) if name in known else None


def in_words(name, value):
    """An answer as text; a change as old → new."""
    if isinstance(value, dict) and set(value) == {"from", "to"}:
        return f"{in_words(name, value['from'])} → {in_words(name, value['to'])}"
    if isinstance(value, dict) and set(value) == {"item", "reason"}:
        return _("%(label)s: %(text)s") % {"label": in_words(name, value["item"]), "text": value["reason"]}
    if isinstance(value, dict):
        return value.get("text", "")
    if isinstance(value, list):
        return "、".join(in_words(name, item) for item in value) or "—"
    if value is True or value is False:
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("county level") if name == "organiser" else "—"
    return in_figures(str(WORDS.get(name, {}).get(value, value)))


def in_figures(text):
    if DAY.fullmatch(text):
        return date_format(date.fromisoformat(text))
    return text[:5] if CLOCK.fullmatch(text) else text
