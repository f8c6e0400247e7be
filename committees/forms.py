from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department, HaveFile, Township, Venue, VenueHave
from consult.files.storage import same_content
from consult.files.uploads import DOCUMENT_HELP, DocumentField
from consult.forms.fields import DayField, DayInput, TelephonesField
from consult.forms.validity import ValidityForm
from consult.forms.versioned import VersionedForm

REACHED = {"phone": TelephonesField}
TAKEN = gettext_lazy(
    "%(townships)s: already with %(committee)s. Take it out there, or enter a first day to come, on which it goes over."
)
DAYS = {"valid_from": DayInput, "valid_to": DayInput}


class CommitteeForm(ValidityForm):
    class Meta:
        model = Committee
        fields = ["name", "short_name", "kind", "townships", "duties", "phone", "order", "valid_from", "valid_to"]
        field_classes = REACHED
        widgets = DAYS | {"townships": forms.SelectMultiple({"data-pick": ""}), "duties": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["townships"].queryset = Township.objects.choosable_or_in(self.instance, "townships")

    def clean_short_name(self):
        """Lists, filters and imports name a committee by it."""
        short = self.cleaned_data["short_name"]
        if other := Committee.objects.filter(short_name=short).exclude(pk=self.instance.pk).first():
            words = _("%(short)s is the short name of %(committee)s already; choose another one.")
            raise ValidationError(words % {"short": short, "committee": other.name})
        return short

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("townships") or Township.objects.none()
        if chosen and cleaned.get("kind") == Committee.Kind.SPECIAL:
            self.add_error("townships", _("Only a liaison committee has townships."))
        elif not self.has_ended(cleaned.get("valid_to")):
            self.refuse_taken(chosen, cleaned.get("valid_from"))
        return cleaned

    def has_ended(self, day):
        return day is not None and day <= timezone.localdate()

    def refuse_taken(self, chosen, begins):
        """A township belongs to one current liaison committee only, and is entered ahead for one that is to begin."""
        current = Committee.objects.choosable()
        is_coming = begins is not None and begins > timezone.localdate()
        others = Committee.objects.choosable_ahead().exclude(pk__in=current) if is_coming else current
        others = others.liaison().exclude(pk=self.instance.pk)
        for other in others.filter(townships__in=chosen).distinct().prefetch_related("townships"):
            taken = "、".join(str(township) for township in other.townships.all() if township in chosen)
            self.add_error("townships", ValidationError(TAKEN % {"townships": taken, "committee": other}))


class TownshipForm(ValidityForm):
    class Meta:
        model = Township
        fields = ["name", "order", "valid_from", "valid_to"]
        widgets = DAYS

    ends_elsewhere = False

    def clean_valid_to(self):
        day, township = super().clean_valid_to(), self.instance
        if day and township.pk and not township.valid_to and (committee := township.current_committee):
            words = _("%(committee)s still lists this township: take it out there first.")
            raise ValidationError(words % {"committee": committee})
        return day


class DepartmentForm(ValidityForm):
    class Meta:
        model = Department
        fields = ["name", "phone", "order", "valid_from", "valid_to"]
        field_classes = REACHED
        widgets = DAYS


class VenueForm(ValidityForm):
    class Meta:
        model = Venue
        fields = [
            *("name", "kind", "committee", "host_enterprise", "address", "capacity"),
            *("order", "valid_from", "valid_to"),
        ]
        widgets = DAYS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.choosable_or(self.instance.committee_id)
        self.fields["host_enterprise"].help_text = _("For a member studio: the enterprise where it stands.")

    def clean(self):
        cleaned = super().clean()
        said = (cleaned.get(name) for name in ("kind", "committee", "host_enterprise"))
        for name, words in Venue.lacks(*said).items():
            self.add_error(name, words)
        return cleaned


class VenuesHandOverForm(forms.Form):
    venues = forms.ModelMultipleChoiceField(
        Venue.objects.none(), label=gettext_lazy("Venues"), widget=forms.CheckboxSelectMultiple
    )
    committee = forms.ModelChoiceField(Committee.objects.none(), label=gettext_lazy("New committee"))

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["venues"].queryset = record.venues.choosable()
        self.fields["committee"].queryset = Committee.objects.choosable().exclude(pk=record.pk)
        self.initial.setdefault("venues", self.fields["venues"].queryset)


class HavesForm(VersionedForm):
    """The recorded ones of a venue's five haves, each with whether it is met, the evidence and the day of the check.

    A later day adds a check; the same day or an earlier one puts the last check right.
    """

    class Meta:
        model = Venue
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        checks = {have: [VenueHave(venue=self.instance, have=have)] for have in VenueHave.RECORDED}
        for check in self.instance.haves.all():
            checks[check.have].append(check)
        self.rows = [found[-1] for found in checks.values()]
        self.before = {have: found[-2].checked_on for have, found in checks.items() if len(found) > 1}
        for row in self.rows:
            met = forms.BooleanField(label=gettext_lazy("Met"), required=False, initial=row.is_met)
            evidence = forms.CharField(
                label=gettext_lazy("Evidence"), max_length=200, required=False, initial=row.evidence
            )
            checked = DayField(label=gettext_lazy("Checked on"), required=False, initial=row.checked_on)
            file = DocumentField(label=gettext_lazy("Add a file as evidence"), required=False, help_text=DOCUMENT_HELP)
            for part, field in (("met", met), ("evidence", evidence), ("checked", checked), ("file", file)):
                field.label_in_full = format_lazy("{row} · {label}", row=row, label=field.label)
                self.fields[f"{row.have}_{part}"] = field

        for kept in self.instance.files.all():
            self.fields[f"remove_{kept.pk}"] = forms.BooleanField(
                label=format_lazy("{remove} {name}", remove=gettext_lazy("Remove"), name=kept), required=False
            )

    def groups(self):
        """For the page: each have with its fields, and its files with the field that removes each."""
        kept = self.instance.files.all()
        return [
            (
                row,
                [self[f"{row.have}_{part}"] for part in ("met", "evidence", "checked", "file")],
                [(one, self.files_field(one)) for one in kept if one.have == row.have],
            )
            for row in self.rows
        ]

    def files_field(self, kept):
        """None for one that this sending has added."""
        return self[f"remove_{kept.pk}"] if f"remove_{kept.pk}" in self.fields else None

    def clean(self):
        cleaned = super().clean()
        room = HaveFile.MOST - self.instance.files.count()
        for row in self.rows:
            for part in ("evidence", "checked"):
                if cleaned.get(f"{row.have}_met") and not cleaned.get(f"{row.have}_{part}"):
                    self.add_error(f"{row.have}_{part}", _("Needed where it is met."))
            day, before = cleaned.get(f"{row.have}_checked"), self.before.get(row.have)
            if day and day > timezone.localdate():
                self.add_error(f"{row.have}_checked", _("The day of the check cannot be in the future."))
            if day and before and day <= before:
                words = _("The check before was on %(day)s; this one is later.") % {"day": date_format(before)}
                self.add_error(f"{row.have}_checked", words)
            room -= bool(cleaned.get(f"{row.have}_file"))
            if cleaned.get(f"{row.have}_file") and room < 0:
                words = _("A venue keeps at most %(most)d files; remove what is no longer needed first.")
                self.add_error(f"{row.have}_file", words % {"most": HaveFile.MOST})
        return cleaned

    def keep_files(self):
        """Stores the good ones of the files sent, whatever becomes of the rest; gives those that were not there."""
        new = []
        for row in self.rows:
            if (sent := self.cleaned_data.get(f"{row.have}_file")) is None:
                continue
            alike = self.instance.files.filter(have=row.have, name=sent.name)
            if not any(same_content(one.file, sent) for one in alike):
                new.append(self.instance.files.create(have=row.have, file=sent, name=sent.name))
        return new

    def save(self, commit=True):
        self.keep_files()
        for kept in self.instance.files.all():
            if self.cleaned_data.get(f"remove_{kept.pk}"):
                kept.remove()
        for row in self.rows:
            names = [f"{row.have}_{part}" for part in ("met", "evidence", "checked")]
            if set(names) & set(self.changed_data):
                is_met, evidence, day = (self.cleaned_data[name] for name in names)
                row.note(is_met, evidence, day or timezone.localdate())
        return self.instance


class EndForm(forms.Form):
    """The last day of something that ends; not before it began, not in the future."""

    on = DayField(label=gettext_lazy("Last day"), initial=timezone.localdate)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("The last day cannot be in the future."))
        if self.record.valid_from and on < self.record.valid_from:
            raise ValidationError(_("The last day cannot be before the first one."))
        return on
