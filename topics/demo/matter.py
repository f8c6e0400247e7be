"""What the demo's topics are about: one file of subjects per category, all of it invented."""

import random
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from topics.demo.phrases import ONE_DESK

FOLDER = Path(__file__).parent / "subjects"


@dataclass(frozen=True)
class Advice:
    """One recommendation that a subject may lead to, with the department that would answer it and how."""

    text: str
    department: str
    measure: str
    reservation: str


@dataclass(frozen=True)
class Subject:
    """A matter that may be consulted on in any township ({town} in its texts), or once for the whole county."""

    category: str
    titles: tuple
    background: str
    points: tuple
    suggestion: str
    voices: tuple
    difference: str
    advice: tuple
    is_livelihood: bool = False
    is_countywide: bool = False


@dataclass(frozen=True)
class Matter:
    """A subject under one of its titles, in one township or county-wide."""

    subject: Subject
    town: str
    title: str

    def told(self, text):
        return text.format(town=self.town)


def read(path):
    content = tomllib.loads(path.read_text("utf-8"))
    return [
        Subject(
            category=content["category"],
            titles=tuple(row["titles"]),
            background=row["background"],
            points=tuple(row["points"]),
            suggestion=row["suggestion"],
            voices=tuple(tuple(voice) for voice in row["voices"]),
            difference=row["difference"],
            advice=tuple(Advice(*advice) for advice in row["advice"]),
            is_livelihood=row.get("livelihood", False),
            is_countywide=row.get("countywide", False),
        )
        for row in content["subject"]
    ]


def subjects():
    """All subjects, file by file in a fixed order."""
    return [subject for path in sorted(FOLDER.glob("*.toml")) for subject in read(path)]


class Matters:
    """Hands out matters, no title twice; the first titles of all subjects come before the second ones."""

    def __init__(self, seed):
        rng = random.Random(f"{seed}/matters")
        found, self.used = subjects(), set()
        rows = []
        for number in range(max(len(subject.titles) for subject in found)):
            round_of = [(subject, subject.titles[number]) for subject in found if number < len(subject.titles)]
            rng.shuffle(round_of)
            rows += round_of
        self.countywide = [row for row in rows if row[0].is_countywide]
        # Once all titles are used they come again, with other townships.
        self.local = [row for row in rows if not row[0].is_countywide] * 2
        named = Counter(advice.department for subject in found for advice in subject.advice)
        self.worth = {department: 1 / count for department, count in named.items() if department != ONE_DESK}

    def take(self, town="", places=(), desk=""):
        """The next matter: one that spreads the `places` of its advice widely, or is most of the department `desk`."""
        rows, town = (self.local, town) if town or not self.countywide else (self.countywide, "")
        town = town or "全县"
        fresh = [place for place, (_subject, title) in enumerate(rows) if title.format(town=town) not in self.used]
        place = max(fresh, key=lambda place: (self.worth_of(rows[place][0], places, desk), -place))
        subject, title = rows.pop(place)
        self.used.add(title.format(town=town))
        for each in places:
            self.worth.pop(subject.advice[each].department, None)
        return Matter(subject, town, title.format(town=town))

    def worth_of(self, subject, places, desk):
        if desk:
            return [advice.department for advice in subject.advice].count(desk)
        return sum(self.worth.get(department, 0) for department in {subject.advice[each].department for each in places})
