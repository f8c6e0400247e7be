"""Between the right password and the code: the session knows who it may be, and is that of nobody yet."""

import time

from django.conf import settings
from django.utils.crypto import constant_time_compare

from members.models import User

MARK, HELD = "half_signed_in", "sent_late"


def begin_half(request, user, late=""):
    """A form that was sent too late waits with the session until the code is given; the account gets nothing before."""
    request.session.cycle_key()
    if late:
        request.session[HELD] = {"user": user.pk, "late": late}
    request.session[MARK] = {"user": user.pk, "hash": user.get_session_auth_hash(), "since": int(time.time())}


def half_signed_in(session):
    """Who gave the right password lately, and has since then neither another one nor another second factor."""
    kept = session.get(MARK)
    if kept is None or time.time() - kept["since"] > settings.SECOND_STEP_SECONDS:
        return None
    user = User.objects.open().filter(pk=kept["user"]).first()
    return user if user and constant_time_compare(kept["hash"], user.get_session_auth_hash()) else None


def held_for(session, user):
    held = session.pop(HELD, None)
    return held["late"] if held and held["user"] == user.pk else ""


def end_half(session):
    return session.pop(MARK, None)
