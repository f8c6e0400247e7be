from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.forms.fields import DayField
from consult.forms.versioned import VersionedForm


class NewNames(forms.Form):
    """What new names mean: each holds from a day on, or the former one was a mistake."""

    renamed_on = DayField(
        label=_("New name from"),
        required=False,
        initial=timezone.localdate,
        help_text=_("Where the name is changed: records of earlier days keep the former one."),
    )
    was_mistaken = forms.BooleanField(
        label=_("The former name was a mistake"),
        required=False,
        help_text=_("It is put right everywhere, in past records too."),
    )

    @property
    def holds_from(self):
        """From when the new names hold, today unless said; None where they put right a mistake."""
        said = self.cleaned_data
        return None if said.get("was_mistaken") else said.get("renamed_on") or timezone.localdate()


class RenamingForm(VersionedForm, NewNames):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["renamed_on"], self.fields["was_mistaken"]
        else:
            names = self.instance.NAMES
            self.order_fields([*names, "renamed_on", "was_mistaken"])

    @property
    def is_renamed(self):
        changed = self.instance.pk is not None and set(self.instance.NAMES) & set(self.changed_data)
        return bool(changed) and not self.cleaned_data.get("was_mistaken")

    def clean(self):
        cleaned = super().clean()
        if self.is_renamed and "renamed_on" in cleaned:
            cleaned["renamed_on"] = self.holds_from
            if reason := self.instance.why_not_renamed(cleaned["renamed_on"]):
                self.add_error("renamed_on", reason)
        return cleaned

    def save(self, commit=True):
        if self.is_valid():
            self.keep_names()
        return super().save(commit)

    def keep_names(self):
        if self.is_renamed:
            former = [self.initial[name] for name in self.instance.NAMES]
            self.instance.rename(former, self.cleaned_data["renamed_on"])
        elif self.cleaned_data.get("was_mistaken"):
            self.instance.take_back_renaming()
