"""Readers of cells that name something known: a choice or a record; else the error offers what would be right."""

import re
from collections import defaultdict
from difflib import get_close_matches
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.imports.readers import in_each_language, line, person, words_of
from consult.models.names import FormerNames

SEPARATORS = re.compile(r"[、,，;；/\n]+")
MOST_OFFERED, FEW, MANY = 3, 8, 16


class Unknown(ValidationError):
    """The error of a cell in which each of the words `typed` names nothing that is known."""

    def __init__(self, message, *typed):
        super().__init__(message)
        self.typed = typed


def by_every_name(records, first_alone=False):
    """The records by their names, `first_alone` or all: a present one goes before a former one, one of two none."""
    which = slice(1) if first_alone else slice(None)
    now = {name: record for record in records for name in record.names_on(None)[which]}
    formerly = defaultdict(set)
    for record in records:
        for _until, names in record.formerly:
            for name in names[which]:
                formerly[name].add(record)
    return {name: found.pop() for name, found in formerly.items() if len(found) == 1} | now


def called_otherwise(raw, found):
    """In words how that is called now which a cell names by a former name; `found` is what the cell was read as."""
    words = words_of(raw)
    parts = {text(part, {}) for part in (words, *SEPARATORS.split(words), *words.split()) for text in (line, person)}
    for record in found if isinstance(found, list) else [found]:
        if isinstance(record, FormerNames) and not parts.intersection(record.names_on(None)):
            said = [name for _until, names in record.formerly for name in names if name in parts]
            yield from (
                _("“%(former)s” is called %(name)s now.") % {"former": name, "name": record} for name in said[:1]
            )


def choice(choices, **aliases):
    """One of a field's choices by its label in either language; `aliases` name a choice by other words too."""

    @cache
    def known():
        labels = {words: key for key, label in choices for words in in_each_language(label)}
        return {key: key for key, _label in choices} | labels | aliases

    def read(raw, tables):
        words = line(raw, tables)
        if words not in known():
            near = [known()[one] for one in like(words, known())]
            raise refused(words, [str(label) for key, label in choices if key in near], read.labels(tables), MANY)
        return known()[words]

    read.labels = lambda tables: [str(label) for _key, label in choices]
    read.said = lambda value: str(dict(choices)[value])
    return read


def one_of(table):
    """One of the records of a looked-up table {words: record}."""

    def read(raw, tables):
        words, known = line(raw, tables), tables[table]
        if words not in known:
            raise unknown(words, known)
        return known[words]

    read.labels = lambda tables: list(dict.fromkeys(str(record) for record in tables[table].values()))
    read.thing = table
    return read


def several_of(table):
    """Some of the records of a looked-up table, parted by 、 or a comma, or by blanks where each is known."""

    def read(raw, tables):
        known = tables[table]
        parts = [part for part in SEPARATORS.split(words_of(raw)) if part.strip()]
        names = [line(name, tables) for part in parts for name in names_in(part, known)]
        refuse([unknown(name, known) for name in names if name not in known])
        return list(dict.fromkeys(known[name] for name in names))

    read.labels_of_parts, read.thing = one_of(table).labels, table
    return read


def refuse(wrong):
    """Raises one error for all the words of a cell that are not known."""
    if wrong:
        raise Unknown(
            " ".join(words for error in wrong for words in error.messages),
            *(one for error in wrong for one in error.typed),
        )


def names_in(part, known):
    pieces = part.split()
    return pieces if all(piece in known for piece in pieces) else [part]


def like(words, known):
    """Those that hold the words, else those spelt like them."""
    return [one for one in known if words in one][:MOST_OFFERED] or get_close_matches(words, known, MOST_OFFERED, 0.5)


def unknown(words, known):
    return refused(words, like(words, known), list(known))


def refused(words, near, known, few=FEW):
    """The error of a cell whose words are none of the known ones: it offers those near, else all of a `few`."""
    if not known:
        return Unknown(_("“%(typed)s” is not known here.") % {"typed": words}, words)
    offered = near or known[: MOST_OFFERED if len(known) > few else few]
    told = {"typed": words, "offered": _(" or ").join(f"“{one}”" for one in offered)}
    if not near and len(known) > few:
        return Unknown(_("“%(typed)s” is not known here; write a known one, like %(offered)s.") % told, words)
    return Unknown(_("“%(typed)s” is not known here; write %(offered)s.") % told, words)
