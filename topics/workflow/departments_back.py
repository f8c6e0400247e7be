"""A department that went by mistake has the recommendation again: before its successor, or though it objected."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Department
from consult.rules import refusing
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.models.succession import TAKEN_BACK, to_take_back
from topics.rules import OWN_ENTRY
from topics.workflow.answer_drafts import renew_countersigns, revive
from topics.workflow.answer_time import give_back_time
from topics.workflow.entries import last_entry, stands_as_left_by
from topics.workflow.refusals import At

AFTERWARDS = {
    "succeed_share": gettext_lazy("%(department)s has given the share on: take that back first."),
    "relieve": gettext_lazy("%(department)s was relieved of the share since: take that back first."),
    "reassign_share": gettext_lazy(
        "%(department)s objected to the share, and another took its place: refer it from there to a successor instead."
    ),
}
left_by_relief = stands_as_left_by("relieve")


def no_answer_begun(recommendation):
    if draft := recommendation.draft:
        return _("%(department)s has begun its answer.") % {"department": draft.referral.department}


def answer_is_owed(recommendation):
    if recommendation.stage not in OWED_BY_DEPARTMENT:
        return _(
            "The answer is sent; a share comes back only while one is owed: correct the answer first, or wait"
            " until it is sent back."
        )


def former_lasts(correction):
    """The claim that the department which left by what the correction takes back has not ended."""

    def claim(recommendation):
        done, last = to_take_back(recommendation, correction).first(), last_entry(recommendation)
        if done is None or done.sequence != last.sequence:
            return _("The department has its share again already.")
        return ended(done.ended_referrals.select_related("department").first().department)

    claim.__name__ = "former_department_lasts"
    return claim


def ended(department):
    if not department.is_choosable:
        return _("%(name)s has ended.") % {"name": department}


def bring_back(correction):
    """The effect of a correction: who came by a mistake saw nothing else, and all stands as the mistake found it."""

    def effect(recommendation, step, answers):
        undo(to_take_back(recommendation, correction).first())
        revive(recommendation)
        give_back_time(recommendation)

    return effect


def undo(done):
    done.begun_referrals.standing().delete()
    for share in done.ended_referrals.filter(begun_by__in=done.recommendation.steps.filter(TAKEN_BACK)):
        if not has_acted(share):
            share.delete()
    done.ended_referrals.update(ended_on=None, ended_by=None)


def shares_given_away(recommendation, user=None):
    """The shares that went to a successor or were relieved, the newest first; of a user, those that another gave away.

    Without one of which the objection can still be decided on anew.
    """
    given = to_take_back(recommendation, "unsucceed_share")
    if left_by_relief(recommendation) is None:
        given = given.exclude(sequence=last_entry(recommendation).sequence)
    given = given.exclude(actor=user) if user else given
    shares = recommendation.referrals.filter(ended_by__in=given.values("pk"))
    return shares.select_related("department", "ended_by").order_by("-ended_by__sequence")


def gave_a_share(user, recommendation=None):
    return recommendation is None or shares_given_away(recommendation).exists()


@refusing(OWN_ENTRY)
def share_given_by_another(user, recommendation=None):
    return recommendation is None or shares_given_away(recommendation, user).exists()


def share_comes_back(recommendation, answers, happened_on):
    department = answers.get("back_to")
    share = shares_given_away(recommendation).filter(department=department).first()
    if share is None:
        return At("back_to", _("Choose a co-department that was relieved or whose share was given to a successor."))
    if department in [referral.department for referral in recommendation.standing_referrals]:
        return At("back_to", _("%(department)s has this recommendation already.") % {"department": department})
    if reason := ended(department) or why_successor_stays(share):
        return At("back_to", reason)
    return None


def why_successor_stays(share):
    taken = share.ended_by.begun_referrals.select_related("department", "ended_by").first()
    if taken is None:
        return None
    name = {"department": taken.department}
    if taken.ended_by and taken.ended_by.transition in AFTERWARDS:
        return AFTERWARDS[taken.ended_by.transition] % name
    if not taken.ended_on and has_acted(taken):
        return _("%(department)s has begun its share: refer it from there to another successor instead.") % name
    return None


def has_acted(taken):
    later = taken.recommendation.steps.filter(sequence__gt=taken.begun_by.sequence, transition="report_share")
    said = taken.handler_id or taken.objected_on or taken.countersigns.exists()
    return bool(said) or later.filter(told_by(taken)).exists()


def told_by(taken):
    """What the department reported, also under a name that was put right since: what no other one can have."""
    others = Department.objects.filter(referrals__recommendation=taken.recommendation_id).exclude(
        pk=taken.department_id
    )
    foreign = [name for other in others for name in other.every_name]
    return Q(on_behalf_of__in=taken.department.every_name) | ~Q(on_behalf_of__in=foreign)


def bring_back_share(recommendation, step, answers):
    share = shares_given_away(recommendation).filter(department=answers["back_to"]).first()
    undo(share.ended_by)
    recommendation.referrals.filter(pk=share.pk, objected_on__isnull=False).update(is_upheld=True)
    if (draft := recommendation.submitted_draft) and draft.awaited([share]):
        renew_countersigns(recommendation, step)
