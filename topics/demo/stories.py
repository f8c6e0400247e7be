"""Turns the rows of the cast list into stories with people, units, chance and a matter of their own."""

from collections import Counter
from dataclasses import dataclass, field

from topics.demo.clock import open_days_from
from topics.demo.life import Life
from topics.demo.matter import Matters
from topics.demo.phrases import ONE_DESK
from topics.demo.script import PLAIN, ROWS
from topics.models import Topic

ORDINARY = (
    ("adopted",) * 11
    + ("partly",) * 5
    + ("not_adopted",) * 2
    + ("late",) * 2
    + ("extended", "reworked", "by_hand", "lapsed")
)
OWED = {"unreceived", "received", "under_way", "asking", "declined", "reworking"}
# Where a story that ends at this point leaves work to the organiser's staff, and where to the proposing unit.
STAFF_ACTS = {
    "accepted",
    "plan_draft",
    "returned_party_group",
    "plan_withdrawn",
    "refused_presidium2",
    "approved",
    "drafted",
    "second_drafted",
    "session_postponed",
    "session_cancelled",
    "consulting",
}
UNIT_ACTS = {"draft", "returned"}
SOON = 140
WORKDAYS_FROM_PLAN_TO_SESSION = 36, 80
FORMS = ("小微协商",) * 8 + ("协商座谈会", "对口协商", "界别协商")
COUNTY_FORMS = ("专题协商", "专题协商", "协商座谈会", "对口协商", "专题议政性常委会", "提案办理协商", "网络议政")
OUTCOMES = ("协商纪要",) * 6 + ("建议案", "调研报告", "社情民意信息")


@dataclass
class Story:
    """One row of the cast list, cast: everything that a life has to know of how it will go."""

    row: object
    source: str
    proposer: str
    recommenders: list
    form: str
    outcome_kind: str
    is_planned: bool
    scripts: list
    plan_on: object
    lead: int
    session_on: object
    session2_on: object
    twists: set
    party_outcomes: list
    presidium_outcomes: list
    has_photos: bool
    has_papers: bool
    is_brisk: bool = field(default=False)

    @property
    def until(self):
        return self.row.until

    def plan_day(self, rounds):
        """When the plan of that round is begun: as the row says, or so long before its session; None for at once."""
        if self.plan_on and rounds == (2 if "second_round" in self.twists else 1):
            return self.plan_on
        session = self.session_on if rounds == 1 else self.session2_on
        return session and open_days_from(session, -self.lead)

    def script_of(self, place):
        return self.scripts[place % len(self.scripts)]

    def due_of(self, place):
        return self.row.due[place] if place < len(self.row.due) else None


def cast(world, agendas, limit=None):
    """Pairs of a life and the day when it starts; at most `limit` of them, the plain ones left out first."""
    matters, turns, lives = Matters("demo"), Counter(), []
    for number, row in enumerate((ROWS + PLAIN)[:limit]):
        rng = world.rng(f"story {number}")
        organiser = organiser_of(world, row, turns)
        town = rng.choice(list(organiser.townships.all())).name if organiser and organiser.order <= 13 else ""
        matter = matters.take(town, owed_places(row), ONE_DESK if "one_desk" in row.twists else "")
        story = cast_one(world, row, organiser, rng, number)
        lives.append((Life(world, story, matter, organiser, rng, agendas), world.clock.before(row.start)))
    return lives


def owed_places(row):
    """Which recommendations of the row's topic the departments of its matter still owe on the anchor date."""
    if "one_desk" in row.twists:
        return []
    return [place for place, script in enumerate(row.recs.split()) if script in OWED]


def organiser_of(world, row, turns):
    """The next in turn; rows that leave the organiser work have a turn of their own: each committee gets some."""
    if row.org == "county":
        return None
    if row.org:
        return world.committees[int(row.org) - 1]
    has_work = row.until in STAFF_ACTS or row.until in UNIT_ACTS and not row.by
    turns[has_work] += 1
    return world.committees[turns[has_work] * 5 % 13]


def cast_one(world, row, organiser, rng, number):
    source, proposer, recommenders = proposing(world, row, organiser, rng)
    is_countywide = organiser is None or organiser.order > 13
    return Story(
        row=row,
        source=source,
        proposer=proposer,
        recommenders=recommenders,
        form=rng.choice(COUNTY_FORMS if is_countywide else FORMS),
        outcome_kind=rng.choice(OUTCOMES),
        is_planned=rng.random() < chance_of_plan(row),
        scripts=row.recs.split() or [rng.choice(ORDINARY) for _each in range(4)],
        plan_on=None if row.plan is None else world.clock.before(row.plan),
        lead=rng.randint(*WORKDAYS_FROM_PLAN_TO_SESSION),
        session_on=day_from(world, row.on),
        session2_on=day_from(world, row.on2),
        twists=set(row.twists.split()) | ({"second_round"} if row.until.endswith("2") else set()),
        party_outcomes=row.party.split(),
        presidium_outcomes=row.presidium.split(),
        has_photos=row.on is not None and number % 2 == 0 or row.start > SOON and number % 4 == 0,
        has_papers=number % 3 == 0,
        is_brisk=row.start < SOON or row.on is not None or row.plan is not None,
    )


def chance_of_plan(row):
    """What an annual plan foresees is further on than the rest."""
    if row.recs:
        return 0.95
    return 0.7 if row.until == "closed" else 0.45


def proposing(world, row, organiser, rng):
    """The source of the topic and who proposes it, with the members who recommend it."""
    match row.by:
        case "government":
            return Topic.Source.PARTY_ASSIGNED, Topic.Proposer.GOVERNMENT, []
        case "office":
            return rng.choice((Topic.Source.PARTY_ASSIGNED, Topic.Source.CPPCC_SELECTED)), Topic.Proposer.OFFICE, []
        case "":
            proposer = Topic.Proposer.COMMITTEE if organiser else Topic.Proposer.OFFICE
            return Topic.Source.CPPCC_SELECTED, proposer, []
    members = [world.members[int(each) - 1] for each in row.by.split(",")]
    return Topic.Source.MEMBER_RECOMMENDED, Topic.Proposer.MEMBERS, members


def day_from(world, workdays):
    """The open day so many working days after the anchor date, before it if negative; None stays None."""
    return None if workdays is None else open_days_from(world.clock.anchor, workdays)
