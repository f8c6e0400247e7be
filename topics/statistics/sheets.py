"""The statistics as sheets of a workbook: one for the figures of each section, one for each table."""

from django.utils.translation import gettext as _

from consult.exports.workbook import Column, Sheet
from consult.punctuation import labelled
from topics.statistics.counting import Share
from topics.statistics.sections import DEFINITIONS


def at(place):
    return lambda row: row[place]


def percent(ratio):
    return "—" if ratio is None else f"{ratio:.2%}"


def growth(ratio):
    return "—" if ratio is None else f"{ratio:+.2%}" if ratio else "0.00%"


def points(ratio):
    return "—" if ratio is None else _("%s points") % f"{100 * ratio:+.2f}"


def cell(number):
    return percent(number.value) if isinstance(number, Share) else number.value


def sheet(name, heads, rows):
    columns = [Column(head, at(place), 30 if place == 0 else 14, "int") for place, head in enumerate(heads)]
    return Sheet(str(name), tuple(columns), rows)


def line_of(line):
    """A figure as a row; a rate names its base where a figure names its unit."""
    counted, now, before = line.counted, cell(line.now), cell(line.before)
    if line.is_rate:
        return [str(counted.label), str(counted.base), now, before, points(line.change), ""]
    return [str(counted.label), str(counted.unit), now, before, line.change, growth(line.growth)]


def sheets(statistics):
    now, before = statistics.periods
    heads = [_("Figure"), _("Unit or base"), str(now), str(before), _("Change"), _("Relative change")]
    for section in statistics.sections:
        if section.figures:
            yield sheet(section.title, heads, [line_of(line) for line in statistics.lines(section.figures)])
        for table in section.tables:
            filled = statistics.filled(table)
            rows = [*filled.rows, *([(_("Total"), filled.total)] if table.has_total else [])]
            columns = [table.head, *(column.label for column in filled.table.columns)]
            yield sheet(table.title, columns, [[str(label), *map(cell, cells)] for label, cells in rows])


def definitions():
    return "\n".join(labelled(term, words) for term, words in DEFINITIONS)
