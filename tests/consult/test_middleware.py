import re

import pytest
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consult.urls"), pytest.mark.usefixtures("stored_sessions")]


@pytest.fixture
def clock(monkeypatch):
    """The time as the session limits see it; `clock.now` can be moved."""

    class Clock:
        now = 1_800_000_000.0

        def time(self):
            return self.now

    ticking = Clock()
    monkeypatch.setattr("consult.session_limits.time", ticking)
    return ticking


def saved_session(client):
    return Session.objects.get(pk=client.session.session_key).session_data


def test_chinese_is_shown_whatever_the_browser_prefers(client):
    response = client.get("/open/", headers={"Accept-Language": "en-US,en"})

    assert response.content.decode() == "zh-hans zh-hans"
    assert response["Content-Language"] == "zh-hans"


def test_english_is_shown_once_the_cookie_says_so(client):
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"

    assert client.get("/open/").content.decode() == "en en"


def test_a_cookie_with_an_unknown_language_means_chinese(client):
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "../../etc"

    assert client.get("/open/").content.decode() == "zh-hans zh-hans"


def test_every_answer_has_its_own_request_id_and_the_headers_of_the_house(client):
    first, second = client.get("/open/"), client.get("/healthz")

    assert re.fullmatch("[0-9a-f]{16}", first["X-Request-ID"])
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Referrer-Policy"] == "same-origin"
    assert first["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in first["Permissions-Policy"]
    assert "script-src" not in first["Content-Security-Policy"]
    assert "unsafe-inline" not in first["Content-Security-Policy"]
    assert {"object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"} < set(
        first["Content-Security-Policy"].split("; ")
    )


def test_only_signed_in_pages_are_kept_out_of_caches(client, office):
    before = client.get("/open/")
    client.force_login(office)
    after = client.get("/open/")

    assert "Cache-Control" not in before
    assert after["Cache-Control"] == "no-store"


def test_a_session_ends_after_half_an_hour_without_a_request(client, office, clock):
    client.force_login(office)
    client.get("/words/")
    clock.now += 30 * 60 + 1

    response = client.get("/words/")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


def test_a_session_lives_on_while_it_is_used(client, office, clock):
    client.force_login(office)
    client.get("/words/")
    for _ in range(4):
        clock.now += 20 * 60
        client.get("/words/")

    assert client.get("/words/").status_code == 200


def test_a_session_ends_twelve_hours_after_sign_in_even_in_use(client, office, clock):
    client.force_login(office)
    client.get("/words/")
    for _ in range(12 * 3 + 1):
        clock.now += 20 * 60
        response = client.get("/words/")

    assert response.status_code == 302


def test_the_session_is_written_at_most_once_a_minute(client, office, clock, django_assert_num_queries):
    client.force_login(office)
    client.get("/words/")
    before = saved_session(client)
    clock.now += 59
    client.get("/words/")
    within = saved_session(client)
    clock.now += 1
    client.get("/words/")

    assert within == before
    assert saved_session(client) != before


def test_keepalive_counts_as_use_at_once(client, office, clock):
    client.force_login(office)
    client.get("/words/")
    clock.now += 59
    assert client.get("/keepalive/").status_code == 204
    clock.now += 30 * 60

    assert client.get("/words/").status_code == 200


def test_htmx_is_told_to_reload_when_the_session_is_over(client):
    response = client.get("/words/", headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert response["HX-Refresh"] == "true"


def test_htmx_that_sends_what_is_typed_is_refused_without_a_reload(client):
    response = client.post("/words/", headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert "HX-Refresh" not in response


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "/open/?q=a%00b"), ("get", "/open/?a%00=b"), ("get", "/open/a%00b/"), ("post", "/open/")],
)
def test_nul_bytes_are_refused_in_words(client, method, address):
    response = getattr(client, method)(address, {"text": "a\0b"} if method == "post" else None)

    assert response.status_code == 400
    assert response["X-Request-ID"] in response.content.decode()


def test_a_locked_database_is_a_503_that_keeps_what_was_typed(client):
    typed = {"title": '停车"难', "reason": "第一行\n第二行", "password": "geheim"}

    response = client.post("/fails/locked/?next=1", typed)

    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert 'action="/fails/locked/?next=1"' in page
    assert '<textarea hidden name="title">\n停车&quot;难</textarea>' in page
    assert '<textarea hidden name="reason">\n第一行\n第二行</textarea>' in page
    assert "geheim" not in page


def test_the_page_for_a_locked_database_does_without_the_database(client, office, django_assert_num_queries):
    client.get("/fails/locked/")

    with django_assert_num_queries(0):
        response = client.get("/fails/locked/")

    assert response.status_code == 503


