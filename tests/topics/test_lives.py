"""Named cases of domain.md section 3, each carried to a legal stage by the workflow alone."""


from tests.journeys import day
from topics.history import broken_links
from topics.models import Body, PlanStage, TopicStage


def test_topic_passes_straight_through_to_its_archive(journey):
    topic = journey.closed()

    assert topic.stage == TopicStage.CLOSED
    assert topic.archive_number == "示档-1"
    assert [step.transition for step in topic.steps.filter(lifecycle="topic")] == [
        "propose", "accept", "review", "approve", "consult", "conclude", "refer", "answer", "close",
    ]  # fmt: skip
    assert broken_links() == []


def test_plan_returned_by_the_party_group_passes_as_its_second_version(journey):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "returned", "参加部门不全")
    second = journey.drafted_plan()
    journey.take(second, "submit", "clerk", day(4))
    journey.decide(second, Body.PARTY_GROUP, on=day(5))
    journey.decide(second, Body.PRESIDIUM, on=day(6))

    first.refresh_from_db()
    journey.topic.refresh_from_db()

    assert (first.stage, second.stage, journey.topic.stage) == (
        PlanStage.RETURNED,
        PlanStage.APPROVED,
        TopicStage.APPROVED,
    )
