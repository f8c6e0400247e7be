"""Turns the rows of the cast list into stories with people, units, chance and a matter of their own."""

from dataclasses import dataclass, field

from topics.demo.clock import open_days_from
from topics.demo.life import Life
from topics.demo.matter import Matters
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
SOON = 140
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

    def script_of(self, place):
        return self.scripts[place % len(self.scripts)]

    def due_of(self, place):
        return self.row.due[place] if place < len(self.row.due) else None


def cast(world, agendas, limit=None):
    """Pairs of a life and the day when it starts; at most `limit` of them, the plain ones left out first."""
    matters, turn, lives = Matters("demo"), 0, []
    for number, row in enumerate((ROWS + PLAIN)[:limit]):
        rng = world.rng(f"story {number}")
        organiser = organiser_of(world, row, turn)
        turn += not row.org
        town = rng.choice(list(organiser.townships.all())).name if organiser and organiser.order <= 13 else ""
        matter = matters.take(town, owed_places(row))
        story = cast_one(world, row, organiser, rng, number)
        lives.append((Life(world, story, matter, organiser, rng, agendas), world.clock.before(row.start)))
    return lives


def owed_places(row):
    """Which recommendations of the row's topic a department still owes on the anchor date."""
    return [place for place, script in enumerate(row.recs.split()) if script in OWED]


def organiser_of(world, row, turn):
    if row.org == "county":
        return None
    return world.committees[int(row.org) - 1] if row.org else world.committees[(turn * 5) % 13]


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
        is_planned=rng.random() < 0.7,
        scripts=row.recs.split() or [rng.choice(ORDINARY) for _each in range(4)],
        session_on=day_from(world, row.on),
        session2_on=day_from(world, row.on2),
        twists=set(row.twists.split()) | ({"second_round"} if row.until.endswith("2") else set()),
        party_outcomes=row.party.split(),
        presidium_outcomes=row.presidium.split(),
        has_photos=row.on is not None and number % 2 == 0 or row.start > SOON and number % 4 == 0,
        has_papers=number % 3 == 0,
        is_brisk=row.start < SOON,
    )


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
