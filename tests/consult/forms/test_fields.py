from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from consult.forms.fields import ClockInput, DayField, DeskTelephoneField

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


@pytest.mark.parametrize(
    "typed",
    [
        *("0818-6222222 13800001234", "13800001234 0818-6222222", "6222222转１３８００００１２３４", "013800001234"),
        *("0086 138 0000 1234", "138.0000.1234", "（138）00001234", "1380 000 1234", "138—0000—1234"),
    ],
)
def test_no_mobile_number_passes_for_that_of_a_desk(typed):
    with pytest.raises(ValidationError):
        DeskTelephoneField().clean(typed)


@pytest.mark.parametrize("typed", ["0818-6222222转158", "6222131 6213457", "0818-13812345", "(0818)6222222-138"])
def test_what_only_looks_like_a_mobile_number_is_one_of_a_desk(typed):
    assert DeskTelephoneField().clean(typed) == typed
