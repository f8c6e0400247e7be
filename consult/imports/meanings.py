"""Words of a file that are not known here, asked about once for all the rows in which they stand."""

import re
from collections import Counter
from dataclasses import dataclass

from consult.imports.kinds import ImportColumn
from consult.imports.known import SEPARATORS, like
from consult.imports.readers import line, without_layout

# 城区 is said for 城区片区政协联络工委, 庙坝 for 庙坝镇, 经济 for 经济界.
LAYERS = re.compile(r"^县|政协|片区|联络|工作|委员会|工委|街道|办事处|[界镇乡局]$")
MOST_ASKED, LONGEST_WORD = 80, 60


@dataclass(frozen=True)
class Question:
    """A word in a column: in how many rows it stands, what it may mean, and what of that comes nearest."""

    column: ImportColumn
    typed: str
    rows: int
    offered: list
    nearest: str

    @property
    def name(self):
        return f"{self.column.name}:{self.typed}"


def as_meant(raw, meanings):
    """A cell with the words that were asked about replaced, whole or part by part."""
    if not meanings:
        return raw
    words = line(raw, {})
    parts = [part.strip() for part in SEPARATORS.split(str(raw))]
    if words in meanings:
        return meanings[words]
    return "、".join(meanings.get(part, part) for part in parts) if meanings.keys() & set(parts) else raw


def questions(kind, found):
    """What to ask about the words that no row could be read for, the most frequent first."""
    unknown = (pair for row in found.rows for pair in row.get("unknown", {}).items())
    asked = Counter((name, typed) for name, typed in unknown if len(typed) <= LONGEST_WORD)
    tables = kind.tables() if asked else {}
    made = []
    for (name, typed), rows in asked.most_common(MOST_ASKED):
        column = kind.column(name)
        labels = getattr(column.read, "labels", None) or getattr(column.read, "labels_of_parts", None)
        if labels and (offered := labels(tables)):
            made.append(Question(column, typed, rows, offered, nearest(typed, offered)))
    return made


def nearest(typed, offered):
    """The one that is called so without the words that all of its kind bear, else the one spelt most like it."""
    alike = [one for one in offered if core_of(one) == core_of(typed)]
    return next(iter(alike or like(typed, offered)), "")


def core_of(words):
    return LAYERS.sub("", without_layout(words))


def answered(asked, posted):
    """The meanings that were chosen, as {column: {word: known words}}."""
    meanings = {}
    for question in asked:
        if (chosen := posted.get(question.name)) in question.offered:
            meanings.setdefault(question.column.name, {})[question.typed] = chosen
    return meanings
