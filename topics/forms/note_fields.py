"""What is asked of research and of visits alone: who took part, and the last day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forms.fields import DayField
from members.forms.pickers import MembersField
from members.models import Member
from topics.rules import organiser_or_office


class WhoTookPart(MembersField):
    def answers(self, chosen):
        return {"members": list(chosen)} if chosen else {}


class LastDay(DayField):
    def answers(self, day):
        return {"done_until": day} if day else {}


def members(topic, user):
    """Staff name who took part; a member notes the own part alone."""
    if organiser_or_office(user, topic):
        return WhoTookPart(Member.objects.in_office(), required=False)
    words = _("You note your own visit: it counts in your duty record.")
    own = Member.objects.in_office().filter(user=user)
    shown = forms.SelectMultiple({"size": 1})
    return WhoTookPart(own, initial=list(own), disabled=True, required=False, widget=shown, help_text=words)


def last_day(record, user):
    return LastDay(required=False, help_text=_("Only where it lasted several days."))
