"""The password is asked for again before a role is granted and before a list of people is taken out."""

from urllib.parse import parse_qsl, quote

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.models import Import, TrailEntry
from consult.password_again import MARK
from tests import factories

AGAIN, ADD = reverse("password_again"), reverse("appointment_create")


@pytest.fixture
def alone(client):
    """The client at a screen whose owner gave the password eleven minutes ago."""

    def sit_down(account):
        client.force_login(account)
        session = client.session
        session[MARK] -= 11 * 60
        session.save()
        return client

    return sit_down


def give(client, address, password=factories.PASSWORD):
    return client.post(address, {"password": password})


def test_signing_in_is_not_enough(outsider):
    browser = Client()
    browser.post(reverse("login"), {"username": "outsider", "password": factories.PASSWORD})

    assert browser.get("/members/?export=csv").url.startswith(AGAIN)


@pytest.mark.parametrize("query", ["export=xlsx&q=%E7%94%B2&sort=-name", "export=csv", "export=ticked&row=1"])
def test_a_list_of_members_is_taken_out_once_the_password_was_given(alone, office, query):
    browser, asked = alone(office), f"/members/?{query}"

    sent = browser.get(asked)
    register = browser.get(give(browser, sent.url).url)

    assert sent.url.startswith(AGAIN)
    assert not TrailEntry.objects.filter(deed="took_out").exists()
    assert register.request["QUERY_STRING"] == query.partition("&")[2]
    assert f'<a href="{asked.replace("&", "&amp;")}">' in register.text
    assert "attachment" in browser.get(asked)["Content-Disposition"]


def test_a_list_of_accounts_and_the_rows_of_imported_members_need_it_too(alone, office, sysadmin):
    found = Import.objects.create(kind="members", file_name="rows.xlsx", made_by=office)
    rows = reverse("import_marked", args=[found.pk])

    accounts, imported = alone(sysadmin).get("/accounts/?export=xlsx"), alone(office).get(rows)

    assert [answer.url.startswith(AGAIN) for answer in (accounts, imported)] == [True, True]
    assert dict(parse_qsl(imported.url.partition("?")[2])) == {"next": found.get_absolute_url(), "file": rows}


def test_other_lists_are_taken_out_without_it(alone, office):
    assert "attachment" in alone(office).get("/venues/?export=csv")["Content-Disposition"]


def test_the_form_of_an_appointment_opens_after_the_password(alone, secadmin):
    browser = alone(secadmin)

    asked = browser.get(ADD)
    answer = give(browser, asked.url)

    assert (asked.status_code, answer.url) == (302, ADD)
    assert browser.get(ADD).status_code == 200


def test_a_form_sent_too_late_keeps_what_was_typed_and_asks_in_itself(alone, secadmin, outsider):
    browser = alone(secadmin)
    typed = {"user": outsider.pk, "role": "office", "starts_on": timezone.localdate().isoformat()}

    late, wrong = browser.post(ADD, typed), browser.post(ADD, typed | {"password": "wrong"})
    appointed_before = outsider.appointments.exists()
    right = browser.post(ADD, typed | {"password": factories.PASSWORD})

    assert [list(page.context["form"].errors) for page in (late, wrong)] == [["password"], ["password"]]
    assert late.context["form"]["role"].value() == "office"
    assert (appointed_before, right.status_code, outsider.appointments.get().role) == (False, 302, "office")
    assert browser.get(ADD).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_it_leads_to_this_host_alone(alone, outsider, elsewhere):
    browser, to = alone(outsider), quote(elsewhere, safe="")

    page = give(browser, f"{AGAIN}?next={to}&file={to}")

    assert page.url == "/"
    assert "example.org" not in browser.get("/").text


@pytest.mark.parametrize(
    ("url_name", "field"),
    [("password_again", "password"), ("end_other_sessions", "password"), ("password_change", "old_password")],
)
def test_wrong_passwords_are_told_and_lock_as_at_the_sign_in(alone, outsider, url_name, field):
    browser = alone(outsider)

    answers = [browser.post(reverse(url_name), {field: "wrong"}).status_code for _attempt in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert browser.post(reverse(url_name), {field: factories.PASSWORD}).status_code == 429
    lines = TrailEntry.objects.filter(deed="not_signed_in", actor_name="outsider", place=reverse(url_name))
    assert lines.count() >= 5
    assert "locked_out" in TrailEntry.objects.values_list("deed", flat=True)


def test_failures_of_strangers_at_the_sign_in_do_not_stop_who_is_signed_in_nor_does_that_let_them_try_on(
    alone, outsider
):
    browser, stranger, sign_in = alone(outsider), Client(REMOTE_ADDR="192.0.2.9"), reverse("login")
    for _attempt in range(5):
        stranger.post(sign_in, {"username": "outsider", "password": "wrong"})

    answers = [give(browser, AGAIN, word).status_code for word in (factories.PASSWORD, "wrong", factories.PASSWORD)]

    assert answers == [302, 200, 302]
    assert stranger.post(sign_in, {"username": "outsider", "password": factories.PASSWORD}).status_code == 429


def test_five_wrong_ones_stop_a_session_from_whichever_addresses_they_come(alone, outsider):
    browser, answers = alone(outsider), []
    for number in range(6):
        AccessAttempt.objects.all().delete()
        browser.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        answers.append(give(browser, AGAIN, "wrong" if number < 5 else factories.PASSWORD).status_code)

    assert answers == [*[200] * 4, 429, 429]


@pytest.mark.long
def test_the_right_password_forgives_the_wrong_ones(alone, outsider):
    browser = alone(outsider)

    for _round in range(2):
        answers = [give(browser, AGAIN, word).status_code for word in [*["wrong"] * 4, factories.PASSWORD]]

    assert answers == [200, 200, 200, 200, 302]
