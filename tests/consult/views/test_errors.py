import pytest
from django.db import OperationalError, connection

from consult.views.errors import is_passing_failure, server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consult.urls")]


def test_a_bug_shows_the_request_id_and_nothing_else(client):
    client.raise_request_exception = False

    response = client.get("/fails/bug/")

    page = response.content.decode()
    assert response.status_code == 500
    assert response["X-Request-ID"] in page
    assert "secret detail" not in page
    assert "ZeroDivisionError" not in page


def test_the_page_for_a_bug_does_without_the_database(client, django_assert_num_queries):
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        client.get("/fails/bug/")


def test_a_refusal_shows_its_reason(client, office):
    client.force_login(office)

    response = client.get("/fails/denied/")

    assert response.status_code == 403
    assert "只有办公室可以立项" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_a_refusal_without_a_reason_speaks_of_the_page_read_or_the_step_taken(client, office):
    client.force_login(office)

    said = {method: getattr(client, method)("/fails/unsaid/").content.decode() for method in ("get", "post")}

    assert ("查看此页" in said["get"], "没有作任何改动" in said["get"]) == (True, False)
    assert ("查看此页" in said["post"], "没有作任何改动" in said["post"]) == (False, True)


def test_an_unknown_address_is_a_404_with_the_headers_of_the_house(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert response["X-Request-ID"] in response.content.decode()
    assert "Content-Security-Policy" in response


def test_a_suspicious_request_is_a_400(client):
    response = client.get("/fails/suspicious/")

    assert response.status_code == 400
    assert response["X-Request-ID"] in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words(office, client):
    strict = client.__class__(enforce_csrf_checks=True)
    strict.force_login(office)

    response = strict.post("/words/", {"a": "b"})

    assert response.status_code == 403
    assert response["X-Request-ID"] in response.content.decode()


@pytest.mark.parametrize(("origin", "is_shown"), [("http://testserver", True), ("https://elsewhere.example", False)])
def test_what_was_typed_before_the_cookies_were_lost_is_shown_on_the_page_of_this_site(client, origin, is_shown):
    strict = client.__class__(enforce_csrf_checks=True)
    headers = {"Origin": origin, "Referer": f"{origin}/words/?a=b"}

    response = strict.post("/words/", {"findings": "护栏已装，缺警示牌。"}, headers=headers)

    page = response.content.decode()
    assert response.status_code == 403
    assert ["缺警示牌" in page, f'href="{origin}/words/?a=b"' in page] == [is_shown, is_shown]


def test_a_database_that_is_locked_outside_a_view_is_a_503_too(rf):
    request = rf.get("/")

    try:
        raise OperationalError("database is locked")
    except OperationalError:
        response = server_error(request)

    assert response.status_code == 503


@pytest.mark.parametrize(("words", "status"), [("database is locked", 503), ("no such table: django_session", 400)])
def test_a_database_that_is_locked_while_a_session_is_saved_is_a_503(client, office, stored_sessions, words, status):
    client.force_login(office)

    def refuse(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "django_session" in sql:
            raise OperationalError(words)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        response = client.get("/words/")

    assert response.status_code == status


@pytest.mark.parametrize(
    ("exception", "passes"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError("could not connect: Connection refused"), True),
        (OperationalError("no such column: x"), False),
        (OSError(28, "No space left on device"), True),
        (FileNotFoundError(2, "No such file"), False),
        (ValueError("database is locked"), False),
        (None, False),
    ],
)
def test_only_failures_that_pass_are_worth_another_try(exception, passes):
    assert is_passing_failure(exception) is passes


@pytest.mark.long
@pytest.mark.parametrize("sent", [{"text": "x" * (5 * 1024 * 1024 + 1)}, {str(n): "" for n in range(5001)}])
def test_more_than_a_form_can_hold_is_a_400_that_says_so(client, sent):
    refused = client.post("/open/", sent)

    assert refused.status_code == 400
    assert "请缩短文字，或分几次保存" in refused.text
