"""The step bar of a topic: where it stands on its path, with dates, side exits too."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.models import PlanStage
from topics.models import TopicStage as S
from topics.models.topic_stage import GONE

PROPOSE, ACCEPT, PLAN, PARTY, PRESIDIUM, CONSULT, CONCLUDE, REFER, ANSWER, CLOSE = range(10)
LABELS = [
    gettext_lazy("Proposal"),
    gettext_lazy("Acceptance"),
    gettext_lazy("Plan"),
    gettext_lazy("Party group"),
    gettext_lazy("Presidium"),
    gettext_lazy("Consultation"),
    gettext_lazy("Outcome"),
    gettext_lazy("Referral"),
    gettext_lazy("Answers"),
    gettext_lazy("Archive"),
]
WORKED_ON = {
    S.DRAFT: PROPOSE, S.RETURNED: ACCEPT, S.PROPOSED: ACCEPT, S.ACCEPTED: PLAN, S.SUSPENDED: PLAN,
    S.PLAN_REVIEW: PARTY, S.APPROVED: CONSULT, S.CONSULTING: CONSULT, S.CONCLUDED: REFER,
    S.REFERRED: ANSWER, S.ANSWERED: CLOSE, S.TRACKING: CLOSE, S.CLOSED: CLOSE + 1,
}  # fmt: skip
NOTES = {
    ACCEPT: gettext_lazy("to be screened"),
    PLAN: gettext_lazy("to be drafted"),
    PARTY: gettext_lazy("to be decided"),
    PRESIDIUM: gettext_lazy("to be decided"),
    CONSULT: gettext_lazy("to be held"),
    REFER: gettext_lazy("to be referred"),
    ANSWER: gettext_lazy("awaiting answers"),
    CLOSE: gettext_lazy("to be closed"),
}
REFUSED_OR_STOPPED = {S.REJECTED, S.STOPPED}
HELD_UP = {S.RETURNED, S.SUSPENDED}
DATES = {
    PROPOSE: "proposed_on", ACCEPT: "accepted_on", PRESIDIUM: "approved_on", CONCLUDE: "concluded_on",
    REFER: "referred_on", ANSWER: "answered_on", CLOSE: "closed_on",
}  # fmt: skip
HAPPENED = {"submit": PLAN, "pass_party_group": PARTY, "pass_presidium": PRESIDIUM, "complete": CONSULT}


@dataclass(frozen=True)
class Exit:
    """Why a topic left its path: the step in words, its day, and the reason that was given."""

    label: str
    on: date
    reason: str
    is_final: bool


def path_of(topic, steps):
    """The rows of `components/step_bar.html`; `steps` is the history in its order, as far as the user sees it."""
    dates = {place: getattr(topic, name) for place, name in DATES.items()}
    dates |= {HAPPENED[step.transition]: step.happened_on for step in steps if step.transition in HAPPENED}
    if topic.rounds > 1:
        dates |= dict.fromkeys(of_earlier_rounds(dates))
    if topic.stage == S.RECORDED:
        return [row(place, "done", dates) for place in sorted(dates) if dates[place]] + [here(topic, None)]
    left = last_move(topic, steps)
    if topic.stage in GONE:
        worked_on = WORKED_ON.get(left.from_stage, PROPOSE) if left else PROPOSE
        return done_before(worked_on, dates) + [here(topic, left)]
    now = WORKED_ON[topic.stage]
    if topic.stage == S.PLAN_REVIEW and is_party_passed(steps):
        now = PRESIDIUM
    coming = [row(place, "todo", {}) for place in range(now, CLOSE + 1)]
    if topic.stage in HELD_UP:
        return done_before(now, dates) + [here(topic, left)] + coming
    if coming:
        coming[0] |= {"state": "now", "note": note_of(topic, now, steps)}
    return done_before(now, dates) + coming


def of_earlier_rounds(dates):
    """The places from plan to session whose day lies before that of a step ahead of them."""
    known = {place: dates[place] for place in range(PLAN, CONSULT + 1) if dates.get(place)}
    return [place for place, day in known.items() if any(known[ahead] > day for ahead in known if ahead < place)]


def done_before(now, dates):
    """The steps behind; a topic without recommendations was never referred nor answered."""
    skipped = {REFER, ANSWER} - {place for place, day in dates.items() if day}
    return [row(place, "done", dates) for place in range(now) if place not in skipped]


def row(place, state, dates):
    return {"label": LABELS[place], "state": state, "date": dates.get(place)}


def here(topic, step):
    return {"label": topic.get_stage_display(), "state": "now", "date": step.happened_on if step else None}


def note_of(topic, now, steps):
    """A few words under the step that is being worked on."""
    held = sum(step.transition == "complete" for step in steps)
    if now == CONSULT and held:
        return _("%(count)d held") % {"count": held}
    return topic.get_stage_display() if topic.stage in {S.DRAFT, S.TRACKING} else NOTES[now]


def is_party_passed(steps):
    """Whether the plan waits for the presidium now."""
    turns = [step.to_stage for step in steps if step.lifecycle == "plan" and step.from_stage != step.to_stage]
    return bool(turns) and turns[-1] == PlanStage.PARTY_PASSED


def last_move(topic, steps):
    """The step that brought the topic to its present stage, None where the user does not see it."""
    moves = [s for s in steps if s.lifecycle == "topic" and s.to_stage == topic.stage and s.from_stage != s.to_stage]
    return moves[-1] if moves else None


def exit_of(topic, steps):
    """Why the topic left its path or rests, None where it goes on."""
    left = last_move(topic, steps) if topic.stage in GONE | HELD_UP else None
    if left is None:
        return None
    reason = left.answers.get("reason", "")
    return Exit(topic.get_stage_display(), left.happened_on, reason, topic.stage in REFUSED_OR_STOPPED)
