"""Form controls that Django does not have, and how options and attributes of all controls are drawn."""

from itertools import groupby
from operator import itemgetter

from django import forms
from django.utils.html import format_html, format_html_join

OPTION = '\n  <option value="{}"{}>{}</option>'
GROUP = '\n  <optgroup label="{}">{}\n  </optgroup>'


def attributes(attrs):
    """The attributes of an element; True stands without a value, False does not stand."""
    drawn = (attribute(name, value) for name, value in attrs.items() if value is not False)
    return format_html_join("", "{}", ((one,) for one in drawn)) if attrs else ""


def attribute(name, value):
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


def options_of(groups):
    return format_html_join("", "{}", ((drawn_group(*one),) for one in groupby(groups, key=itemgetter(0))))


def drawn_group(name, groups):
    options = (option for _name, options, _index in groups for option in options)
    parts = ((option["value"], attributes(option["attrs"]), option["label"]) for option in options)
    drawn = format_html_join("", OPTION, parts)
    return format_html(GROUP, name, drawn) if name else drawn


class JointInputs(forms.MultiWidget):
    """Several inputs of one value; none of them filled is no value, so that a filter is shown as in use or not."""

    def value_from_datadict(self, data, files, name):
        values = super().value_from_datadict(data, files, name)
        return values if any(values) else None


class Segments(forms.widgets.ChoiceWidget):
    """Choices one tap away, radio buttons under the hood; `tones` maps a value to ok, wait, run, bad or off."""

    input_type = "radio"
    template_name = "components/segments.html"
    checked_attribute = {"checked": True}
    use_fieldset = True

    def __init__(self, attrs=None, choices=(), tones=None):
        super().__init__(attrs, choices)
        self.tones = tones or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"tone": self.tones.get(str(value), "run")}

    def id_for_label(self, id_, index=None):
        """The id of one radio button; none for the row, whose name is the legend."""
        return "" if index is None else super().id_for_label(id_, index)
