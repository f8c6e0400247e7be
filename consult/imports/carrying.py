"""A file brought in, carried out as a whole or not at all."""

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.exceptions import Conflict
from consult.files.names import safe_name
from consult.files.storage import checksum_of
from consult.imports.kinds import kinds
from consult.imports.meanings import remembered, take
from consult.imports.preview import CHANGED, ERROR, NEW, counted, previewed
from consult.imports.table import read_table
from consult.models import Import
from consult.punctuation import labelled

KEPT_NAMES = ("former_names", "renamed_on")


def bring_in(kind, file, by):
    """The import with the preview of its rows; nothing of the records is touched. Else ValidationError, in words."""
    table = read_table(file, kind)
    named = {"places": table.places, "doubled": table.doubled, "file": PurePosixPath(safe_name(file.name)).stem}
    named["meanings"] = remembered(kind)
    rows = previewed(kind, named, table.lines)
    is_returned = any(row.wrong for row in rows) and table.sheet
    return Import.objects.create(
        kind=kind.slug,
        file_name=safe_name(file.name),
        checksum=checksum_of(file),
        file=file if is_returned else "",
        table=named
        | {
            "sheet": table.sheet,
            "headings": table.headings,
            "ignored": table.ignored,
            "head": table.head,
            "ended_at": table.ended_at,
            "feet": list(table.feet.items()),
            "hidden": len(table.hidden),
            "others": list(table.others),
        },
        made_by=by,
        by_name=str(by),
        **kept(kind, rows),
    )


def kept(kind, rows):
    """The fields of an import that hold its rows."""
    return {"rows": [as_kept(kind, row) for row in rows], "counts": counted(rows)}


def read_again(kind, found):
    return previewed(kind, found.table, [(row["line"], row["raw"]) for row in found.rows])


def as_kept(kind, row):
    return row.as_json() | {"traces": kind.traces(row.record) if row.record else None}


def outcome_of(kept_row):
    """What a row would do, apart from the language in which it is told."""
    return [kept_row[name] for name in ("line", "state", "key", "traces")] + [sorted(kept_row["said"])]


def locked(pk, state):
    """The import as it is now, while no other is carried out or undone; refused where somebody else was first."""
    list(Import.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    found = Import.objects.get(pk=pk)
    refuse_unless(found, state)
    kinds()[found.kind].hold()
    return found


def refuse_unless(found, state):
    if found.state != state:
        raise Conflict(_("This import is now “%(state)s”.") % {"state": found.get_state_display()}, record=found)


@transaction.atomic
def carry_out(pk, by, leaves_out_errors=False, renamed_on=None):
    """Saves every row, in one transaction; False where records changed meanwhile, so that the preview is another now.

    A new name holds from `renamed_on`; without a day it puts right a mistake, in past records too.

    Refused with ValidationError while a row is wrong, unless those are to be left out, with Conflict once it was
    carried out.
    """
    found = locked(pk, Import.State.PREVIEWED)
    kind = kinds()[found.kind]
    rows = read_again(kind, found)
    now_kept = kept(kind, rows)
    if [outcome_of(row) for row in now_kept["rows"]] != [outcome_of(row) for row in found.rows]:
        Import.objects.filter(pk=pk).update(**now_kept)
        return False
    has_errors = any(row.state == ERROR for row in rows)
    if has_errors and not leaves_out_errors:
        raise ValidationError(_("Rows are wrong; mend them in the file and bring it in again."))
    done = save_rows(kind, rows, by, renamed_on)
    Import.objects.filter(pk=pk).update(
        state=Import.State.CARRIED_OUT,
        file=found.file.name if has_errors else "",
        carried_out_at=timezone.now(),
        carried_out_by=str(by),
        rows=[row | {"met": row["traces"]} | done.get(row["line"], {}) for row in found.rows],
    )
    return True


@transaction.atomic
def take_meanings(pk, chosen):
    """Reads the rows anew with what was chosen for its words and columns, as `meanings.answered` gives it."""
    found = locked(pk, Import.State.PREVIEWED)
    kind = kinds()[found.kind]
    take(kind, found.table, chosen)
    Import.objects.filter(pk=pk).update(table=found.table, **kept(kind, read_again(kind, found)))


def save_rows(kind, rows, by, renamed_on):
    """Saves new and changed records; what their undoing needs to know, by line."""
    done = {}
    for row in (row for row in rows if row.state == CHANGED):
        named = {name: row.values[name] for name in kind.names if name in row.values}
        kept_names = KEPT_NAMES if named else ()
        done[row.number] = {"pk": row.record.pk, "before": kind.snapshot(row.record, [*row.values, *kept_names])}
        step_on(row.record)
        if named:
            name_anew(row.record, named, renamed_on)
        kind.change(row.record, row.values, by)
    new = [row for row in rows if row.state == NEW]
    for row, record in zip(new, kind.create([row.values for row in new], by), strict=True):
        done[row.number] = {"pk": record.pk}
    after = {
        record.pk: kind.traces(record) for record in kind.rows().filter(pk__in=[one["pk"] for one in done.values()])
    }
    return {line: one | {"traces": after[one["pk"]]} for line, one in done.items()}


def name_anew(record, named, on):
    """Gives the record its new names, and keeps the former ones where they held until the day."""
    if on and (reason := record.why_not_renamed(on)):
        raise ValidationError(labelled(record, reason))
    former = record.names_on(None)
    for name, value in named.items():
        setattr(record, name, value)
    if on:
        record.rename(former, on)
    else:
        record.take_back_renaming()


def step_on(record):
    """Moves the record to its next version; refused where it is no longer the one that was read."""
    model = type(record)
    if not model._base_manager.filter(pk=record.pk, version=record.version).update(version=F("version") + 1):
        raise Conflict(_("“%(record)s” was changed by somebody else meanwhile.") % {"record": record}, record=record)
    record.version += 1
