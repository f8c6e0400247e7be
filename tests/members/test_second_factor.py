"""A code works once, however two give it, and a phone counts once it has proved that it holds the key."""

from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from members.second_factor import accept, set_up
from tests import factories
from tests.phones import KEY, code_of, equip, next_code

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time by itself"
)


@on_postgresql
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


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_set_ups_at_once_the_later_one_counts_with_its_recovery_codes():
    owner, printed = factories.user("owner"), []

    def confirm():
        printed.append(set_up(factories.fresh(owner), KEY, code_of(KEY)))
        connection.close()

    with transaction.atomic():
        set_up(owner, KEY, code_of(KEY))
        second = Thread(target=confirm)
        second.start()
        second.join(0.5)
    second.join()

    assert TOTPDevice.objects.filter(user=owner).count() == 1
    assert [accept(None, owner, code) for code in printed[0]] == [True] * 10


@pytest.mark.django_db
def test_a_wrong_code_of_another_phone_leaves_the_first_as_it_was():
    owner, codes = equip(factories.user("owner"))

    with pytest.raises(ValidationError):
        set_up(owner, KEY[::-1], "000000")

    assert [accept(None, owner, code) for code in (next_code(owner), *codes)] == [True] * 11
