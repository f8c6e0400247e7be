"""A run stays in the day in which it began, from which tests and journeys count.

Near midnight the platform's clock is slowed, so that the last two minutes of the day last more than three hours.
"""

from datetime import UTC, timedelta

from django.utils import timezone

LAST_MINUTES = timedelta(minutes=2)
SLOWNESS = 100


def stay_in_one_day():
    passing, midnight = timezone.now, next_midnight()
    timezone.now = lambda: slowed(passing(), midnight)


def next_midnight():
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return (morning + timedelta(days=1)).astimezone(UTC)


def slowed(moment, midnight):
    slow_from = midnight - LAST_MINUTES
    return min(moment, slow_from) + max(moment - slow_from, timedelta()) / SLOWNESS
