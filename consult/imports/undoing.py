"""An import undone as a whole, while nothing was built on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.imports.carrying import locked, step_on
from consult.imports.kinds import kinds
from consult.imports.preview import CHANGED, NEW
from consult.models import Import

MOST_REASONS = 10


def touched(found):
    """The rows of an import that made or changed something, by the id of the record."""
    return {row["pk"]: row for row in found.rows if "pk" in row}


def cannot_undo(found):
    """Why the import cannot be undone as a whole, in words, the first reasons; none where it can be."""
    kind, rows = kinds()[found.kind], touched(found)
    records = {record.pk: record for record in kind.rows().filter(pk__in=rows)}
    used = kind.built_on([pk for pk, row in rows.items() if row["state"] == NEW])
    touched_since = (reason_of(kind, row, records.get(pk), used) for pk, row in rows.items())
    return [reason for reason in (*touched_since, *kind.not_set_back(rows)) if reason][:MOST_REASONS]


def reason_of(kind, row, record, used):
    named = {"line": row["line"], "record": record or row["key"]}
    if record is None:
        return _("Row %(line)s: %(record)s was deleted since.") % named
    if kind.traces(record) != row["traces"]:
        return _("Row %(line)s: %(record)s was changed since.") % named
    if record.pk in used:
        return _("Row %(line)s: %(record)s is in use by now.") % named


def hand_back(found, kind, rows):
    """What an earlier import left and this one had changed is as that one left it: it can be undone in its turn."""
    now = {record.pk: kind.traces(record) for record in kind.rows().filter(pk__in=rows)}
    for earlier in Import.objects.filter(kind=found.kind, state=Import.State.CARRIED_OUT, pk__lt=found.pk).iterator(5):
        own = [row for pk, row in touched(earlier).items() if pk in rows and row["traces"] == rows[pk].get("met")]
        for row in own:
            row["traces"] = now[row["pk"]]
        if own:
            Import.objects.filter(pk=earlier.pk).update(rows=earlier.rows)


@transaction.atomic
def undo(pk, by):
    """Deletes what the import made and sets back what it changed; ValidationError where something was built on it."""
    found = locked(pk, Import.State.CARRIED_OUT)
    if reasons := cannot_undo(found):
        raise ValidationError(reasons)
    kind, rows = kinds()[found.kind], touched(found)
    records = list(kind.rows().filter(pk__in=rows))
    for record in (record for record in records if rows[record.pk]["state"] == CHANGED):
        step_on(record)
        kind.set_back(record, rows[record.pk]["before"])
    try:
        kind.remove([record for record in records if rows[record.pk]["state"] == NEW], by)
    except ProtectedError as error:
        raise ValidationError(_("Something made by it is in use by now.")) from error
    hand_back(found, kind, {pk: row for pk, row in rows.items() if row["state"] == CHANGED})
    Import.objects.filter(pk=pk).update(state=Import.State.UNDONE, undone_at=timezone.now(), undone_by=str(by))
