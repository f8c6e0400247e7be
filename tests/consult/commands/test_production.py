"""The first commands of an installation in production, as docs/operations.md tells them."""

import json
import re

import pytest
from django.db import connection

from tests.consult.commands.places import refused

PRODUCTION = {"CONSULT_PRODUCTION": "1", "SECRET_KEY": "qX3!" * 16 + "0123456789", "ALLOWED_HOSTS": "consult.example"}

REFUSED_PAGE = """
import json
from django.conf import settings
from django.test import Client
page = Client().get("/healthz?a=%00", secure=True, headers={"host": "consult.example"})
cookie = page.cookies[settings.CSRF_COOKIE_NAME]
print(json.dumps([page.status_code, settings.SESSION_COOKIE_NAME, cookie.OutputString(), dict(page.headers)]))
"""
THEME = "from django.templatetags.static import static; print(static('css/theme.css'))"
PRAGMAS = """
from django.db import connection
names = ("journal_mode", "synchronous", "busy_timeout")
print(*(connection.cursor().execute(f"PRAGMA {name}").fetchone()[0] for name in names))
"""


@pytest.mark.long
def test_the_checks_before_the_first_tables_are_made_in_production_are_silent(fresh):
    checked = fresh.manage("check", "--deploy", "--database", "default", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr
    assert checked.stderr == ""


@pytest.mark.long
def test_sample_data_is_refused_in_production(fresh):
    assert refused(fresh.manage("demo", **PRODUCTION))


@pytest.mark.long
def test_cookies_are_of_this_host_alone_and_browsers_stay_on_https_even_on_an_error_page(fresh):
    said = fresh.manage("shell", "--no-imports", "-c", REFUSED_PAGE, **PRODUCTION).stdout

    status, session, cookie, headers = json.loads(said)
    assert (status, session) == (400, "__Host-sessionid")
    assert cookie.startswith("__Host-csrftoken=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} < set(cookie.split("; "))
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.long
def test_a_changed_style_sheet_has_a_new_name_and_a_packed_copy_once_collected(fresh, tmp_path):
    production = PRODUCTION | {"CONSULT_STATIC": str(tmp_path / "static")}

    before = fresh.manage("shell", "--no-imports", "-c", THEME, **production).stdout.strip()
    fresh.manage("collectstatic", "--noinput", **production)
    after = fresh.manage("shell", "--no-imports", "-c", THEME, **production).stdout.strip()

    assert before == "/static/css/theme.css"
    assert re.fullmatch(r"/static/css/theme\.[0-9a-f]{12}\.css", after)
    assert (tmp_path / f"{after[1:]}.gz").is_file()


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
def test_what_sqlite_has_committed_outlasts_a_power_cut_and_writers_wait_for_each_other(fresh):
    assert fresh.manage("shell", "--no-imports", "-c", PRAGMAS).stdout.split() == ["wal", "2", "20000"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("given", "holds"),
    [({}, "optional"), (PRODUCTION, "administrators"), ({"CONSULT_SECOND_FACTOR": "everybody"}, "everybody")],
)
def test_the_second_step_is_demanded_of_the_administrators_in_production(fresh, given, holds):
    asked = "from django.conf import settings; print(settings.SECOND_FACTOR)"

    assert fresh.manage("shell", "--no-imports", "-c", asked, **given).stdout.strip() == holds


@pytest.mark.long
def test_a_word_that_demands_no_second_step_of_anybody_is_refused(fresh):
    assert "CONSULT_SECOND_FACTOR" in fresh.manage("check", CONSULT_SECOND_FACTOR="admins").stderr
