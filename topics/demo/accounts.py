"""The one password of all demo accounts: random for each clone, kept in a file that the repository ignores."""

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone

from members.models import User

LETTERS, CAPITALS, DIGITS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
ACCOUNTS = (
    ("office01–office03", "CPPCC office"),
    ("clerk01–clerk13", "liaison committees; clerk14 and clerk15: special committees"),
    ("party01, party02", "Party group"),
    ("presidium01, presidium02", "presidium"),
    ("member001–member299", "members"),
    ("dept01–dept25", "departments"),
    ("dept10head, dept15head", "heads of two departments, each with a second liaison: dept10b, dept15b"),
    ("government01", "Party and government side"),
    ("sysadmin, secadmin, auditor", "the three administrators"),
)


def some(letters, count):
    return "".join(secrets.choice(letters) for _each in range(count))


def new_password():
    """One that the platform's own rules accept and that is easy to type."""
    while True:
        password = "-".join((some(CAPITALS, 1) + some(LETTERS, 3), some(DIGITS, 4), some(LETTERS, 4)))
        try:
            validate_password(password)
        except ValidationError:
            continue
        return password


def password_file():
    return settings.VAR_DIR / "demo_password"


def demo_password():
    """The password of this clone, made at the first call."""
    path = password_file()
    if not path.exists():
        path.write_text(new_password())
        path.chmod(0o600)
    return path.read_text().strip()


def open_accounts_anew():
    """Sets the password of this clone where its file is gone, for all who share the old one; whether it did."""
    if password_file().exists():
        return False
    shared = User.objects.values("password").annotate(count=Count("pk")).order_by("-count").first()
    anew = {"password": make_password(demo_password()), "password_set_on": timezone.localdate()}
    return bool(User.objects.filter(password=shared["password"]).update(**anew))
