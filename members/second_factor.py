"""The second step at sign-in 两步验证: a code of the phone (TOTP) or a recovery code, each good for once."""

import logging
from secrets import token_bytes

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.util import random_number_token

from consult.sealing import marks_of, seal
from consult.trail import Deed, record
from members.models import Phone, User
from members.models.phone import whose

logger = logging.getLogger(__name__)

# Digits alone, as a phone offers no others for a code; longer than those of the phone, to be told from them.
RECOVERY_DIGITS = 10
KEY_BYTES = 20


def must_have(user):
    """Whether the installation demands it of the user's appointments of today."""
    if settings.SECOND_FACTOR == "administrators":
        return user.is_administrator
    return settings.SECOND_FACTOR == "everybody"


def lacks(user):
    return user.second_factor_since is None and must_have(user)


def new_key(user):
    return seal(token_bytes(KEY_BYTES), whose(user.pk))


@transaction.atomic
def set_up(user, key, code):
    """Takes the phone that holds the sealed key in place of any other, and returns new recovery codes.

    ValidationError, with nothing changed, if the code is not one of the key's.
    """
    clear(user, Phone, StaticDevice)
    phone = Phone.objects.create(user=user, key=key)
    if not phone.verify_token(code):
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
    marks = (marks_of(code, whose(user.pk))[0] for code in codes)
    StaticToken.objects.bulk_create(StaticToken(device=kept, token=mark) for mark in marks)
    return sorted(codes)


def recovery_codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def take_off(user):
    """Takes phone and recovery codes off the account; False where there were none."""
    was_there = user.second_factor_since is not None
    if was_there:
        clear(user, Phone, StaticDevice)
        mark(user, None)
    return was_there


def clear(user, *kinds):
    # Of two that put something in its place at once, the second waits here until the first is there to be taken off.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
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
    if not is_recovery(code):
        return shows(user, code)
    if is_right := use_up(user, code):
        record(request, Deed.RECOVERY_USED, user, actor=user)
    return is_right


def shows(user, code):
    # Of two that give one code at once, the second waits here until it is used up.
    phone = Phone.objects.select_for_update().filter(user=user).first()
    if phone is None:
        return False
    try:
        phone.seal_anew()
    except BadSignature:
        logger.error("The key of a phone was sealed with a SECRET_KEY that is not known here.")
        return False
    return phone.verify_token(code)


def use_up(user, code):
    kept = StaticDevice.objects.select_for_update().filter(user=user).first()
    marks = marks_of(code, whose(user.pk))
    for token in kept.token_set.all() if kept else ():
        if any(constant_time_compare(token.token, mark) for mark in marks):
            token.delete()
            return True
    return False
