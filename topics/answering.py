"""Who drafts, checks, sends and countersigns a department's answer, and who objects instead."""

from django.utils.translation import gettext_lazy as _

from consult.rules import acting_for, acting_for_own, all_of, refusing
from members.models import Appointment
from topics.rules import answers_as_lead, referral_of, serves_department

HEAD_SENDS = _("In your department a head who did not write it sends the answer: submit the draft to be checked.")
NOTHING_TO_RETURN = _("No submitted draft of others waits here: it was sent, returned or taken back already.")
NOTHING_TO_TAKE_BACK = _("No submitted draft waits here to be taken back: it was sent or returned already.")
NOTHING_TO_SIGN = _("No countersign of yours is awaited here: it was given already, or no draft is submitted.")


def heads_of(department_id):
    return set(Appointment.objects.heads([department_id]).values_list("user", flat=True))


def lead_department(recommendation):
    return recommendation.lead.department


@refusing(HEAD_SENDS, to=answers_as_lead)
@acting_for(lead_department)
def sends_answer(user, recommendation=None):
    """Any liaison where there is no head; else a head, and not of an own draft that another head can check."""
    may = answers_as_lead(user, recommendation)
    if recommendation is None or not may:
        return may
    heads = heads_of(recommendation.lead.department_id)
    return not heads or heads == {user.pk} or (user.pk in heads and may_check(user, recommendation.submitted_draft))


def may_check(user, draft):
    """Whether a submitted draft is another's work alone."""
    return draft is not None and not draft.editors.filter(pk=user.pk).exists()


@refusing(_("A draft was submitted already, or nobody else has a say in this answer."), to=answers_as_lead)
@acting_for(lead_department)
def drafts_answer(user, recommendation=None):
    """Liaison of the lead department, where somebody else has a say in the answer and no draft is submitted."""
    may = answers_as_lead(user, recommendation)
    if recommendation is None or not may:
        return may
    if recommendation.submitted_draft:
        return False
    return bool(recommendation.co_referrals or heads_of(recommendation.lead.department_id) - {user.pk})


@refusing(NOTHING_TO_RETURN, to=answers_as_lead)
@acting_for(lead_department)
def returns_draft(user, recommendation=None):
    """A head, what others wrote or helped to write."""
    may = sends_answer(user, recommendation)
    if recommendation is None or not may:
        return may
    draft = recommendation.submitted_draft
    heads_it = recommendation.lead.department_id in user.headed_departments
    return heads_it and draft is not None and draft.editors.exclude(pk=user.pk).exists()


@refusing(NOTHING_TO_TAKE_BACK, to=answers_as_lead)
@acting_for(lead_department)
def takes_draft_back(user, recommendation=None):
    """Liaison of the lead department; a head who can return the draft with a reason does that instead."""
    may = answers_as_lead(user, recommendation)
    if recommendation is None or not may:
        return may
    return recommendation.submitted_draft is not None and not returns_draft(user, recommendation)


def has_it_referred(user, recommendation=None):
    if recommendation is None:
        return answers_as_lead(user)
    return referral_of(user, recommendation) is not None


def unsigned_referral(user, recommendation):
    """The referral by which the user's department has still to countersign the submitted draft, or None."""
    draft = recommendation.submitted_draft
    if draft is None:
        return None
    awaited = draft.awaited(recommendation.co_referrals)
    return next((referral for referral in awaited if serves_department(user, referral.department_id)), None)


@refusing(NOTHING_TO_SIGN, to=has_it_referred)
@acting_for_own(lambda user, record: unsigned_referral(user, record).department)
def countersigns(user, recommendation=None):
    """Liaison of a co-department whose countersign on the submitted draft is awaited."""
    if recommendation is None:
        return answers_as_lead(user)
    return unsigned_referral(user, recommendation) is not None


def referrals_to_object_to(user, recommendation):
    """The referrals to the user's departments that were not objected to yet, the lead first."""
    untried = (referral for referral in recommendation.standing_referrals if not referral.objected_on)
    return [referral for referral in untried if serves_department(user, referral.department_id)]


@refusing(_("Your department has objected to this referral already; it can do so only once."))
@acting_for_own(lambda user, record: referrals_to_object_to(user, record)[0].department)
def has_its_objection_left(user, recommendation=None):
    return recommendation is None or bool(referrals_to_object_to(user, recommendation))


may_object = all_of(has_it_referred, has_its_objection_left)


@refusing(_("No objection of your department waits here to be decided on."), to=has_it_referred)
@acting_for_own(lambda user, record: record.objection.department)
def objected(user, recommendation=None):
    """Liaison of the department whose objection waits for the office."""
    if recommendation is None:
        return answers_as_lead(user)
    objection = recommendation.objection
    return objection is not None and serves_department(user, objection.department_id)
