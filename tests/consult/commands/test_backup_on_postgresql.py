"""What can go wrong between the platform, a PostgreSQL server and its client tools leaves nothing half done."""

import os
import shutil

import pytest
from django.db import connection

from tests.consult.commands.places import refused, sums
from tests.databases import url_of

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server and no client tools")


def test_a_restore_that_fails_half_way_leaves_rows_and_files_as_they_were(place, backup):
    other = place("other")
    other.execute("CREATE TABLE village (name TEXT)", "CREATE VIEW shown AS SELECT name FROM village")
    other.execute("CREATE VIEW township AS SELECT 1")
    other.media.mkdir(parents=True)
    (other.media / "old.jpg").write_bytes(b"old")

    done = other.manage("restore", backup, "--force")

    assert refused(done)
    assert "township" in done.stderr
    assert "NOTICE" not in done.stderr
    assert other.tables() == [("village",)]
    assert sorted(path.name for path in other.media.iterdir()) == ["old.jpg"]
    assert sorted(path.name for path in other.folder.iterdir()) == ["media", "secret_key"]


def tools(folder, *names):
    """A PATH on which these client tools alone are found."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(shutil.which(name))
    return str(folder)


def test_a_backup_without_the_client_tools_says_so_and_leaves_nothing(home, tmp_path):
    done = home.manage("backup", tmp_path / "kept", PATH=tools(tmp_path / "none"))

    assert refused(done)
    assert "pg_dump" in done.stderr
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("there", [["pg_dump"], ["pg_dump", "pg_restore"]])
def test_a_restore_without_all_client_tools_leaves_all_as_it_was(home, backup, tmp_path, there):
    before = sums(home.media)

    done = home.manage("restore", backup, "--force", PATH=tools(tmp_path / "some", *there))

    assert refused(done)
    assert home.rows() == 500
    assert sums(home.media) == before
    assert home.aside() == []


def test_a_server_that_is_down_is_said_and_nothing_left(home, backup, tmp_path):
    down = url_of(connection.settings_dict | {"PORT": 1})

    saved = home.manage("backup", tmp_path / "new", DATABASE_URL=down)
    restored = home.manage("restore", backup, DATABASE_URL=down)

    assert (refused(saved), refused(restored)) == (True, True)
    assert list((tmp_path / "new").iterdir()) == []
    assert home.aside() == []


@pytest.mark.skipif(not connection.settings_dict["PASSWORD"], reason="this server asks for no password")
def test_the_password_stands_on_no_command_line(home, tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    told = tmp_path / "told"
    (folder / "pg_dump").write_text(f'#!/bin/sh\necho "$0 $@" >> {told}\nexec {shutil.which("pg_dump")} "$@"\n')
    (folder / "pg_dump").chmod(0o700)

    done = home.manage("backup", tmp_path / "a.tar", PATH=f"{folder}:{os.environ['PATH']}")

    assert done.returncode == 0, done.stderr
    assert home.name in told.read_text()
    assert connection.settings_dict["PASSWORD"] not in told.read_text()
