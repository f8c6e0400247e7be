"""The forms of records that several people edit."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.checks import PlainLines, check_years

RENAMED = gettext_lazy(
    "Only to put a wrong name right: past records change with it."
    " What is renamed ends, and begins anew under the new name."
)


class VersionedForm(PlainLines, forms.ModelForm):
    """A form of an editable record: it carries the version that the user saw, as a hidden field; none of a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        check_years(self)
        self.initial["version"] = self.instance.version
        if self.instance.pk is None:
            del self.fields["version"]


class DictionaryForm(VersionedForm):
    """A row with an order and dates: a new one is offered the last place; an end, once set, can be corrected.

    `ends_elsewhere`: the first end is set on a page of its own, which says what has to be done before.
    """

    ends_elsewhere = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            last = type(self.instance)._base_manager.aggregate(last=Max("order"))["last"] or 0
            self.initial.setdefault("order", last + 1)
        elif "name" in self.fields:
            self.fields["name"].help_text = RENAMED
        begins = self.instance.pk is None
        if "valid_to" in self.fields and self.instance.valid_to is None and (begins or self.ends_elsewhere):
            del self.fields["valid_to"]

    def clean_valid_to(self):
        """A day to come would let it take on work again, and end later whatever it then holds."""
        day = self.cleaned_data["valid_to"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The last day cannot be in the future."))
        return day

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_to", self.instance.valid_to)
        if starts and ends and ends < starts:
            self.add_error("valid_from", _("The last day cannot be before the first one."))
        return cleaned
