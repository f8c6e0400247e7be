"""How the numbers of the statistics look: each a link to its list, a rate with two decimals, a change with its sign."""

from django import template
from django.utils.html import format_html

from topics.statistics.counting import Share
from topics.statistics.sheets import growth, percent, points

register = template.Library()


@register.simple_tag
def number(counted):
    """A number as a link to the list that it counts; a rate as it is."""
    if isinstance(counted, Share):
        return percent(counted.value)
    zero = "" if counted.value else " is-zero"
    return format_html('<a class="count-link{}" href="{}" data-figure>{}</a>', zero, counted.url, counted.value)


@register.simple_tag
def change(line):
    """The difference to the period before; a dash where a rate has no base."""
    if line.is_rate:
        return points(line.change)
    return f"{line.change:+d}" if line.change else "0"


@register.filter
def beside(columns, cells):
    return zip(columns, cells, strict=True)


register.filter(growth)
