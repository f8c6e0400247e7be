from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee
from consult.forms.fields import DayField
from consult.forms.versioned import VersionedForm
from members.forms.pickers import MembersField
from members.models import Member
from topics.dimensions import COUNTY, PLANNED_CHOICES, unit_of
from topics.forms.planned_field import PlannedField
from topics.forms.questions import units
from topics.forms.steps import answers_of
from topics.forms.topics import DEMANDED, PickMany, SubstanceForm
from topics.models import DictionaryEntry, Topic
from topics.workflow.topic import FACTS, KNOWN_DATES, RECORD, RECORDED

PROPOSER_OF = {
    Topic.Source.PARTY_ASSIGNED: Topic.Proposer.GOVERNMENT,
    Topic.Source.CPPCC_SELECTED: Topic.Proposer.OFFICE,
    Topic.Source.MEMBER_RECOMMENDED: Topic.Proposer.MEMBERS,
}


def wrong_days(known):
    """What is wrong about the known days of a record, or their months, given as {name: day} in order; by name."""
    wrong, before = {}, None
    for name, day in known.items():
        first, last = getattr(day, "span", (day, day))
        if first > timezone.localdate():
            wrong[name] = _("This day is still to come.")
        elif before and last < before:
            wrong[name] = _("This day lies before the step before it.")
        before = first
    return wrong


def derived(known, source, year=None):
    """The year that the known days say, which the register filters by, else the given one; and the proposing side."""
    days = [known[name] for name in ("accepted_on", *KNOWN_DATES) if name in known]
    return {"year": days[0].year if days else year, "proposer": PROPOSER_OF.get(source, "")}


class FactsForm(SubstanceForm):
    """The facts of an accepted topic, of which each change goes into its history."""

    class Meta(SubstanceForm.Meta):
        fields = [name for name in FACTS if name not in {"is_planned", "plan_item"}]

    def limit_choices(self):
        super().limit_choices()
        self.fields["is_planned"] = PlannedField(self.instance, self.instance.year, label=_("Annual plan"))
        self.fields["leading_vice_chair"].queryset = Member.objects.leading_or(self.instance.leading_vice_chair_id)
        self.fields["form"].queryset = DictionaryEntry.objects.of_or("form", self.instance.form_id)
        for name in ("category", "form"):
            self.fields[name].required = True

    def clean(self):
        cleaned = super().clean()
        self.demand({name for name in DEMANDED if self.initial.get(name)})
        return cleaned

    def answers(self):
        """What to pass to `take`: every fact that the form shows."""
        return answers_of(self)


class RecordForm(VersionedForm):
    """A topic from before or outside the platform: what is known of it, and the document that proves it."""

    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[("", gettext_lazy("unknown")), *Topic.Source.choices], required=False
    )

    unit = forms.ChoiceField(label=gettext_lazy("Organiser"), required=False)
    is_planned = forms.NullBooleanField(
        label=gettext_lazy("Annual plan"),
        required=False,
        widget=forms.Select(choices=[("", gettext_lazy("unknown")), *PLANNED_CHOICES[:2]]),
    )

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1949,
        help_text=gettext_lazy("Only where no day below is known: in this year's lists it then stands."),
    )

    field_order = [*RECORD[: RECORD.index("form") + 1], "unit"]

    class Meta:
        model = Topic
        fields = RECORD
        widgets = {
            **{name: forms.Textarea({"rows": 3}) for name in ("background", "points", "known_result")},
            "townships": PickMany,
            "recommended_by_names": forms.TextInput,
        }
        field_classes = {"recommenders": MembersField}
        labels = {"title": gettext_lazy("Title of the topic")}
        help_texts = {
            "proof": gettext_lazy("The document that shows it happened, like minutes, a report or a published speech."),
            "recommended_by_names": gettext_lazy("Of an earlier term, whom the roster does not hold; parted by 、."),
            "known_result": gettext_lazy("Only what is known; nothing is added up in statistics from it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].required = True
        for kind in ("category", "form"):
            self.fields[kind].queryset = DictionaryEntry.objects.filter(kind=kind)
        self.fields["unit"].choices = units(_("unknown"), Committee.objects.all())
        self.initial["unit"] = unit_of(self.instance)
        is_dated = any(getattr(self.instance, name) for name in KNOWN_DATES)
        self.initial["year"] = None if is_dated else self.instance.year
        for name in KNOWN_DATES:
            label, known = Topic._meta.get_field(name).verbose_name, getattr(self.instance, name)
            self.fields[name] = DayField(label=label, required=False, initial=known)

    def clean(self):
        cleaned = super().clean()
        known = {name: day for name in KNOWN_DATES if (day := cleaned.get(name))}
        for name, words in wrong_days(known).items():
            self.add_error(name, words)
        if (cleaned.get("year") or 0) > timezone.localdate().year:
            self.add_error("year", _("This year is still to come."))
        unit = cleaned.pop("unit", "")
        organiser = Committee.objects.get(pk=unit) if unit.isdecimal() else None
        said = {"organiser": organiser, "recorded_at_county": unit == COUNTY}
        said |= derived(known, cleaned.get("source"), cleaned.get("year"))
        return cleaned | said | ({} if "source" in self.changed_data else {"proposer": self.instance.proposer})

    def save(self, commit=True):
        for name in RECORDED[len(RECORD) :]:
            setattr(self.instance, name, self.cleaned_data[name])
        return super().save(commit)


class RecordCorrectionForm(RecordForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def clean(self):
        cleaned = super().clean()
        if not set(self.changed_data) - {"reason"}:
            raise ValidationError(_("Nothing is changed yet; put right what is wrong above."))
        return cleaned

    def answers(self):
        """What to pass to `take`: all that a record holds, and the reason."""
        return answers_of(self)
