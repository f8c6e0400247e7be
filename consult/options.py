"""What the office sets itself: options declared in the code, kept in the database, with who changed what."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst

from consult.models import Setting, SettingChange

KEY = "options"
OPTIONS = {}


@dataclass(frozen=True)
class Option:
    """One setting: its words, the value that holds until another is set, and of a number its bounds.

    A yearly one has a value for each year: what is set for a year holds from it on, and leaves the years before alone.
    """

    name: str
    label: str | Promise
    default: int | str
    group: str | Promise
    least: int = 1
    most: int = 120
    is_yearly: bool = False


def declare(*options):
    OPTIONS.update({option.name: option for option in options})


def held(name, year=None):
    """The value that was set last, or the default; a change is known to other processes within seconds.

    Of a yearly option that of the given year, or else of this one.
    """
    return value_of(name, cache.get_or_set(KEY, stored, settings.OPTIONS_SECONDS), year)


def held_now(name, year=None):
    """The value as the database has it, where one that was replaced seconds ago would do harm."""
    return value_of(name, stored(), year)


def remembered(name):
    """The value as last read, without asking the database: for pages that are shown when it may have failed."""
    return value_of(name, cache.get(KEY, {}))


def value_of(name, found, year=None):
    until = year or timezone.localdate().year
    values = [value for since, value in found.get(name, ()) if since <= until]
    return values[-1] if values else OPTIONS[name].default


def stored():
    """The values by the name of their option, each with the year from which it holds, the latest last."""
    found = {}
    for name, since, value in Setting.objects.order_by("from_year").values_list("name", "from_year", "value"):
        found.setdefault(name, []).append((since, value))
    return found


@transaction.atomic
def put(name, value, by, year=None):
    """Set an option and note the change; a yearly one from the given year on, or else from this one."""
    since = (year or timezone.localdate().year) if OPTIONS[name].is_yearly else 0
    before = held(name, since)
    Setting.objects.update_or_create(name=name, from_year=since, defaults={"value": value})
    note_change(name, since or "", before, value, by)
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))


def note_change(name, subject, before, after, by):
    """A line of what somebody changed; `name` is an option or the field of a dictionary, `subject` its entry."""
    texts = {"subject": str(subject), "before": str(before), "after": str(after)}
    SettingChange.objects.create(name=name, **texts, actor=by, actor_name=str(by))


def note_changes(form, by):
    """A line for each field that the form of a dictionary's entry changed, or for the entry that it added."""
    entry, label = form.instance, form.instance._meta.label_lower
    for name in form.changed_data:
        if name in form.fields and not form.fields[name].widget.is_hidden:
            before, after = (form.initial.get(name), form.cleaned_data[name])
            note_change(f"{label}.{name}", entry, "" if before is None else before, after, by)


def label_of(name):
    """The words of what a line is about: an option's, or those of a dictionary or one of its fields."""
    if name in OPTIONS:
        return OPTIONS[name].label
    app, model, *field = name.split(".")
    meta = apps.get_model(app, model)._meta
    return capfirst(meta.get_field(field[0]).verbose_name if field else meta.verbose_name)
