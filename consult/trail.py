"""The audit trail 审计日志: who signed in, was refused, took data out, or changed accounts, roles, people and units."""

import getpass
import os
import re
from contextlib import suppress
from datetime import timedelta
from urllib.parse import unquote

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.client_address import address_of
from consult.logs import discreet
from consult.models import TrailEntry

try:
    import pwd
except ImportError:
    pwd = None  # on Windows

Deed = TrailEntry.Deed
# One number for all processes of an installation: on PostgreSQL lines are appended one after the other.
LOCK = 5_117_310
OPENED, SENT = _("opening a page"), _("sending a form")
REPEATED = timedelta(minutes=1)
SAVED_AS = re.compile(r"""attachment; filename(?:\*=utf-8''|=")([^"]+)""")


def record(request, deed, subject="", *, actor=None, now=None, **details):
    """Append a line in the transaction of what it tells, where there is one; what cannot be told is not done.

    The actor is whoever is signed in, unless named; without a request it is whoever runs `manage.py`. A model instance
    as subject is told by its kind and name; `details` are words or lists, never the contents of personal fields.
    """
    append([line_of(request, deed, subject, actor, details)], now)


def record_each(request, deed, subjects, **details):
    """Append a line for each of the subjects, all with the same details."""
    append([line_of(request, deed, subject, details=details) for subject in subjects])


def record_command(name, subject="", **details):
    """Append a line of what a command of `manage.py` has done; False where the database has no trail yet."""
    if TrailEntry._meta.db_table not in connection.introspection.table_names():
        return False
    line = line_of(None, Deed.RAN, subject, details=details)
    line.place += f" {name}"
    append([line])
    return True


def record_once(request, deed, subject=""):
    """Append a line unless it only repeats one of the last minute: who tries on and on fills no trail."""
    line = line_of(request, deed, subject)
    same = {name: getattr(line, name) for name in ("deed", "actor", "address", "place", "subject")}
    if not TrailEntry.objects.filter(recorded_at__gt=timezone.now() - REPEATED, **same).exists():
        append([line])


def line_of(request, deed, subject, actor=None, details=()):
    user = actor or (request.user if request and request.user.is_authenticated else None)
    with translation.override(settings.LANGUAGE_CODE):
        said = {name: in_words(words) for name, words in dict(details).items() if words not in ("", [])}
        return TrailEntry(
            deed=deed,
            actor=user,
            actor_name=fitting("actor_name", user or ("" if request else account_of_machine())),
            address=address_of(request) if request else "",
            place=fitting("place", request.path if request else "manage.py"),
            subject=fitting("subject", named(subject)),
            details={name: fitting("subject", words) for name, words in said.items()},
        )


def account_of_machine():
    """Whose account of the operating system runs this process, told from accounts of the platform; empty if unknown."""
    with suppress(KeyError, OSError, ImportError):
        # Where the system can be asked, the environment is not: anybody may set it.
        name = pwd.getpwuid(os.getuid()).pw_name if pwd else getpass.getuser()
        return gettext("%(name)s (server)") % {"name": name}
    return ""


@transaction.atomic
def append(lines, now=None):
    last, digest = last_line()
    for line in lines:
        line.sequence, line.recorded_at = last + 1, now or timezone.now()
        line.digest = line.digest_after(digest)
        last, digest = line.sequence, line.digest
    TrailEntry.objects.bulk_create(lines)


def last_line():
    """The number and digest of the last line; until the transaction ends nobody else appends one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return TrailEntry.objects.values_list("sequence", "digest").first() or (0, "")


def named(subject):
    told = getattr(subject, "name_in_full", subject)
    return f"{subject._meta.verbose_name} {told}" if hasattr(subject, "_meta") else str(subject)


def in_words(said):
    return "、".join(map(str, said)) if isinstance(said, list) else said


def fitting(field, words):
    """As much as the field holds, in one line, without keys, mobile numbers and what moves a terminal's cursor."""
    printable = "".join(filter(str.isprintable, " ".join(discreet(str(words)).split())))
    return printable[: TrailEntry._meta.get_field(field).max_length]


def record_refusal(request):
    """Of somebody who is signed in; of others the trail keeps sign-ins alone."""
    if getattr(request, "user", None) and request.user.is_authenticated:
        record_once(request, Deed.REFUSED, SENT if request.method == "POST" else OPENED)


def record_edit(request, form, deed):
    """Which record was added or changed in which fields; not of one that has a history of its own."""
    if not hasattr(form.instance, "lifecycle"):
        changed = [name for name in form.changed_data if deed == Deed.CHANGED and not form[name].is_hidden]
        fields = [form.fields[name] for name in changed]
        record(request, deed, form.instance, fields=[getattr(one, "label_in_full", one.label) for one in fields])


def record_file(request, response):
    """That a file was taken out, by its name, with its kind and the number of its rows where it is a register."""
    found = SAVED_AS.match(response.get("Content-Disposition", ""))
    if found and request.user.is_authenticated:
        record(request, Deed.TOOK_OUT, unquote(found[1]), **getattr(response, "taken", {}))


def broken_lines():
    """The lines, one by one, that do not follow from the line before, each with the numbers `missing` before it."""
    sequence, digest = 0, ""
    for line in TrailEntry.objects.order_by("sequence").iterator():
        line.missing = range(sequence + 1, line.sequence)
        if line.missing or line.digest != line.digest_after(digest):
            yield line
        sequence, digest = line.sequence, line.digest
