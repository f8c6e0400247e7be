from django import forms


class DayInput(forms.DateInput):
    """A date in the browser's own calendar; the value travels as 2026-11-23 in every language."""

    input_type = "date"

    def __init__(self, attrs=None, format="%Y-%m-%d"):
        super().__init__(attrs, format)


class DayField(forms.DateField):
    widget = DayInput
