"""What the audit trail keeps of signing in and out."""

from consult.trail import Deed, record
from members.models import User


def signed_in(request, user, **kwargs):
    record(request, Deed.SIGNED_IN, user, actor=user)


def signed_out(request, user, **kwargs):
    if user:
        record(request, Deed.SIGNED_OUT, user, actor=user)


def not_signed_in(credentials, request=None, **kwargs):
    """An unknown name is not kept: it may be a password typed into the wrong field."""
    if request:
        record(request, Deed.NOT_SIGNED_IN, account_of(credentials.get("username")))


def locked_out(request, username, **kwargs):
    record(request, Deed.LOCKED_OUT, account_of(username))


def account_of(username):
    return User.objects.filter(username=username or "").first() or ""
