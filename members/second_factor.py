"""The second step at sign-in 两步验证: a code of the phone (TOTP) or a recovery code, each good for once."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_number_token

from consult.trail import Deed, record
from members.models import User
from members.models.appointment import ADMINISTRATORS

# Digits alone, as a phone offers no others for a code; longer than those of the phone, to be told from them.
RECOVERY_DIGITS = 10


def must_have(user):
    """Whether the installation demands it of the user's appointments of today."""
    if settings.SECOND_FACTOR == "administrators":
        return any(user.holds(role) for role in ADMINISTRATORS)
    return settings.SECOND_FACTOR == "everybody"


def lacks(user):
    return user.second_factor_since is None and must_have(user)


@transaction.atomic
def set_up(user, key, code):
    """Takes the phone that holds the key in place of any other, and returns new recovery codes.

    ValidationError, with nothing changed, if the code is not one of the key's.
    """
    clear(user, TOTPDevice, StaticDevice)
    device = TOTPDevice.objects.create(user=user, key=key)
    if not device.verify_token(code):
        raise ValidationError(_("The code is wrong. Wait for the next one; the phone's time must be right."))
    mark(user, timezone.now())
    return renew_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user):
    clear(user, StaticDevice)
    kept = StaticDevice.objects.create(user=user)
    codes = set()
    while len(codes) < settings.RECOVERY_CODES:
        codes.add(random_number_token(RECOVERY_DIGITS))
    StaticToken.objects.bulk_create(StaticToken(device=kept, token=code) for code in codes)
    return sorted(codes)


def recovery_codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def take_off(user):
    """Takes phone and recovery codes off the account; False where there were none."""
    was_there = user.second_factor_since is not None
    if was_there:
        clear(user, TOTPDevice, StaticDevice)
        mark(user, None)
    return was_there


def clear(user, *kinds):
    # Of two that put something in its place at once, the second waits here until the first is there to be taken off.
    User.objects.select_for_update().get(pk=user.pk)
    for kind in kinds:
        kind.objects.filter(user=user).delete()


def mark(user, since):
    User.objects.filter(pk=user.pk).update(second_factor_since=since)
    user.second_factor_since = since


def is_recovery(code):
    return len(code) == RECOVERY_DIGITS


@transaction.atomic
def accept(request, user, code):
    """Whether the code is right; from then on it is used up."""
    kind = StaticDevice if is_recovery(code) else TOTPDevice
    # Of two that give one code at once, the second waits here until it is used up.
    device = kind.objects.select_for_update().filter(user=user).first()
    if device is None or not device.verify_token(code):
        return False
    if is_recovery(code):
        record(request, Deed.RECOVERY_USED, user, actor=user)
    return True
