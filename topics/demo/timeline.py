"""Lives through the years of the demo day by day: stories wait for a day or for a body's decision, and go on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from topics.demo.clock import is_open, open_days_from, open_on_or_after
from topics.models import Plan


@dataclass
class Review:
    """What a story yields to wait for the decision of a body on a plan; `outcomes` are those still to come."""

    plan: Plan
    body: str
    outcomes: list
    life: object = None


class Timeline:
    """Runs the stories, each a generator that yields a number of working days, a date, or a `Review`."""

    def __init__(self, clock, bodies):
        self.clock, self.bodies = clock, bodies
        self.due = defaultdict(list)

    def start(self, life, day):
        self.due[open_on_or_after(day)].append((life, None))

    def run(self, first, told):
        """From the first day to the last one before the anchor date; `told` hears of each new year and month."""
        day = first
        while day <= self.clock.last_day:
            if is_open(day):
                self.clock.begin(day)
                told(day)
                for life, outcome in self.bodies.meet(day):
                    self.resume(life, outcome)
                # A story may let others begin on this very day.
                while self.due[day]:
                    self.resume(*self.due[day].pop(0))
            day += timedelta(days=1)

    def resume(self, life, value):
        try:
            wish = life.send(value)
        except StopIteration:
            return
        if isinstance(wish, Review):
            wish.life = life
            self.bodies.wait(wish)
        else:
            wanted = wish if isinstance(wish, date) else open_days_from(self.clock.day, wish)
            tomorrow = self.clock.day + timedelta(days=1)
            self.due[open_on_or_after(max(wanted, tomorrow))].append((life, None))
