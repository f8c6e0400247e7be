from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.fields import DayField
from members.forms.members import refuse_beside_successor
from members.models import Appointment, Member


def staying_of(term):
    """The members whose open mandate is of the term, once it is over, with what a row of the page says of them."""
    if not term.is_over:
        return Member.objects.none()
    open_ones = {"mandates__term": term, "mandates__ends_on": None, "mandates__starts_on__lte": timezone.localdate()}
    held = Appointment.objects.lasting(timezone.localdate(), None).select_related("committee", "department")
    return (
        Member.objects.filter(**open_ones)
        .select_related("user")
        .prefetch_related("mandates__sector", "memberships__committee")
        .prefetch_related(Prefetch("user__appointments", held, "held"))
    )


class EndOfTermForm(forms.Form):
    """Who leaves office with a term: all without a later mandate, but for those whose account holds an appointment."""

    on = DayField(label=gettext_lazy("Last day in office"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120, initial=gettext_lazy("end of the term"))
    members = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Members"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one row first."),
            "invalid_choice": gettext_lazy("The list was changed meanwhile: look at it again."),
        },
    )

    keeps_account = forms.BooleanField(
        label=gettext_lazy("Ticked members who hold an appointment keep their account and the appointment"),
        required=False,
        initial=True,
    )

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = term.ends_on
        self.fields["members"].queryset = staying_of(term)
        self.fields["members"].initial = [
            member.pk for member in staying_of(term) if not (member.user and member.user.held)
        ]

    def leaving(self):
        return [self["on"], self["reason"], self["keeps_account"]]

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("The last day cannot be in the future."))
        return on

    def clean(self):
        cleaned = super().clean()
        on, chosen = cleaned.get("on"), cleaned.get("members") or []
        if on and (late := [str(member) for member in chosen if member.current_mandate.starts_on > on]):
            words = _("The mandate of %(names)s began after this day.")
            self.add_error("on", words % {"names": "、".join(late)})
        elif on:
            refuse_beside_successor(self, "on", chosen, on)
        return cleaned
