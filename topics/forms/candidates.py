from django import forms
from django.utils.translation import gettext_lazy

from committees.models import Department
from consult.forms.versioned import VersionedForm
from topics.forms.topics import PickMany, Unit
from topics.models import Candidate, DictionaryEntry, Topic


class CandidateForm(VersionedForm):
    """A topic put forward for the plan of a year, on behalf of one of the user's units."""

    unit = forms.ChoiceField(label=gettext_lazy("Put forward by"))

    class Meta:
        model = Candidate
        fields = ["title", "content", "form", "departments"]
        widgets = {"content": forms.Textarea({"rows": 4}), "departments": PickMany}
        labels = {"title": gettext_lazy("Title of the topic")}
        help_texts = {"content": gettext_lazy("What is to be consulted on, and why this year.")}

    field_order = ["unit"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.units = {unit.key: unit for unit in units_of(user)}
        self.fields["unit"].choices = [(key, str(unit)) for key, unit in self.units.items()]
        if self.instance.pk or len(self.units) == 1:
            del self.fields["unit"]
        self.fields["departments"].queryset = Department.objects.choosable_or_in(self.instance, "departments")
        self.fields["form"].queryset = DictionaryEntry.objects.of_or("form", self.instance.form_id)

    def save(self, commit=True):
        if self.instance.pk is None:
            unit = self.units.get(self.cleaned_data.get("unit")) or next(iter(self.units.values()))
            self.instance.proposer, self.instance.committee = unit.proposer, unit.committee
            self.instance.created_by = self.user
        return super().save(commit)


def units_of(user):
    """The units for which the user may put forward candidates."""
    committees = [a.committee for a in user.current_appointments if a.committee]
    sides = [side for side in (Topic.Proposer.OFFICE, Topic.Proposer.GOVERNMENT) if user.holds(side)]
    return [*(Unit(side) for side in sides), *(Unit(Topic.Proposer.COMMITTEE, committee) for committee in committees)]
