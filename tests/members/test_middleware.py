import pytest
from django.urls import reverse

from tests import factories


@pytest.fixture
def newcomer(db, client):
    account = factories.user(must_change_password=True)
    client.force_login(account)
    return account


@pytest.mark.parametrize("url_name", ["profile", "member_list", "committee_list"])
def test_who_must_change_the_password_gets_to_no_other_page(client, newcomer, url_name):
    assert client.get(reverse(url_name)).url == reverse("password_change")


def test_the_password_page_sign_out_and_language_stay_open(client, newcomer):
    codes = [
        client.get(reverse("password_change")).status_code,
        client.post(reverse("set_language"), {"language": "en"}).status_code,
        client.post(reverse("logout")).status_code,
    ]

    assert codes == [200, 302, 302]


def test_after_the_change_every_page_is_open(client, newcomer):
    new = {"new_password1": "Another-2026-pass", "new_password2": "Another-2026-pass"}

    client.post(reverse("password_change"), {"old_password": factories.PASSWORD} | new)

    assert client.get(reverse("member_list")).status_code == 200
