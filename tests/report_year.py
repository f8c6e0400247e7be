"""The small year with what the annual report counts besides: an annual plan, townships, an instruction, a newcomer."""

from tests import factories
from tests.annual import Year
from tests.journeys import Journey, day
from tests.small_year import SPAN, small_year
from topics.models import Body, ConsultationSession, Period, Recommendation, Topic, WrittenInstruction
from topics.statistics.period import years_earlier


def report_year(cast):
    """Eleven topics in all.

    Besides those of `small_year`: one accepted this year that was proposed a year before, and one whose plan the Party
    group returned. The closed topic carries out one of two items of the annual plan, lies in a township of the
    committee, has a written instruction, and one of its recommendations a co-department. A newcomer, invited to its
    session, came into office twenty days after it.
    """
    journey = small_year(cast)
    closed = Topic.objects.get(stage="closed")
    closed.townships.add(township_of(cast["committee"], "示例甲镇"))
    WrittenInstruction.objects.create(topic=closed, leader="示例领导", given_on=day(14), text="请抓好落实")
    co = closed.recommendations.first()
    co.referrals.create(department=cast["department2"], is_lead=False, referred_on=day(13), objection_due_on=day(23))
    newcomer(cast, closed)
    returned = Journey(cast).submitted_plan()
    Journey(cast).decide(returned, Body.PARTY_GROUP, "returned", "参加部门不全")
    returned.topic.townships.add(township_of(cast["committee2"], "示例乙乡"))
    two_years = Journey(cast).accepted(title="跨年的议题")
    Topic.objects.filter(pk=two_years.pk).update(proposed_on=years_earlier(SPAN.end, 1))
    # Last of all: once a plan is issued, every planned topic has to name its item.
    plan = Year(cast).issued(Year(cast).drafted(items=2))
    plan.items.update(period=next(one for one in Period if one.months == (day(0).month,) * 2))
    first, _second = plan.items.all()
    Topic.objects.filter(pk=closed.pk).update(plan_item=first)
    return journey


def township_of(committee, name):
    township = factories.township(name)
    committee.townships.add(township)
    return township


def newcomer(cast, topic):
    """In office from the thirtieth day on; invited to a session of the tenth, and noted there as absent."""
    last = factories.member("示例新委员", committee=cast["committee2"], starts_on=day(30))
    session = ConsultationSession.objects.get(topic=topic)
    session.plan.invitees.create(member=last)
    session.attendances.create(member=last, name=last.name, status="absent")
    return last


def unanswered():
    """The one recommendation that waits for its answer."""
    return Recommendation.objects.get(stage="referred")
