from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department, Township
from consult.forms.fields import DayInput
from consult.forms.versioned import VersionedForm
from members.forms.pickers import MembersField
from members.models import Member, Role
from topics.models import DictionaryEntry, Topic, TopicStage

Source, Proposer = Topic.Source, Topic.Proposer

PROOFS = {
    Source.PARTY_ASSIGNED: ("assigning_body", "letter_number", "letter_date"),
    Source.CPPCC_SELECTED: ("selection_reason",),
    Source.MEMBER_RECOMMENDED: ("recommenders", "origin_document"),
}
SUBSTANCE = ("title", "background", "points", "suggestions", "category", "is_livelihood", "townships", "departments")
DEMANDED = {
    "title",
    "background",
    "points",
    "category",
    *(name for names in PROOFS.values() for name in names),
}
MANY = {"townships": Township, "departments": Department}


@dataclass(frozen=True)
class Unit:
    """A unit for which a user may propose; the committee where it is one."""

    proposer: str
    committee: Committee | None = None

    def __str__(self):
        return str(self.committee or Proposer(self.proposer).label)

    @classmethod
    def proposing(cls, topic):
        return cls(topic.proposer, topic.proposing_committee)

    @property
    def key(self):
        return f"{self.proposer}-{self.committee.pk}" if self.committee else str(self.proposer)


def units_for(user, source):
    """The units for which the user may propose a topic of the source, in the order of the menu."""
    committees = [a.committee for a in user.current_appointments if a.role == Role.COMMITTEE_STAFF]
    units = []
    if source == Source.PARTY_ASSIGNED and user.holds(Role.GOVERNMENT):
        units.append(Unit(Proposer.GOVERNMENT))
    if source == Source.MEMBER_RECOMMENDED and user.as_member:
        units.append(Unit(Proposer.MEMBERS))
    if source != Source.PARTY_ASSIGNED:
        units += [Unit(Proposer.COMMITTEE, committee) for committee in committees]
    if user.holds(Role.OFFICE):
        units.append(Unit(Proposer.OFFICE))
    return units


def sources_for(user):
    """The sources of which the user may propose topics."""
    return [source for source in Source if units_for(user, source)]


class PickMany(forms.SelectMultiple):
    """Several rows out of many, with a search where scripts run."""

    def __init__(self, attrs=None):
        super().__init__({"data-pick": True, "size": 6} | (attrs or {}))


