from datetime import date, time

import pytest
from django import forms
from django.utils import translation

from consult.forms.fields import ClockInput, DayField

FORM = type("Form", (forms.Form,), {"on": DayField(), "at": forms.TimeField(widget=ClockInput)})


@pytest.mark.parametrize(
    "typed",
    ["２０２６年１１月３日", "2026 年 11 月 3 日", "２０２６．１１．３", "２０２６－１１－０３", "2026 /11/3"],
)
def test_a_day_and_a_time_are_read_as_an_input_method_writes_them(typed):
    with translation.override("zh-hans"):
        form = FORM({"on": typed, "at": "９：３０"})
        form.full_clean()

    assert form.cleaned_data == {"on": date(2026, 11, 3), "at": time(9, 30)}
