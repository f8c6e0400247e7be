"""Who reads the record of a session: a draft those who work with it, a completed one also members and government.

What the government assigned it reads from the start: `test_assigned_topics`.
"""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.journeys import Journey
from topics.models import ConsultationSession

SEES = [
    *(("clerk", 200), ("clerk2", 200), ("office", 200), ("party_group", 200), ("presidium", 200), ("auditor", 200)),
    *(("dept_user", 404), ("sysadmin", 404), ("secadmin", 404), ("outsider", 404)),
]


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Two topics, the session of one recorded as a draft, that of the other completed."""
    journey = Journey(Cast())
    journey.drafted_session()
    journey.topic = None
    journey.completed_session()
    return journey


@pytest.fixture
def opened(client, cast):
    """The status that somebody gets for a page of the only session at a stage."""

    def get(who, name, stage):
        client.force_login(cast[who])
        session = ConsultationSession.objects.get(stage=stage)
        return client.get(reverse(f"session_{name}", args=[session.pk])).status_code

    return get


@pytest.mark.parametrize("name", ["detail", "print"])
@pytest.mark.parametrize(("who", "status"), [*SEES, ("member_user", 404), ("government", 404)])
def test_draft_of_a_record_is_seen_by_those_who_work_with_it(opened, who, status, name):
    assert opened(who, name, "drafted") == status


@pytest.mark.parametrize("name", ["detail", "print"])
@pytest.mark.parametrize(("who", "status"), [*SEES, ("member_user", 200), ("government", 200)])
def test_completed_record_is_seen_by_members_too(opened, who, status, name):
    assert opened(who, name, "completed") == status
