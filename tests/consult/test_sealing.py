"""What is sealed opens whole or not at all."""

import pytest
from django.core.signing import BadSignature

from consult.sealing import seal, unseal


@pytest.mark.parametrize("secret", [b"", b"short", bytes(64)])
def test_what_is_sealed_opens_again_and_never_looks_the_same_twice(secret):
    once, again = seal(secret, "a"), seal(secret, "a")

    assert once != again
    assert [unseal(sealed, "a") for sealed in (once, again)] == [secret] * 2


def test_what_was_changed_or_is_somebody_elses_does_not_open():
    sealed = seal(b"secret", "a")
    other = "B" if sealed[25] == "A" else "A"

    for wrong, whose in ((sealed[:25] + other + sealed[26:], "a"), (sealed, "b"), ("", "a"), ("nothing", "a")):
        with pytest.raises(BadSignature):
            unseal(wrong, whose)
