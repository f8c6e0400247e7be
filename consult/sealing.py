"""Small secrets as the database holds them: without the platform's SECRET_KEY, they tell nobody anything."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes

from django.conf import settings
from django.core.signing import BadSignature
from django.utils.crypto import constant_time_compare, salted_hmac

NONCE, TAG, LONGEST = 16, 16, 64
MARK = 12


def known_keys():
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def hashed(use, whose, key, value):
    return salted_hmac(f"consult.sealing.{use}", f"{whose}\0".encode() + value, secret=key, algorithm="sha512").digest()


def masked(value, nonce, whose, key):
    # Each mask serves once, under a nonce of its own, and none is shorter than what it hides.
    return bytes(one ^ other for one, other in zip(value, hashed("mask", whose, key, nonce), strict=False))


def seal(secret, whose):
    """At most 64 bytes as text, to be opened with the same SECRET_KEY, and as the same owner's alone."""
    if len(secret) > LONGEST:
        raise ValueError("Too long to be sealed.")
    nonce, key = token_bytes(NONCE), settings.SECRET_KEY
    body = nonce + masked(secret, nonce, whose, key)
    return urlsafe_b64encode(body + hashed("tag", whose, key, body)[:TAG]).decode()


def unseal(sealed, whose):
    """What was sealed; BadSignature where no known SECRET_KEY sealed it so for this owner."""
    whole = urlsafe_b64decode(sealed)
    body, tag = whole[:-TAG], whole[-TAG:]
    for key in known_keys():
        if constant_time_compare(tag, hashed("tag", whose, key, body)[:TAG]):
            return masked(body[NONCE:], body[:NONCE], whose, key)
    raise BadSignature("Sealed with a SECRET_KEY that is not known here, or for somebody else.")


def marks_of(words, whose):
    """Sixteen characters by which the words are told, by each SECRET_KEY that is known, the one that holds first."""
    marks = (hashed("mark", whose, key, words.encode())[:MARK] for key in known_keys())
    return [urlsafe_b64encode(mark).decode() for mark in marks]
