from datetime import time

import pytest
from django import forms
from django.http import QueryDict

from consult.forms.untouched import follow_stored

KINDS = {
    "text": (forms.CharField, "旧", "新"),
    "shown": (forms.BooleanField, False, True),
    "hidden": (forms.BooleanField, True, False),
    "at": (forms.TimeField, None, time(9, 30)),
    "choice": (lambda **options: forms.ChoiceField(choices=[("a", "A"), ("b", "B")], **options), "a", "b"),
}


class Sheet(forms.Form):
    def __init__(self, stored, data=None, says=True):
        super().__init__(data, initial=stored)
        for name, (kind, _was, _is) in KINDS.items():
            self.fields[name] = kind(required=False, show_hidden_initial=says)
        if self.is_bound:
            follow_stored(self)


def sent(form):
    """What a browser sends of the page of the form, untouched."""
    page = QueryDict(mutable=True)
    for bound in form:
        hidden, value = forms.HiddenInput().format_value(bound.initial) or "", bound.initial
        if bound.field.show_hidden_initial:
            page[bound.html_initial_name] = hidden
        if value is True:
            page[bound.html_name] = "on"
        elif value is not False:
            page[bound.html_name] = hidden
    return page


BEFORE, NOW = ({name: kind[place] for name, kind in KINDS.items()} for place in (1, 2))


def test_what_was_left_as_shown_is_as_stored_by_now():
    form = Sheet(NOW, sent(Sheet(BEFORE)))

    assert (form.is_valid(), form.cleaned_data) == (True, NOW)
    assert (form["text"].value(), form["at"].value(), form.changed_data) == ("新", "09:30", [])
    assert 'name="initial-text" value="新"' in str(form["text"])


def test_what_was_typed_stays_typed():
    form = Sheet(NOW, QueryDict(sent(Sheet(BEFORE)).urlencode() + "&text=我的&shown=on&at=08:00"))

    assert form.is_valid()
    assert (form.cleaned_data["text"], form.cleaned_data["at"]) == ("我的", time(8))
    assert (form.changed_data, form.cleaned_data["choice"]) == (["text", "shown", "at"], "b")


@pytest.mark.parametrize("sender", ["a page that says nothing", "a page that says something else"])
def test_a_page_that_does_not_say_what_it_showed_is_taken_by_its_word(sender):
    page = sent(Sheet(BEFORE, says=False))
    if sender == "a page that says something else":
        page["initial-at"] = "never"

    assert Sheet(NOW, page)["text"].value() == "旧"
