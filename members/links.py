from axes.utils import reset
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


class OneTimeLinkTokens(PasswordResetTokenGenerator):
    """Tokens that work until the password is set, the account is closed, another link is made or the time is over."""

    key_salt = "members.links.OneTimeLinkTokens"

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


one_time_links = OneTimeLinkTokens()


def make_one_time_link(account):
    """The path of a page on which the account's owner sets a new password.

    The old password, sessions, earlier links and a lock after failed attempts are gone from that moment.
    """
    account.forget_password()
    # Whoever was locked out for a forgotten password must get in with the new one at once.
    reset(username=account.username)
    uid = urlsafe_base64_encode(force_bytes(account.pk))
    return reverse("one_time_password", args=[uid, one_time_links.make_token(account)])
