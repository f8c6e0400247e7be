"""A code works once, however two give it, and a phone counts once it has proved that it holds the key."""

from base64 import b32encode
from importlib import import_module
from threading import Thread

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken

from members.models import Phone
from members.second_factor import accept, set_up
from tests import factories
from tests.phones import KEY, code_of, equip, key_on, next_code, sealed

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
        printed.append(set_up(factories.fresh(owner), sealed(owner), code_of(KEY)))
        connection.close()

    with transaction.atomic():
        set_up(owner, sealed(owner), code_of(KEY))
        second = Thread(target=confirm)
        second.start()
        second.join(0.5)
    second.join()

    assert Phone.objects.filter(user=owner).count() == 1
    assert [accept(None, owner, code) for code in printed[0]] == [True] * 10


@pytest.mark.django_db
def test_a_wrong_code_of_another_phone_leaves_the_first_as_it_was():
    owner, codes = equip(factories.user("owner"))

    with pytest.raises(ValidationError):
        set_up(owner, sealed(owner, KEY[::-1]), "000000")

    assert [accept(None, owner, code) for code in (next_code(owner), *codes)] == [True] * 11


def stored():
    """Whatever the database holds of second steps and sessions."""
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return str([list(kind.objects.values_list()) for kind in (Phone, StaticToken)] + sessions)


@pytest.mark.django_db
def test_the_database_holds_neither_a_key_nor_a_code_that_works(client):
    owner, codes = equip(factories.user("owner"))
    client.force_login(owner)
    asked = key_on(client.get(reverse("second_factor_set_up")))
    client.post(reverse("recovery_codes_renew"), {"password": factories.PASSWORD})

    held = stored()
    shown = [code.replace(" ", "") for code in client.get(reverse("recovery_codes")).context["codes"]]

    secrets = [asked, b32encode(bytes.fromhex(asked)).decode(), KEY, *codes, *shown]
    assert len(secrets) == 23
    assert [secret for secret in secrets if secret in held] == []
    assert accept(None, owner, shown[0])


@pytest.mark.django_db
def test_phone_and_recovery_codes_outlast_a_new_secret_key_and_the_phone_the_end_of_the_old_one(settings):
    owner, codes = equip(factories.user("owner"))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the next one"
    under_both = [accept(None, owner, code) for code in (next_code(owner), codes[0])]

    settings.SECRET_KEY_FALLBACKS = []

    assert under_both == [True, True]
    assert [accept(None, owner, code) for code in (next_code(owner), codes[1])] == [True, False]


@pytest.mark.django_db
def test_under_a_foreign_secret_key_and_for_another_account_no_code_is_right(settings, caplog):
    owner, codes = equip(factories.user("owner"))
    other, _codes = equip(factories.user("other"))
    Phone.objects.filter(user=other).update(key=Phone.objects.get(user=owner).key)
    code = next_code(owner)

    taken_over = accept(None, other, code)
    settings.SECRET_KEY = "another machine"

    assert taken_over is False
    assert [accept(None, owner, one) for one in (code, codes[0])] == [False, False]
    assert "SECRET_KEY" in caplog.text


@pytest.mark.django_db
def test_what_was_kept_in_plain_text_is_sealed_by_the_migration_and_works_on():
    owner, codes = equip(factories.user("owner"))
    Phone.objects.update(key=KEY)
    StaticToken.objects.all().delete()
    StaticToken.objects.create(device=owner.staticdevice_set.get(), token=codes[0])

    import_module("members.migrations.0008_sealed_second_step").seal_all(apps, None)

    assert [secret for secret in (KEY, codes[0]) if secret in stored()] == []
    assert [accept(None, owner, code) for code in (next_code(owner), codes[0], codes[0])] == [True, True, False]
