"""What a file leaves open, asked once for all its rows: words that are not known here, columns missing or doubled."""

import re
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter

from consult.imports.kinds import ImportColumn
from consult.imports.known import SEPARATORS, like
from consult.imports.readers import line, without_layout
from consult.imports.table import is_blank
from consult.models import Import

# 城区 is said for 城区片区政协联络工委, 庙坝 for 庙坝镇, 经济 for 经济界.
LAYERS = re.compile(r"^县|政协|片区|联络|工作|委员会|工委|街道|办事处|[界镇乡局]$")
MOST_ASKED, LONGEST_WORD, LONGEST_EXAMPLE = 80, 60, 20


@dataclass(frozen=True)
class Question:
    """A word in a column: in how many rows it stands, what it may mean, and what of that comes nearest or was said.

    One about the column itself has no word, but what is `shown` of it.
    """

    column: ImportColumn
    typed: str
    rows: int
    offered: list
    nearest: str
    is_answered: bool = False
    shown: str = ""

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


def nearest(typed, offered):
    """The one that is called so without the words that all of its kind bear, else the one spelt most like it."""
    return called_so(typed, offered) or next(iter(like(typed, offered)), "")


def called_so(typed, offered):
    """The one that is called so but for those words; else none."""
    return next((one for one in offered if core_of(one) == core_of(typed)), "")


def core_of(words):
    return LAYERS.sub("", without_layout(words))


def questions(kind, found):
    """What to ask before the file can be read: about its columns, then about words, the most frequent first."""
    open_columns = [one for one in about_columns(kind, found) if not one.is_answered]
    return open_columns + unknown_words(kind, found)


def unknown_words(kind, found):
    unknown = [pair for row in found.rows for pair in row.get("unknown", {}).items()]
    asked = Counter((name, typed) for name, words in unknown for typed in words)
    return about_words(kind.columns, asked, kind.tables() if asked else {})


def about_words(columns, asked, tables, said=None, guess=nearest):
    """Questions about words of columns, as {(name, word): rows}, each beginning with what was `said`, or a guess."""
    by_name, said, made = {column.name: column for column in columns}, said or {}, []
    asked = Counter({pair: rows for pair, rows in asked.items() if len(pair[1]) <= LONGEST_WORD})
    for (name, typed), rows in asked.most_common(MOST_ASKED):
        if offered := offered_for(by_name[name], typed, tables):
            meant = said.get(typed)
            best = meant if meant in offered else guess(typed, offered)
            made.append(Question(by_name[name], typed, rows, offered, best))
    return made


def answers(kind, found):
    """The same questions about what was read as it was said before, each with that; of columns for this file alone."""
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
    settled = [one for one in about_columns(kind, found) if one.is_answered]
    return settled + sorted(made, key=lambda one: -one.rows)


def about_columns(kind, found):
    """Questions about columns: which of two that say the same is read, and what a missing one says of all new rows."""
    table, made = found.table, []
    doubled, whole = table.get("doubled", {}), table.get("whole", {})
    for name, places in doubled.items():
        offered = [f"{called(found, place)} {example(found, place)}".strip() for place in places]
        rows = sum(any(not is_blank(row["raw"][place]) for place in places) for row in found.rows)
        shown = "、".join(dict.fromkeys(line(table["headings"][place], {}) for place in places))
        chosen = table["places"].get(name)
        best = offered[0 if chosen is None else places.index(chosen)]
        made.append(Question(kind.column(name), "", rows, offered, best, chosen is not None, shown))
    missing = [
        column
        for column in kind.columns
        if column.required and hasattr(column.read, "labels") and column.name not in table["places"] | doubled
    ]
    tables = kind.tables() if missing else {}
    for column in missing:
        said = whole.get(column.name, "")
        rows = sum(column.name in row["said" if said else "wrong"] for row in found.rows)
        offered, shown = column.read.labels(tables), _("(no such column)")
        if rows:
            made.append(Question(column, "", rows, offered, said, bool(said), shown))
    return made


def called(found, place):
    return f"{get_column_letter(place + 1)} {line(found.table['headings'][place], {})}"


def example(found, place):
    """What stands first in a column, by which it is told from others that are headed alike."""
    said = next((line(row["raw"][place], {}) for row in found.rows if not is_blank(row["raw"][place])), "")
    return said[:LONGEST_EXAMPLE]


def left_aside(found):
    """The columns that were not chosen among those that say the same."""
    doubled, places = found.table.get("doubled", {}), found.table["places"]
    return [called(found, at) for name, both in doubled.items() if name in places for at in both if at != places[name]]


def offered_for(column, typed, tables):
    if hasattr(column.read, "meanings_of"):
        return column.read.meanings_of(typed)
    labels = getattr(column.read, "labels", None) or getattr(column.read, "labels_of_parts", None)
    return labels(tables) if labels else []


def take(kind, table, chosen):
    """Puts into the table of a file what was chosen, as `answered` gives it; what was said of a word is handed on."""
    for name, said in chosen.items():
        said = dict(said)
        if (whole := said.pop("", None)) is not None:
            take_column(table, name, whole)
        if said:
            told = table.setdefault("said", {}).setdefault(kind.thing(kind.column(name)), {})
            told |= said
            held = table.setdefault("meanings", {}).get(name, {}) | said
            table["meanings"][name] = {word: meant for word, meant in held.items() if meant}


def take_column(table, name, chosen):
    """What was chosen for a column as a whole, for this file alone."""
    places = table.get("doubled", {}).get(name)
    held = table["places"] if places else table.setdefault("whole", {})
    held.pop(name, None)
    if chosen:
        letter = chosen.partition(" ")[0]
        held[name] = column_index_from_string(letter) - 1 if places else chosen


def said_so_far():
    """What words were said to mean in the imports that stand, by what they name: {thing: {word: known words}}.

    What was said last holds; none, where it was to be forgotten.
    """
    standing = Import.objects.filter(state=Import.State.CARRIED_OUT, table__has_key="said")
    found = {}
    for told in standing.order_by("carried_out_at", "pk").values_list("table__said", flat=True):
        for thing, words in told.items():
            found[thing] = found.get(thing, {}) | words
    return found


def remembered(kind):
    """What was said so far of the words in the columns of a kind, in whichever kind, as far as it is still known."""
    told = said_so_far()
    said = {column.name: told[thing] for column in kind.columns if (thing := kind.thing(column)) in told}
    tables = kind.tables() if said else {}
    return {
        name: {word: meant for word, meant in words.items() if is_readable(kind.column(name), meant, tables)}
        for name, words in said.items()
    }


def is_readable(column, words, tables):
    try:
        return bool(words) and column.read(words, tables) is not None
    except ValidationError:
        return False


def answered(asked, posted):
    """What was chosen, as {column: {word: known words}}; no word for the column, none to forget what was said."""
    meanings = {}
    for question in asked:
        if (chosen := posted.get(question.name)) in (question.offered + [""] * question.is_answered):
            meanings.setdefault(question.column.name, {})[question.typed] = chosen
    return meanings
