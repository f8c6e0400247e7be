"""What the office sets itself: options declared in the code, kept in the database, with who changed what."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import capfirst

from consult.models import Setting, SettingChange

KEY = "options"
OPTIONS = {}


@dataclass(frozen=True)
class Option:
    """One setting: its words, the value that holds until another is set, and of a number its bounds."""

    name: str
    label: str | Promise
    default: int | str
    group: str | Promise
    least: int = 1
    most: int = 120


def declare(*options):
    OPTIONS.update({option.name: option for option in options})


def held(name):
    """The value that was set last, or the default; a change is known to other processes within seconds."""
    return cache.get_or_set(KEY, stored, settings.OPTIONS_SECONDS).get(name, OPTIONS[name].default)


def remembered(name):
    """The value as last read, without asking the database: for pages that are shown when it may have failed."""
    return cache.get(KEY, {}).get(name, OPTIONS[name].default)


def stored():
    return dict(Setting.objects.values_list("name", "value"))


@transaction.atomic
def put(name, value, by):
    """Set an option and note the change."""
    before = held(name)
    Setting.objects.update_or_create(name=name, defaults={"value": value})
    note_change(name, "", before, value, by)
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
    """The words of what a line is about: an option's, or those of a dictionary's field."""
    if name in OPTIONS:
        return OPTIONS[name].label
    model, _dot, field = name.rpartition(".")
    meta = apps.get_model(model)._meta
    return capfirst(meta.get_field(field).verbose_name) if field else capfirst(meta.verbose_name)
