"""How a test's client is signed in: with a session alone, since most tests are about what comes after."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from consult.password_again import note_password

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
# No request reads its session from the database; `stored_sessions` keeps them there for the tests about them.
IN_MEMORY = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
    "SESSION_CACHE_ALIAS": "sessions",
    "CACHES": {
        "default": {"BACKEND": MEMORY},
        "sessions": {"BACKEND": MEMORY, "LOCATION": "sessions", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    },
}


def signed_in(client, user):
    """In place of `Client.force_login`: no sign-in is counted, no earlier session looked for, the password given."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "members.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    note_password(session)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
