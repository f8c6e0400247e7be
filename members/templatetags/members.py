"""How the state of accounts and appointments looks: word, colour, icon."""

from django import template
from django.utils.translation import gettext as _

from consult.templatetags.ui import chip

register = template.Library()


@register.simple_tag
def account_chip(account):
    if not account.is_active:
        return chip(account.state, "off", "lock")
    return chip(account.state, "wait" if account.must_change_password else "ok")


@register.simple_tag
def appointment_chip(appointment):
    if appointment.has_ended:
        return chip(_("ended"), "off")
    return chip(_("not yet begun"), "wait") if appointment.is_coming else chip(_("in force"), "ok")
