from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee
from consult.forms import DayField
from consult.widgets import Segments
from members.models import Member
from topics.forms.questions import leaders
from topics.forms.topics import PickMany, SubstanceForm
from topics.models import DictionaryEntry, Topic
from topics.workflow.topic import FACTS

PLANNED = [("True", gettext_lazy("in the annual plan")), ("False", gettext_lazy("outside the annual plan"))]
PROPOSER_OF = {
    Topic.Source.PARTY_ASSIGNED: Topic.Proposer.GOVERNMENT,
    Topic.Source.CPPCC_SELECTED: Topic.Proposer.OFFICE,
    Topic.Source.MEMBER_RECOMMENDED: Topic.Proposer.MEMBERS,
}
KNOWN_DATES = ("proposed_on", "accepted_on", "approved_on", "concluded_on", "closed_on")


class FactsForm(SubstanceForm):
    """The facts of an accepted topic, of which each change goes into its history."""

    is_planned = forms.TypedChoiceField(
        label=gettext_lazy("Annual plan"), choices=PLANNED, coerce="True".__eq__, widget=Segments
    )

    class Meta(SubstanceForm.Meta):
        fields = FACTS

    def limit_choices(self):
        super().limit_choices()
        self.initial["is_planned"] = str(self.instance.is_planned)
        offered, record = leaders(self.instance, None).queryset.values("pk"), self.instance
        led = Member.objects.filter(pk__in=offered) | Member.objects.filter(pk=record.leading_vice_chair_id)
        self.fields["leading_vice_chair"].queryset = led
        forms_in_use = DictionaryEntry.objects.of("form") | DictionaryEntry.objects.filter(pk=record.form_id)
        self.fields["form"].queryset = forms_in_use
        for name in ("category", "form"):
            self.fields[name].required = True

    def clean(self):
        cleaned = super().clean()
        self.demand()
        return cleaned

    def answers(self):
        """What to pass to `take`: every fact that the form shows."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RecordForm(forms.ModelForm):
    """A topic from before or outside the platform: what is known of it, and the document that proves it."""

    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[("", gettext_lazy("unknown")), *Topic.Source.choices], required=False
    )

    class Meta:
        model = Topic
        fields = [
            *("title", "proof", "source", "assigning_body", "recommenders", "category", "is_livelihood"),
            *("form", "organiser", "townships", "background", "points", "known_result"),
        ]
        widgets = {
            **{name: forms.Textarea({"rows": 3}) for name in ("background", "points", "known_result")},
            **dict.fromkeys(("recommenders", "townships"), PickMany),
        }
        labels = {"title": gettext_lazy("Title of the topic")}
        help_texts = {
            "proof": gettext_lazy("The document that shows it happened, like minutes, a report or a published speech."),
            "known_result": gettext_lazy("Only what is known; nothing is added up in statistics from it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].required = True
        for kind in ("category", "form"):
            self.fields[kind].queryset = DictionaryEntry.objects.filter(kind=kind)
        self.fields["organiser"].queryset = Committee.objects.all()
        for name in KNOWN_DATES:
            self.fields[name] = DayField(label=Topic._meta.get_field(name).verbose_name, required=False)

    def clean(self):
        cleaned = super().clean()
        known = [(name, day) for name in KNOWN_DATES if (day := cleaned.get(name))]
        for name, day in known:
            if day > timezone.localdate():
                self.add_error(name, _("This day is still to come."))
        for (_earlier, before), (name, day) in zip(known, known[1:], strict=False):
            if day < before:
                self.add_error(name, _("This day lies before the step before it."))
        return cleaned

    def save(self, commit=True):
        """Keeps the known dates, and the year they say, which the register filters by."""
        days = {name: self.cleaned_data.get(name) for name in KNOWN_DATES}
        for name, day in days.items():
            setattr(self.instance, name, day)
        known = days["accepted_on"] or next((day for day in days.values() if day), None)
        self.instance.year = known.year if known else None
        self.instance.proposer = PROPOSER_OF.get(self.instance.source, "")
        return super().save(commit)
