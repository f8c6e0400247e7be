"""What a committee's page shows of its work: a year at a glance, its members' participation, what is open now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from members.models import CommitteeMembership, Member
from topics.board import card_of, first_tasks
from topics.duty.counting import Duty, duties
from topics.duty.points import points_of
from topics.models import Topic
from topics.models.topic_stage import LIVING
from topics.statistics.counting import Counting
from topics.statistics.period import Period
from topics.statistics.results import Statistics
from topics.statistics.sections import GLANCE
from topics.visible_fields import topic_fields

MOST_OPEN = 30


@dataclass(frozen=True)
class Participation:
    """A member's figures over the time in the committee; since and until name the days of who moved within it."""

    member: Member
    duty: Duty
    points: int
    since: date | None = None
    until: date | None = None


def year_at_a_glance(user, committee, year):
    """The lines of the statistics that stand at a glance, of this committee alone."""
    return Statistics(Counting(user, str(committee.pk)), Period.year(year), [GLANCE]).highlights()


def participation(committee, year):
    """The members who belonged to the committee in the year, in the order of the roster, each with the own figures.

    Of who belonged to another committee in the same year only what the member did here counts.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    stays = stays_in(committee, first, last)
    members = Member.objects.filter(pk__in=stays).order_by("order", "pk")
    found, by_span = defaultdict(Duty), defaultdict(list)
    for member in members:
        for span in stays[member.pk]:
            by_span[span].append(member)
    for span, theirs in by_span.items():
        for (pk, _year), duty in duties(*span, theirs).items():
            found[pk] += duty
    return [row_of(member, found[member.pk], stays[member.pk], first, last) for member in members]


def stays_in(committee, first, last):
    """By member the spans of the time in the committee; the whole time for who was in no other one."""
    memberships = CommitteeMembership.objects.filter(starts_on__lte=last).exclude(ends_on__lt=first)
    own = memberships.filter(committee=committee)
    others = memberships.exclude(committee=committee).filter(member__in=own.values("member"))
    moved, stays = set(others.values_list("member", flat=True)), {}
    for pk, begins, ends in own.order_by("starts_on").values_list("member", "starts_on", "ends_on"):
        span = max(begins, first), min(ends or last, last)
        stays[pk] = [*stays.get(pk, []), span] if pk in moved else [(first, last)]
    return stays


def row_of(member, duty, stays, first, last):
    since, until = stays[0][0], stays[-1][1]
    points = points_of(duty, first.year)
    return Participation(member, duty, points, since if since > first else None, until if until < last else None)


def open_work(user, committee):
    """The committee's living topics as cards: who does what next and until when, the earliest due first."""
    living = Topic.objects.visible_to(user).filter(organiser=committee, stage__in=LIVING)
    living = living.select_related("organiser", "proposing_committee").prefetch_related("recommenders")
    topics = list(living.order_by(F("due_on").asc(nulls_last=True), "-pk")[:MOST_OPEN])
    waiting, shows_due = first_tasks(topics, user), "due" in topic_fields(user)
    return [card_of(topic, *waiting.get(topic.pk, (None, [])), shows_due) for topic in topics]
