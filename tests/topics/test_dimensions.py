"""What becomes of a figure when an answer is sent back, taken back or lapses."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.journeys import Journey, day
from topics.dimensions import IMPLEMENTATION, RESULT, SATISFACTION, punctuality
from topics.models import Evaluation, Recommendation
from topics.statistics.period import Period


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Two recommendations adopted, the answer to the second one sent back."""
    journey = Journey(Cast())
    _first, second = journey.answered(2)
    journey.evaluate(second, "not_satisfied")
    return journey


@pytest.fixture
def read(journey):
    """By what the figures tell the first and the second recommendation apart now."""

    def values(expression):
        rows = Recommendation.objects.order_by("number").annotate(value=expression)
        return list(rows.values_list("value", flat=True))

    return values


def test_an_answer_sent_back_is_pending_again_but_was_on_time(read):
    assert read(RESULT) == ["adopted", "pending"]
    assert read(punctuality()) == ["on_time", "on_time"]
    assert read(IMPLEMENTATION) == ["under_way", "none"]
    assert read(SATISFACTION) == ["none", "not_satisfied"]


def test_a_second_answer_counts_for_the_result_and_the_last_verdict_for_the_satisfaction(read, journey):
    second = Recommendation.objects.get(number=2)
    journey.answer(second, "partly", day(40))
    journey.evaluate(second, "basically", day(45))

    assert read(RESULT) == ["adopted", "partly"]
    assert read(SATISFACTION) == ["none", "basically"]


def test_what_was_taken_back_counts_nowhere(read, journey):
    first, second = Recommendation.objects.order_by("number")
    first.answers.update(is_retracted=True)
    Recommendation.objects.filter(pk=first.pk).update(due_on=day(1))
    Evaluation.objects.filter(recommendation=second).update(is_corrected=True)

    assert read(punctuality()) == ["overdue", "on_time"]
    assert read(SATISFACTION) == ["none", "none"]


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.year(2026), Period.year(2025)),
        (Period(date(2024, 2, 29), date(2024, 3, 1)), Period(date(2023, 2, 28), date(2023, 3, 1))),
        (Period(date(2024, 1, 1), date(2025, 12, 31)), Period(date(2022, 1, 1), date(2023, 12, 31))),
    ],
)
def test_the_period_before_lies_whole_years_earlier_and_does_not_overlap(period, before):
    assert period.before == before
