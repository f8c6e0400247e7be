"""The first commands of an installation in production, as docs/operations.md tells them."""

import pytest

from tests.consult.commands.places import refused

PRODUCTION = {"CONSULT_PRODUCTION": "1", "SECRET_KEY": "qX3!" * 16 + "0123456789", "ALLOWED_HOSTS": "consult.example"}


@pytest.mark.django_db
def test_a_fresh_place_is_set_up_in_production_and_its_check_is_silent(fresh):
    migrated = fresh.manage("migrate", **PRODUCTION)
    checked = fresh.manage("check", "--deploy", "--database", "default", **PRODUCTION)

    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert checked.returncode == 0, checked.stderr
    assert checked.stderr == ""


def test_sample_data_is_refused_in_production(fresh):
    assert refused(fresh.manage("demo", **PRODUCTION))
