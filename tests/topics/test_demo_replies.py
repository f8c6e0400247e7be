"""What the demo does with the leaves that members of a session ask for."""

from random import Random
from types import SimpleNamespace

import pytest
from django.utils import timezone

from topics.demo.replies import decide
from topics.models import Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(clerk):
    """A story that ends when its second session is planned."""
    world = SimpleNamespace(users={"clerk": clerk}, clock=SimpleNamespace(tick=timezone.now))
    return SimpleNamespace(staff="clerk", w=world, is_last=lambda point: point == "second_session_planned")


@pytest.mark.parametrize(("which", "left"), [("", 0), ("second_", 1)])
def test_a_leave_stays_undecided_only_before_the_session_that_the_story_ends_with(journey, life, which, left):
    session = journey.planned_session()
    session.attendances.update(reply=Reply.ASKED, leave_asked="示例事由", replied_at=timezone.now())

    decide(life, session, Random(1), which)

    assert session.attendances.filter(reply=Reply.ASKED).count() == left
