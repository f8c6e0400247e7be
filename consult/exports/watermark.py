"""Who took a copy out of the platform and when, as the copy itself says it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.files.names import safe_name


def now_in_words():
    return date_format(timezone.localtime(), "DATETIME_FORMAT")


def whose(user):
    return str(getattr(user, "name_in_full", user))


def mark_of(user):
    return _("Taken out by %(who)s on %(when)s") % {"who": whose(user), "when": now_in_words()}


def marked_name(title, user, suffix):
    """The name of a file that must hold its rows alone: with the account and the minute."""
    account = getattr(user, "username", user)
    return safe_name(f"{title}{timezone.localtime():%Y%m%d-%H%M}-{account}.{suffix}")
