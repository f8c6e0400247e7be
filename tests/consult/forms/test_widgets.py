import re
from datetime import date

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils import translation
from django.utils.translation import gettext_lazy

from consult.forms.widgets import DrawnControls, JointInputs, Segments

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

    ours, djangos = (control.render("n", chosen, attrs, renderer) for renderer in (DrawnControls(), DjangoTemplates()))

    assert ours.split() == djangos.split()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "未选"), ("en", "none chosen")])
def test_nothing_chosen_is_said_in_words(language, words):
    control = forms.Select(choices=[*BLANK_CHOICE_DASH, (1, "甲")])

    with translation.override(language):
        assert f'<option value="" selected>{words}</option>' in control.render("n", None, renderer=DrawnControls())


INPUTS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput,
    forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.Textarea, forms.FileInput,
]  # fmt: skip


@pytest.mark.parametrize("value", [None, "", "0", 0, 1000, True, "\n\"a\" <b> & 'c'\n", date(2026, 1, 2)])
@pytest.mark.parametrize("widget", INPUTS)
def test_inputs_are_drawn_as_django_draws_them(widget, value):
    attrs = {
        "id": "x",
        "required": True,
        "disabled": False,
        "maxlength": 1000,
        "title": '"<',
        "class": gettext_lazy("all"),
    }

    ours, djangos = (
        widget().render("a<b", value, attrs, renderer) for renderer in (DrawnControls(), DjangoTemplates())
    )

    assert ours == djangos


LONG = "停车" * 55
TEXTS = [("", 2, 2), ("停车难", 2, 2), (LONG, 2, 6), (LONG, 10, 10), ("一\n二", 1, 3), ("停车" * 1000, 2, 12)]


@pytest.mark.parametrize(("text", "declared", "rows"), TEXTS)
def test_a_text_is_shown_in_as_many_rows_as_it_takes_within_twelve(text, declared, rows):
    control = forms.Textarea({"rows": declared}).render("n", text, renderer=DrawnControls())

    assert re.findall(r'rows="(\d+)"', control) == [str(rows)]


@pytest.mark.parametrize("value", [None, ["2026-01-02", "1000"]])
def test_joint_inputs_are_drawn_as_django_draws_them(value):
    class Joint(JointInputs):
        def decompress(self, value):
            return value or [None, None]

    control = Joint({"on": forms.DateInput({"type": "date"}, "%Y-%m-%d"), "name": forms.Select(choices=MANY)})

    ours, djangos = (control.render("n", value, {"id": "x"}, one) for one in (DrawnControls(), DjangoTemplates()))

    assert ours.split() == djangos.split()


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_single_options_are_drawn_as_django_draws_them(widget, wrapped):
    class OneForm(forms.Form):
        mark = forms.MultipleChoiceField(choices=CHOICES, widget=widget, initial=["leave"])

    ours, djangos = (
        [option.tag(wrap_label=wrapped).split() for option in OneForm(renderer=renderer)["mark"]]
        for renderer in (DrawnControls(), DjangoTemplates())
    )

    assert ours == djangos


def test_the_pages_draw_their_controls_without_templates():
    assert isinstance(get_default_renderer(), DrawnControls)
