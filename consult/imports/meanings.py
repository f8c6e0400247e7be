"""Words of a file that are not known here, asked about once for all the rows in which they stand."""

import re
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from consult.imports.kinds import ImportColumn
from consult.imports.known import SEPARATORS, like
from consult.imports.readers import line, without_layout
from consult.models import Import

# 城区 is said for 城区片区政协联络工委, 庙坝 for 庙坝镇, 经济 for 经济界.
LAYERS = re.compile(r"^县|政协|片区|联络|工作|委员会|工委|街道|办事处|[界镇乡局]$")
MOST_ASKED, LONGEST_WORD = 80, 60


@dataclass(frozen=True)
class Question:
    """A word in a column: in how many rows it stands, what it may mean, and what of that comes nearest or was said."""

    column: ImportColumn
    typed: str
    rows: int
    offered: list
    nearest: str
    is_answered: bool = False

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
    unknown = [pair for row in found.rows for pair in row.get("unknown", {}).items()]
    asked = Counter((name, typed) for name, words in unknown for typed in words if len(typed) <= LONGEST_WORD)
    tables = kind.tables() if asked else {}
    made = []
    for (name, typed), rows in asked.most_common(MOST_ASKED):
        if offered := offered_for(kind.column(name), typed, tables):
            made.append(Question(kind.column(name), typed, rows, offered, nearest(typed, offered)))
    return made


def answers(kind, found):
    """The same questions about the words that were read by a meaning said before, each with that meaning."""
    meanings, places = found.table.get("meanings", {}), found.table["places"]
    tables = kind.tables() if any(meanings.values()) else {}
    made = []
    told = [(name, *pair) for name in meanings.keys() & places.keys() for pair in meanings[name].items()]
    for name, typed, meant in told:
        cells = (row["raw"][places[name]] for row in found.rows)
        rows = sum(isinstance(raw, str) and as_meant(raw, {typed: meant}) != raw for raw in cells)
        offered = offered_for(kind.column(name), typed, tables)
        if rows and meant in offered:
            made.append(Question(kind.column(name), typed, rows, offered, meant, is_answered=True))
    return sorted(made, key=lambda one: -one.rows)


def offered_for(column, typed, tables):
    if hasattr(column.read, "meanings_of"):
        return column.read.meanings_of(typed)
    labels = getattr(column.read, "labels", None) or getattr(column.read, "labels_of_parts", None)
    return labels(tables) if labels else []


def remembered(kind):
    """The meanings that stood with the last import of the kind that was carried out, as far as they are still known."""
    last = Import.objects.filter(kind=kind.slug, state=Import.State.CARRIED_OUT).only("table").first()
    said = last.table.get("meanings", {}) if last else {}
    tables = kind.tables() if any(said.values()) else {}
    return {
        name: {word: meant for word, meant in words.items() if is_readable(kind.column(name), meant, tables)}
        for name, words in said.items()
    }


def is_readable(column, words, tables):
    try:
        column.read(words, tables)
    except ValidationError:
        return False
    return True


def nearest(typed, offered):
    """The one that is called so without the words that all of its kind bear, else the one spelt most like it."""
    alike = [one for one in offered if core_of(one) == core_of(typed)]
    return next(iter(alike or like(typed, offered)), "")


def core_of(words):
    return LAYERS.sub("", without_layout(words))


def answered(asked, posted):
    """The meanings that were chosen, as {column: {word: known words}}; none for a word that is to be forgotten."""
    meanings = {}
    for question in asked:
        if (chosen := posted.get(question.name)) in (question.offered + [""] * question.is_answered):
            meanings.setdefault(question.column.name, {})[question.typed] = chosen
    return meanings
