"""Of each address two of the requests of which `tests.load.poisoned` sends all: none is a failure of the platform."""

import pytest

from tests.hostile.poisons import POISONS, status
from tests.test_pages import dummy, patterns

EACH, STEP = 2, 23


@pytest.mark.long
def test_what_nobody_foresaw_is_refused_in_words(client, office):
    client.force_login(office)
    failed = []

    for number, pattern in enumerate(pattern for pattern in patterns() if pattern.name != "logout"):
        for turn in range(number * EACH, number * EACH + EACH):
            request = POISONS[turn * STEP % len(POISONS)](dummy(pattern), ())
            failed += [request] if status(client, request) >= 500 else []

    assert failed == []
