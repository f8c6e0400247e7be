"""How a test's client is signed in: with a session alone, since most tests are about what comes after."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string


def signed_in(client, user):
    """In place of `Client.force_login`: nothing is counted as a sign-in and no earlier session looked for."""
    said = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "members.backends.AccountBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key, until = get_random_string(32), timezone.now() + timedelta(days=1)
    Session.objects.create(session_key=key, session_data=SessionStore().encode(said), expire_date=until)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
