"""The first commands of an installation in production, as docs/operations.md tells them."""

from tests.consult.commands.places import refused

PRODUCTION = {"CONSULT_PRODUCTION": "1", "SECRET_KEY": "qX3!" * 16 + "0123456789", "ALLOWED_HOSTS": "consult.example"}


def test_the_checks_before_the_first_tables_are_made_in_production_are_silent(fresh):
    checked = fresh.manage("check", "--deploy", "--database", "default", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr
    assert checked.stderr == ""


def test_sample_data_is_refused_in_production(fresh):
    assert refused(fresh.manage("demo", **PRODUCTION))
