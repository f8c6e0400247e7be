import os
import time

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert response.json() == {"status": "ok"}


def test_readyz_names_each_check(client, settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": True, "migrations": True, "media": True, "disk": True},
        "hours_since_backup": None,
    }


def test_readyz_tells_how_old_the_last_backup_is_and_stays_ready(client, settings, tmp_path):
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path
    (tmp_path / "last_backup").touch()
    fifty_hours_ago = time.time() - 50 * 3600 - 60
    os.utime(tmp_path / "last_backup", (fifty_hours_ago, fifty_hours_ago))

    response = client.get("/readyz")

    assert (response.status_code, response.json()["hours_since_backup"]) == (200, 50)


def test_readyz_says_when_a_migration_is_missing(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'committees'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] is False


def test_readyz_says_when_the_disk_is_nearly_full(client, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("consult.views.health.LEAST_FREE_BYTES", 10**18)

    response = client.get("/readyz")

    assert response.json()["checks"]["disk"] is False
    assert response.status_code == 503


def test_keepalive_is_for_those_signed_in(client, office):
    before = client.get("/keepalive/")
    client.force_login(office)

    assert before.status_code == 302
    assert client.get("/keepalive/").status_code == 204
    assert client.post("/keepalive/").status_code == 405


def test_readyz_says_when_files_cannot_be_stored(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    (tmp_path / "file").write_text("")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": True, "media": False, "disk": False}


def test_both_answer_on_the_machine_itself_where_all_else_is_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answers = [client.get(path).status_code for path in ("/healthz", "/readyz", "/")]

    assert answers == [200, 200, 301]
