from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.versioned import VersionedForm
from consult.models import SettingChange
from consult.options import OPTIONS, held, put
from topics.models import DictionaryEntry, NumberSeries
from topics.workflow.numbers import LAST_ON_PAPER, ON_PAPER

LONGEST = 40


class OptionsForm(forms.Form):
    """All options of the office; only what the user changed is set, and nobody's newer value without a second look."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, year=None, **kwargs):
        super().__init__(data, **kwargs)
        self.year = year
        self.initial["seen"] = SettingChange.objects.values_list("pk", flat=True).first() or 0
        for option in OPTIONS.values():
            self.fields[option.name] = field_of(option, year)

    def groups(self):
        """Triples of a group's words, whether its options are yearly, and its fields."""
        groups = {}
        for option in OPTIONS.values():
            groups.setdefault((option.group, option.is_yearly), []).append(self[option.name])
        return [(*group, fields) for group, fields in groups.items()]

    def clean(self):
        cleaned = super().clean()
        self.refuse_unseen(cleaned.get("seen") or 0)
        usual, extended = cleaned.get("answer_months"), cleaned.get("answer_months_extended")
        if usual and extended and extended < usual:
            self.add_error("answer_months_extended", _("The extended time is not shorter than the usual one."))
        self.refuse_number(cleaned.get(LAST_ON_PAPER))
        for cap in [name for name in cleaned if name.endswith("_cap")]:
            most, once = cleaned[cap], cleaned.get(cap.removesuffix("_cap"))
            if most and once and most < once:
                self.add_error(cap, _("The most of a year is not less than what is given once."))
        return cleaned

    def refuse_number(self, number):
        """The last number of a year that none was given in here yet; what was set before may stay."""
        if not number or LAST_ON_PAPER not in self.changed_data:
            return
        found = ON_PAPER.fullmatch(number)
        given = found and NumberSeries.objects.filter(year=found[1]).first()
        if not found:
            self.add_error(LAST_ON_PAPER, _("Write it like 2026-016: the year, then the number."))
        elif int(found[1]) > timezone.localdate().year:
            self.add_error(LAST_ON_PAPER, _("This year is still to come."))
        elif given:
            words = _("The platform gave a number of that year already, lastly %(number)s: it goes on from there.")
            self.add_error(LAST_ON_PAPER, words % {"number": given})

    def refuse_unseen(self, seen):
        """What somebody else has set since the page was opened is shown once; sent again, the own value holds."""
        theirs = SettingChange.objects.filter(pk__gt=seen, name__in=self.changed_data, subject__in=["", str(self.year)])
        for change in theirs.order_by("pk"):
            words = _("%(who)s has set this to “%(value)s” meanwhile. Save again to set your value.")
            self.add_error(change.name, words % {"who": change.actor_name, "value": change.after})
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]

    def save(self, user):
        """Sets what was changed; returns the names of those options."""
        changed = [
            name for name in self.changed_data if name in OPTIONS and self.cleaned_data[name] != held(name, self.year)
        ]
        for name in changed:
            put(name, self.cleaned_data[name], user, self.year)
        return changed


def field_of(option, year):
    words = {"label": capfirst(option.label), "initial": held(option.name, year), "show_hidden_initial": True}
    if isinstance(option.default, str):
        return forms.CharField(max_length=LONGEST, required=bool(option.default), **words)
    bounds = [MinValueValidator(option.least), MaxValueValidator(option.most)]
    return forms.IntegerField(validators=bounds, widget=forms.NumberInput({"inputmode": "numeric"}), **words)


class EntryForm(VersionedForm):
    class Meta:
        model = DictionaryEntry
        fields = ["name", "order", "is_default", "is_retired"]
        help_texts = {
            "is_default": gettext_lazy("Chosen beforehand where nothing else is."),
            "is_retired": gettext_lazy("Not offered any more; it stays where it is used."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = self.instance.kind
        if self.instance.pk is None:
            last = DictionaryEntry.objects.filter(kind=self.kind).order_by("order").last()
            self.initial["order"] = last.order + 1 if last else 1
            del self.fields["is_retired"]

    def clean(self):
        cleaned = super().clean()
        others = DictionaryEntry.objects.filter(kind=self.kind).exclude(pk=self.instance.pk)
        if others.filter(name=cleaned.get("name")).exists():
            self.add_error("name", _("This name is in the dictionary already; a retired one can be taken up again."))
        if cleaned.get("is_default") and cleaned.get("is_retired"):
            self.add_error("is_retired", _("The default cannot be retired: make another entry the default first."))
        return cleaned

    def save(self, commit=True):
        """Only one entry of a dictionary is its default."""
        entry = super().save(commit)
        if entry.is_default:
            DictionaryEntry.objects.filter(kind=entry.kind).exclude(pk=entry.pk).update(is_default=False)
        return entry
