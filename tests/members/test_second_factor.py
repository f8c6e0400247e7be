"""A code works once, however two give it, and a phone counts once it has proved that it holds the key."""

from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from members.second_factor import accept, set_up
from tests import factories
from tests.phones import KEY, equip, next_code


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time by itself")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["phone", "recovery"])
def test_of_two_who_give_the_same_code_at_once_one_is_let_in(kind):
    owner, codes = equip(factories.user("owner"))
    code = next_code(owner) if kind == "phone" else codes[0]
    answers = []

    def give():
        answers.append(accept(None, owner, code))
        connection.close()

    with transaction.atomic():
        answers.append(accept(None, owner, code))
        second = Thread(target=give)
        second.start()
        second.join(0.5)
    second.join()

    assert answers == [True, False]


@pytest.mark.django_db
def test_a_wrong_code_of_another_phone_leaves_the_first_as_it_was():
    owner, codes = equip(factories.user("owner"))

    with pytest.raises(ValidationError):
        set_up(owner, KEY[::-1], "000000")

    assert [accept(None, owner, code) for code in (next_code(owner), *codes)] == [True] * 11
