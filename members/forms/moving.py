from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from consult.forms.fields import DayField
from consult.punctuation import labelled
from members.forms.members import MoveForm
from members.forms.pickers import MembersField
from members.models import CommitteeMembership, Member


class MoveSeveralForm(forms.Form):
    """Members of a committee who become ordinary members of another; for each holds what holds for one alone."""

    members = MembersField(Member.objects.none(), label=_("Members"), widget=forms.CheckboxSelectMultiple)
    committee = forms.ModelChoiceField(Committee.objects.none(), label=_("New committee"))
    on = DayField(label=_("From"), initial=timezone.localdate)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        staying = record.memberships.lasting_beyond(timezone.localdate())
        self.fields["members"].queryset = Member.objects.filter(pk__in=staying.values("member")).order_by("order", "pk")
        self.fields["committee"].queryset = Committee.objects.choosable_ahead().exclude(pk=record.pk)
        self.initial.setdefault("members", self.fields["members"].queryset)

    def clean(self):
        cleaned = super().clean()
        cleaned["committee_post"] = CommitteeMembership.Post.MEMBER
        if {"committee", "on"} <= cleaned.keys():
            if reason := cleaned["committee"].not_yet(cleaned["on"]):
                raise ValidationError({"on": reason})
            place = {"committee": cleaned["committee"].pk, "committee_post": "member", "on": cleaned["on"]}
            for member in cleaned.get("members", ()):
                self.name_reasons(member, MoveForm(place, member=member).errors)
        return cleaned

    def name_reasons(self, member, errors):
        for reason in (reason for reasons in errors.values() for reason in reasons):
            self.add_error("members", labelled(member, reason))
