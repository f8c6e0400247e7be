"""A line above rows of a page that fills them all, by a button that shows the page once more."""

from copy import deepcopy

from django import forms


def shown(form, data, with_version):
    """Put what was typed into a form that is shown again without being checked."""
    for name, field in form.fields.items():
        if name != "version" or with_version:
            form.initial[name] = field.widget.value_from_datadict(data, {}, form.add_prefix(name))


class Fill(forms.Form):
    """The line above the rows, whose answers go into all of them."""

    def __init__(self, fields, data=None):
        super().__init__(prefix="all")
        for name, field in deepcopy(fields).items():
            field.required, field.initial = False, None
            if isinstance(field.widget, forms.Select) and not field.widget.allow_multiple_selected:
                field.choices = [("", "—"), *(pair for pair in field.choices if pair[0] != "")]
            self.fields[name] = field
        if data is not None:
            shown(self, data, with_version=False)

    def into(self, rows, data):
        """What was typed, with the answers of this line in every one of the forms that has such a question."""
        data = data.copy()
        for name in self.fields:
            values = data.getlist(self.add_prefix(name))
            if any(values):
                for form in (row for row in rows if name in row.fields):
                    data.setlist(form.add_prefix(name), values)
        return data

    def show(self, rows, data, chosen=None):
        filled = self.into(rows if chosen is None else chosen, data)
        for form in rows:
            shown(form, filled, with_version=True)
