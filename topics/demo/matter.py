"""What the demo's topics are about: one file of subjects per category, all of it invented."""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

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
    """Hands out matters, none twice; the first titles of all subjects come before the second ones."""

    def __init__(self, seed):
        rng = random.Random(f"{seed}/matters")
        self.local, self.countywide = [], []
        found = subjects()
        for number in range(max(len(subject.titles) for subject in found)):
            round_of = [(subject, subject.titles[number]) for subject in found if number < len(subject.titles)]
            rng.shuffle(round_of)
            for subject, title in round_of:
                (self.countywide if subject.is_countywide else self.local).append((subject, title))
        self.unanswered = {advice.department for subject in found for advice in subject.advice}

    def take(self, town="", spread=False):
        """The next matter, for the township or county-wide; with `spread` one for departments not yet asked."""
        rows = self.local if town and self.local or not self.countywide else self.countywide
        place = (
            max(range(len(rows)), key=lambda number: (self.new_departments(rows[number][0]), -number)) if spread else 0
        )
        subject, title = rows.pop(place)
        if spread:
            self.unanswered -= {advice.department for advice in subject.advice}
        return Matter(subject, town or "全县", title.format(town=town or "全县"))

    def new_departments(self, subject):
        return len(self.unanswered & {advice.department for advice in subject.advice})
