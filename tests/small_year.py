"""A small year made by hand, for figures that can be counted on the fingers."""

from committees.models import Venue
from tests import factories
from tests.journeys import ASSIGNED, Journey, day
from topics.models import Attendance, ConsultationSession, Topic
from topics.statistics.period import Period, years_earlier

# Every journey lies within these days, in one calendar year or over New Year.
SPAN = Period(day(0), day(59))


def small_year(cast):
    """Nine topics and a draft of the clerk's committee, of the second one, at county level and of nobody yet.

    closed: two recommendations adopted, one of them carried out · partly: two referred, one answered late, one not at
    all; a leave, a member uninvited and 37 others at its session · refused: one not adopted · second: the other
    committee's · county: outside the plan · merged: into the second · member, assigned: not accepted yet · last_year:
    proposed a year before.
    """
    closed(Journey(cast))
    partly(Journey(cast))
    Journey(cast).answered(1, "not_adopted")
    second = Journey(cast).accepted(title="第二工委的议题", organiser=cast["committee2"], is_livelihood=True)
    Journey(cast).accepted_outside(title="县级议题")
    merged = Journey(cast)
    merged.take(merged.proposed(title="并入的议题"), "merge", "office", day(2), merged_into=second, reason="内容相同")
    by_member(Journey(cast))
    Journey(cast).proposed("government", title="交办的议题", **ASSIGNED)
    earlier = Journey(cast).proposed(title="上一年的议题")
    Topic.objects.filter(pk=earlier.pk).update(proposed_on=years_earlier(day(5), 1))
    Journey(cast).draft(title="未提交的草稿")
    factories.committee("无事片区政协联络工作委员会")
    return Journey(cast)


def closed(journey):
    recommendations = journey.answered(2)
    for recommendation in recommendations:
        journey.evaluate(recommendation)
    journey.take(recommendations[0], "carry_out", "clerk", day(26), measures="示例措施", evidence="示例佐证")
    journey.take(journey.topic, "close", "office", day(30), archive_number=f"示档-{journey.topic.pk}")


def partly(journey):
    session = journey.drafted_session()
    leave = session.attendances.first()
    Attendance.objects.filter(pk=leave.pk).update(status="leave", leave_reason="出差")
    stranger = factories.member("未受邀委员")
    session.attendances.create(member=stranger, name=stranger.name, status="present")
    session.guests.create(category="public", count=35)
    session.guests.create(category="departments", count=2)
    room = factories.venue(kind=Venue.Kind.ROOM)
    ConsultationSession.objects.filter(pk=session.pk).update(venue=room)
    journey.take(session, "complete", "clerk", session.held_on)
    journey.topic.refresh_from_db()
    first, _unanswered = journey.referred(2, due_on=day(15))
    journey.answer(first, "partly", day(20))


def by_member(journey):
    journey.draft(
        title="委员荐题",
        source="member_recommended",
        proposer="members",
        proposing_committee=None,
        origin_document="报告",
    )
    journey.topic.recommenders.add(journey.cast["member_user"].as_member)
    journey.take(journey.topic, "propose", "member_user", day(0))
