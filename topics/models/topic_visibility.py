"""Who sees a topic, and who reads everything of it: the conditions behind `visible_to` (docs/rules.md)."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from committees.models import Committee, Department
from consult.rules import holds
from members.models import Mandate, Member, Role
from topics.models.topic_choices import Proposer, Source
from topics.models.topic_stage import TopicStage

reads_topics = holds(Role.OFFICE, Role.PARTY_GROUP, Role.PRESIDIUM, Role.AUDITOR, Role.COMMITTEE_STAFF)
UNKNOWN_SOURCE = ""
NOTHING = Q(pk__in=[])


def one_of(rows, path):
    """The condition on rows whose `path` leads to one of those; asked of each, so that few rows do not pay for all."""
    return Exists(rows.filter(pk=OuterRef(path)))


def sources_read_by(user):
    """The sources of the topics of which the user reads everything but what others draft: all, those assigned, none."""
    if reads_topics(user):
        return frozenset({*Source.values, UNKNOWN_SOURCE})
    return frozenset({Source.PARTY_ASSIGNED} if user.holds(Role.GOVERNMENT) else ())


def read_by(user, path=""):
    """The condition on rows of visible topics of which the user reads everything; `path` leads to the topic."""
    sources = sources_read_by(user)
    if UNKNOWN_SOURCE in sources:
        return ~NOTHING
    return Q(**{f"{path}source__in": sources}) if sources else NOTHING


def recommended_by(member):
    """The keys of the topics that the member recommends, as a subquery."""
    return Member.recommended_topics.through.objects.filter(member=member).values("topic")


def proposed_by(user, path=""):
    """The condition on rows whose topic a unit of the user proposes; `path` leads to the topic."""
    proposed = NOTHING
    if user.holds(Role.OFFICE):
        proposed |= Q(**{f"{path}proposer": Proposer.OFFICE})
    if user.holds(Role.GOVERNMENT):
        proposed |= Q(**{f"{path}proposer": Proposer.GOVERNMENT})
    if committees := user.units(Role.COMMITTEE_STAFF):
        proposed |= Q(**{f"{path}proposer": Proposer.COMMITTEE, f"{path}proposing_committee__in": committees})
    if member := user.as_member:
        own = Q(**{f"{path}pk__in": recommended_by(member)}) | Q(**{f"{path}created_by": user})
        proposed |= Q(**{f"{path}proposer": Proposer.MEMBERS}) & own
    return proposed


def of_nobody():
    """The condition on topics that nobody can propose: its committee has ended, or none of its members can act."""
    ended, mandates = Committee.objects.ended(), Mandate.objects.lasting_from(timezone.localdate()).values("member")
    acting = Member.objects.filter(user__isnull=False, pk__in=mandates)
    recommended = Member.recommended_topics.through.objects.filter(member__in=acting.values("pk")).values("topic")
    left = Q(proposer=Proposer.MEMBERS) & ~Q(pk__in=recommended) & ~Q(created_by__in=acting.values("user"))
    return Q(proposer=Proposer.COMMITTEE, proposing_committee__in=ended.values("pk")) | left


def left_drafts():
    return Q(stage=TopicStage.DRAFT) & of_nobody()


def left_now(user):
    """The keys of those drafts; few and behind a long condition, they are asked for once in a request."""
    kept = vars(user)
    if "left_now" not in kept:
        topics = Member.recommended_topics.rel.related_model.objects
        kept["left_now"] = set(topics.filter(left_drafts()).order_by().values_list("pk", flat=True))
    return kept["left_now"]


def seen_by(user):
    """The condition on topics behind `visible_to`; by subqueries, so that no row comes twice."""
    seen = proposed_by(user) | read_by(user) & ~Q(stage=TopicStage.DRAFT)
    if user.as_member or user.holds(Role.GOVERNMENT):
        seen |= (Q(number__isnull=False) | Q(stage=TopicStage.RECORDED)) & ~Q(stage=TopicStage.WITHDRAWN)
    if user.as_member:
        seen |= Q(pk__in=recommended_by(user.as_member)) & ~Q(stage=TopicStage.DRAFT)
    if user.holds(Role.OFFICE):
        seen |= Q(pk__in=left_now(user))
    if departments := user.units(Role.DEPARTMENT):
        referred = Department.referrals.rel.related_model.objects.filter(department__in=departments)
        seen |= Q(pk__in=referred.values("recommendation__topic"))
    return seen
