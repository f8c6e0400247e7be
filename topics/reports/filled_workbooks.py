"""Workbooks that come back filled in: read safely, row by row, each cell as the value that it means."""

import dataclasses

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.imports.opening import opened
from consult.imports.readers import day, in_each_language, words_of
from topics.reports.fillable_workbooks import CHOICE, DAY, KEY

MOST_ROWS = 500
NOT_OURS = gettext_lazy("This is not the workbook that was downloaded here: its column “%(label)s” is missing.")


class RowResult(TextChoices):
    """What becomes of a row once all are carried out."""

    LEFT_OUT = "left_out", gettext_lazy("not filled in or not changed")
    SENT = "sent", gettext_lazy("is answered")
    SUBMITTED = "submitted", gettext_lazy("is submitted")
    SAVED = "saved", gettext_lazy("is saved")


@dataclasses.dataclass
class FilledRow:
    """A row: its number in the workbook, its code, the values by field, and what could not be understood."""

    number: int
    key: str
    values: dict
    errors: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class RowOfRecord(FilledRow):
    """A row with the record that its code names, how that stood at the download, and what will become of the row."""

    record: Model | None = None
    seen: int | str = ""
    becomes: str = ""

    @classmethod
    def on(cls, filled, record, seen):
        return cls(**vars(filled) | {"errors": list(filled.errors)}, record=record, seen=seen)


def read_filled(file, fields):
    """The rows below the head that have a code or anything filled in; ValidationError in words for another file."""
    key = next(field for field in fields if field.kind == KEY)
    sheet = opened(file, lambda cells: stands_in(cells, key) is not None)
    if sheet is None:
        raise ValidationError(NOT_OURS % {"label": key.label})
    lines = iter(sheet.lines)
    head = next(cells for _number, cells in lines if stands_in(cells, key) is not None)
    places = places_of(head, fields)
    rows = [row for number, cells in lines if (row := row_of(number, cells, places, fields))]
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("The workbook has more than %(most)d rows.") % {"most": MOST_ROWS})
    return rows


def stands_in(cells, field):
    """The place of the field's column in a line of heads, or None."""
    words = in_each_language(field.label)
    return next((place for place, cell in enumerate(cells) if plain(cell) in words), None)


def places_of(head, fields):
    """Where each field stands; a workbook that lacks one that is to be filled in is refused."""
    found = {field.name: stands_in(head, field) for field in fields}
    for field in fields:
        if field.is_open and found[field.name] is None:
            raise ValidationError(NOT_OURS % {"label": field.label})
    return found


def row_of(number, cells, places, fields):
    """The row, None where nothing stands in it."""
    own = [field for field in fields if field.kind == KEY or field.is_open]
    raw = {field.name: dict(enumerate(cells)).get(places[field.name]) for field in own}
    if not any(plain(value) for value in raw.values()):
        return None
    key, *filled = own
    row = FilledRow(number, plain(raw[key.name]), {})
    for field in filled:
        row.values[field.name] = meant(field, raw[field.name], row)
    return row


def meant(field, value, row):
    """What the cell means; a text that means nothing of its kind is kept and named as an error."""
    words = plain(value)
    if isinstance(value, dict):
        row.errors.append((field.label, _("This formula has no result; write the value itself.")))
    elif field.kind == CHOICE and words:
        found = next((key for key, label in field.choices if words.casefold() in ways_to_say(key, label)), None)
        if found is None:
            labels = "、".join(str(label) for _key, label in field.choices)
            row.errors.append((field.label, _("“%(words)s” is none of: %(labels)s.") % cut(words, labels=labels)))
        return found or words
    elif field.kind == DAY and words:
        try:
            return day(value, None).isoformat()
        except ValidationError:
            row.errors.append((field.label, _("“%(words)s” is no day; enter it like 2026-03-31.") % cut(words)))
    return words


def ways_to_say(key, label):
    """How people write a choice: as the list in the cell offers it, by its code alone, or without the code."""
    offered = in_each_language(label)
    return {words.casefold() for words in (key, *offered, *(one.removeprefix(f"{key} ") for one in offered))}


def cut(words, **others):
    return {"words": words[:40]} | others


def plain(value):
    """The cell as text; none where it is empty or only the mark of a formula."""
    return "" if value is None or isinstance(value, dict) else words_of(value)
