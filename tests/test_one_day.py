"""A run over which midnight passes stays in its day."""

from datetime import timedelta

from django.utils import timezone

from tests.one_day import next_midnight, slowed


def test_a_run_over_midnight_stays_in_its_day_and_its_clock_goes_on():
    midnight = next_midnight()
    moments = [midnight + timedelta(minutes=minutes) for minutes in (-3, -2, -1, 0, 1, 180)]

    seen = [slowed(moment, midnight) for moment in moments]

    assert {timezone.localdate(moment) for moment in seen} == {timezone.localdate()}
    assert seen[:2] == moments[:2]
    assert seen == sorted(set(seen))
