"""How the stage and the adoption result of a topic look: word, colour, icon."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.templatetags.ui import NOTHING, chip
from topics.annual_plans.execution import Execution
from topics.deadlines import explain
from topics.models import (
    AgendaItem,
    AnnualPlanItem,
    AnnualPlanStage,
    BatchRow,
    Candidate,
    Decision,
    MeetingStage,
    PlanStage,
    RecommendationStage,
    Reply,
    SessionStage,
    Topic,
    TopicStage,
)
from topics.workflow import RECOMMENDATION_WORKFLOW

register = template.Library()

STAGE_TONES = {
    TopicStage.PROPOSED: ("wait", ""),
    TopicStage.RETURNED: ("bad", "arrow-back-up"),
    TopicStage.ACCEPTED: ("run", ""),
    TopicStage.PLAN_REVIEW: ("wait", "gavel"),
    TopicStage.APPROVED: ("run", "checks"),
    TopicStage.CONSULTING: ("run", "messages"),
    TopicStage.CONCLUDED: ("run", "file-text"),
    TopicStage.REFERRED: ("wait", "send"),
    TopicStage.ANSWERED: ("run", "message-2"),
    TopicStage.TRACKING: ("run", "eye"),
    TopicStage.CLOSED: ("ok", "archive"),
    TopicStage.REJECTED: ("off", "ban"),
    TopicStage.MERGED: ("off", "git-merge"),
    TopicStage.SUSPENDED: ("wait", "player-pause"),
    TopicStage.STOPPED: ("bad", "player-stop"),
    TopicStage.WITHDRAWN: ("off", "arrow-back-up"),
    TopicStage.RECORDED: ("off", "note"),
}
BATCH_TONES = {
    BatchRow.State.WAITING: ("off", "hourglass"),
    BatchRow.State.DONE: ("ok", ""),
    BatchRow.State.REFUSED: ("bad", ""),
    BatchRow.State.MOVED: ("wait", "users"),
    BatchRow.State.TAKEN_BACK: ("off", "arrow-back-up"),
}
RESULT_TONES = {
    Topic.Result.ADOPTED: ("ok", ""),
    Topic.Result.PARTLY: ("wait", "circle-half-2"),
    Topic.Result.NOT_ADOPTED: ("bad", "x"),
    Topic.Result.PENDING: ("off", "hourglass"),
}
RECOMMENDATION_TONES = {
    RecommendationStage.LISTED: ("off", "list-check"),
    RecommendationStage.REFERRED: ("wait", "send"),
    RecommendationStage.RECEIVED: ("run", "inbox"),
    RecommendationStage.OBJECTED: ("wait", "flag"),
    RecommendationStage.REWORKING: ("wait", "refresh"),
    RecommendationStage.ANSWERED: ("run", "message-2"),
    RecommendationStage.EVALUATED: ("run", "star"),
    RecommendationStage.CARRIED_OUT: ("ok", ""),
}


PLAN_TONES = {
    PlanStage.DRAFT: ("off", "edit"),
    PlanStage.SUBMITTED: ("wait", "send"),
    PlanStage.PARTY_PASSED: ("wait", "circle-half-2"),
    PlanStage.APPROVED: ("ok", "checks"),
    PlanStage.RETURNED: ("bad", "arrow-back-up"),
    PlanStage.REFUSED: ("bad", "x"),
    PlanStage.WITHDRAWN: ("off", "arrow-back-up"),
    PlanStage.REVISED: ("wait", "edit"),
    PlanStage.SUPERSEDED: ("off", "history"),
}


MEETING_TONES = {
    MeetingStage.PLANNED: ("wait", "calendar-event"),
    MeetingStage.POSTPONED: ("wait", "player-pause"),
    MeetingStage.HELD: ("run", "gavel"),
    MeetingStage.CLOSED: ("ok", "archive"),
    MeetingStage.CANCELLED: ("off", "ban"),
}
SESSION_TONES = {
    SessionStage.PLANNED: ("run", "calendar-event"),
    SessionStage.POSTPONED: ("wait", "player-pause"),
    SessionStage.DRAFTED: ("wait", ""),
    SessionStage.COMPLETED: ("ok", ""),
    SessionStage.CANCELLED: ("off", "ban"),
}
REPLY_TONES = {
    Reply.NONE: ("off", ""),
    Reply.ATTENDS: ("ok", ""),
    Reply.ASKED: ("wait", "hourglass"),
    Reply.GRANTED: ("run", "calendar-event"),
    Reply.DECLINED: ("bad", "x"),
}
CONCLUSION_TONES = {
    Decision.Outcome.PASSED: ("ok", ""),
    Decision.Outcome.IN_PRINCIPLE: ("ok", "checks"),
    Decision.Outcome.AFTER_REVISION: ("wait", "circle-half-2"),
    Decision.Outcome.DEFERRED: ("wait", "player-pause"),
    Decision.Outcome.REFUSED: ("bad", "x"),
    Decision.Outcome.RETURNED: ("bad", "arrow-back-up"),
}
ITEM_TONES = {
    AgendaItem.State.PENDING: ("wait", "hourglass"),
    AgendaItem.State.DECIDED: ("ok", ""),
    AgendaItem.State.DEFERRED: ("wait", "player-pause"),
    AgendaItem.State.TAKEN_DOWN: ("off", "arrow-back-up"),
}


ANNUAL_PLAN_TONES = {
    AnnualPlanStage.DRAFTING: ("off", "edit"),
    AnnualPlanStage.SUBMITTED: ("wait", "send"),
    AnnualPlanStage.PRESIDIUM_REVIEWED: ("wait", "circle-half-2"),
    AnnualPlanStage.COMMITTEE_APPROVED: ("run", "checks"),
    AnnualPlanStage.ISSUED: ("run", "file-text"),
    AnnualPlanStage.ADJUSTED: ("off", "history"),
    AnnualPlanStage.FINISHED: ("ok", "archive"),
    AnnualPlanStage.ABANDONED: ("off", "ban"),
}
EXECUTION_TONES = {
    Execution.NOT_STARTED: ("off", ""),
    Execution.UNDER_WAY: ("run", ""),
    Execution.DONE: ("ok", ""),
    Execution.ADJUSTED: ("wait", "arrows-exchange"),
}
CANDIDATE_TONES = {
    Candidate.State.WAITING: ("wait", ""),
    Candidate.State.TAKEN: ("ok", ""),
    Candidate.State.LEFT_OUT: ("off", "x"),
}
CHANGE_TONES = {
    AnnualPlanItem.Change.CHANGED: ("wait", "edit"),
    AnnualPlanItem.Change.ADDED: ("run", "plus"),
    AnnualPlanItem.Change.DROPPED: ("bad", "x"),
}


@register.simple_tag
def annual_plan_chip(plan):
    return chip(plan.get_stage_display(), *ANNUAL_PLAN_TONES[plan.stage])


@register.simple_tag
def execution_chip(state):
    return chip(state.label, *EXECUTION_TONES[state])


@register.simple_tag
def candidate_chip(candidate):
    return chip(candidate.get_state_display(), *CANDIDATE_TONES[candidate.state])


@register.simple_tag
def change_chip(item):
    return chip(item.get_change_display(), *CHANGE_TONES[item.change]) if item.change else ""


@register.simple_tag
def meeting_chip(meeting):
    return chip(meeting.get_stage_display(), *MEETING_TONES[meeting.stage])


@register.simple_tag
def session_chip(session):
    return chip(session.get_stage_display(), *SESSION_TONES[session.stage])


@register.simple_tag
def reply_chip(attendance):
    return chip(attendance.get_reply_display(), *REPLY_TONES[attendance.reply])


@register.simple_tag
def conclusion_chip(decision):
    return chip(decision.get_outcome_display(), *CONCLUSION_TONES[decision.outcome]) if decision else "—"


@register.simple_tag
def item_chip(item):
    return chip(item.get_state_display(), *ITEM_TONES[item.state])


@register.simple_tag
def plan_chip(plan):
    return chip(plan.get_stage_display(), *PLAN_TONES[plan.stage])


@register.simple_tag
def recommendation_chip(recommendation):
    return chip(recommendation.get_stage_display(), *RECOMMENDATION_TONES[recommendation.stage])


@register.simple_tag
def stage_chip(topic):
    return chip(topic.get_stage_display(), *STAGE_TONES.get(topic.stage, ("off", "edit")))


@register.simple_tag
def result_chip(result):
    """An adoption result, of a topic or of one recommendation; a dash for none."""
    return chip(Topic.Result(result).label, *RESULT_TONES[result]) if result else "—"


@register.filter
def replies(session):
    """What is answered to the invitation, in figures; a session of `with_replies`."""
    said = [
        _("expected %(number)s") % {"number": session.invited},
        _("attend %(number)s") % {"number": session.attending},
        _("leave %(number)s") % {"number": session.leave_asked + session.leave_granted},
    ]
    if session.leave_asked:
        said[-1] += _(" (%(number)s to decide)") % {"number": session.leave_asked}
    if session.leave_declined:
        said.append(_("leave not granted %(number)s") % {"number": session.leave_declined})
    if session.checked_in and not session.is_cancelled:
        said.append(_("checked in %(number)s") % {"number": session.checked_in})
    said.append(_("no answer %(number)s") % {"number": session.unanswered})
    return " · ".join(said)


register.filter("explained", explain)


@register.filter
def by_page(offers):
    """One offer for each page, the main one first: of several of one page the first that is open stands for all."""
    shown = {}
    for offer in offers:
        page = offer.transition.page or offer.transition.name
        if page not in shown or (shown[page].unmet and not offer.unmet):
            shown[page] = offer
    return sorted(shown.values(), key=lambda offer: offer.transition.tone != "primary")


@register.filter
def may_add_to(user, topic):
    """Whether the user may add a document to the topic."""
    return user.has_perm("topics.add_document", topic)


@register.simple_tag
def upload_url(topic, record=None, step=""):
    """Where a file is added to the topic or a part of it; from there back to the step or the log, if any."""
    part = getattr(record, "lifecycle", "")
    query = {part: record.pk} if part in {"session", "recommendation"} else {}
    if step and part in {"topic", *query}:
        query["step"] = step
    return f"{reverse('document_upload', args=[topic.pk])}?{urlencode(query)}".rstrip("?")


@register.filter
def may_remove(user, document):
    """Whether the user may take the document away again."""
    return user.has_perm("topics.delete_document", document)


@register.filter
def or_unknown(value, topic):
    """The value; for none a dash, or the word "unknown" for a topic that was recorded afterwards."""
    if value not in (None, ""):
        return value
    return _("unknown") if topic.is_recorded else NOTHING


@register.simple_tag
def batch_chip(state):
    return chip(state.label, *BATCH_TONES[state])


@register.filter
def why_ended(referral):
    """Its department leads since then, or the step by which another came, or none."""
    if (step := referral.ended_by) is None:
        return ""
    stays = any(begun.department_id == referral.department_id for begun in step.begun_referrals.all())
    return _("lead department since") if stays else RECOMMENDATION_WORKFLOW[step.transition].label
