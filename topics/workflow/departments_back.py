"""A department that went by mistake has the recommendation again: the lead before its successor, or who was relieved."""

from django.utils.translation import gettext as _

from topics.models import Referral
from topics.workflow.answer_drafts import revive
from topics.workflow.answer_time import give_back_time
from topics.workflow.entries import last_entry


def succession(recommendation):
    return recommendation.steps.filter(transition="succeed").order_by("sequence").last()


def objected_referral(recommendation):
    """That of the newest objection up to the last move that stands, or None."""
    last = last_entry(recommendation)
    objections = recommendation.steps.filter(transition="object", sequence__lte=last.sequence if last else 0)
    newest = objections.order_by("sequence").last()
    return recommendation.referrals.get(pk=newest.answers["referral"]["id"]) if newest else None


def no_answer_begun(recommendation):
    if draft := recommendation.draft:
        return _("%(department)s has begun its answer.") % {"department": draft.referral.department}


def former_lead_lasts(recommendation):
    done = succession(recommendation)
    former = done.answers["former_lead"]["id"] if done else None
    return ended(recommendation.referrals.filter(department=former).first())


def objector_lasts(recommendation):
    return ended(objected_referral(recommendation))


def ended(referral):
    if referral and not referral.department.is_choosable:
        return _("%(name)s has ended.") % {"name": referral.department}


def bring_back_former(recommendation, step, answers):
    """The successor saw nothing but a mistake: its row goes, and all stands as the succession found it."""
    done = succession(recommendation)
    recommendation.referrals.standing().filter(is_lead=True).delete()
    left = recommendation.referrals.filter(ended_on=done.happened_on)
    left = left.exclude(objected_on__isnull=False, is_upheld=False).order_by("pk")
    stand_again(left.filter(department=done.answers["former_lead"]["id"], is_lead=True).last())
    shares = left.filter(department=done.answers["successor"]["id"], is_lead=False)
    if shares.count() > shares_given_away(recommendation, done):
        stand_again(shares.last())
    revive(recommendation)
    give_back_time(recommendation)


def shares_given_away(recommendation, done):
    """How often the successor had given its share to another on the day of the succession before it."""
    given = recommendation.steps.filter(transition="succeed_share", sequence__lt=done.sequence)
    same = given.filter(happened_on=done.happened_on)
    return sum(step.answers["former_share"]["id"] == done.answers["successor"]["id"] for step in same)


def bring_back_objector(recommendation, step, answers):
    stand_again(objected_referral(recommendation))


def stand_again(referral):
    Referral.objects.filter(pk=referral.pk).update(ended_on=None)
