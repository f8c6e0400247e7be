"""What a frozen report keeps of the figures, and what differs from them today."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.core.files import File
from django.core.files.temp import NamedTemporaryFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.conflicts import Conflict
from topics.models import FrozenReport
from topics.reports.annual_book import untold, write_workbook
from topics.reports.tables import NOTHING, shown

# How many of the first columns name a row; registers are compared by how many rows they have.
NAMED_BY = {1: 1, 3: 2, 5: 1, 7: 1, 9: 2, 10: 2}
BYTES = 64 * 1024


@dataclass(frozen=True)
class Difference:
    """One cell that is not what was frozen, or a row that came or went."""

    table: str
    row: str
    column: str
    frozen: str
    now: str


def figures_of(report):
    """The cells of the tables of figures in words, and how many rows the registers have, as JSON."""
    cells = {str(number): cells_of(report.tables[number], columns) for number, columns in NAMED_BY.items()}
    rows = {str(number): table.count for number, table in report.tables.items() if table.count is not None}
    return {"cells": cells, "rows": rows}


def cells_of(table, named_by):
    """The rows as [name, {column: words}]; of rows of the same name each counts as another one."""
    rows, names = [], Counter()
    for _number, row in table.lines():
        words = [shown(value, column.kind) for value, column in zip(row, table.columns, strict=False)]
        name = " · ".join(words[:named_by]).replace("　", "")
        names[name] += 1
        labels = (str(column.label) for column in table.columns)
        labelled = list(zip(labels, words, strict=False))[named_by:]
        rows.append([name if names[name] == 1 else f"{name} ({names[name]})", dict(labelled)])
    return rows


def differences(frozen, report):
    """What differs between a frozen report and the same report today, table by table."""
    now, found = figures_of(report), []
    for number, table in report.tables.items():
        if number in NAMED_BY:
            then, today = (dict(kept["cells"].get(str(number), [])) for kept in (frozen.figures, now))
            found += cells_that_differ(table.name, then, today)
        else:
            then, today = (kept["rows"].get(str(number)) for kept in (frozen.figures, now))
            if then != today:
                found.append(Difference(table.name, _("rows"), "", str(then), str(today)))
    return found


def cells_that_differ(table, then, now):
    for name in [*then, *(name for name in now if name not in then)]:
        if name not in now or name not in then:
            there, gone = _("there"), NOTHING
            yield Difference(table, name, _("row"), there if name in then else gone, there if name in now else gone)
            continue
        for column in [*then[name], *(one for one in now[name] if one not in then[name])]:
            before, after = then[name].get(column, NOTHING), now[name].get(column, NOTHING)
            if before != after:
                yield Difference(table, name, column, before, after)


def freeze(report, by, corrects=None, reason="", tell=untold):
    """A function that keeps the report as it is now: the workbook is written before anything is locked.

    It raises `Conflict` where somebody else has frozen the same report meanwhile.
    """
    file = NamedTemporaryFile()
    write_workbook(report, file, str(by), tell)
    figures, checksum = figures_of(report), checksum_of(file)
    kept = FrozenReport(
        start=report.period.start, end=report.period.end, unit=report.unit, title=report.title, checksum=checksum,
        figures=figures, corrects=corrects, reason=reason, frozen_by=by, by_name=str(by), frozen_at=timezone.now(),
    )  # fmt: skip

    def keep():
        try:
            with transaction.atomic():
                kept.file.save("report.xlsx", File(file), save=False)
                kept.save()
        except IntegrityError as error:
            words = _("Somebody else has frozen this report meanwhile. Please look at what was frozen.")
            raise Conflict(words, back_url=reverse("annual_report")) from error
        return kept

    return keep


def checksum_of(file):
    """The SHA-256 of an open file, which is at its beginning afterwards."""
    file.seek(0)
    digest = hashlib.sha256()
    while some := file.read(BYTES):
        digest.update(some)
    file.seek(0)
    return digest.hexdigest()


def is_whole(kept):
    """Whether the file of a row is there and has the checksum of the row."""
    try:
        with kept.file.open("rb") as file:
            return checksum_of(file) == kept.checksum
    except FileNotFoundError:
        return False


def verify(frozen):
    """Raises `Conflict` where the kept workbook is gone or not the one that was frozen."""
    if not is_whole(frozen):
        words = _("The kept file is not the one that was frozen: its checksum is no longer %(checksum)s.")
        raise Conflict(words % {"checksum": frozen.checksum})
