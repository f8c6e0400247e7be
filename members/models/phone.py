from django.utils.functional import cached_property
from django_otp.plugins.otp_totp.models import TOTPDevice

from consult.sealing import seal, unseal


def whose(user_id):
    return f"second factor of {user_id}"


class Phone(TOTPDevice):
    """The phone of an account 手机, with its key as it is sealed."""

    class Meta:
        proxy = True

    @cached_property
    def bin_key(self):
        return unseal(self.key, whose(self.user_id))

    def seal_anew(self):
        """So that it opens with the SECRET_KEY that holds, once it is saved."""
        self.key = seal(self.bin_key, whose(self.user_id))
