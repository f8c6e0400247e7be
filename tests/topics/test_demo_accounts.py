"""The accounts of the demo, which the command has loaded once for this file: their one password, what they are told."""

import shutil
from datetime import date

import pytest
from django.test import override_settings

from consult.models import LoadedData
from members.models import User
from tests.topics.demo_command import said

ANCHOR = date(2026, 11, 23)

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture(scope="module")
def first_var_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("first")


@pytest.fixture(scope="module")
def first(lasting, first_var_dir):
    """What the first start printed."""
    with override_settings(VAR_DIR=first_var_dir, MEDIA_ROOT=first_var_dir / "media"):
        return said("--topics", "1", "--anchor", str(ANCHOR))


@pytest.fixture(autouse=True)
def var_dir(first, first_var_dir, settings, tmp_path):
    """A copy of what the first start left there."""
    settings.VAR_DIR = shutil.copytree(first_var_dir, tmp_path / "var")
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    return settings.VAR_DIR


def test_a_second_start_loads_nothing_and_prints_the_password_again(first, var_dir):
    second = said("--topics", "1")

    assert "demo data: already loaded" in second
    assert first.splitlines()[-1] == second.splitlines()[-1]
    assert second.splitlines()[-1] == f"demo password: {(var_dir / 'demo_password').read_text()}"


def test_after_a_restore_the_printed_password_opens_the_accounts_and_own_ones_stay(var_dir):
    own = User.objects.get(username="office02")
    own.set_password("Eigen-4711-pass")
    own.save()
    (var_dir / "demo_password").unlink()
    User.objects.update(password_set_on=date(2020, 1, 1))

    printed = said("--topics", "1").splitlines()[-1].removeprefix("demo password: ")

    office = User.objects.get(username="office01")
    assert (office.check_password(printed), office.password_is_over) == (True, False)
    assert User.objects.get(username="office02").check_password("Eigen-4711-pass")


def test_everybody_signs_in_with_the_printed_password(first):
    password = first.splitlines()[-1].removeprefix("demo password: ")
    accounts = [User.objects.get(username=name) for name in ("office01", "member299", "auditor")]

    assert [account.check_password(password) for account in accounts] == [True] * 3
    assert LoadedData.objects.get(name=LoadedData.DEMO).anchor == ANCHOR


def test_every_page_says_that_the_data_is_a_sample(client):
    client.force_login(User.objects.get(username="office01"))

    assert 'class="demo"' in client.get("/").content.decode()
