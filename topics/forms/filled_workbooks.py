import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from topics.reports.filled_workbooks import FilledRow, read_filled


class FilledForm(forms.Form):
    """A workbook that came back, or what was read from it when its preview is confirmed."""

    file = forms.FileField(
        label=_("The workbook, filled in"),
        required=False,
        widget=forms.FileInput({"accept": ".xlsx"}),
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, fields, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = fields

    def clean(self):
        cleaned = super().clean()
        file, read = cleaned.get("file"), cleaned.get("read")
        if file:
            cleaned["rows"] = self.found(file)
        elif read:
            cleaned["rows"] = self.again(read)
        elif "file" not in self.errors:
            self.add_error("file", _("Choose the workbook first."))
        return cleaned

    def found(self, file):
        try:
            rows = read_filled(file, self.columns)
        except ValidationError as error:
            self.add_error("file", error)
            return []
        if not rows:
            self.add_error("file", _("Nothing is filled in below the head of the workbook."))
        return rows

    def again(self, read):
        """The rows of the preview; what is no preview of ours is refused."""
        names = {one.name for one in self.columns if one.is_open}
        try:
            rows = [
                FilledRow(int(number), str(key), dict(values), [(str(label), str(words)) for label, words in errors])
                for number, key, values, errors in json.loads(read)
            ]
        except (ValueError, TypeError) as error:
            raise ValidationError(_("Please upload the workbook again.")) from error
        if any(set(row.values) != names or not all(isinstance(v, str) for v in row.values.values()) for row in rows):
            raise ValidationError(_("Please upload the workbook again."))
        return rows

    def kept(self):
        rows = [
            (row.number, row.key, row.values, [(str(label), str(words)) for label, words in row.errors])
            for row in self.cleaned_data["rows"]
        ]
        return json.dumps(rows, ensure_ascii=False)
