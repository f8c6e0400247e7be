import runpy
from datetime import date
from itertools import pairwise

import pytest
from django.conf import settings as chosen
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import timezone

from consult import options
from members.links import make_one_time_link
from members.passwords import CountyWordsValidator, ThreeClassesValidator
from tests import factories


@pytest.mark.parametrize("password", ["abcdefghij12", "ABCDEF!!!!", "1234567890", "商量好办事商量好办事a"])
def test_two_classes_are_refused(password):
    with pytest.raises(ValidationError) as refusal:
        ThreeClassesValidator().validate(password)

    assert refusal.value.code == "password_classes"


@pytest.mark.parametrize("password", ["Abcdefghi1", "abcdefg-12", "ABCDEF-123", "商量A1商量商量商量"])
def test_three_classes_are_accepted(password):
    assert ThreeClassesValidator().validate(password) is None


COUNTY_WORDS = ["Dazhu-2026-!", "大竹县政协Cppcc1", "Zhengxie@2026", "Dzzx-20262026", "Xieshang-1-abc"]


@pytest.mark.parametrize("password", COUNTY_WORDS)
def test_words_of_the_county_and_the_cppcc_are_refused(db, password):
    with pytest.raises(ValidationError) as refusal:
        CountyWordsValidator().validate(password)

    assert refusal.value.code == "password_county_words"


@pytest.mark.parametrize("password", ["Consult-2026-test", "Blue-4711-zhengxie", "1234567890-A", "Kamel-am-Berg-7"])
def test_other_words_are_accepted(db, password):
    assert CountyWordsValidator().validate(password) is None


def test_the_county_that_the_office_has_set_is_refused(client, outsider, office):
    options.put("county", "示例县", office)
    client.force_login(outsider)
    new = {"new_password1": "Shili-2026-2026", "new_password2": "Shili-2026-2026"}

    page = client.post("/accounts/password/", {"old_password": factories.PASSWORD} | new)

    assert "不能用县名或政协用语拼成" in page.text
    assert factories.fresh(outsider).check_password(factories.PASSWORD)


CHAIN = [f"Change-{number}-of-pass" for number in range(1, 7)]


def change(client, old, new):
    """Whether the account now has the new password."""
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/accounts/password/", sent).status_code == 302


def test_the_last_five_passwords_are_not_taken_again(client, outsider):
    client.force_login(outsider)
    for old, new in pairwise([factories.PASSWORD, *CHAIN[:4]]):
        assert change(client, old, new)

    taken = [change(client, CHAIN[3], former) for former in (CHAIN[3], CHAIN[0], factories.PASSWORD)]
    after_another = [change(client, CHAIN[3], CHAIN[4]), change(client, CHAIN[4], factories.PASSWORD)]

    assert (taken, after_another) == ([False, False, False], [True, True])
    assert outsider.former_passwords.count() == 5


def test_a_one_time_link_takes_no_former_password_and_counts_as_a_change(client, db):
    account = factories.user(password_set_on=date(2020, 1, 1))
    form = client.get(make_one_time_link(account), follow=True).redirect_chain[-1][0]

    refused, taken = (
        client.post(form, {"new_password1": word, "new_password2": word}) for word in (factories.PASSWORD, CHAIN[0])
    )

    assert "最近 5 个密码" in refused.text
    assert taken.status_code == 302
    assert factories.fresh(account).password_set_on == timezone.localdate()


@pytest.mark.parametrize(("profile", "days", "asks_classes"), [("djbh3", 90, True), ("nist", None, False)])
def test_the_profile_is_a_setting(monkeypatch, profile, days, asks_classes):
    monkeypatch.setenv("CONSULT_PASSWORD_PROFILE", profile)

    found = runpy.run_path(chosen.BASE_DIR / "consult" / "settings.py")

    names = str(found["AUTH_PASSWORD_VALIDATORS"])
    assert (found["PASSWORD_DAYS"], "ThreeClasses" in names) == (days, asks_classes)
    assert "FormerPasswords" in names


def test_another_profile_is_refused(monkeypatch):
    monkeypatch.setenv("CONSULT_PASSWORD_PROFILE", "none")

    with pytest.raises(ImproperlyConfigured, match="djbh3 or nist"):
        runpy.run_path(chosen.BASE_DIR / "consult" / "settings.py")
