"""What a committee's page shows of its work: a year at a glance, its members' participation, what is open now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from members.models import Member
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
    member: Member
    duty: Duty
    points: int


def year_at_a_glance(user, committee, year):
    """The lines of the statistics that stand at a glance, of this committee alone."""
    return Statistics(Counting(user, str(committee.pk)), Period.year(year), [GLANCE]).highlights()


def participation(committee, year):
    """The members who belonged to the committee in the year, in the order of the roster, each with the own figures."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    belonged = committee.memberships.filter(starts_on__lte=last).exclude(ends_on__lt=first)
    members = Member.objects.filter(pk__in=belonged.values("member")).order_by("order", "pk")
    found = duties(first, last, list(members))
    nothing = Duty()
    rows = [(member, found.get((member.pk, year), nothing)) for member in members]
    return [Participation(member, duty, points_of(duty, year)) for member, duty in rows]


def open_work(user, committee):
    """The committee's living topics as cards: who does what next and until when, the earliest due first."""
    living = Topic.objects.visible_to(user).filter(organiser=committee, stage__in=LIVING)
    living = living.select_related("organiser", "proposing_committee").prefetch_related("recommenders")
    topics = list(living.order_by(F("due_on").asc(nulls_last=True), "-pk")[:MOST_OPEN])
    waiting, shows_due = first_tasks(topics, user), "due" in topic_fields(user)
    return [card_of(topic, *waiting.get(topic.pk, (None, [])), shows_due) for topic in topics]
