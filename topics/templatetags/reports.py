"""How the cells of a report look on its page: figures of table 1 as links, rates with two decimals."""

from django import template
from django.utils.html import format_html, format_html_join

from topics.reports.tables import Sum, shown
from topics.statistics.counting import Number

register = template.Library()


@register.simple_tag
def report_row(number, row, table):
    """A row of a table, its number first and its remark last; only the figures of table 1 lead to their lists."""
    values = [*row, ""] if len(row) == len(table.columns) else row
    kinds = [*(column.kind for column in table.columns), "text"]
    drawn = ((css_of(kind), cell(value, kind, table)) for value, kind in zip(values, kinds, strict=True))
    cells = format_html_join("", '<td class="{}">{}</td>', drawn)
    css = "is-sum" if isinstance(row, Sum) else ""
    return format_html('<tr class="{}"><td class="num">{}</td>{}</tr>', css, "" if number is None else number, cells)


def css_of(kind):
    return {"text": "", "date": "nowrap"}.get(kind, "num")


def cell(value, kind, table):
    if table.number == 1 and isinstance(value, Number):
        return format_html('<a class="count-link" href="{}" data-figure>{}</a>', value.url, value.value)
    return shown(value, kind)
