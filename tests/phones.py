"""A phone with an app for one-time codes, in the hands of an account of the tests."""

import time
from base64 import b32decode

from django.urls import reverse
from django_otp.oath import TOTP

from consult.sealing import seal
from members.models import Phone
from members.models.phone import whose
from members.second_factor import set_up
from tests import factories

KEY = "3132333435363738393031323334353637383930"
STEP = 30


def code_of(key, moment=None):
    """What a phone with the key (in hexadecimal digits) shows at the moment."""
    shown = TOTP(bytes.fromhex(key))
    shown.time = time.time() if moment is None else moment
    return f"{shown.token():06}"


def sealed(account, key=KEY):
    return seal(bytes.fromhex(key), whose(account.pk))


def equip(account):
    """Gives the account the phone; returns it as the next request reads it, and its recovery codes."""
    codes = set_up(account, sealed(account), code_of(KEY))
    return factories.fresh(account), codes


def next_code(account):
    """The first code that the account's phone shows after the last one that was used."""
    phone = Phone.objects.get(user=account)
    return code_of(phone.bin_key.hex(), (phone.last_t + 1) * STEP)


def key_on(page):
    """The key that a set-up page shows, as the app keeps it."""
    return b32decode("".join(page.context["groups"])).hex()


def set_up_by_page(client):
    """Reads the key from the page, gives its code; returns the answer to that."""
    address = reverse("second_factor_set_up")
    return client.post(address, {"code": code_of(key_on(client.get(address)))})
