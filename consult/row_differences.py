"""What differs between two lists, row by row. Pure."""

from difflib import SequenceMatcher
from typing import NamedTuple

from consult.differences import blocks


class Row(NamedTuple):
    """A row of a list before and after; None where it was added or removed."""

    before: str | None
    after: str | None


def rows(old, new):
    """Two lists of words row by row, in order; a row replaced by a like one is one changed row."""
    found = []
    for before, after in blocks(list(old), list(new)):
        found += map(Row, before, after) if before == after else replaced(before, after)
    return found


def replaced(before, after):
    """The rows between two that stay: likest neighbours paired in order, the others removed and added."""
    found, begin = [], 0
    for row in before:
        partner = next((place for place in range(begin, len(after)) if are_alike(row, after[place])), None)
        if partner is None:
            found.append(Row(row, None))
        else:
            found += [Row(None, added) for added in after[begin:partner]]
            found.append(Row(row, after[partner]))
            begin = partner + 1
    return found + [Row(None, added) for added in after[begin:]]


def are_alike(one, other):
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.5
