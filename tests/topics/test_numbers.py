"""Numbers of accepted topics: per year, without gaps, never used again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests import factories
from topics.workflow import take


@pytest.fixture
def accept(journey, cast):
    """Propose and accept a topic on a day; return its number."""

    def one(on, organiser=None):
        topic = journey.draft()
        take(topic, "propose", by=cast["clerk"], happened_on=on)
        take(topic, "accept", by=cast["office"], happened_on=on, **answers(topic, organiser))
        return topic.number

    return one


def answers(topic, organiser=None):
    return {"organiser": organiser, "form": None, "category": topic.category, "is_planned": True}


def test_each_year_counts_from_one_without_gaps(accept):
    days = [date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2), date(2024, 12, 31)]

    numbers = [accept(on) for on in days]

    assert numbers == ["2024-001", "2024-002", "2025-001", "2025-002", "2024-003"]


def test_year_of_the_number_is_that_of_the_day_of_acceptance_not_of_its_entry(accept):
    last_year = timezone.localdate().year - 1

    number = accept(date(last_year, 12, 31))

    assert number == f"{last_year}-001"


def test_refused_acceptance_uses_up_no_number(accept, journey, cast):
    ended = factories.committee(valid_to=date(2021, 1, 1))
    topic = journey.proposed()

    with pytest.raises(ValidationError, match="已撤销"):
        take(topic, "accept", by=cast["office"], **answers(topic, ended))
    number = accept(timezone.localdate())

    assert number.endswith("-001")


def test_number_of_a_stopped_topic_is_not_given_again(accept, journey, cast):
    first = accept(date(2025, 3, 1))
    take(journey.topic, "stop", by=cast["office"], reason="不再需要")

    second = accept(date(2025, 3, 2))

    assert [first, second] == ["2025-001", "2025-002"]


def test_topic_taken_up_again_keeps_its_number(journey, cast):
    topic = journey.accepted()
    number = topic.number
    journey.take(topic, "stop", "office", reason="不再需要")

    journey.take(topic, "reinstate", "office2", reason="误操作")

    assert topic.number == number
    assert topic.organiser_periods.count() == 1
