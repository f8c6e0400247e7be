"""The table in a sheet: its head below merged titles, known by the usual names of the columns, and its rows."""

from dataclasses import dataclass
from itertools import chain, zip_longest

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from consult.imports.kinds import headings_of
from consult.imports.opening import HEAD_LINES, opened
from consult.imports.readers import ERRORS, in_each_language, is_foot, is_section, words_of
from consult.lists.columns import NOTHING

MOST_QUOTED = 60


@dataclass(frozen=True)
class Table:
    """`places` has the place of each column found; `lines` are the rows with their numbers, in all their columns.

    `doubled` has the places of those that several headings say; which of them is read is asked. `hidden` are the
    numbers of rows that the file hides, which are read like any other, `others` the sheets that are not.
    `feet` are totals, remarks and headings between the rows, which are none: the words of each by its number.
    """

    sheet: str
    headings: list
    places: dict
    doubled: dict
    lines: list
    head: int
    feet: dict
    ended_at: int | None = None
    hidden: tuple = ()
    others: tuple = ()

    @property
    def ignored(self):
        """The headings that mean nothing here, but for that of the errors of an earlier marking."""
        known, errors = {*self.places.values(), *chain(*self.doubled.values())}, in_each_language(ERRORS)
        return [
            words for place, words in enumerate(self.headings) if words and place not in known and words not in errors
        ]


def cell_named(places, name, line):
    """What a spreadsheet program calls the cell of a column in a line; empty where the file lacks the column."""
    return f"{get_column_letter(places[name] + 1)}{line}" if name in places else ""


def read_table(file, kind):
    """The table of the kind in the first visible sheet that has one; else ValidationError, in words."""
    known = {heading: column.name for column in kind.columns for heading in column.headings()}

    fewest = min(2, sum(column.required for column in kind.columns))

    nearest = []

    def columns_in(values):
        found = [column_of(value, known) for value in values]
        nearest[:] = max(nearest, [set(found) - {None}, values], key=lambda row: len(row[0]) if row else 0)
        return found if kind.key in found and len(set(found) - {None}) >= fewest else []

    sheet = opened(file, columns_in)
    if sheet is None:
        raise ValidationError(no_head(kind, *nearest))
    # A title above may be the name of a column too: the head has more in it.
    likeness = [
        (len(set(columns_in(row))), sum(cell is not None for cell in row)) for _at, row in sheet.lines[:HEAD_LINES]
    ]
    head = likeness.index(max(likeness))
    number, values = sheet.lines[head]
    headings = words_in(values)
    while divided := divided_head(sheet.lines[head + 1 : head + 2], number, headings, known, kind):
        head, number, headings = head + 1, number + 1, divided
    found = places_of([column_of(words, known) for words in headings], headings, known)
    places = {name: at[0] for name, at in found.items() if len(at) == 1}
    if kind.key not in places:
        raise ValidationError(two_keys(headings, found[kind.key]))
    lines = [
        (at, [*row, *[None] * len(headings)][: len(headings)])
        for at, row in sheet.lines[head + 1 :]
        if any(place < len(row) and not is_blank(row[place]) for place in chain(*found.values()))
    ]
    feet = {at: words for at, row in lines if (words := foot_in(row, places[kind.key]) or head_in(row, headings))}
    lines = [(at, row) for at, row in lines if at not in feet]
    if not lines:
        raise ValidationError(_("There is no row below the headings."))
    if len(lines) > kind.most:
        raise ValidationError(_("The sheet has more than %d rows. Divide it into several files.") % kind.most)
    doubled = {name: at for name, at in found.items() if name not in places}
    hidden = [at for at in sheet.hidden if at in dict(lines)]
    return Table(sheet.name, headings, places, doubled, lines, number, feet, sheet.ended_at, hidden, sheet.others)


def column_of(heading, known):
    return next((known[words] for words in headings_of(heading) if words in known), None)


def divided_head(below, number, headings, known, kind):
    """The headings with those of a second line, that divides 联系方式 into 办公电话 and 手机; None without one."""
    for at, values in below:
        pairs = list(zip_longest(headings, words_in(values), fillvalue=""))
        new = [low for high, low in pairs if low not in ("", high)]
        is_record = any(low not in ("", high) for high, low in pairs if column_of(high, known) == kind.key)
        if at == number + 1 and not is_record and any(column_of(low, known) for low in new):
            return [low or high for high, low in pairs]
    return None


def words_in(values):
    """The headings in a row, up to the last one."""
    headings = ["" if value is None else str(value).strip() for value in values]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def foot_in(row, key_place):
    """The words that say that a row is a total, a remark or a heading over rows, first or as the key; else nothing."""
    first, *more = [cell for cell in row if not is_blank(cell)]
    if not more and is_section(first):
        return words_of(first)
    return next((words_of(cell) for cell in (first, row[key_place]) if is_foot(cell)), "")


def head_in(row, headings):
    """The words of a head that is repeated, as on each page of a print; else nothing."""
    said = [words_of(cell) for cell in row if not is_blank(cell)]
    return said[0] if len(said) > 1 and said == [words for words in headings if words] else ""


def is_blank(raw):
    return raw is None or isinstance(raw, str) and raw.strip().strip("\u3000\xa0") in ("", NOTHING)


def places_of(found, headings, known):
    """The places of each column; a heading that says it outright goes before one that does so but for its brackets."""
    outright = {place for place, words in enumerate(headings) if headings_of(words)[0] in known}
    places = {name: [] for name in found if name}
    for place, name in enumerate(found):
        if name:
            places[name].append(place)
    return {name: [place for place in at if place in outright] or at for name, at in places.items()}


def two_keys(headings, places):
    first, second, *_more = places
    words = _(
        "Two columns say the same: “%(one)s” (%(first)s) and “%(other)s” (%(second)s). Delete one of them, or "
        "head it otherwise."
    )
    return words % {
        "one": headings[first],
        "first": get_column_letter(first + 1),
        "other": headings[second],
        "second": get_column_letter(second + 1),
    }


def no_head(kind, found=(), values=()):
    needed = _(", ").join(str(column.label) for column in kind.columns if column.required)
    words = _(
        "No row of headings was found among the first %(lines)d lines of a visible sheet. Needed are: %(needed)s."
    )
    told = [words % {"lines": HEAD_LINES, "needed": needed}]
    if found:
        needs = [column for column in kind.columns if column.required and not column.told_by_file]
        lacks = [column for column in needs if column.name not in found]
        lacking = _(", ").join(str(column.label) for column in lacks)
        row = Truncator("、".join(str(value).strip() for value in values if value is not None)).chars(MOST_QUOTED)
        told.append(_("Nearest comes the row “%(row)s”; it lacks: %(lacking)s.") % {"row": row, "lacking": lacking})
        told += [str(column.absent) for column in lacks if column.absent]
    return " ".join(told)
