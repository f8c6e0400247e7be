"""Tests without a transaction of their own, in a row: what one leaves behind never meets the next."""

import pytest
from django.core.management import call_command

from consult.append_only import lift_triggers, missing_triggers
from topics.models import DictionaryEntry, Step


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_finds_the_dictionaries_the_triggers_and_an_empty_history(turn, journey):
    found = (DictionaryEntry.objects.exists(), missing_triggers(), Step.objects.count())

    journey.accepted()

    assert found == (True, set(), 0)
    assert Step.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_flush_leaves_the_dictionaries_for_whichever_test_comes_next(db):
    lift_triggers()

    call_command("flush", interactive=False)

    assert (DictionaryEntry.objects.exists(), missing_triggers()) == (True, set())
