"""What a frozen report keeps of the figures, and what differs from them today."""

from collections import Counter
from dataclasses import dataclass

from django.core.files import File
from django.core.files.temp import NamedTemporaryFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.exceptions import Conflict
from consult.files.storage import checksum_of
from topics.models import FrozenReport
from topics.reports.annual_book import untold, write_workbook
from topics.reports.tables import NAME, NOTHING, OF_TODAY, TITLE, Column, shown


@dataclass(frozen=True)
class Difference:
    """One cell that is not what was frozen, or a row that came or went."""

    table: str
    row: str
    column: str
    frozen: str
    now: str


def figures_of(report):
    """The cells of all tables in words, and how many rows the registers have, as JSON; of a large report's registers
    the latter alone."""
    tables = [table for table in report.tables.values() if not (table.is_register and report.is_large)]
    cells = {str(table.number): cells_of(table) for table in tables}
    rows = {str(number): table.count for number, table in report.tables.items() if table.count is not None}
    return {"cells": cells, "rows": rows}


def cells_of(table):
    """The rows as [name, {column: words}]; of rows of the same name each counts as another one."""
    rows, names = [], Counter()
    columns = [*table.columns, *([Column(_("Remarks"), kind="text")] if table.is_register else [])]
    named_by = [place for place, column in enumerate(columns) if column.role == NAME]
    kept = [(place, column.label) for place, column in enumerate(columns) if column.role not in {NAME, OF_TODAY}]
    for _number, row in table.lines():
        values = [*row, *[""] * (len(columns) - len(row))]
        words = [shown(value, column.kind) for value, column in zip(values, columns, strict=False)]
        # Where a part is empty, as the number of a topic may be, the next column stands in.
        name = " · ".join(words[at] or words[at + 1] for at in named_by).replace("　", "")
        names[name] += 1
        cells = {label: words[place] for place, label in kept}
        rows.append([name if names[name] == 1 else f"{name} ({names[name]})", cells])
    return rows


def differences(frozen, report):
    """What differs between a frozen report and the same report today, table by table."""
    now, found = figures_of(report), []
    for number, table in report.tables.items():
        then, today = (kept["cells"].get(str(number)) for kept in (frozen.figures, now))
        if then is not None and today is not None:
            found += cells_that_differ(table, dict(then), dict(today))
            continue
        then, today = (kept["rows"].get(str(number)) for kept in (frozen.figures, now))
        if then != today:
            found.append(Difference(table.name, _("rows"), "", str(then), str(today)))
    return found


def cells_that_differ(table, then, now):
    for name in [*then, *(name for name in now if name not in then)]:
        label = label_of(table, name, now.get(name) or then[name])
        if name not in now or name not in then:
            there, gone = _("there"), NOTHING
            before, after = (there if name in rows else gone for rows in (then, now))
            yield Difference(table.name, label, _("row"), before, after)
            continue
        for column in [*then[name], *(one for one in now[name] if one not in then[name])]:
            before, after = then[name].get(column, NOTHING), now[name].get(column, NOTHING)
            if before != after:
                yield Difference(table.name, label, column, before, after)


def label_of(table, name, row):
    """The name of a row as people know it: of what has a number with its title."""
    title = next((row.get(column.label, "") for column in table.columns if column.role == TITLE), "")
    return name if title in name else f"{name} {title}"


def freeze(report, by, corrects=None, reason="", tell=untold):
    """A function that keeps the report as it is now: the workbook is written before anything is locked.

    It raises `Conflict` where somebody else has frozen the same report meanwhile.
    """
    if not report.is_large:
        report.read()
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
