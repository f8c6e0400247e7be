from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.forms.renaming import RenamingForm


class ValidityForm(RenamingForm):
    """A row with an order and dates: a new one is offered the last place; an end, once set, can be corrected.

    `ends_elsewhere`: the first end is set on a page of its own, which says what has to be done before.
    """

    ends_elsewhere = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            last = type(self.instance)._base_manager.aggregate(last=Max("order"))["last"] or 0
            self.initial.setdefault("order", last + 1)
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
