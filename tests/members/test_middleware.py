from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

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


def with_password_of(days, client):
    account = factories.user(password_set_on=timezone.localdate() - timedelta(days=days))
    client.force_login(account)
    return account


@pytest.mark.parametrize(("days", "leads_to"), [(90, 200), (91, 302)])
def test_a_password_of_more_than_ninety_days_must_be_changed(client, db, days, leads_to):
    with_password_of(days, client)

    assert client.get(reverse("member_list")).status_code == leads_to


def test_another_password_opens_every_page_again_for_ninety_days(client, db):
    account = with_password_of(200, client)
    new = {"new_password1": "Another-2026-pass", "new_password2": "Another-2026-pass"}

    asked = client.get(reverse("password_change")).text
    client.post(reverse("password_change"), {"old_password": factories.PASSWORD} | new)

    assert "请先换一个密码再继续" in asked
    assert client.get(reverse("member_list")).status_code == 200
    assert factories.fresh(account).password_ends_on == timezone.localdate() + timedelta(days=90)


def test_no_password_ends_where_the_profile_says_so(client, db, settings):
    settings.PASSWORD_DAYS = None
    with_password_of(5000, client)

    assert "有效期至" not in client.get(reverse("profile")).text
    assert client.get(reverse("member_list")).status_code == 200


@pytest.mark.parametrize(("days", "warned"), [(75, False), (76, True), (90, True)])
def test_the_end_of_a_password_is_told_before_at_the_sign_in_and_on_the_profile(client, db, days, warned):
    account = with_password_of(days, client)
    profile = client.get(reverse("profile")).text
    client.logout()

    sign_in = {"username": account.username, "password": factories.PASSWORD}
    home = client.post(reverse("login"), sign_in, follow=True).text

    assert ["请提前更换" in page for page in (profile, home)] == [warned, warned]
