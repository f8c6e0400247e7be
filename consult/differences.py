"""What differs between two texts, in pieces for a person to read, two lists, row by row, and two editors. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

UNITS = re.compile(r"[0-9A-Za-z.:%]+|.", re.DOTALL)
WORD_BREAKS, OTHER_BREAKS = "\x0b\x0c", "\r\n\x85\u2028\u2029"
BREAK = re.compile(f"\r\n|[{WORD_BREAKS}{OTHER_BREAKS}]")
SENTENCES = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
PAUSES = frozenset("，。、；：！？\n“”《》（）· ")
# Fewer characters kept between two changes are noise: the reader sees one change.
SHORTEST_KEPT = 3
LEAST_ALIKE = 0.35
# Comparing more pairs of characters takes seconds.
MOST_PAIRS = 1_000_000


class Kind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    kind: Kind
    text: str


def with_plain_breaks(text):
    """The text with one sign for each line break, whichever a browser or a file has sent."""
    return BREAK.sub("\n", text)


def pieces(old, new):
    """The two texts as pieces in their order: kept and removed ones join to the old text, kept and added to the new.

    Sentences that stay are never cut; changed ones are marked inside, or as a whole where little of them stays.
    """
    found = []
    for before, after in blocks(SENTENCES.findall(old), SENTENCES.findall(new)):
        found += [(before, after)] if before == after else within("".join(before), "".join(after))
    return written(found)


def blocks(old, new):
    """Two sequences as pairs of parts that follow each other: equal ones where the same, else what replaced what."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(old[start:end], new[begin:stop]) for _tag, start, end, begin, stop in matcher.get_opcodes()]


def within(old, new):
    """The pairs of a changed passage, character by character where enough of it stays."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return [(old, new)]
    units = UNITS.findall(old), UNITS.findall(new)
    found = cleaned([(before, after) for before, after in blocks(*units)])
    kept = sum(len("".join(before)) for before, after in found if before == after)
    return found if 2 * kept >= LEAST_ALIKE * (len(old) + len(new)) else [(old, new)]


def cleaned(pairs):
    """The pairs without crumbs kept between two changes, each change moved to where a pause precedes or ends it."""
    joined = []
    for place, (before, after) in enumerate(pairs):
        is_crumb = before == after and 0 < place < len(pairs) - 1 and is_noise(before)
        is_change = before != after or is_crumb
        if joined and is_change and joined[-1][2]:
            joined[-1] = (joined[-1][0] + before, joined[-1][1] + after, True)
        else:
            joined.append((before, after, is_change))
    return settled([(before, after) for before, after, _is_change in joined])


def is_noise(units):
    return len("".join(units)) < SHORTEST_KEPT and not PAUSES.intersection(units)


def settled(pairs):
    """The pairs with each pure addition or removal slid back, where it can be, to begin or end at a pause."""
    for place in range(1, len(pairs) - 1):
        (left, same), (before, after), (right, _same) = pairs[place - 1 : place + 2]
        change = before or after
        if left != same or (before and after):
            continue
        slid = best_slide(left, change)
        if slid:
            moved = change[-slid:] + change[:-slid]
            pairs[place - 1] = (left[:-slid],) * 2
            pairs[place] = (moved, after) if before else (before, moved)
            pairs[place + 1] = (left[-slid:] + right,) * 2
    return pairs


def best_slide(left, change):
    """By how many units to move the change to the left to begin after a pause or end with one; 0 for none."""
    longest = 0
    while longest < min(len(left), len(change)) and left[-1 - longest] == change[-1 - longest]:
        longest += 1
    both = [*left, *change]
    for slid in range(longest + 1):
        before = left[len(left) - slid - 1 : len(left) - slid]
        if not before or before[0] in PAUSES or both[-1 - slid] in PAUSES:
            return slid
    return 0


def written(pairs):
    """The pairs as pieces, neighbours of one kind joined, each removal before the addition beside it."""
    found = []
    for before, after in (("".join(before), "".join(after)) for before, after in pairs):
        if before == after:
            new = [Piece(Kind.KEPT, before)]
        else:
            new = [Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after)]
        for piece in new:
            if piece.text and found and found[-1].kind == piece.kind:
                found[-1] = Piece(piece.kind, found[-1].text + piece.text)
            elif piece.text:
                found.append(piece)
    return found


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


@dataclass(frozen=True)
class Difference:
    label: str
    mine: str
    stored: str

    @property
    def before(self):
        return self.stored

    @property
    def after(self):
        return self.mine


def differing(texts):
    """What differs of texts as (label, mine, stored); a browser's own signs for line breaks are no difference."""
    rows = [Difference(label, *map(with_plain_breaks, both)) for label, *both in texts]
    return [row for row in rows if row.mine != row.stored]
