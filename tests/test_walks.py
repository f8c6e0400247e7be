import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import walks
from tests.cast import Cast
from tests.factories import department
from tests.journeys import Journey
from tests.topics.workflow.records import rows
from topics.history import broken_links
from topics.models import Topic

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="walks are remembered on SQLite alone"),
    pytest.mark.skipif(walks.IS_OFF, reason="every leg is walked"),
]


@pytest.fixture
def is_peopled():
    """No: the journeys of these tests begin with nobody."""
    return False


@pytest.fixture
def twice():
    """What `go` comes to when it is walked, and when it is repeated, each on the same tables: [(it, rows, queries)]."""
    known, walks.WALKS = walks.WALKS, {}

    def twice(go):
        found = []
        for _time in range(2):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                with CaptureQueriesContext(connection) as queries:
                    found.append([go()])
                found[-1] += [rows(), len(queries), broken_links()]
                raise ZeroDivisionError
        return found

    yield twice
    walks.WALKS = known


@pytest.mark.long
def test_what_is_repeated_leaves_the_same_rows_without_a_query(twice):
    (walked, rows_walked, queries, _), (repeated, rows_repeated, none, broken) = twice(lambda: Journey(Cast()).closed())

    assert (repeated.pk, repeated.stage, repeated.archive_number) == (walked.pk, "closed", walked.archive_number)
    assert rows_repeated == rows_walked and broken == []
    assert queries > 100 and none == 0


@pytest.mark.long
def test_records_in_hand_are_those_that_the_leg_changes(twice):
    def go():
        journey = Journey(Cast())
        topic = journey.accepted()
        journey.referred(1)
        return topic, journey.topic, journey.cast["clerk"], Topic.objects.get().created_by

    for (topic, of_journey, clerk, author), *_others in twice(go):
        assert topic is of_journey and topic.stage == "referred"
        assert clerk == author


def test_a_leg_after_something_else_is_walked(twice):
    (_it, _rows, _queries, _broken), (again, *_others) = twice(lambda: Journey(Cast()).proposed().pk)
    department("示例新局")

    with CaptureQueriesContext(connection) as queries:
        assert Journey(Cast()).proposed().pk == again
    assert len(queries) > 10


def test_nothing_is_remembered_where_a_part_of_the_product_is_replaced(monkeypatch, journey):
    assert not walks.TRACE.is_known


def test_a_leg_is_walked_where_nobody_reads_along():
    """As on the connection of a browser's event loop."""
    reading, connection.execute_wrappers = connection.execute_wrappers, []
    is_known = walks.TRACE.is_known
    connection.execute_wrappers = reading

    assert (is_known, walks.TRACE.is_known) == (False, True)
