"""Rule 3: who drafts does not decide, and one person does not record the decisions of both bodies."""

import pytest
from django.core.exceptions import PermissionDenied

from members.models import Role
from tests import factories
from tests.journeys import day
from tests.topics.rules_kept.agendas import decide, pending_item
from tests.topics.test_lives import stages
from topics.models import Body, PlanStage

PARTY, PRESIDIUM = Body.PARTY_GROUP, Body.PRESIDIUM


def as_body(journey, name, body):
    """The person of that name with a second hat: appointed to the body too."""
    journey.cast[name] = factories.appoint(journey.cast[name], body)


def test_who_submitted_the_plan_does_not_decide_on_it(journey):
    as_body(journey, "clerk", Role.PARTY_GROUP)
    plan = journey.drafted_plan(editor="clerk2")
    journey.take(plan, "submit", "clerk", day(2))
    item = pending_item(journey, PARTY, day(3), plan)

    with pytest.raises(PermissionDenied, match="起草或送审"):
        decide(journey, plan, "pass_party_group", item, "clerk", day(3))


@pytest.mark.parametrize("body", [PARTY, PRESIDIUM])
def test_who_edited_the_first_version_does_not_decide_on_the_second(journey, body):
    as_body(journey, "clerk2", body)
    first = journey.submitted_plan(editor="clerk2")
    journey.decide(first, PARTY, "returned", "参加部门不全")
    second = journey.drafted_plan()
    journey.take(second, "submit", "clerk", day(4))
    if body == PRESIDIUM:
        journey.decide(second, PARTY, on=day(5))
    item = pending_item(journey, body, day(6), second)

    with pytest.raises(PermissionDenied, match="起草或送审"):
        decide(journey, second, f"pass_{body}", item, "clerk2", day(6))


def test_who_edited_the_plan_does_not_correct_a_decision_on_it(journey):
    as_body(journey, "clerk2", Role.PARTY_GROUP)
    plan = journey.drafted_plan(editor="clerk2")
    journey.take(plan, "submit", "clerk", day(2))
    item = journey.decide(plan, PARTY)

    with pytest.raises(PermissionDenied, match="起草或送审"):
        journey.take(plan, "revoke_party_group", "clerk2", item=item, reason="录入有误")


def test_who_edited_the_revision_does_not_confirm_it(journey):
    as_body(journey, "clerk", Role.OFFICE)
    first = journey.submitted_plan()
    journey.decide(first, PARTY, "after_revision", "补充经费来源")
    revision = journey.drafted_plan(revises=first)
    journey.take(revision, "submit_revision", "clerk", day(4))

    with pytest.raises(PermissionDenied, match="起草或送审"):
        journey.take(revision, "confirm_party_group", "clerk", day(5))


def test_one_person_with_two_hats_does_not_record_both_bodies_decisions(journey):
    as_body(journey, "party_group", Role.PRESIDIUM)
    plan = journey.party_passed_plan()
    item = pending_item(journey, PRESIDIUM, day(4), plan)

    with pytest.raises(PermissionDenied, match="另一机构"):
        decide(journey, plan, "pass_presidium", item, "party_group", day(4))
    decide(journey, plan, "pass_presidium", item, "presidium", day(4))

    assert stages(plan) == (PlanStage.APPROVED,)


def test_decision_on_an_earlier_version_counts_as_the_other_bodys_too(journey):
    as_body(journey, "party_group", Role.PRESIDIUM)
    first = journey.submitted_plan()
    journey.decide(first, PARTY, "returned", "参加部门不全")
    second = journey.drafted_plan()
    journey.take(second, "submit", "clerk", day(4))
    journey.decide(second, PARTY, on=day(5), by="party_group2")
    item = pending_item(journey, PRESIDIUM, day(6), second)

    with pytest.raises(PermissionDenied, match="另一机构"):
        decide(journey, second, "pass_presidium", item, "party_group", day(6))


def test_who_corrected_an_entry_of_one_body_does_not_decide_for_the_other(journey):
    as_body(journey, "party_group2", Role.PRESIDIUM)
    plan = journey.submitted_plan()
    item = journey.decide(plan, PARTY, "returned")
    journey.take(plan, "revoke_party_group", "party_group2", item=item, reason="录入有误")
    decide(journey, plan, "pass_party_group", item, "party_group", day(3))
    later = pending_item(journey, PRESIDIUM, day(4), plan)

    with pytest.raises(PermissionDenied, match="另一机构"):
        decide(journey, plan, "pass_presidium", later, "party_group2", day(4))


@pytest.mark.long
def test_drafter_of_one_round_may_decide_on_another(journey):
    """The rule is about the round: somebody who has changed posts is not shut out for good."""
    as_body(journey, "clerk2", Role.PARTY_GROUP)
    journey.completed_session(journey.approved_plan(editor="clerk2"))
    journey.concluded(0)
    journey.take(journey.topic, "another_round", "clerk", day(13), reason="仍有分歧")
    plan = journey.drafted_plan(round=2)
    journey.take(plan, "submit", "clerk", day(14))
    item = pending_item(journey, PARTY, day(15), plan)

    decide(journey, plan, "pass_party_group", item, "clerk2", day(15))

    assert stages(plan) == (PlanStage.PARTY_PASSED,)
