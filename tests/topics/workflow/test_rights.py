"""Every transition × every stage × everybody of the cast, own and foreign: outside the tables nothing moves."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from tests import factories
from tests.journeys import day, entry
from tests.topics.workflow.expectations import KINDS, TABLES, UNNUMBERED, allowed
from topics.models import (
    Body,
    ConsultationSession,
    Outcome,
    Plan,
    Recommendation,
    Referral,
    ReviewMeeting,
    Topic,
)
from topics.workflow import WORKFLOWS, Moved, may_take, take

CASES = [(lifecycle, kind) for lifecycle, kinds in KINDS.items() for kind in kinds]
ATTACKED = {"own", "foreign", "party_group"}


@pytest.fixture
def people(cast):
    """The cast as a request reads them."""
    return {name: factories.fresh(user) for name, user in cast.items()}


@pytest.fixture
def topic_of(cast, committee, committee2):
    """A topic by whose it is: kind → topic, at any stage."""
    owners = {
        "own": (Topic.Proposer.COMMITTEE, committee, committee),
        "foreign": (Topic.Proposer.COMMITTEE, committee2, committee2),
        "county": (Topic.Proposer.OFFICE, None, None),
        "assigned": (Topic.Proposer.GOVERNMENT, None, committee2),
        "members": (Topic.Proposer.MEMBERS, None, committee2),
    }

    def make(kind):
        proposer, proposing_committee, organiser = owners[kind]
        topic = Topic.objects.create(
            title="示例议题",
            source=Topic.Source.CPPCC_SELECTED,
            proposer=proposer,
            proposing_committee=proposing_committee,
            organiser=organiser,
            created_by=cast["outsider"],
            number="2026-001",
        )
        if kind == "members":
            topic.recommenders.add(cast["member_user"].as_member)
        return topic

    return make


def make_topic(kind, topic_of, departments):
    return topic_of(kind)


def make_plan(kind, topic_of, departments):
    return Plan.objects.create(topic=topic_of(kind))


def make_meeting(kind, topic_of, departments):
    return ReviewMeeting.objects.create(body=Body(kind), term=factories.term(), number=1, meets_on=day(3))


def make_session(kind, topic_of, departments):
    plan = make_plan(kind, topic_of, departments)
    return ConsultationSession.objects.create(topic=plan.topic, plan=plan, held_on=day(10))


def make_recommendation(kind, topic_of, departments):
    topic = topic_of(kind)
    outcome = Outcome.objects.create(topic=topic, kind=entry("outcome"), number="示1", issued_on=day(12))
    recommendation = Recommendation.objects.create(topic=topic, outcome=outcome, number=1, text="示例建议")
    first, second = departments
    referred_to = {"own": [first, second], "foreign": [second]}.get(kind, [first])
    for department in referred_to:
        Referral.objects.create(
            recommendation=recommendation,
            department=department,
            is_lead=department == referred_to[0],
            referred_on=day(13),
            objection_due_on=day(23),
        )
    return recommendation


MAKERS = {
    "topic": make_topic,
    "plan": make_plan,
    "review_meeting": make_meeting,
    "session": make_session,
    "recommendation": make_recommendation,
}


@pytest.fixture
def record_of(topic_of, department, department2):
    return lambda lifecycle, kind: MAKERS[lifecycle](kind, topic_of, (department, department2))


def stages_of(record):
    return [value for value, _label in record._meta.get_field("stage").choices]


def place(record, stage):
    """The record at a stage, past the workflow."""
    fields = {"number": None if stage in UNNUMBERED else "2026-001"} if record.lifecycle == "topic" else {}
    type(record).objects.filter(pk=record.pk).update(stage=stage, **fields)
    return type(record).objects.get(pk=record.pk)


def rows():
    """Every row of every table of the topics app."""
    return {model: list(model.objects.order_by("pk").values()) for model in apps.get_app_config("topics").get_models()}


@pytest.mark.parametrize("lifecycle", TABLES)
def test_every_transition_has_its_row_in_the_handwritten_table(lifecycle):
    written = [name for name, _stages, _who in TABLES[lifecycle]]

    assert sorted(written) == sorted(WORKFLOWS[lifecycle].transitions)


def test_every_lifecycle_has_its_handwritten_table():
    assert sorted(TABLES) == sorted(WORKFLOWS)


@pytest.mark.parametrize(("lifecycle", "kind"), CASES)
def test_everybody_may_take_exactly_the_steps_of_the_table(record_of, people, lifecycle, kind):
    record = record_of(lifecycle, kind)
    wrong = []

    for stage in stages_of(record):
        placed, expected = place(record, stage), allowed(lifecycle, kind, stage)
        for name in WORKFLOWS[lifecycle].transitions:
            may = {who for who, user in people.items() if may_take(user, placed, name)}
            if may != expected.get(name, set()):
                wrong.append((stage, name, sorted(may), sorted(expected.get(name, set()))))

    assert wrong == []


@pytest.mark.parametrize(
    ("lifecycle", "kind"), [case for case in CASES if case[1] in {"own", "foreign", "party_group"}]
)
def test_step_outside_the_table_is_refused_and_changes_nothing(record_of, people, lifecycle, kind):
    """Where the step does not start, it is refused even to those who may take it elsewhere."""
    record = record_of(lifecycle, kind)
    holders = {name: who for stage in stages_of(record) for name, who in allowed(lifecycle, kind, stage).items()}
    passed = []

    for stage in stages_of(record):
        placed, expected = place(record, stage), allowed(lifecycle, kind, stage)
        before = rows()
        for name in WORKFLOWS[lifecycle].transitions:
            attackers = set(people) - expected[name] if name in expected else holders[name] | {"outsider"}
            passed += [(stage, name, who) for who in sorted(attackers) if not refused(placed, name, people[who])]
        assert rows() == before

    assert passed == []


def refused(record, name, user):
    """Whether the step is refused for its right or its stage, before anything is asked about its answers."""
    try:
        take(record, name, by=user, reason="示例")
    except (PermissionDenied, Moved):
        return True
    return False
