import json
import logging
from io import StringIO

import pytest
from django.db import IntegrityError, OperationalError
from django.urls import reverse

from consult.logs import JsonLine

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consult.urls")]


@pytest.fixture
def written():
    """What the platform writes on its error stream meanwhile, entry by entry."""
    [handler] = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, JsonLine)]
    stream = StringIO()
    before = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(before)


def test_a_bug_is_written_with_its_trace_and_the_id_that_the_page_shows(client, written):
    client.raise_request_exception = False

    response = client.get("/fails/bug/?q=typed")

    [entry] = written()
    assert (entry["level"], entry["request"]) == ("ERROR", response["X-Request-ID"])
    assert "ZeroDivisionError: secret detail" in entry["trace"]
    assert "typed" not in json.dumps(entry)


@pytest.mark.parametrize(("failure", "cause"), [("locked", "database is locked"), ("full", "No space left")])
def test_of_a_failure_that_passes_the_cause_is_written(client, written, failure, cause):
    response = client.get(f"/fails/{failure}/")

    first, *_others = written()
    assert cause in first["trace"]
    assert {entry["request"] for entry in written()} == {response["X-Request-ID"]}


def test_an_entry_is_one_line_whatever_it_holds(written):
    logging.getLogger("consult").error("示例\r\n{}\x1b[2J\u2028forged")

    [entry] = written()
    assert entry["message"] == "示例\r\n{}\x1b[2J\u2028forged"


@pytest.mark.parametrize(
    ("name", "key", "kept"),
    [("one_time_password", ["MQ", "d2x8kq-secret"], "/accounts/link/…"), ("check_in", ["Zk3-secret_x"], "/come/…")],
)
def test_neither_a_one_time_link_nor_the_code_of_a_door_is_written(client, written, monkeypatch, name, key, kept):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("members.views.sign_in.OneTimePassword.get_user", locked)
    monkeypatch.setattr("topics.views.check_in.render", locked)

    client.get(reverse(name, args=key))

    assert [entry["message"] for entry in written()] == [kept, f"Service Unavailable: {kept}"]


def test_a_row_that_the_database_refused_is_written_without_its_mobile(written):
    try:
        raise IntegrityError("DETAIL:  Failing row contains (7, 示例委员, 13800005678, 2026010113800005678).")
    except IntegrityError:
        logging.getLogger("consult").exception("手机13800005678")

    [entry] = written()
    assert entry["message"] == "手机138****5678"
    assert "(7, 示例委员, 138****5678, 2026010113800005678)" in entry["trace"]
