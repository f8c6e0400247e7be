"""What of the technical settings is in effect 技术参数, each read where it is set, and how it is changed."""

import platform
import shutil
import tomllib
from dataclasses import dataclass

import django
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consult.backups import hours_since_backup
from consult.context_processors import demo_data_is_loaded
from consult.files.pictures import MOST_PIXELS
from consult.files.uploads import LARGEST_DOCUMENT, LARGEST_PHOTO, MOST_PHOTOS
from consult.imports.opening import LARGEST_FILE
from consult.models import OrderedFile
from consult.templatetags.ui import moment
from consult.views.health import LEAST_FREE_BYTES
from topics.forms.documents import LARGEST_TOPIC, MOST_DOCUMENTS

PROJECT = "pyproject.toml"


@dataclass(frozen=True)
class Setting:
    """What it is, what holds now, and what changes it; where that is nothing, it comes with the version."""

    label: str | Promise
    value: str
    changed_by: tuple = ()


def technical_settings():
    """Pairs of a group and its settings; nothing of them is secret."""
    return (
        (_("Platform"), platform_settings()),
        (_("Sign-in and session"), sign_in_settings()),
        (_("Files"), file_settings()),
        (_("Kept and cleared away"), keeping_settings()),
    )


def platform_settings():
    engine = ".".join(map(str, connection.get_database_version()))
    return (
        Setting(_("Version"), tomllib.loads((settings.BASE_DIR / PROJECT).read_text())["project"]["version"]),
        Setting(untranslated("Python · Django"), f"{platform.python_version()} · {django.get_version()}"),
        Setting(_("Production"), yes_or_no(settings.PRODUCTION), ("CONSULT_PRODUCTION",)),
        Setting(_("Error details in the browser"), yes_or_no(settings.DEBUG), ("CONSULT_DEBUG",)),
        Setting(_("Database"), f"{connection.display_name} {engine}", ("DATABASE_URL",)),
        Setting(_("Host names"), "、".join(settings.ALLOWED_HOSTS), ("ALLOWED_HOSTS",)),
        Setting(_("Time zone and time of the server"), f"{settings.TIME_ZONE} · {moment(timezone.now())}"),
        Setting(_("Sample data"), yes_or_no(demo_data_is_loaded()), ("manage.py demo",)),
    )


def sign_in_settings():
    minutes = _("%(minutes)d minutes")
    locked = _("after %(attempts)d failed attempts, for %(minutes)d minutes")
    days = _("%(days)d days") % {"days": settings.PASSWORD_DAYS} if settings.PASSWORD_DAYS else _("no end")
    lock = {"attempts": settings.AXES_FAILURE_LIMIT, "minutes": round(settings.AXES_COOLOFF_TIME * 60)}
    return (
        Setting(_("Session ends without use"), minutes % {"minutes": settings.SESSION_IDLE_SECONDS // 60}),
        Setting(_("Session ends at the latest"), hours(settings.SESSION_ABSOLUTE_SECONDS // 3600)),
        Setting(_("Password profile"), settings.PASSWORD_PROFILE, ("CONSULT_PASSWORD_PROFILE",)),
        Setting(_("A password holds"), days, ("CONSULT_PASSWORD_PROFILE",)),
        Setting(_("Second step asked of"), second_step(), ("CONSULT_SECOND_FACTOR",)),
        Setting(_("Sign-in locked"), locked % lock),
        Setting(_("One-time link holds"), hours(settings.PASSWORD_RESET_TIMEOUT // 3600)),
    )


def file_settings():
    room = _("%(most)d files, together %(size)s")
    of_topic = room % {"most": MOST_DOCUMENTS, "size": filesizeformat(LARGEST_TOPIC)}
    return (
        Setting(_("A document at most"), filesizeformat(LARGEST_DOCUMENT)),
        Setting(_("A photo at most"), f"{filesizeformat(LARGEST_PHOTO)} · {megapixels()}"),
        Setting(_("Photos of a session at most"), str(MOST_PHOTOS)),
        Setting(_("Files of a topic at most"), of_topic),
        Setting(_("A workbook to import at most"), filesizeformat(LARGEST_FILE)),
    )


def keeping_settings():
    kept = _("%(days)d days") % {"days": OrderedFile.DAYS_KEPT}
    age = hours_since_backup()
    free = shutil.disk_usage(settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.VAR_DIR).free
    told = _("%(free)s; below %(least)s the platform says it is not ready")
    return (
        Setting(_("Unsaved text, previews and ordered files"), kept, ("manage.py sweep --form-days",)),
        Setting(
            _("Age of the last backup"), _("none was written yet") if age is None else hours(age), ("manage.py backup",)
        ),
        Setting(
            _("Free disk space"),
            told % {"free": filesizeformat(free), "least": filesizeformat(LEAST_FREE_BYTES)},
            ("CONSULT_VAR", "CONSULT_MEDIA"),
        ),
    )


def second_step():
    named = {"administrators": _("the administrators"), "everybody": _("everybody"), "optional": _("nobody; all may")}
    return f"{settings.SECOND_FACTOR} · {named[settings.SECOND_FACTOR]}"


def hours(number):
    return _("%(hours)d hours") % {"hours": number}


def megapixels():
    return _("%(count)d megapixels") % {"count": MOST_PIXELS // 1_000_000}


def untranslated(words):
    return format_html('<span translate="no">{}</span>', words)


def yes_or_no(value):
    return _("yes") if value else _("no")
