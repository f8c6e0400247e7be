"""What every template has at hand: icons, status chips, dates and dashes. A builtin: no `{% load %}` needed."""

import datetime
import secrets
from functools import cache

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext

from consult.differences import Kind, pieces
from consult.forms.empty_choices import told_of_missing
from consult.forms.sent_once import FIELD, key_of
from consult.forms.typed_text import kept
from consult.forms.typed_text import key_of as typed_key_of
from consult.lists.columns import NOTHING, cells_of, table_rows
from consult.lists.way_back import way_back, with_ticks
from consult.models.names import called
from consult.punctuation import in_brackets, labelled

register = template.Library()
register.filter("called", called)

TONE_ICONS = {"ok": "check", "wait": "clock", "run": "arrow-right", "bad": "alert-triangle", "off": "circle-dashed"}


@register.simple_tag
def icon(name, label=""):
    """The icon `name` of the sprite; silent to screen readers unless a `label` says what it stands for."""
    if label:
        href = f"{static('img/icons.svg')}#{name}"
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return _silent_icon(name)


@cache
def _silent_icon(name):
    href = f"{static('img/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def fixed(name):
    """What the template `name` shows, which asks for nothing but the language: put together once for each."""
    return render_to_string(name) if settings.DEBUG else _fixed(name, get_language())


@cache
def _fixed(name, language):
    return render_to_string(name)


@register.filter
def aside(value):
    """The value in brackets as the language writes them, behind other words; nothing where there is none."""
    return "" if value in (None, "") else in_brackets(value)


register.filter("labelled", labelled)


@register.simple_tag
def chip(label, tone="off", name=""):
    """A status as word, colour and icon; `tone` is one of ok, wait, run, bad, off; `name` replaces the tone's icon."""
    if tone not in TONE_ICONS:
        raise template.TemplateSyntaxError(f"chip: no tone {tone!r}; one of {', '.join(TONE_ICONS)}")
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, icon(name or TONE_ICONS[tone]), label)


@register.simple_tag(takes_context=True)
def form_key(context):
    """The hidden field by which a form sent twice is told from two forms; the same while its errors are mended."""
    request = context.get("request")
    key = (request and key_of(request)) or secrets.token_hex(16)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts):
    """What is wrong in forms, lists of forms and formsets, in one box above them; what is not there is left out."""
    return {"parts": [faults for part in parts if part and any((faults := faults_of(part)).values())]}


def faults_of(part):
    """Of a form, a list of forms or a formset: what is wrong with it as a whole, and its forms with errors by name."""
    rows = getattr(part, "forms", part)
    whole = part.non_form_errors() if rows is not part else []
    named = [(name_of(*row), row[1]) for row in enumerate(rows, start=1)] if isinstance(rows, list) else [("", part)]
    return {"whole": whole, "forms": [(name, form) for name, form in named if form.errors]}


def name_of(number, form):
    """What a form among others is called: its legend, else the number of its row."""
    return getattr(form, "legend", "") or gettext("Row %(number)s") % {"number": number}


@register.simple_tag(takes_context=True)
def drawn(context, field):
    """A field with its label, help and errors; where it offers nothing, with what is missing."""
    html = as_crispy_field(field)
    return format_html("{}{}", html, told_of_missing(field, html, context["request"].user))


@register.simple_tag(takes_context=True)
def typed_before(context):
    """The texts that the user typed here before and did not save; none while a form is being sent."""
    request = context["request"]
    return kept(request.user, request.path) if request.method == "GET" else ()


@register.simple_tag(takes_context=True)
def typed_key(context):
    """What tells the text of this window from that of another one; the same while its form is shown again."""
    return typed_key_of(context["request"].POST) or secrets.token_hex(16)


@register.simple_tag(takes_context=True)
def list_url(context, name, ticked=None):
    """The address of a list as the user saw it last: where the crumbs of its records lead back to.

    With ids as `ticked` these rows are ticked there.
    """
    address = way_back(context["request"], name)
    return address if ticked is None else with_ticks(address, ticked)


@register.simple_tag(takes_context=True)
def register_rows(context):
    """The rows of a list page's table, as its columns are declared."""
    view = context["view"]
    action = view.row_action if view.has_actions else None
    return table_rows(context["object_list"], context["columns"], action, context.get("ticked"))


@register.filter
def heads(columns):
    """The columns that stand in the head of a table: not those that stand under another one."""
    return [cell.column for cell in cells_of(columns)]


@register.simple_tag
def difference(before, after):
    """The pieces of two texts, to be shown with `|old_side` and `|new_side`."""
    return pieces(before, after)


@register.filter
def old_side(found):
    """The old text, what is gone from it struck through; a dash for none."""
    return _side(found, Kind.REMOVED, "del")


@register.filter
def new_side(found):
    """The new text, what came into it underlined; a dash for none."""
    return _side(found, Kind.ADDED, "ins")


@register.filter
def day(value):
    """A date, or the local day of a datetime, as the language writes it; a dash for none."""
    return _written(value, "DATE_FORMAT")


@register.filter
def moment(value):
    """A datetime in local time to the minute, as the language writes it; a dash for none."""
    return _written(value, "DATETIME_FORMAT" if isinstance(value, datetime.datetime) else "DATE_FORMAT")


@register.filter
def dash(value):
    """The value, or a dash where there is none; zero is a value."""
    return NOTHING if value is None or value == "" else value


@register.filter
def page_range(page):
    """The page numbers that a pager shows round `page`, with an ellipsis for the left-out ones."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


def _side(found, kind, element):
    shown = [(piece.kind, linebreaksbr(piece.text)) for piece in found if piece.kind in {Kind.KEPT, kind}]
    parts = [text if of == Kind.KEPT else format_html("<{0}>{1}</{0}>", element, text) for of, text in shown]
    return format_html_join("", "{}", ((part,) for part in parts)) or NOTHING


def _written(value, style):
    if not value:
        return NOTHING
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, style)
