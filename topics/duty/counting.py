"""What members do for the consultations: one way to count it, for the member's own record, committees and reports.

Only completed sessions count. A member is *due* at those to which the plan invites them, held while they were in
office; each of these is present, leave or absent. Who came uninvited is counted beside them, in no rate. A merged topic
counts as the one that took it in. Each figure belongs to the year of its day: the session, the proposal, the
acceptance, the answer, the research, the visit.
"""

from collections import defaultdict
from dataclasses import astuple, dataclass
from decimal import Decimal

from django.db.models import Count

from topics.dimensions import INVITATION, TAKEN_IN, Invitation
from topics.models import Attendance, FollowUp, Recommendation, Research, SessionStage, Speech, Topic, TopicStage


@dataclass(frozen=True)
class Duty:
    """The figures of one member over some time; added up they are those of several, or of a longer time."""

    present: int = 0
    leave: int = 0
    absent: int = 0
    uninvited: int = 0
    speeches: int = 0
    recommended: int = 0
    not_accepted: int = 0
    accepted: int = 0
    adopted: int = 0
    researched: int = 0
    visited: int = 0

    def __add__(self, other):
        return Duty(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def due(self):
        return self.present + self.leave + self.absent

    @property
    def attended(self):
        return self.present + self.uninvited

    @property
    def rate(self):
        """Present of those due, in percent; None where the member was due nowhere."""
        return Decimal(100 * self.present) / self.due if self.due else None


def attendances(first, last):
    """The lists of attendance of the completed sessions from one day to another, both included."""
    return Attendance.objects.filter(
        session__stage=SessionStage.COMPLETED, session__held_on__range=(first, last)
    ).annotate(invitation=INVITATION)


def invited(first, last):
    return attendances(first, last).filter(invitation=Invitation.DUE)


def uninvited(first, last):
    return attendances(first, last).filter(invitation=Invitation.UNINVITED, status=Attendance.Status.PRESENT)


def speeches(first, last):
    return Speech.objects.filter(session__stage=SessionStage.COMPLETED, session__held_on__range=(first, last))


def recommended(first, last):
    """The topics proposed in that time, by whatever member recommended."""
    return Topic.objects.exclude(stage=TopicStage.MERGED).filter(proposed_on__range=(first, last))


def accepted(first, last):
    return Topic.objects.exclude(stage=TopicStage.MERGED).filter(accepted_on__range=(first, last))


def adopted(first, last):
    """The recommendations answered in that time that were adopted, in full or in part."""
    return Recommendation.objects.settled().filter(decision__in=TAKEN_IN, answered_on__range=(first, last))


def research(first, last):
    return Research.objects.filter(done_on__range=(first, last)).select_related("topic")


def visits(first, last):
    visited = FollowUp.objects.filter(kind=FollowUp.Kind.VISIT, done_on__range=(first, last))
    return visited.select_related("topic")


def duties(first, last, members=None):
    """A dict (member id, year) → `Duty` of the members, of all unless given; who did nothing has no entry."""
    found = defaultdict(lambda: defaultdict(int))
    held, topic_members = "session__held_on", "recommenders"
    known = invited(first, last).exclude(status=Attendance.Status.EXPECTED)
    for member, year, status, count in per_member(known, "member", held, members, "status"):
        found[member, year][status] = count
    add(found, "uninvited", uninvited(first, last), "member", held, members)
    add(found, "speeches", speeches(first, last), "member", held, members)
    proposed = recommended(first, last)
    add(found, "recommended", proposed, topic_members, "proposed_on", members)
    add(found, "not_accepted", proposed.filter(accepted_on=None), topic_members, "proposed_on", members)
    add(found, "accepted", accepted(first, last), topic_members, "accepted_on", members)
    add(found, "researched", research(first, last), "members", "done_on", members)
    add(found, "visited", visits(first, last), "members", "done_on", members)
    add(found, "adopted", adopted(first, last), f"topic__{topic_members}", "answered_on", members)
    return {key: Duty(**figures) for key, figures in found.items()}


def add(found, name, rows, of, day, members):
    for member, year, count in per_member(rows, of, day, members):
        found[member, year][name] = count


def per_member(rows, of, day, members, *also):
    """The rows counted for each member and year, and for what else they are told apart by."""
    of_members = {f"{of}__isnull": False} if members is None else {f"{of}__in": members}
    told_apart = rows.filter(**of_members).order_by().values_list(of, f"{day}__year", *also)
    return told_apart.annotate(Count("pk", distinct=True))


def duty_of(member, first, last):
    """The figures of one member by year, and those of the whole time."""
    by_year = {year: duty for (_pk, year), duty in duties(first, last, [member]).items()}
    return dict(sorted(by_year.items())), sum(by_year.values(), Duty())
