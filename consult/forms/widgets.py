"""Form controls that Django does not have, and the plain ones drawn without a template for each."""

from itertools import groupby
from operator import itemgetter

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join, strip_spaces_between_tags
from django.utils.translation import gettext as _

from consult.text_width import lines_of

# In the units of `lines_of`: some 19 Chinese characters, which is a line of a phone.
LINE = 42
FEWEST_ROWS, MOST_ROWS = 3, 12
DASHES = BLANK_CHOICE_DASH[0][1]
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
    parts = ((option["value"], attributes(option["attrs"]), words_of(option)) for option in options)
    drawn = format_html_join("", OPTION, parts)
    return format_html(GROUP, name, drawn) if name else drawn


def words_of(option):
    """What an option says: a word in place of the dashes that stand for nothing chosen."""
    return _("none chosen") if option["label"] == DASHES else option["label"]


def drawn_select(widget):
    words = '<select name="{}"{}>{}\n</select>'
    return format_html(words, widget["name"], attributes(widget["attrs"]), options_of(widget["optgroups"]))


def drawn_text(widget):
    words, value = '<textarea name="{}"{}>\n{}</textarea>', widget["value"] or ""
    attrs = widget["attrs"] | {"rows": rows_for(value, int(widget["attrs"]["rows"]))}
    return format_html(words, widget["name"], attributes(attrs), value)


def rows_for(text, rows):
    """How many rows show the text: those declared, or where it takes more some three to twelve."""
    lines = lines_of(text, LINE)
    return max(rows, FEWEST_ROWS, min(lines, MOST_ROWS)) if lines > rows else rows


def drawn_input(widget):
    value = "" if widget["value"] is None else attribute("value", str(widget["value"]))
    words = '<input type="{}" name="{}"{}{}>'
    return format_html(words, widget["type"], widget["name"], value, attributes(widget["attrs"]))


def drawn_option(widget):
    """A radio button or box; in its label where that is wanted."""
    if not widget["wrap_label"]:
        return drawn_input(widget)
    target = attribute("for", widget["attrs"]["id"]) if widget["attrs"].get("id") else ""
    return format_html("<label{}>{} {}</label>", target, drawn_input(widget), widget["label"])


def drawn_together(widget):
    parts = (DrawnControls().render(part["template_name"], {"widget": part}) for part in widget["subwidgets"])
    return strip_spaces_between_tags("".join(parts))


DRAWN = {
    **dict.fromkeys(("checkbox", "date", "email", "hidden", "number", "password", "text", "time", "url"), drawn_input),
    **dict.fromkeys(("radio_option", "checkbox_option"), drawn_option),
    **{"select": drawn_select, "textarea": drawn_text, "multiwidget": drawn_together},
}
BY_TEMPLATE = {f"django/forms/widgets/{name}.html": draw for name, draw in DRAWN.items()}


class DrawnControls(TemplatesSetting):
    """Draws the plain controls as Django's templates do, without a template for each: a page has dozens of them."""

    def render(self, template_name, context, request=None):
        if draw := BY_TEMPLATE.get(template_name):
            return draw(context["widget"])
        return super().render(template_name, context, request)


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
