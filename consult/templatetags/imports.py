"""How the rows of an import look: word, colour, icon."""

from django import template
from django.utils.translation import gettext_lazy, pgettext_lazy

from consult.imports.preview import CHANGED, ERROR, NEW, SAME
from consult.imports.register import state_chip
from consult.templatetags.ui import chip

register = template.Library()

ROW_STATES = {
    "all": (gettext_lazy("all"), "off", ""),
    NEW: (pgettext_lazy("row", "new"), "run", "plus"),
    CHANGED: (pgettext_lazy("row", "changed"), "wait", "edit"),
    SAME: (pgettext_lazy("row", "same"), "off", "check"),
    ERROR: (pgettext_lazy("row", "wrong"), "bad", ""),
}


@register.simple_tag
def row_state(state):
    return ROW_STATES[state][0]


@register.simple_tag
def row_chip(state):
    return chip(*ROW_STATES[state])


@register.simple_tag
def import_chip(found):
    return state_chip(found)
