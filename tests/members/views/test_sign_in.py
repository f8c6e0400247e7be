import pytest
from django.test import Client
from django.urls import reverse

from members.links import make_one_time_link
from tests import factories

pytestmark = pytest.mark.usefixtures("stored_sessions")

LOGIN = "/accounts/login/"
NEW = "Chosen-by-owner-1"


@pytest.fixture
def other_browser():
    return Client()


def sign_in(client, username, password=factories.PASSWORD, **data):
    return client.post(LOGIN, {"username": username, "password": password} | data)


def test_the_sign_in_page_warns_of_secrets_and_names_nobody(client, office):
    page = client.get(LOGIN).text

    assert "涉密信息不上网" in page
    assert office.username not in page


def test_signing_in_leads_home_with_a_new_session_and_the_chosen_language(client, db):
    factories.user("someone", language="en")
    client.session.save()
    before = client.session.session_key

    response = sign_in(client, "someone")

    assert response.url == reverse("home")
    assert client.session.session_key != before
    assert client.cookies["django_language"].value == "en"
    assert [client.cookies["sessionid"][name] for name in ("httponly", "samesite")] == [True, "Lax"]


@pytest.mark.long
def test_capitals_in_the_user_name_make_no_difference_and_give_no_further_attempts(client, other_browser, db):
    factories.user("W0001")

    assert sign_in(client, "w0001").url == reverse("home")
    answers = [sign_in(other_browser, username, "wrong").status_code for username in ("w0001", "W0001") * 3]
    of_nobody = [sign_in(other_browser, username, "wrong").status_code for username in ("w0009", "W0009") * 3]

    assert answers == of_nobody == [200, 200, 200, 200, 429, 429]


def test_an_account_without_any_appointment_reads_why_it_sees_nothing(client, outsider, sysadmin):
    pages = []
    for user in (outsider, sysadmin):
        client.force_login(user)
        pages.append(client.get(reverse("home")).text)

    assert ["请联系安全管理员登记任职" in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("/members/", "/members/"), ("https://example.org/", "/"), ("//example.org/", "/"), ("javascript:alert(1)", "/")],
)
def test_sign_in_leads_on_only_to_this_host(client, outsider, asked, led_to):
    assert sign_in(client, "outsider", next=asked).url == led_to


def test_wrong_password_unknown_user_and_closed_account_get_the_same_words(client, outsider):
    factories.user("closed", is_active=False)

    said = [
        sign_in(client, username, password).context["form"].non_field_errors()
        for username, password in (("outsider", "wrong"), ("nobody", "wrong"), ("closed", factories.PASSWORD))
    ]

    assert said[0] == said[1] == said[2]
    assert len(said[0]) == 1


@pytest.mark.parametrize("username", ["outsider", "nobody"])
def test_five_failures_lock_known_and_unknown_users_alike_and_say_what_to_do(client, outsider, username):
    for _each in range(4):
        sign_in(client, username, "wrong")

    locked = sign_in(client, username, "wrong")

    assert locked.status_code == 429
    assert "锁定" in locked.text
    assert "15" in locked.text
    assert username not in locked.text
    assert sign_in(client, username).status_code == 429


def test_the_lock_is_told_everywhere_as_the_settings_have_it(client, outsider, sysadmin, settings):
    settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME = 3, 0.7

    first, _second, locked = (sign_in(client, "outsider", "wrong") for _each in range(3))
    client.force_login(sysadmin)
    account = client.get(f"/accounts/{outsider.pk}/")

    assert "失败3次将锁定登录42分钟" in str(first.context["form"].non_field_errors())
    assert (locked.status_code, "锁定 42 分钟" in locked.text) == (429, True)
    assert "失败3次后锁定登录42分钟" in account.text


def test_a_locked_name_is_locked_from_every_address(client, outsider):
    for number in range(5):
        client.post(LOGIN, {"username": "outsider", "password": "wrong"}, REMOTE_ADDR=f"10.0.0.{number}")

    assert client.post(LOGIN, {"username": "outsider", "password": factories.PASSWORD}).status_code == 429


def test_a_colleague_behind_the_same_address_is_not_locked_out(client, outsider, office):
    for _each in range(5):
        sign_in(client, "outsider", "wrong")

    assert sign_in(client, "office").status_code == 302


def test_sign_out_needs_a_post(client, outsider):
    client.force_login(outsider)

    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == LOGIN
    assert client.get("/members/").status_code == 302


@pytest.mark.parametrize(
    ("password", "is_accepted"),
    [
        ("Short-1", False),
        ("alllowercase", False),
        ("Password123", False),
        ("Password123!", True),
        ("Outsider-1", False),
        (NEW, True),
    ],
)
def test_a_new_password_must_be_long_mixed_and_not_the_name(client, outsider, password, is_accepted):
    client.force_login(outsider)
    data = {"old_password": factories.PASSWORD, "new_password1": password, "new_password2": password}

    response = client.post(reverse("password_change"), data)

    assert (response.status_code == 302) is is_accepted


def test_changing_the_password_ends_the_other_sessions(client, other_browser, outsider):
    client.force_login(outsider)
    other_browser.force_login(outsider)

    data = {"old_password": factories.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    client.post(reverse("password_change"), data)

    assert client.get("/members/").status_code == 200
    assert other_browser.get("/members/").status_code == 302


def follow(client, path):
    """The page behind the redirect that takes the token out of the address."""
    response = client.get(path)
    return response.url if response.status_code == 302 else None


def test_a_one_time_link_sets_a_password_once(client, outsider):
    path = make_one_time_link(outsider)
    page = follow(client, path)

    signing_in = client.post(page, {"new_password1": NEW, "new_password2": NEW}, follow=True)

    outsider.refresh_from_db()
    assert (outsider.check_password(NEW), outsider.must_change_password) == (True, False)
    assert signing_in.context["form"]["username"].value() == outsider.username
    assert f"您的用户名是 {outsider.username}" in signing_in.text
    assert follow(client, path) is None
    assert "链接已失效" in client.get(path).text


def test_a_one_time_link_refuses_a_weak_password_and_stays_good(client, outsider):
    page = follow(client, make_one_time_link(outsider))

    refused = client.post(page, {"new_password1": "weak", "new_password2": "weak"})
    client.post(page, {"new_password1": NEW, "new_password2": NEW})

    outsider.refresh_from_db()
    assert refused.status_code == 200
    assert outsider.check_password(NEW)


@pytest.mark.parametrize("path", ["/accounts/link/MQ/abc-def/", "/accounts/link/!!/x-y/", "/accounts/link/OTk5OQ/a-b/"])
def test_a_made_up_link_says_that_it_does_not_work(client, db, path):
    response = client.get(path)

    assert response.status_code == 200
    assert "链接已失效" in response.text
