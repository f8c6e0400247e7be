import pytest

from tests import factories
from tests.topics.workflow.records import MAKERS
from topics.models import Topic, TopicStage


@pytest.fixture
def people(cast):
    """The cast as a request reads them."""
    return {name: factories.fresh(user) for name, user in cast.items()}


@pytest.fixture
def topic_of(cast, committee, committee2):
    """A topic by whose it is: kind → topic, at any stage."""
    owners = {
        "own": (Topic.Proposer.COMMITTEE, committee, committee),
        "drafted": (Topic.Proposer.COMMITTEE, committee, committee),
        "foreign": (Topic.Proposer.COMMITTEE, committee2, committee2),
        "county": (Topic.Proposer.OFFICE, None, None),
        "assigned": (Topic.Proposer.GOVERNMENT, None, committee2),
        "members": (Topic.Proposer.MEMBERS, None, committee2),
    }

    def make(kind):
        proposer, proposing_committee, organiser = owners[kind]
        topic = Topic.objects.create(
            title="示例议题",
            source=Topic.Source.PARTY_ASSIGNED if kind == "assigned" else Topic.Source.CPPCC_SELECTED,
            proposer=proposer,
            proposing_committee=proposing_committee,
            organiser=organiser,
            created_by=cast["outsider"],
            number="2026-001",
            stage=TopicStage.CONSULTING,
        )
        if kind == "members":
            topic.recommenders.add(cast["member_user"].as_member)
        return topic

    return make


@pytest.fixture
def record_of(topic_of, department, department2):
    return lambda lifecycle, kind: MAKERS[lifecycle](kind, topic_of, (department, department2))
