"""Whether the password was given again lately, before what must not happen at a screen that was left alone."""

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

MARK = "password_given"


def has_given_password(session):
    return timezone.now().timestamp() - password_given_at(session) < settings.PASSWORD_GIVEN_SECONDS


def note_password(session):
    session[MARK] = int(timezone.now().timestamp())


def password_given_at(session):
    return session.get(MARK, 0)


def ask_password(request, page=""):
    """To the page that asks, and from there back; for a file, which is no place to be, to the page that offers it."""
    asked = request.get_full_path()
    query = {"next": page, "file": asked} if page else {"next": asked}
    return redirect(f"{reverse('password_again')}?{urlencode(query)}")
