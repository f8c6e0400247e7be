"""The clock of the demo: working days that end before the anchor date, and moments in working hours, always later."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from consult.calendar.workdays import is_workday

FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))}
OPENS, LUNCH, AFTERNOON, CLOSES = time(8, 34), time(12, 0), time(14, 32), time(17, 40)


def is_open(day):
    return is_workday(day) and (day.month, day.day) not in FIXED_HOLIDAYS


def open_on_or_after(day):
    while not is_open(day):
        day += timedelta(days=1)
    return day


def open_days_from(day, count):
    """The open day that is so many open days after the day, which itself is not counted; before it if negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _number in range(abs(count)):
        day += step
        while not is_open(day):
            day += step
    return day


class Clock:
    """Gives each act of the demo its moment; `day` is the day being lived through."""

    def __init__(self, anchor, rng):
        self.anchor, self.rng = anchor, rng
        self.days_before = [anchor]
        self.day = self.last_day = self.before(1)
        self.begin(self.day)

    def before(self, workdays):
        """The open day so many open days before the anchor date; after it if negative."""
        if workdays < 0:
            return open_days_from(self.anchor, -workdays)
        while len(self.days_before) <= workdays:
            self.days_before.append(open_days_from(self.days_before[-1], -1))
        return self.days_before[workdays]

    def begin(self, day):
        self.day, self.moment = day, datetime.combine(day, OPENS)

    def skip_to(self, moment):
        """Nothing more happens before this time of the day."""
        self.moment = max(self.moment, datetime.combine(self.day, moment))

    def tick(self):
        """The next moment of the day; towards the evening only seconds pass."""
        if self.moment.time() < CLOSES:
            self.moment += timedelta(minutes=self.rng.randint(1, 6), seconds=self.rng.randint(3, 55))
        else:
            self.moment += timedelta(seconds=self.rng.randint(5, 25))
        if LUNCH <= self.moment.time() < AFTERNOON:
            self.moment = datetime.combine(self.day, AFTERNOON)
        return timezone.make_aware(self.moment)