def test_a_full_disk_is_a_503(client):
    assert client.get("/fails/full/").status_code == 503


def test_a_programming_error_of_the_database_is_no_503(client):
    client.raise_request_exception = False

    assert client.get("/fails/no-table/").status_code == 500


def test_a_lost_race_is_a_409_that_says_what_happened(client, office):
    client.force_login(office)

    response = client.get("/fails/conflict/")

    assert response.status_code == 409
    assert "已由他人决定" in response.content.decode()


def test_a_lost_race_leaves_the_typed_text_to_be_copied(client, office):
    client.force_login(office)

    response = client.post(
        "/fails/conflict/", {"opinion": "建议补充种植户代表不少于十人", "kind": "passed", "password": "geheim-geheim"}
    )

    assert response.context["texts"] == ["建议补充种植户代表不少于十人"]
    assert "建议补充种植户代表不少于十人" in response.content.decode()


def test_a_lost_race_offers_no_day_and_nothing_of_the_page_itself_to_be_copied(client, office):
    client.force_login(office)
    of_the_page = {
        "form_key": "0" * 32,
        "typed_key": "0" * 32,
        "typed_place": "/steps/topic/161/return/",
        "keeps_typed": "1",
    }

    response = client.post(
        "/fails/conflict/", of_the_page | {"reason": "先退回看看再说吧", "happened_on": "2026-11-25"}
    )

    assert response.context["texts"] == ["先退回看看再说吧"]


def test_a_form_that_is_sent_after_the_session_ended_leaves_its_text_to_be_copied(client):
    answer = client.post("/words/?a=1", {"opinion": "建议补充种植户代表<b>不少于十人", "day": "2026-11-25"})

    page = answer.content.decode()
    assert (answer.status_code, answer.context["texts"]) == (401, ["建议补充种植户代表<b>不少于十人"])
    assert answer["Cache-Control"] == "no-store"
    assert "不少于十人" in page and "&lt;b&gt;" in page
    assert 'href="/accounts/login/?next=/words/%3Fa%3D1"' in page


def test_a_short_chinese_text_is_offered_to_be_copied_and_the_code_of_a_choice_is_not(client):
    answer = client.post("/words/", {"reason": "资金不足", "side": "government", "starts_at": "09:30", "count": "12"})

    assert answer.context["texts"] == ["资金不足"]


def test_without_text_worth_copying_the_sign_in_page_comes_at_once(client):
    short = client.post("/words/", {"kind": "passed", "password": "geheim-geheim"})
    from_a_part = client.post("/words/", {"opinion": "建议补充种植户代表不少于十人"}, headers={"HX-Request": "true"})

    assert (short.status_code, short.headers["Location"]) == (302, "/accounts/login/?next=/words/")
    assert (from_a_part.status_code, from_a_part.content) == (401, b"")


def test_text_sent_from_elsewhere_is_not_shown():
    answer = Client(enforce_csrf_checks=True).post("/words/", {"opinion": "建议补充种植户代表不少于十人"})

    assert answer.status_code == 403 and "不少于十人" not in answer.content.decode()


def test_five_wrong_passwords_lock_the_name_but_not_the_neighbours(client, office, office2):
    for _ in range(5):
        client.post(reverse("login"), {"username": "office", "password": "wrong"})
    locked = client.post(reverse("login"), {"username": "office", "password": "Consult-2026-test"})
    other = client.post(reverse("login"), {"username": "office2", "password": "Consult-2026-test"})

    assert locked.status_code == 429
    assert other.status_code == 302


@pytest.mark.parametrize("charset", ["hex", "unicode_escape", "utf-16", "idna"])
def test_text_in_another_encoding_is_refused_before_anything_is_read(client, charset):
    content_type = f"multipart/form-data; boundary=x; charset={charset}"

    response = client.generic("POST", "/open/", b"--x--", content_type)

    assert response.status_code == 400


def test_an_address_too_long_to_be_searched_with_is_refused(client):
    assert client.get("/open/", {"q": "a" * 8001}).status_code == 400


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("huge", "输入的数字过大"),
        ("out-of-range", "输入的数字过大"),
        ("long", "输入的文字过长"),
        ("odd", "无法保存的部分"),
    ],
)
def test_what_no_column_holds_is_a_400_that_says_what_it_is(client, name, words):
    response = client.get(f"/fails/{name}/")

    assert (response.status_code, words in response.text) == (400, True)


def test_a_second_row_of_what_is_held_once_is_a_lost_race(client):
    assert client.get("/fails/twice/").status_code == 409


def test_another_broken_constraint_is_a_bug(client):
    client.raise_request_exception = False

    assert client.get("/fails/half/").status_code == 500
