"""Loads the sample data: the facts, the county and its people, and the years its topics went through."""

from collections import defaultdict
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from consult.models import LoadedData
from topics.demo import county, people
from topics.demo.batches import FIRST, at_the_office
from topics.demo.bodies import Bodies
from topics.demo.clock import Clock
from topics.demo.desks import lie_open
from topics.demo.facts import load_facts
from topics.demo.life import live
from topics.demo.names import names
from topics.demo.script import EARLIEST
from topics.demo.stories import cast
from topics.demo.timeline import Timeline
from topics.demo.trail import leave_a_trail
from topics.demo.world import World
from topics.demo.years import Years


def new_clock(anchor):
    return Clock(anchor, World.chance(anchor, "clock"))


@transaction.atomic
def load_county(anchor, password, told, limit=None, with_files=True):
    """Everything fictional, and the facts if they are not there yet; `told` hears one line per part.

    `limit` cuts the number of stories, the plain ones first. The password's hash is made once for all accounts.
    """
    world = build_world(new_clock(anchor), make_password(password), with_files)
    told(
        f"county: {len(world.committees)} committees, {len(world.venues)} venues, {len(world.departments)} departments"
    )
    told(f"people: {len(world.members)} members, {len(world.users)} accounts")
    count = live_through(world, told, limit)
    told(f"topics: {count}")
    leave_a_trail(world)
    if not LoadedData.objects.filter(name=LoadedData.FACTS).exists():
        told(f"facts: {load_facts(new_clock(anchor))} recorded topics")
    LoadedData.objects.create(name=LoadedData.DEMO, anchor=anchor)


def build_world(clock, password_hash, with_files):
    anchor = clock.anchor
    since = date(anchor.year - 4, 1, 10)
    rng = World.chance(anchor, "people")
    committees = county.build_committees(county.build_townships(), since)
    departments = county.build_departments(since)
    venues = county.build_venues(committees, since)
    county.check_venues(venues, clock, rng)
    everybody = names(rng)
    members = people.build_members(rng, everybody, committees, people.build_terms(since), anchor)
    term = members[0].mandates.first().term
    users = people.build_accounts(everybody, members, committees, departments.values(), since, password_hash)
    return World(clock, users, committees, departments, venues, members, term, with_files)


def live_through(world, told, limit):
    """Let every story live from its first day to the last one before the anchor date; returns how many there were."""
    agendas = defaultdict(list)
    bodies = Bodies(world)
    timeline = Timeline(world.clock, bodies)
    lives = cast(world, agendas, limit)
    years = Years(world, bodies, lives)
    years.start(timeline, world.clock.before(EARLIEST))
    for life, day in lives:
        life.timeline, life.years = timeline, years
        timeline.start(live(life), day)
    timeline.start(at_the_office(world), world.clock.before(FIRST))
    timeline.run(world.clock.before(EARLIEST), Months(told))
    bodies.look_ahead(agendas)
    lie_open(world)
    return len(lives)


class Months:
    """Tells when a new half-year of the demo begins."""

    def __init__(self, told):
        self.told, self.last = told, None

    def __call__(self, day):
        half = (day.year, 1 if day.month < 7 else 2)
        if half != self.last:
            self.last = half
            self.told(f"living through {half[0]}, half-year {half[1]}")
