"""Until when a step is due: stored when a stage is entered, with how the date came about."""

from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consult.calendar.holidays import calendar_in_force
from consult.calendar.workdays import add_workdays, months_later
from consult.options import Option, declare, held
from topics.models import PlanStage, Topic, TopicStage
from topics.models.session_stage import LIVE_SESSIONS
from topics.models.topic_stage import HOLDING

RULES = {
    TopicStage.PROPOSED: "screen_workdays",
    TopicStage.ACCEPTED: "plan_workdays",
    TopicStage.CONSULTING: "minutes_workdays",
    TopicStage.CONCLUDED: "refer_workdays",
    TopicStage.ANSWERED: "close_workdays",
}
DATED = {*RULES, *HOLDING}

COUNTED = {
    "screen_workdays": _("screening after the proposal"),
    "plan_workdays": _("plan after the acceptance"),
    "papers_days_before_meeting": _("papers before a review meeting"),
    "notice_days_before_session": _("notice before a session"),
    "minutes_workdays": _("outcome after the session"),
    "refer_workdays": _("referral after the outcome"),
    "objection_days": _("objection after the referral"),
    "contact_workdays": _("first contact after the referral"),
    "countersign_workdays": _("countersigns after a draft answer is submitted"),
    "answer_months": _("answer after the referral"),
    "answer_months_extended": _("answer after the referral, extended once"),
    "warning_days": _("warning before a due date"),
    "evaluation_workdays": _("evaluation after the answer"),
    "close_workdays": _("evaluation and close after the last answer"),
}
WORDS = COUNTED | {
    "set_by_office": _("set by the office at the referral"),
    "renewed_plan_workdays": _("plan after the topic came back to the organiser"),
    "next_plan_workdays": _("plan after another round was opened"),
    "planned_date": _("the date that the approved plan names"),
    "scheduled_date": _("the date for which the session is scheduled"),
}
UNITS = {"workdays": _("working days"), "months": _("months"), "days": _("days")}


def unit_of(rule):
    """The unit that a rule counts in, in words; its name says it."""
    return next(words for unit, words in UNITS.items() if unit in rule)


declare(
    *(
        Option(rule, format_lazy(_("{} ({})"), words, unit_of(rule)), settings.DEADLINES[rule], _("Deadlines"))
        for rule, words in COUNTED.items()
    )
)


def is_in_workdays(rule):
    return rule.endswith("_workdays")


def due(rule, start):
    """The due date of a rule counted from a day, and its basis for `explain`."""
    count = held(rule)
    if is_in_workdays(rule):
        day = add_workdays(start, count)
    elif "_months" in rule:
        day = months_later(start, count)
    else:
        day = start + timedelta(days=count)
    return day, {"rule": rule, "count": count, "from": start.isoformat()}


def due_fields(name, start):
    """The fields of a due date in working days that a record has besides its own; empty without a start."""
    day, basis = due(f"{name}_workdays", start) if start else (None, {})
    return {f"{name}_due_on": day, f"{name}_due_basis": basis}


def topic_due(topic, happened_on):
    """The due date at entry into the topic's present stage: (date, basis), (None, {}) where there is none."""
    rule, start = RULES.get(topic.stage), happened_on
    if topic.stage in HOLDING:
        held = topic.sessions.completed().of_round(topic.rounds)
        if not (last := held.order_by("held_on").last()):
            return day_to_consult(topic, happened_on)
        start = last.held_on
    if rule is None:
        return None, {}
    day, basis = due(rule, start)
    came_back = topic.stage == TopicStage.ACCEPTED and happened_on != topic.accepted_on
    return day, basis | ({"rule": "renewed_plan_workdays"} if came_back else {})


def day_to_consult(topic, happened_on):
    """That of the first session to come, else of the approved plan; a further round without one is due to make it."""
    if session := topic.sessions.filter(stage__in=LIVE_SESSIONS).order_by("held_on").first():
        return session.held_on, {"rule": "scheduled_date", "from": happened_on.isoformat()}
    if plan := topic.plans.filter(stage=PlanStage.APPROVED, round=topic.rounds).last():
        return plan.planned_on, {"rule": "planned_date", "from": happened_on.isoformat()}
    if topic.rounds == 1:
        return None, {}
    opened = topic.steps.filter(transition="another_round").order_by("sequence").last()
    day, basis = due("plan_workdays", opened.happened_on)
    return day, basis | {"rule": "next_plan_workdays"}


def follow_day(topic, happened_on):
    """Store anew until when the topic is due where plans and sessions say it."""
    if topic.stage in HOLDING:
        renew_due(topic, happened_on)


def renew_due(topic, happened_on):
    """Store anew until when the topic is due at the stage where it stands."""
    day, basis = topic_due(topic, happened_on)
    Topic.objects.filter(pk=topic.pk).update(due_on=day, due_basis=basis)


def explain(basis):
    """How a due date came about, in words."""
    if not basis:
        return ""
    words = WORDS.get(basis["rule"], basis["rule"])
    count = basis.get("count")
    if count is None:
        return str(words)
    if is_in_workdays(basis["rule"]):
        span = ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}
    elif "_months" in basis["rule"]:
        span = ngettext("%(count)d month", "%(count)d months", count) % {"count": count}
    else:
        span = ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    start = date.fromisoformat(basis["from"])
    told = _("%(words)s: %(span)s from %(start)s") % {"words": words, "span": span, "start": date_format(start)}
    return told + (unknown_words(start, count) if is_in_workdays(basis["rule"]) else "")


def unknown_words(start, count):
    """That a due date in working days reaches into years of which the calendar is not known, else nothing."""
    known = calendar_in_force()
    years = known.unknown_years(start, add_workdays(start, count, known))
    words = _(" (the calendar of %(years)s is not entered: counted by weekends)")
    return words % {"years": "、".join(map(str, years))} if years else ""
