import time

from django.conf import settings
from django.utils.translation import gettext_lazy as _

SECONDS_BETWEEN_MARKS = 60


def mark_session(session, gap=SECONDS_BETWEEN_MARKS):
    """Notes the time of use, at most once in `gap` seconds: each mark is a write to the database."""
    now = int(time.time())
    if "started" not in session:
        session["started"] = now
    if now - session.get("seen", 0) >= gap:
        session["seen"] = now


def reason_to_end(session):
    """Why the session is over, in words, or None: too long since its last mark, or since signing in."""
    now = time.time()
    if now - session.get("started", now) > settings.SESSION_ABSOLUTE_SECONDS:
        return _("You were signed out because the longest time for one sign-in was over.")
    if now - session.get("seen", now) > settings.SESSION_IDLE_SECONDS:
        return _("You were signed out because nothing was done for a while.")
    return None
