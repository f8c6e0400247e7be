"""The forms of records that several people edit."""

from django import forms

from consult.forms.checks import PlainLines, check_years


class VersionedForm(PlainLines, forms.ModelForm):
    """A form of an editable record: it carries the version that the user saw, as a hidden field; none of a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        check_years(self)
        self.initial["version"] = self.instance.version
        if self.instance.pk is None:
            del self.fields["version"]
