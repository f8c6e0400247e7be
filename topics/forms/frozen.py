from django import forms
from django.utils.translation import gettext_lazy as _


class FreezeForm(forms.Form):
    """Why a report that is frozen already is frozen once more; nothing is asked of a first one."""

    reason = forms.CharField(
        label=_("Reason for the correction"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("The report frozen before stays as it is; readers see both, and your reason."),
    )  # fmt: skip

    def __init__(self, *args, corrects, **kwargs):
        super().__init__(*args, **kwargs)
        if corrects is None:
            del self.fields["reason"]
