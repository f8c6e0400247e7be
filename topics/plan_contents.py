"""What stands on the page of a plan: whom it invites, what was decided, what to know first, what can be done now."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.options import held
from topics.history_lines import lines_of
from topics.models import Body, ConsultationSession, MeetingStage, Plan, PlanStage, ReviewMeeting
from topics.models.plan import OPEN_PLANS, PASSED_PLANS
from topics.plans.rounds import Rounds
from topics.plans.versions import cannot_copy, cannot_revise
from topics.tasks.next_steps import next_step
from topics.workflow import offers
from topics.workflow.agenda import cannot_be_on
from topics.workflow.session import may_be_planned

OF_THE_BODIES = {"decision_sheet", "decision_correct"}
MOST_MEETINGS = 3


def whole(plan, user):
    """The context of the page, each part empty where the user may not see it; the plan has its contents prefetched."""
    inside, day = user.has_perm("topics.view_inside", plan.topic), plan.as_of
    context = {
        "plan": plan,
        "day": day,
        "topic": plan.topic,
        "groups": by_committee((invitee.member for invitee in plan.invitees.all()), day),
        "figures": invited_in_figures(plan, day),
        "decisions": decisions_of(plan),
        "versions": plan.topic.plans.visible_to(user).order_by("-round", "-number"),
        "inside": inside,
        "history": lines_of(plan.steps.order_by("-sequence"), user, plan.topic, shown=()) if inside else [],
    }
    return context | notices(plan, user, inside) | openings(plan, user) | moves(plan, user)


def notices(plan, user, inside):
    """What one has to know of the plan first."""
    schedules = user.has_perm("topics.change_reviewmeeting")
    return {
        "condition": plan.open_condition if inside and plan.stage in PASSED_PLANS else None,
        "sent_back": sent_back(plan),
        "item": plan.agenda_items.undecided().select_related("meeting__term").first(),
        "waits_for": body_waited_for(plan) if schedules else None,
        "meetings": meetings_for(plan) if schedules else [],
        "late": late_warning(plan),
    }


def openings(plan, user):
    """What the user may do with the plan now."""
    changing = user.has_perm("topics.change_plan", plan)
    return {
        "may_edit": changing and plan.stage == PlanStage.DRAFT,
        "may_copy": changing and cannot_copy(plan) is None,
        "may_revise": changing and cannot_revise(plan) is None,
        "may_hold": changing and may_be_planned(ConsultationSession.under(plan)) is None,
        "may_delete": user.has_perm("topics.delete_plan", plan),
    }


def offered(user, plan):
    """What may be done here: not what the bodies do on their sheet, nor what concerns another kind of version."""
    if plan.revises_id is None:
        foreign = {"submit_revision"}
    else:
        is_after_party = plan.revises.stage == PlanStage.PARTY_PASSED
        foreign = {"submit", "confirm_presidium" if is_after_party else "confirm_party_group"}
    own = [offer for offer in offers(user, plan) if offer.transition.page not in OF_THE_BODIES]
    return [offer for offer in own if offer.transition.name not in foreign]


def moves(plan, user):
    """The topic's next step, for the gold card of an open plan, with its button if it is taken here; and the others."""
    step, offered_here = next_step(plan.topic, user) if plan.stage in OPEN_PLANS else None, offered(user, plan)
    if step is None or not step["is_me"] or step["url"] != plan.get_absolute_url():
        return {"next": step, "offers": offered_here}
    own = [offer for offer in offered_here if offer.transition.tone == "primary"]
    card = step | {"offers": own, "record": plan} if own else None
    return {"next": card, "offers": [offer for offer in offered_here if offer not in own]}


def sent_back(plan):
    """Why the office sent the revision back, while its draft is in work again; empty otherwise."""
    last = plan.steps.filter(lifecycle="plan").order_by("sequence").last()
    is_back = plan.stage == PlanStage.DRAFT and last is not None and last.transition == "refuse_revision"
    return last.answers.get("reason", "") if is_back else ""


def body_waited_for(plan):
    """The body that the plan is ready for without being on one of its agendas, or None."""
    waiting = [body for body in Body if Plan.objects.awaiting(body).filter(pk=plan.pk).exists()]
    return waiting[0] if waiting else None


def meetings_for(plan):
    """The coming meetings on whose agenda the plan can be put now, the next one first."""
    rounds, body = Rounds([plan]), body_waited_for(plan)
    planned = ReviewMeeting.objects.filter(body=body, stage=MeetingStage.PLANNED).select_related("term")
    fitting = [meeting for meeting in planned.order_by("meets_on") if cannot_be_on(meeting, plan, rounds) is None]
    return fitting[:MOST_MEETINGS]


def by_committee(members, day):
    """The members as (committee of that day, members), in the order of the committees; those of none come last."""
    groups = {}
    for member in members:
        place = member.membership_on(day)
        groups.setdefault(place.committee if place else None, []).append(member)
    return sorted(groups.items(), key=lambda pair: (pair[0] is None, pair[0].order if pair[0] else 0))


def invited_in_figures(plan, day):
    """How many of the invited members come from each sector, the largest first, as (sector, number)."""
    mandates = [invitee.member.mandate_on(day) for invitee in plan.invitees.all()]
    return Counter(str(mandate.sector) for mandate in mandates if mandate).most_common()


def decisions_of(plan):
    """What each body decided: (body, the decision that holds for this version or None, is it carried over)."""
    rounds = Rounds([plan])
    pairs = [(body, rounds.decision(plan, body)) for body in Body]
    return [(body, decision, bool(decision) and decision.plan_id != plan.pk) for body, decision in pairs]


def late_warning(plan):
    """A word of warning where the planned date leaves too little time for the notice; nothing is refused for it."""
    days = held("notice_days_before_session")
    if plan.planned_on is None or plan.stage not in OPEN_PLANS:
        return ""
    if plan.planned_on < timezone.localdate():
        return _("The planned date is already past.")
    if plan.planned_on < timezone.localdate() + timedelta(days=days):
        return _("The planned date leaves less than %(days)d days for review and notice.") % {"days": days}
    return ""
