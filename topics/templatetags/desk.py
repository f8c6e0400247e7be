"""How the draft of an answer, and the implementation of what was adopted, look: word, colour, icon."""

from django import template

from consult.templatetags.ui import chip
from topics.models import DraftState, Implementation

register = template.Library()

DRAFT_TONES = {
    DraftState.DRAFTED: ("off", "edit"),
    DraftState.SUBMITTED: ("wait", "send"),
    DraftState.RETURNED: ("bad", "arrow-back-up"),
    DraftState.WITHDRAWN: ("off", "arrow-back-up"),
    DraftState.SENT: ("ok", ""),
    DraftState.DROPPED: ("off", "x"),
}
IMPLEMENTATION_TONES = {
    Implementation.NOT_STARTED: ("off", ""),
    Implementation.UNDER_WAY: ("run", ""),
    Implementation.CARRIED_OUT: ("ok", "checks"),
}


@register.simple_tag
def draft_chip(draft):
    return chip(draft.get_state_display(), *DRAFT_TONES[draft.state])


@register.simple_tag
def countersign_chip(row):
    return chip(row.get_agreement_display(), "ok" if row.agrees else "wait", "" if row.agrees else "message-2")


@register.simple_tag
def unsigned(draft, record):
    return draft.awaited(record.co_referrals) if draft.is_submitted else []


@register.simple_tag
def implementation_chip(recommendation):
    """How far what was adopted is put into practice; nothing where nothing is adopted."""
    how_far = recommendation.implementation
    return chip(how_far.label, *IMPLEMENTATION_TONES[how_far]) if how_far else ""
