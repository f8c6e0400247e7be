"""Small secrets as the database holds them: without the platform's SECRET_KEY, they tell nobody anything."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.signing import BadSignature
from django.utils.crypto import salted_hmac

NONCE = 12
MARK = 12


def digests(use, value):
    """By each SECRET_KEY that is known, the one that holds first."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(f"consult.sealing.{use}", value, secret=key, algorithm="sha256").digest()


def ciphers():
    return [AESGCM(key) for key in digests("cipher", "")]


def seal(secret, whose):
    """Bytes as text that opens with the same SECRET_KEY, and as the same owner's alone."""
    nonce = token_bytes(NONCE)
    return urlsafe_b64encode(nonce + ciphers()[0].encrypt(nonce, secret, whose.encode())).decode()


def unseal(sealed, whose):
    """What was sealed; BadSignature where no known SECRET_KEY sealed it so for this owner."""
    for cipher in ciphers():
        try:
            whole = urlsafe_b64decode(sealed)
            return cipher.decrypt(whole[:NONCE], whole[NONCE:], whose.encode())
        except (InvalidTag, ValueError):
            continue
    raise BadSignature("Sealed with a SECRET_KEY that is not known here, or for somebody else.")


def marks_of(words, whose):
    """Sixteen characters by which the words are told, by each SECRET_KEY that is known, the one that holds first."""
    return [urlsafe_b64encode(digest[:MARK]).decode() for digest in digests("mark", f"{whose}\0{words}")]
