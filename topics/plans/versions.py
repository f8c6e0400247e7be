"""How the versions of a plan follow each other: begun, copied, revised."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from committees.models import Venue
from members.models import Member
from topics.models import Attendance, DictionaryEntry, Plan, PlanStage, TopicStage
from topics.models.plan import LIVE_PLANS, PASSED_PLANS, PLANS_IN_WORK, GuestCategory

USUAL_AGENDA = (("情况通报", False), ("发言", False), ("自由互动", True), ("小结", False))
COPIED = (
    *("purpose", "points", "planned_on", "planned_at", "venue", "place", "host", "leading_vice_chair"),
    *("preparation", "outcome_kind"),
)
COPIED_STAGES = {PlanStage.RETURNED, PlanStage.REFUSED, PlanStage.WITHDRAWN}


def cannot_begin(topic):
    """Why no next version of the topic's plan can be begun now, in words, or None."""
    if plan := topic.plans.filter(round=topic.rounds, stage__in=LIVE_PLANS).first():
        return _("There is already a plan for this round: %(plan)s, %(stage)s.") % {
            "plan": plan.label,
            "stage": plan.get_stage_display(),
        }
    wanted = TopicStage.ACCEPTED if topic.rounds == 1 else TopicStage.CONSULTING
    if topic.stage != wanted:
        return _("The topic is at the stage “%(stage)s” and takes no plan now.") % {"stage": topic.get_stage_display()}


def cannot_copy(plan):
    """Why the plan cannot be copied into the next version, in words, or None."""
    if plan.stage not in COPIED_STAGES:
        return _("Only a returned, refused or withdrawn plan is copied.")
    if plan.round != plan.topic.rounds:
        return _("The plan belongs to an earlier round.")
    return cannot_begin(plan.topic)


def cannot_revise(plan):
    """Why the plan cannot be revised to answer a condition, in words, or None."""
    if plan.stage not in PASSED_PLANS or not plan.open_condition:
        return _("No condition is open on this plan.")
    if work := plan.topic.plans.filter(round=plan.round, stage__in=PLANS_IN_WORK).first():
        return _("The revision is already in work: %(plan)s, %(stage)s.") % {
            "plan": work.label,
            "stage": work.get_stage_display(),
        }


@transaction.atomic
def begin(topic, by, earlier=None):
    """A draft of the topic's present round: a copy of its last version, or the first one with what is usual.

    Of an earlier plan the first one takes agenda, invitations, guests and form of the outcome; no day and no name of
    anybody who is not a member in office.
    """
    if last := topic.plans.filter(round=topic.rounds).order_by("number").last():
        return copy(last, by)
    plan = Plan.objects.create(
        topic=topic,
        round=topic.rounds,
        points=topic.points[:3000],
        venue=usual_venue(topic),
        leading_vice_chair=topic.leading_vice_chair,
        outcome_kind=DictionaryEntry.objects.default_of("outcome"),
    )
    if earlier:
        take_over(plan, earlier)
    else:
        for order, (title, is_free) in enumerate(USUAL_AGENDA, start=1):
            plan.agenda.create(order=order, title=title, is_free_dialogue=is_free)
    if departments := list(topic.departments.all()):
        names = "、".join(department.name for department in departments)[:200]
        plan.guests.filter(category=GuestCategory.DEPARTMENTS).delete()
        plan.guests.create(category=GuestCategory.DEPARTMENTS, names=names, count=len(departments))
    plan.editors.add(by)
    return plan


def take_over(plan, earlier):
    """What a plan of another topic or round lends to a new one."""
    if earlier.outcome_kind and not earlier.outcome_kind.is_retired:
        Plan.objects.filter(pk=plan.pk).update(outcome_kind=earlier.outcome_kind)
    for part in earlier.agenda.all():
        plan.agenda.create(**{name: getattr(part, name) for name in ("order", "title", "minutes", "is_free_dialogue")})
    for guest in earlier.guests.all():
        plan.guests.create(category=guest.category, count=guest.count)
    invite_again(plan, earlier)


def invite_again(plan, earlier):
    """Those in office whom the earlier plan invites, and who were invited to its sessions in place of who is not."""
    in_office = Member.objects.in_office()
    instead = Attendance.objects.filter(session__plan=earlier, in_place_of__isnull=False)
    instead = instead.exclude(in_place_of__in=in_office)
    invited = Q(invitations__plan=earlier) | Q(pk__in=instead.values("member"))
    for member in in_office.filter(invited).distinct():
        plan.invitees.create(member=member)


def usual_venue(topic):
    """The consultation room of the organising committee, or the county platform."""
    if topic.organiser_id is None:
        return Venue.objects.choosable().filter(kind=Venue.Kind.COUNTY).first()
    return topic.organiser.venues.choosable().filter(kind=Venue.Kind.ROOM).first()


@transaction.atomic
def copy(plan, by, revises=None):
    """A draft with everything of the plan as the next version of its round."""
    versions = Plan.objects.filter(topic=plan.topic_id, round=plan.round)
    draft = Plan.objects.create(
        topic=plan.topic,
        round=plan.round,
        number=versions.order_by("number").last().number + 1,
        copied_from=plan,
        revises=revises,
        **{name: getattr(plan, name) for name in COPIED} | {"venue": plan.choosable_venue},
    )
    for part in plan.agenda.all():
        draft.agenda.create(
            **{name: getattr(part, name) for name in ("order", "title", "speaker", "minutes", "is_free_dialogue")}
        )
    for guest in plan.guests.all():
        draft.guests.create(category=guest.category, names=guest.names, count=guest.count)
    invite_again(draft, plan)
    draft.editors.add(by)
    return draft


def revise(plan, by):
    """A draft of the version that is to answer the open condition."""
    return copy(plan, by, revises=plan)
