"""The demo county as its stories find it: who acts for whom, and one clock for everything that is done."""

import random
from collections import Counter
from dataclasses import dataclass, field

from committees.models import Committee
from topics.demo.people import head_of, second_of
from topics.models import DictionaryEntry, Topic
from topics.workflow import take


@dataclass
class World:
    """Everything the stories need: the people and units by name, the clock, and the numbers given to papers so far."""

    clock: object
    users: dict
    committees: list
    departments: dict
    venues: list
    members: list
    term: object
    with_files: bool = True
    entries: dict = field(default_factory=dict)
    papers: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self.entries = {(entry.kind, entry.name): entry for entry in DictionaryEntry.objects.all()}
        self.clerks = {c.pk: f"clerk{number:02}" for number, c in enumerate(self.committees, start=1)}
        self.liaisons = {d.name: f"dept{number:02}" for number, d in enumerate(self.departments.values(), start=1)}
        self.heads = {name: head_of(user) for name, user in self.liaisons.items() if head_of(user) in self.users}
        self.seconds = {name: second_of(self.liaisons[name]) for name in self.heads}
        self.known = {member.pk: member for member in self.members}
        self.members_of = {c.pk: [] for c in self.committees}
        for member in self.members:
            self.members_of[member.home.pk].append(member)

    def rng(self, name):
        """A source of chance of its own for each story, so that one more story changes no other."""
        return self.chance(self.clock.anchor, name)

    @staticmethod
    def chance(anchor, name):
        return random.Random(f"{anchor}/{name}")

    def do(self, record, name, by, **answers):
        """Let the user of that name take the step now."""
        record.refresh_from_db(fields=["stage", "version"])
        return take(record, name, by=self.users[by], now=self.clock.tick(), **answers)

    def entry(self, kind, name):
        return self.entries[kind, name]

    def paper(self, series):
        """The next number of a series of papers in this year, marked as an example: 示协办〔2025〕12号."""
        year = self.clock.day.year
        self.papers[series, year] += 1
        return f"{series}〔{year}〕{self.papers[series, year]}号"

    def staff(self, committee):
        """The user name of the organiser's staff; the office at county level."""
        return self.clerks[committee.pk] if committee else "office02"

    def proposer(self, topic):
        """The user name of who acts for the proposing unit."""
        match topic.proposer:
            case Topic.Proposer.COMMITTEE:
                return self.clerks[topic.proposing_committee_id]
            case Topic.Proposer.OFFICE:
                return "office01"
            case Topic.Proposer.GOVERNMENT:
                return "government01"
        return topic.recommenders.order_by("order").first().user.username

    def room_of(self, committee):
        """The fixed place of an organiser: its consultation room, or the county's hall."""
        if committee is None or committee.kind == Committee.Kind.SPECIAL:
            return self.venues[0]
        return next(venue for venue in self.venues if venue.committee_id == committee.pk)
