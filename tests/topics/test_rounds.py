import pytest

from tests.journeys import day
from topics.models import Body
from topics.plans.rounds import Rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def revised(journey):
    """A plan passed after revision by the Party group, and the confirmed revision of it."""
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充代表")
    revision = journey.drafted_plan(revises=plan)
    journey.take(revision, "submit_revision", "clerk", day(5))
    journey.take(revision, "confirm_party_group", "office", day(6))
    return plan, revision


def test_the_decision_that_holds_is_the_one_that_the_model_names(revised):
    rounds = Rounds(revised)

    for plan in revised:
        for body in Body:
            assert rounds.decision(plan, body) == plan.decision_of(body)


def test_a_revision_carries_on_the_lineage_of_the_version_it_revises(revised):
    plan, revision = revised

    assert Rounds([revision]).lineage(revision) == [revision, plan]


def test_a_version_was_sent_on_when_it_was_last_submitted_or_confirmed(revised, journey):
    plan, revision = revised
    rounds = Rounds(revised)

    assert (rounds.sent_on(plan), rounds.sent_on(revision)) == (day(2), day(6))


def test_a_body_that_took_the_plan_down_has_not_seen_it(journey):
    plan = journey.submitted_plan()
    first = journey.meeting(Body.PARTY_GROUP, day(3), plan)
    journey.take(first, "take_down", "office", plan=plan, reason="材料不全")
    second = journey.meeting(Body.PARTY_GROUP, day(4), plan)

    assert Rounds([plan]).before(plan, Body.PARTY_GROUP, second) is None
