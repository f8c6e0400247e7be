"""Whether the password was given again lately, before what must not happen at a screen that was left alone."""

import time
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

MARK, WRONG = "password_given", "passwords_wrong"


def has_given_password(session):
    return time.time() - session.get(MARK, 0) < settings.PASSWORD_GIVEN_SECONDS


def note_password(session):
    session[MARK] = int(time.time())
    session.pop(WRONG, None)


def has_guessed(session):
    """Whether so many wrong ones were given in this session lately that a right one is none any more."""
    return len(wrong_lately(session)) >= settings.AXES_FAILURE_LIMIT


def wrong_lately(session):
    return [moment for moment in session.get(WRONG, ()) if time.time() - moment < settings.AXES_COOLOFF_TIME * 3600]


def note_wrong_password(session):
    session[WRONG] = [*wrong_lately(session), int(time.time())]


def ask_password(request, page=""):
    """To the page that asks, and from there back; for a file, which is no place to be, to the page that offers it."""
    asked = request.get_full_path()
    query = {"next": page, "file": asked} if page else {"next": asked}
    return redirect(f"{reverse('password_again')}?{urlencode(query)}")
