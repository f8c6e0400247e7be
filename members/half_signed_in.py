"""Between the right password and the code: the session knows who it may be, and is that of nobody yet."""

import time

from django.conf import settings
from django.utils.crypto import constant_time_compare

from members.models import User

MARK = "half_signed_in"


def begin_half(request, user):
    request.session.cycle_key()
    request.session[MARK] = {"user": user.pk, "hash": user.get_session_auth_hash(), "since": int(time.time())}


def half_signed_in(session):
    """Who gave the right password lately, and has since then neither another one nor another second factor."""
    kept = session.get(MARK)
    if kept is None or time.time() - kept["since"] > settings.SECOND_STEP_SECONDS:
        return None
    user = User.objects.open().filter(pk=kept["user"]).first()
    return user if user and constant_time_compare(kept["hash"], user.get_session_auth_hash()) else None


def end_half(session):
    return session.pop(MARK, None)
