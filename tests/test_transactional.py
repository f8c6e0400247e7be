"""Tests without a transaction of their own, in a row: what one leaves behind never meets the next."""

import pytest

from topics.history import installed_triggers
from topics.models import DictionaryEntry, Step


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_finds_the_dictionaries_the_triggers_and_an_empty_history(turn, journey):
    found = (DictionaryEntry.objects.exists(), installed_triggers(), Step.objects.count())

    journey.accepted()

    assert found == (True, 2, 0)
    assert Step.objects.count() == 2
