from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from members.models import User


class OneTimeLinkTokens(PasswordResetTokenGenerator):
    """Tokens that work until the password is set, the account is closed, another link is made or the time is over."""

    key_salt = "members.links.OneTimeLinkTokens"

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


one_time_links = OneTimeLinkTokens()


def until_when():
    """The moment up to which a link made now works."""
    return timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def make_one_time_link(account):
    """The path of a page on which the account's owner sets a new password.

    The old password, sessions, earlier links and a lock after failed attempts are gone from that moment.
    """
    return make_one_time_links([account])[0]


def make_one_time_links(accounts):
    """The paths of such pages, one for each of the accounts, in their order."""
    User.objects.forget_passwords(accounts)
    # Whoever was locked out for a forgotten password must get in with the new one at once.
    AccessAttempt.objects.filter(username__in=[account.username for account in accounts]).delete()
    return [path_of(account, one_time_links.make_token(account)) for account in accounts]


def path_of(account, token):
    return reverse("one_time_password", args=[urlsafe_base64_encode(force_bytes(account.pk)), token])
