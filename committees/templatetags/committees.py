"""How a row with dates of validity looks: whether it is current."""

from django import template
from django.utils.translation import gettext as _

from consult.templatetags.ui import chip, day

register = template.Library()


@register.simple_tag
def state_chip(row):
    """Whether the row is current, from when where it is to begin, and until when where its end is known."""
    if row.has_ended:
        return chip(_("ended"), "off")
    if row.is_coming:
        return chip(_("from %(on)s") % {"on": day(row.valid_from)}, "wait")
    return chip(_("until %(on)s") % {"on": day(row.valid_to)}, "wait") if row.valid_to else chip(_("current"), "ok")
