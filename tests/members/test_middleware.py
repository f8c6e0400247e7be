from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Role
from tests import factories
from tests.phones import set_up_by_page


@pytest.fixture
def newcomer(db, client):
    account = factories.user(must_change_password=True)
    client.force_login(account)
    return account


@pytest.mark.parametrize("url_name", ["profile", "member_list", "committee_list"])
def test_who_must_change_the_password_gets_to_no_other_page(client, newcomer, url_name):
    asked = reverse(url_name)

    assert client.get(asked).url == reverse("password_change", query={"next": asked})
    assert client.post(asked).url == reverse("password_change")


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


@pytest.mark.long
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("administrators", {"sysadmin", "secadmin", "auditor"}),
        ("everybody", {"sysadmin", "secadmin", "auditor", "office"}),
        ("optional", set()),
    ],
)
def test_who_must_have_a_second_step_and_has_none_is_led_to_it_from_everywhere(client, db, settings, asked, led):
    settings.SECOND_FACTOR, open_to = asked, {}
    for role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR, Role.OFFICE):
        client.force_login(factories.official(role, role.value))
        answers = [client.get(reverse(name)) for name in ("home", "member_list", "password_change", "recovery_codes")]
        open_to[role.value] = {answer.headers.get("Location", "") for answer in answers}

    page = reverse("second_factor_set_up")
    everywhere = {page, reverse("second_factor_set_up", query={"next": reverse("member_list")})}
    assert open_to == {role: everywhere if role in led else {""} for role in open_to}


def test_once_it_is_set_up_every_page_is_open_and_it_stays_on(client, sysadmin, settings):
    settings.SECOND_FACTOR = "administrators"
    client.force_login(sysadmin)

    page = client.get(reverse("second_factor_set_up"))
    set_up_by_page(client)

    assert "请先完成设置再继续" in page.text
    assert client.get(reverse("member_list")).status_code == 200
    assert client.get(reverse("second_factor_end")).status_code == 403
    assert reverse("second_factor_end") not in client.get(reverse("profile")).text


def test_the_password_comes_before_the_second_step(client, newcomer, settings):
    settings.SECOND_FACTOR = "everybody"

    assert [client.get(reverse(name)).status_code for name in ("password_change", "logout")] == [200, 405]
    assert client.get(reverse("second_factor_set_up")).url == reverse("password_change")


def test_who_was_led_to_the_set_up_is_not_asked_for_the_password_just_given(client, sysadmin, settings):
    settings.SECOND_FACTOR = "administrators"
    client.post(reverse("login"), {"username": sysadmin.username, "password": factories.PASSWORD})

    assert client.get(reverse("home"), follow=True).redirect_chain == [(reverse("second_factor_set_up"), 302)]
