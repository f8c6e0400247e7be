"""Backups are taken of real database files, by the real commands, in a process of their own."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CREATE = "CREATE TABLE township (name TEXT NOT NULL)"
ADD = "INSERT INTO township (name) VALUES (?)"
COUNT = "SELECT count(*) FROM township"


def manage(var, *arguments):
    """The finished command, run on the data in the folder `var`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONSULT_")} | {
        "CONSULT_VAR": str(var)
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def opened(var):
    return closing(sqlite3.connect(var / "db.sqlite3", isolation_level=None))


def rows(var):
    with opened(var) as database:
        return database.execute(COUNT).fetchone()[0]


@pytest.fixture
def var(tmp_path):
    """An installation at work: rows, a photo, a document with a Chinese name."""
    folder = tmp_path / "var"
    (folder / "media" / "photos").mkdir(parents=True)
    (folder / "media" / "photos" / "a.jpg").write_bytes(b"photo")
    (folder / "media" / "纪要.pdf").write_bytes(b"minutes")
    with opened(folder) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(CREATE)
        database.executemany(ADD, [(f"示例{number}镇",) for number in range(500)])
    return folder


@pytest.fixture
def backup(var, tmp_path):
    target = tmp_path / "kept" / "a.tar"
    done = manage(var, "backup", target)
    assert done.returncode == 0, done.stderr
    return target


def names(path):
    with tarfile.open(path) as archive:
        return sorted(archive.getnames())


def rewritten(path, change):
    """Writes the archive again with the bytes of each part changed by `change(name, content)`."""
    with tarfile.open(path) as archive:
        parts = [(member.name, archive.extractfile(member).read()) for member in archive]
    with tarfile.open(path, "w") as archive:
        for name, content in parts:
            name, content = change(name, content)
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def test_a_backup_holds_database_files_and_manifest(backup):
    with tarfile.open(backup) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))

    assert names(backup) == ["database.sqlite3", "manifest.json", "media/photos/a.jpg", "media/纪要.pdf"]
    assert set(manifest["files"]) == {"database.sqlite3", "media/photos/a.jpg", "media/纪要.pdf"}
    assert manifest["rows"]["township"] == 500
    assert backup.stat().st_mode & 0o077 == 0


def test_what_was_backed_up_comes_back_in_a_fresh_place(backup, tmp_path):
    fresh = tmp_path / "fresh"

    done = manage(fresh, "restore", backup)

    assert done.returncode == 0, done.stderr
    assert rows(fresh) == 500
    assert (fresh / "media" / "photos" / "a.jpg").read_bytes() == b"photo"
    assert (fresh / "media" / "纪要.pdf").read_bytes() == b"minutes"
    assert sorted(path.name for path in fresh.iterdir()) == ["db.sqlite3", "media", "secret_key"]


def test_a_backup_beside_an_open_writer_has_what_was_committed_and_nothing_else(var, tmp_path):
    with opened(var) as writer:
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute(ADD, ("已提交镇",))
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(ADD, ("未提交镇",))
        done = manage(var, "backup", tmp_path / "a.tar")
        writer.execute("COMMIT")
    manage(tmp_path / "fresh", "restore", tmp_path / "a.tar")

    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "fresh") == 501


def test_a_folder_gets_a_backup_named_by_the_time(var, tmp_path):
    manage(var, "backup", tmp_path / "kept")

    kept = list((tmp_path / "kept").iterdir())
    assert [path.suffix for path in kept] == [".tar"]


def test_an_existing_backup_is_not_overwritten(var, backup):
    before = backup.read_bytes()

    assert manage(var, "backup", backup).returncode == 1
    assert backup.read_bytes() == before


def tables(var):
    with opened(var) as database:
        return database.execute("SELECT name FROM sqlite_master").fetchall()


def damaged(name, content):
    return name, content + b"x" if name == "media/photos/a.jpg" else content


def escaping(name, content):
    return name.replace("media/photos/a.jpg", "../../escaped.jpg"), content


def renamed(name, content):
    return name.replace("photos/a.jpg", "photos/b.jpg"), content


@pytest.mark.parametrize("change", [damaged, escaping, renamed])
def test_a_backup_that_is_not_as_it_was_written_is_refused_and_nothing_changed(backup, tmp_path, change):
    rewritten(backup, change)
    fresh = tmp_path / "fresh"

    done = manage(fresh, "restore", backup)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (fresh / "media").exists()
    assert not (tmp_path / "escaped.jpg").exists()
    assert tables(fresh) == []


def test_half_a_backup_is_refused(backup, tmp_path):
    backup.write_bytes(backup.read_bytes()[:20_000])

    done = manage(tmp_path / "fresh", "restore", backup)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_place_with_data_is_refused(var, backup):
    with opened(var) as database:
        database.execute("DELETE FROM township WHERE name = '示例1镇'")

    done = manage(var, "restore", backup)

    assert done.returncode == 1
    assert "--force" in done.stderr
    assert rows(var) == 499


def test_force_puts_the_old_data_aside(var, backup):
    with opened(var) as database:
        database.execute("DELETE FROM township")
    (var / "media" / "new.jpg").write_bytes(b"new")

    done = manage(var, "restore", backup, "--force")

    aside = [path for path in var.iterdir() if path.name.startswith("before-restore-")]
    assert done.returncode == 0, done.stderr
    assert rows(var) == 500
    assert not (var / "media" / "new.jpg").exists()
    assert (aside[0] / "media" / "new.jpg").read_bytes() == b"new"
    assert rows_in(aside[0] / "db.sqlite3") == 0


def rows_in(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(COUNT).fetchone()[0]
