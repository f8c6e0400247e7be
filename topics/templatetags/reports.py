"""How the cells of a report look on its page, and what becomes of the rows of a filled workbook."""

from django import template
from django.utils.html import format_html, format_html_join

from consult.templatetags.ui import chip
from topics.reports.filled_workbooks import RowResult
from topics.reports.tables import Column, Sum, shown
from topics.statistics.counting import Number

register = template.Library()
# From this width on a column holds sentences.
LONG = 26
RESULT_TONES = {RowResult.LEFT_OUT: "off", RowResult.SENT: "ok", RowResult.SUBMITTED: "wait", RowResult.SAVED: "ok"}


@register.simple_tag
def report_row(number, row, table):
    """A row of a table, its number first and its remark last; only the figures of table 1 lead to their lists."""
    values = [*row, ""] if len(row) == len(table.columns) else row
    columns = [*table.columns, Column("", table.remarks_width, "text")]
    drawn = ((css_of(column), cell(value, column.kind, table)) for value, column in zip(values, columns, strict=True))
    cells = format_html_join("", '<td class="{}">{}</td>', drawn)
    css = "is-sum" if isinstance(row, Sum) else ""
    return format_html('<tr class="{}"><td class="num">{}</td>{}</tr>', css, "" if number is None else number, cells)


def css_of(column):
    if column.kind == "text":
        return "words long" if column.width >= LONG else "words"
    return "nowrap" if column.kind == "date" else "num"


def cell(value, kind, table):
    if table.number == 1 and isinstance(value, Number):
        return format_html('<a class="count-link" href="{}" data-figure>{}</a>', value.url, value.value)
    return shown(value, kind)


@register.simple_tag
def row_result_chip(result):
    return chip(result.label, RESULT_TONES[result])
