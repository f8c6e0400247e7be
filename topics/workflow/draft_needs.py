"""What must hold before a draft answer moves: each gives the reason in words, or None where it holds."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from topics.models import Countersign
from topics.rules import serves_department
from topics.workflow.demands import is_demanded
from topics.workflow.recommendation_needs import answer_is_founded
from topics.workflow.refusals import At


def draft_is_founded(recommendation, answers, happened_on):
    if recommendation.draft is None:
        return _("Write the draft first.")
    return answer_is_founded(recommendation, recommendation.draft.content, happened_on)


def is_as_submitted(recommendation, answers, happened_on):
    draft = recommendation.submitted_draft
    if draft is None:
        return None
    if any((answers.get(name) or None) != (value or None) for name, value in draft.content.items()):
        return _("The draft answer was submitted meanwhile; take it back before you change it.")


def awaited(recommendation):
    """The referrals to co-departments that have not countersigned what is to be sent."""
    draft, co_referrals = recommendation.submitted_draft, recommendation.co_referrals
    return draft.awaited(co_referrals) if draft else co_referrals


def is_countersigned(recommendation, answers, happened_on):
    """By all co-departments, or their time is over, or there is a reason not to wait."""
    missing = awaited(recommendation)
    if not missing or (answers.get("alone_reason") or "").strip():
        return None
    draft = recommendation.submitted_draft
    if draft and draft.countersign_due_on and happened_on > draft.countersign_due_on:
        return None
    names = "、".join(str(referral.department) for referral in missing)
    return _("Not countersigned by %(names)s yet: wait, or say why the answer is sent without it.") % {"names": names}


def says_its_opinion(recommendation, answers, happened_on):
    agreement = answers.get("agreement")
    if agreement not in Countersign.Agreement.values:
        return At("agreement", _("Choose whether you agree."))
    if is_demanded("remark", answers) and not (answers.get("remark") or "").strip():
        return At("remark", _("Say what your opinion is."))


def not_before_submission(recommendation, answers, happened_on):
    draft = recommendation.submitted_draft
    if draft and happened_on < draft.submitted_on:
        words = _("The draft was submitted on %(day)s; nobody can countersign it before.")
        return At("happened_on", words % {"day": date_format(draft.submitted_on)})


def handler_serves(recommendation, answers, happened_on):
    """The handler serves a department that has the recommendation; whose it is, the form asks."""
    handler = answers.get("handler")
    standing = recommendation.standing_referrals
    if handler is None or not any(serves_department(handler, referral.department_id) for referral in standing):
        return _("Choose one of the accounts of your department.")
