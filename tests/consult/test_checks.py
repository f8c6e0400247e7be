from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from consult.checks import no_superuser, settings_fit_for_production
from tests import factories


def test_the_house_as_it_stands_for_one_machine_is_not_fit_for_production(settings):
    settings.DEBUG = True

    assert [error.id for error in settings_fit_for_production(None)] == ["consult.E001", *["consult.E002"] * 3]


def test_production_settings_pass(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True

    assert settings_fit_for_production(None) == []


@pytest.mark.django_db
def test_a_superuser_is_refused_in_production(settings):
    settings.PRODUCTION = True
    factories.user("root", is_superuser=True)

    errors = no_superuser(None, databases=["default"])

    assert [error.id for error in errors] == ["consult.E003"]
    assert "root" in errors[0].msg


@pytest.mark.django_db
def test_without_a_superuser_production_starts(settings, office):
    settings.PRODUCTION = True

    assert no_superuser(None, databases=["default"]) == []


@pytest.mark.django_db
def test_the_checks_are_run_by_the_command(settings):
    settings.PRODUCTION = True
    factories.user("root", is_superuser=True)

    with pytest.raises(SystemCheckError, match="root"):
        call_command("check", databases=["default"], stdout=StringIO())
    with pytest.raises(SystemCheckError, match="SESSION_COOKIE_SECURE"):
        call_command("check", deploy=True, stdout=StringIO(), stderr=StringIO())


def test_a_host_named_by_whoever_asks_is_not_fit_for_production(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS = ["consult.example", "*"]

    assert [error.id for error in settings_fit_for_production(None)] == ["consult.E004"]


@pytest.mark.django_db
def test_an_older_table_of_accounts_does_not_keep_an_update_from_being_migrated(settings):
    settings.PRODUCTION = True
    factories.user("root", is_superuser=True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_user DROP COLUMN office_phone")

    assert [error.id for error in no_superuser(None, databases=["default"])] == ["consult.E003"]
