"""Whose it is: for each kind of work the condition on its records that make it somebody's own."""

from django.db.models import Exists, OuterRef, Q

from members.models import Appointment, Role
from topics.models import (
    AgendaItem,
    AnswerDraft,
    Attendance,
    Candidate,
    Countersign,
    Referral,
    Reply,
    Topic,
)
from topics.models.topic_visibility import NOTHING, recommended_by


def of_organiser(user, path=""):
    """The condition on records whose topic the user's committee, or the office at county level, organises."""
    committees = user.units(Role.COMMITTEE_STAFF)
    mine = Q(**{f"{path}organiser__in": committees}) if committees else NOTHING
    if user.holds(Role.OFFICE):
        mine |= Q(**{f"{path}organiser": None, f"{path}number__isnull": False})
    return mine


def of_role(*roles):
    return lambda user, path="": Q() if any(user.holds(role) for role in roles) else NOTHING


def bodies_of(user):
    return [role for role in (Role.PARTY_GROUP, Role.PRESIDIUM) if user.holds(role)]


def of_body(user, path=""):
    bodies = bodies_of(user)
    return Q(**{f"{path}body__in": bodies}) if bodies else NOTHING


def of_body_of_plan(user, path=""):
    """The condition on plans that wait on an agenda of a body the user sits in."""
    return Q(agenda_items__state=AgendaItem.State.PENDING, agenda_items__meeting__body__in=bodies_of(user))


def of_departments(condition):
    def of(user, path=""):
        return condition(user) if user.holds(Role.DEPARTMENT) else NOTHING

    return of


@of_departments
def of_lead(user):
    own = Referral.objects.standing_with(user.units(Role.DEPARTMENT)).filter(is_lead=True)
    return Q(pk__in=own.values("recommendation"))


@of_departments
def of_standing(user):
    """Those that are referred to the user's departments now, as lead or co-department."""
    own = Referral.objects.standing_with(user.units(Role.DEPARTMENT))
    return Q(pk__in=own.values("recommendation"))


def checked_departments(user):
    """The departments for which the user may send an answer."""
    departments = user.units(Role.DEPARTMENT)
    headed = set(Appointment.objects.heads(departments).values_list("department", flat=True))
    return user.headed_departments | (departments - headed)


@of_departments
def of_checker(user):
    """Those whose answer the user may send: as a head, or where the lead department has none."""
    own = Referral.objects.standing_with(checked_departments(user)).filter(is_lead=True)
    return Q(pk__in=own.values("recommendation"))


@of_departments
def of_signer(user):
    """Those whose submitted draft a department of the user has still to countersign."""
    co = Referral.objects.standing_with(user.units(Role.DEPARTMENT)).filter(is_lead=False)
    signed = Countersign.objects.filter(draft=OuterRef("pk"), referral__in=co)
    drafts = AnswerDraft.objects.submitted().filter(~Exists(signed), recommendation__in=co.values("recommendation"))
    return Q(pk__in=drafts.values("recommendation"))


def of_unanswered(user, path=""):
    owed = Attendance.objects.filter(member=user.as_member, reply=Reply.NONE, checked_in_at=None)
    return Q(pk__in=owed.values("session")) if user.as_member else NOTHING


def of_unit_without_candidate(user, path=""):
    """The condition on plans for which the user's committees, or the government side, put forward nothing yet."""
    if not (user.units(Role.COMMITTEE_STAFF) or user.holds(Role.GOVERNMENT)):
        return NOTHING
    return Q(~Exists(Candidate.objects.put_forward_by(user).filter(plan=OuterRef("pk"))))


def of_member_without_topic(user, path=""):
    """The condition on plans since whose beginning the member has entered no topic."""
    if not (member := user.as_member):
        return NOTHING
    own = Q(created_by=user) | Q(pk__in=recommended_by(member))
    since = Topic.objects.filter(own, proposer=Topic.Proposer.MEMBERS, created__gte=OuterRef("created"))
    return Q(~Exists(since))
