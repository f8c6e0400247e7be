"""What the audit trail keeps of signing in and out."""

from datetime import UTC, datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessLog
from django.conf import settings
from django.utils import timezone

from consult.models import TrailEntry
from consult.password_again import password_given_at
from consult.trail import Deed, record, record_once
from members.models import User


def signed_in(request, user, **kwargs):
    record(request, Deed.SIGNED_IN, user, actor=user)


def signed_out(request, user, **kwargs):
    if user:
        record(request, Deed.SIGNED_OUT, user, actor=user)


def not_signed_in(credentials, request=None, **kwargs):
    """An unknown name is not kept: it may be a password typed into the wrong field."""
    if request and (request.user.is_authenticated or AxesProxyHandler.is_allowed(request, credentials)):
        account = account_of(credentials.get("username"))
        deed = Deed.WRONG_CODE if "token" in credentials else Deed.NOT_SIGNED_IN
        (record if account else record_once)(request, deed, account)


def has_guessed(request):
    """Whether so many wrong passwords were given by who is signed in lately that a right one counts no more.

    Asked of the trail, not of the session, which a slow page that is open beside would write back as it was.
    """
    given_at = datetime.fromtimestamp(password_given_at(request.session) + 1, UTC)
    since = max(given_at, timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME))
    wrong = TrailEntry.objects.filter(deed=Deed.NOT_SIGNED_IN, actor=request.user)
    return wrong.filter(recorded_at__gt=since).count() >= settings.AXES_FAILURE_LIMIT


def locked_out(request, username, **kwargs):
    record_once(request, Deed.LOCKED_OUT, account_of(username))


def account_of(username):
    return User.objects.filter(username=username or "").first() or ""


def logged_sign_ins(username):
    """What the lock against guessing keeps of sign-ins besides the trail: address, browser, moment."""
    return AccessLog.objects.filter(username=username)
