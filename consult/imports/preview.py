"""What an import would do, row by row, before anything is done."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.imports.known import Unknown, called_otherwise
from consult.imports.meanings import as_meant
from consult.imports.table import is_blank

NEW, CHANGED, SAME, ERROR = "new", "changed", "same", "error"
STATES = (NEW, CHANGED, SAME, ERROR)


@dataclass
class Row:
    """A row of the file: the record it found, the values that would be saved, what is wrong by column, what to note."""

    number: int
    raw: list
    key: object = None
    record: object = None
    values: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    wrong: dict = field(default_factory=dict)
    unknown: dict = field(default_factory=dict)
    note: str = ""

    @property
    def state(self):
        if self.wrong:
            return ERROR
        if self.record is None:
            return NEW
        return CHANGED if self.values else SAME

    @property
    def title(self):
        return str(self.record or self.values.get("name") or "")

    def refuse(self, name, words):
        """Puts down what is wrong with a cell, which then says nothing."""
        self.wrong[name] = words
        self.said.pop(name, None)

    def as_json(self):
        return {
            "line": self.number,
            "state": self.state,
            "key": self.key or "",
            "title": "" if self.title == self.key else self.title,
            "said": self.said,
            "wrong": self.wrong,
            "unknown": self.unknown,
            "note": self.note,
            "raw": self.raw,
        }


def previewed(kind, table, lines):
    """The rows of a table: each new, changed, same or wrong; looked up together, not one by one.

    `table` says where the columns are, and what was said of the words and columns of the file.
    """
    places = table["places"]
    told = {"meanings": {}, "file": "", "doubled": {}, "whole": {}}
    tables = kind.tables() | told | {name: table[name] for name in told.keys() & table.keys()}
    rows = [keyed(kind, places, number, raw, tables) for number, raw in lines]
    kind.look_over([row.key for row in rows if row.key is not None], tables)
    records = kind.records({row.key for row in rows if row.key is not None})
    for row in rows:
        row.record = records.get(row.key)
    refuse_doubles(kind, rows)
    for row in rows:
        fill(kind, places, row, tables)
    kind.look_over_rows(rows)
    return rows


def keyed(kind, places, number, raw, tables):
    row = Row(number, raw)
    row.key = read(kind.column(kind.key), raw[places[kind.key]], tables, row)
    if row.key is None and kind.key not in row.wrong:
        row.wrong[kind.key] = _("Needed: by it a row finds its record.")
    return row


def read(column, raw, tables, row):
    """The value of a cell; None for an empty one and for one that is wrong, which is put down."""
    if is_blank(raw):
        return None
    if isinstance(raw, dict):
        row.wrong[column.name] = unreadable(raw)
        return None
    try:
        return column.read(as_meant(raw, tables["meanings"].get(column.name, {})), tables)
    except ValidationError as error:
        row.wrong[column.name] = " ".join(error.messages)
        if isinstance(error, Unknown):
            row.unknown[column.name] = list(error.typed)
        return None


def unreadable(raw):
    if raw["is"] == "error":
        return _("The cell shows the error %(value)s; write the value itself.") % {"value": raw["value"]}
    return _("The formula has no result in the file; copy the column and paste it as values.")


def refuse_doubles(kind, rows):
    by_key = defaultdict(list)
    for row in rows:
        if row.key is not None:
            by_key[row.record or row.key].append(row)
    for same in (same for same in by_key.values() if len(same) > 1):
        lines = "、".join(str(row.number) for row in same)
        for row in same:
            row.wrong[kind.key] = _("In the file more than once: rows %(lines)s. Keep one of them.") % {"lines": lines}


def fill(kind, places, row, tables):
    """Reads the row against what is stored: a cell that says the same changes nothing, nor does an empty one."""
    held, renamed = kind.held(row.record) if row.record else {}, list(called_otherwise(row.key, row.record))
    for name, place in places.items():
        column, raw = kind.column(name), row.raw[place]
        if name == kind.key or is_blank(raw):
            continue
        if name in held and not isinstance(raw, dict) and kind.is_said(column, raw, row.record, held[name]):
            continue
        value = read(column, raw, tables, row)
        renamed += called_otherwise(raw, value)
        if value is not None and not (name in held and column.said(value) == column.said(held[name])):
            row.values[name] = value
    for name, doubled in tables["doubled"].items():
        if name not in places and not all(is_blank(row.raw[place]) for place in doubled):
            row.wrong[name] = _(
                "Several columns say this: choose in the preview which one is read, or head them otherwise."
            )
    if row.record is None:
        row.values[kind.key] = row.key
        by_file = [column.name for column in kind.columns if column.told_by_file and column.name not in places]
        row.values |= dict.fromkeys(by_file, tables["file"])
        row.values |= {name: read(kind.column(name), said, tables, row) for name, said in tables["whole"].items()}
        refuse_gaps(kind, row, places | tables["doubled"])
    if row.record is None or row.values:
        row.wrong = kind.settle(row.record, row.values, tables) | kind.invalid(row.record, row.values) | row.wrong
        renamed.append(kind.note(row.record, row.values, tables))
    row.note = " ".join(filter(None, renamed))
    row.said = {
        name: [kind.column(name).shown(held.get(name)), kind.column(name).said(value)]
        for name, value in row.values.items()
        if name not in row.wrong
    }


def refuse_gaps(kind, row, places):
    for column in kind.columns:
        if column.required and column.name not in row.wrong and row.values.get(column.name) is None:
            row.wrong[column.name] = _("Needed for a new record.") if column.name in places else lacking(column)


def lacking(column):
    """A column that the file has not, or heads in words that are not known."""
    known = "、".join(f"“{words}”" for words in (str(column.label), *column.aliases[:2]))
    return _("Needed for a new record, and no column was found for it: head it %(known)s.") % {"known": known}


def counted(rows):
    """How many rows there are of each state; they add up to all."""
    numbers = Counter(row.state for row in rows)
    return {state: numbers[state] for state in STATES}