class SubstanceForm(VersionedForm):
    """What a topic is about and which proof its source has; the fields of other sources are left out."""

    class Meta:
        model = Topic
        fields = [*SUBSTANCE, *(name for names in PROOFS.values() for name in names)]
        widgets = {
            "background": forms.Textarea({"rows": 5}),
            "points": forms.Textarea({"rows": 4}),
            "suggestions": forms.Textarea({"rows": 4}),
            "selection_reason": forms.Textarea({"rows": 3}),
            "letter_date": DayInput,
            **dict.fromkeys(MANY, PickMany),
        }
        field_classes = {"recommenders": MembersField}
        labels = {"title": gettext_lazy("Title of the topic")}
        help_texts = {
            "title": gettext_lazy("At most 50 characters, like “Clean water sources of the market towns”."),
            "points": gettext_lazy("The questions that both sides should talk about."),
            "origin_document": gettext_lazy("For instance the title of the report on public opinion it comes from."),
            "departments": gettext_lazy("Whom the session should have on the other side of the table."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        foreign = {name for source, names in PROOFS.items() if source != self.instance.source for name in names}
        for name in foreign:
            self.fields.pop(name, None)
        self.limit_choices()

    def limit_choices(self):
        """Current rows, and those that the record already names."""
        record = self.instance
        self.fields["category"].queryset = DictionaryEntry.objects.of_or("category", record.category_id)
        for name, model in MANY.items():
            self.fields[name].queryset = model.objects.choosable_or_in(record, name)
        if "recommenders" in self.fields:
            own = record.recommenders.values("pk") if record.pk else []
            self.fields["recommenders"].queryset = Member.objects.in_office() | Member.objects.filter(pk__in=own)

    def demanded(self):
        """The labels of the fields without which the topic cannot be proposed."""
        return [str(self.fields[name].label) for name in self.fields if name in DEMANDED]

    def clean_letter_date(self):
        day = self.cleaned_data["letter_date"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def demand(self, names=DEMANDED):
        """Mark what is still empty but needed, each at its field."""
        for name in names & set(self.fields):
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("Needed before the topic can be proposed."))


class DraftForm(SubstanceForm):
    """A topic before screening: saved with gaps as a draft, without gaps where it is proposed at once."""

    unit = forms.ChoiceField(label=gettext_lazy("Proposing unit"))

    field_order = ["unit", "title", *PROOFS["party_assigned"], *PROOFS["cppcc_selected"], *PROOFS["member_recommended"]]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.units = {unit.key: unit for unit in units_for(user, self.instance.source)}
        offered = [(key, str(unit)) for key, unit in self.units.items()]
        self.fields["unit"].choices = [("", _("Please choose")), *offered]
        for name in DEMANDED & set(self.fields):
            field = self.fields[name]
            if not field.required:
                field.help_text = f"{_('Needed to propose.')} {field.help_text}".strip()
        own = Unit(self.instance.proposer, self.instance.proposing_committee).key if self.instance.pk else ""
        self.initial["unit"] = own
        # What was proposed stays the unit's that proposed it.
        if len(self.units) == 1 or self.instance.stage != TopicStage.DRAFT or own not in {"", *self.units}:
            del self.fields["unit"]
        if not self.instance.pk and Proposer.MEMBERS in self.units:
            self.initial["recommenders"] = [user.as_member]

    def folded(self):
        """What a member need not look at to recommend a topic; nothing for the staff of units."""
        if self.instance.proposer != Proposer.MEMBERS and list(self.units) != [Proposer.MEMBERS]:
            return []
        return [field for field in self.visible_fields() if field.name not in DEMANDED or field.name == "recommenders"]

    def at_hand(self):
        folded = {field.name for field in self.folded()}
        return [field for field in self.visible_fields() if field.name not in folded]

    def is_unfolded(self):
        return any(field.errors or (self.instance.pk and field.value()) for field in self.folded())

    @property
    def is_proposing(self):
        return "propose" in self.data

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk or "unit" in self.fields:
            unit = self.units.get(cleaned.get("unit")) or next(iter(self.units.values()))
            self.instance.proposer, self.instance.proposing_committee = unit.proposer, unit.committee
        if not self.instance.pk:
            self.instance.created_by = self.user
        self.keep_oneself()
        if self.is_proposing:
            self.demand()
            self.refuse_twin()
        return cleaned

    def refuse_twin(self):
        """The same topic a second time, as after the browser's back button: the page of the form is a new one then."""
        own = Topic.objects.filter(created_by=self.user, source=self.instance.source, stage=TopicStage.PROPOSED)
        if not self.instance.pk and own.filter(title=self.cleaned_data.get("title")).exists():
            self.add_error("title", _("You have already proposed a topic of this title; it waits for screening."))

    def keep_oneself(self):
        """Who recommends a topic as a member stands among its recommending members."""
        chosen, member = self.cleaned_data.get("recommenders"), self.user.as_member
        if chosen is None or self.instance.proposer != Proposer.MEMBERS:
            return
        is_own = self.instance.created_by == self.user or "unit" in self.changed_data
        if member not in chosen and (is_own or not self.instance.pk):
            self.add_error("recommenders", _("You recommend this topic yourself: add your own name."))


class UnitField(forms.ChoiceField):
    """The unit that a topic before screening goes to: the office or a committee in being, another than its own."""

    def __init__(self, topic, **kwargs):
        committees = [Unit(Proposer.COMMITTEE, committee) for committee in Committee.objects.choosable()]
        others = [unit for unit in (Unit(Proposer.OFFICE), *committees) if unit != Unit.proposing(topic)]
        self.units = {unit.key: unit for unit in others}
        super().__init__(choices=[("", _("Please choose")), *((unit.key, str(unit)) for unit in others)], **kwargs)

    def clean(self, value):
        return self.units[super().clean(value)]

    def answers(self, unit):
        return {"proposer": unit.proposer, "proposing_committee": unit.committee}


class HandOverForm(VersionedForm):
    """The unit to which a draft goes that nobody can propose any more."""

    class Meta:
        model = Topic
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(self.instance, label=gettext_lazy("Proposing unit"))

    def save(self, commit=True):
        unit = self.cleaned_data["unit"]
        self.instance.proposer, self.instance.proposing_committee = unit.proposer, unit.committee
        return super().save(commit)
