import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting

from consult.widgets import Segments

CHOICES = [("present", "出席"), ("leave", "请假"), ("absent", "缺席")]


class AttendanceForm(forms.Form):
    mark = forms.ChoiceField(choices=CHOICES, widget=Segments(tones={"present": "ok", "leave": "wait"}))


def parts(form):
    html = str(form["mark"])
    return re.findall(r'value="(\w+)"([^>]*)>\s*<label for="(\w+)" class="tone-(\w+)">(\S+)</label>', html)


def test_every_choice_is_a_radio_button_with_its_label_and_tone():
    form = AttendanceForm()

    assert [(value, target, tone, label) for value, _, target, tone, label in parts(form)] == [
        ("present", "id_mark_0", "ok", "出席"),
        ("leave", "id_mark_1", "wait", "请假"),
        ("absent", "id_mark_2", "run", "缺席"),
    ]


@pytest.mark.parametrize("form", [AttendanceForm({"mark": "leave"}), AttendanceForm(initial={"mark": "leave"})])
def test_the_chosen_one_is_checked(form):
    assert [value for value, attributes, *_ in parts(form) if "checked" in attributes] == ["leave"]


def test_the_answer_is_one_of_the_choices():
    form = AttendanceForm({"mark": "elsewhere"})

    assert form.errors.as_data()["mark"][0].code == "invalid_choice"


MANY = [("", "—"), (1000, "a < b"), ("组", [('"', "引号"), (None, "无")]), (2.5, "两件半")]


@pytest.mark.parametrize("chosen", [None, "1000", '"', ["1000", "2.5"]])
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.RadioSelect])
def test_options_and_attributes_are_drawn_as_django_draws_them(widget, chosen):
    control, attrs = (
        widget(choices=MANY),
        {"id": "x", "required": True, "disabled": False, "data-most": 1000, "title": "<"},
    )

    ours, djangos = (
        control.render("n", chosen, attrs, renderer) for renderer in (TemplatesSetting(), DjangoTemplates())
    )

    assert ours.split() == djangos.split()
