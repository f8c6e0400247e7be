"""The desk of a department: which of its recommendations wait for what, and which one comes next."""

from functools import reduce
from operator import or_

from django.db.models import Case, Count, F, Q, TextChoices, When
from django.utils.translation import gettext_lazy as _

from members.models import Role
from topics.models import Recommendation, RecommendationStage, Referral
from topics.models.answer_draft import SHARED_DRAFTS
from topics.models.recommendation import (
    ADOPTED,
    ANSWERED_RECOMMENDATIONS,
    OWED_BY_DEPARTMENT,
    TO_ANSWER,
    TO_REPORT_ON,
)
from topics.tasks.owners import of_lead, of_signer, of_standing
from topics.tasks.waiting import without_submitted_draft

S = RecommendationStage


class Desk(TextChoices):
    RECEIVE = "receive", _("to receive")
    ANSWER = "answer", _("to answer")
    COUNTERSIGN = "countersign", _("to countersign")
    CHECK = "check", _("draft submitted")
    REPORT = "report", _("to report on")
    ANSWERED = "answered", _("answered")
    MINE = "mine", _("mine")


def of_handler(user):
    own = Referral.objects.standing_with(user.units(Role.DEPARTMENT)).filter(handler=user)
    return Q(pk__in=own.values("recommendation"))


def on_desk(kind, user):
    """The condition on the recommendations that wait so for the user's departments."""
    match kind:
        case Desk.RECEIVE:
            return of_lead(user) & Q(stage=S.REFERRED)
        case Desk.ANSWER:
            return of_lead(user) & Q(stage__in=TO_ANSWER) & without_submitted_draft()
        case Desk.COUNTERSIGN:
            return of_signer(user) & Q(stage__in=OWED_BY_DEPARTMENT)
        case Desk.CHECK:
            return of_lead(user) & Q(stage__in=OWED_BY_DEPARTMENT) & ~without_submitted_draft()
        case Desk.REPORT:
            return of_standing(user) & Q(stage__in=TO_REPORT_ON, decision__in=ADOPTED)
        case Desk.ANSWERED:
            return of_standing(user) & Q(stage__in=ANSWERED_RECOMMENDATIONS)
    return of_handler(user)


def desk_counts(user):
    """How many there are of each kind, with its label, in their order; none for who serves no department."""
    if not user.units(Role.DEPARTMENT):
        return []
    each = {kind.value: Count("pk", filter=on_desk(kind, user)) for kind in Desk}
    counted = Recommendation.objects.visible_to(user).aggregate(**each)
    return [{"name": kind.value, "label": kind.label, "count": counted[kind.value]} for kind in Desk]


def own_referral(recommendation, departments):
    """The standing referral to one of the departments, the lead first, or None; works on prefetched rows."""
    return next((r for r in recommendation.standing_referrals if r.department_id in departments), None)


def draft_under_way(recommendation, drafts):
    """The newest of the drafts, while the answer is owed and the draft has not become it."""
    newest = next(iter(drafts), None)
    return None if newest is None or newest.is_over or recommendation.stage not in OWED_BY_DEPARTMENT else newest


def seen_drafts(recommendation, referral):
    """The drafts as far as the department of the referral sees them: as co-department those submitted."""
    drafts = recommendation.drafts.all()
    is_shared = {draft.pk for draft in drafts if draft.submitted_on and draft.state in SHARED_DRAFTS}
    return [d for d in drafts if d.referral_id == referral.pk or (d.pk in is_shared and not referral.is_lead)]


def words_on_desk(recommendation, departments):
    """As what a department has it, who handles it there, and where its draft stands."""
    referral = own_referral(recommendation, departments)
    if referral is None:
        return []
    words = [_("lead department") if referral.is_lead else _("co-department")]
    if referral.handler:
        words.append(_("handler %(name)s") % {"name": referral.handler})
    if draft := draft_under_way(recommendation, seen_drafts(recommendation, referral)):
        words.append(_("draft %(state)s") % {"state": draft.get_state_display()})
    return [str(word) for word in words]


def next_on_desk(kinds, user, after):
    """The next one that waits so for the user, of the topic just worked on first, or None; `after` is the one done."""
    so = reduce(or_, (on_desk(kind, user) for kind in kinds))
    waiting = Recommendation.objects.visible_to(user).filter(so).exclude(pk=after.pk)
    apart = Case(When(topic=after.topic_id, then=0), default=1)
    return waiting.order_by(apart, F("due_on").asc(nulls_last=True), "topic", "number").first()
