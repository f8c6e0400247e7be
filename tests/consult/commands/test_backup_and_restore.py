"""Backups are taken of real databases, by the real commands, in a process of their own; on the engine of the suite."""

import io
import json
import os
import tarfile
import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from consult import backups
from tests.consult.commands.places import refused, sums, townships
from tests.long import long

WRITERS = 10


def manifest_of(path):
    with tarfile.open(path) as archive:
        return json.load(archive.extractfile("manifest.json"))


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


def test_a_backup_holds_database_files_and_manifest(home, backup):
    with tarfile.open(backup) as archive:
        names = sorted(archive.getnames())

    manifest = manifest_of(backup)
    assert names == [home.database_file, "manifest.json", "media/photos/a.jpg", "media/纪要.pdf"]
    assert set(manifest["files"]) == {home.database_file, "media/photos/a.jpg", "media/纪要.pdf"}
    assert manifest["rows"]["township"] == 500
    assert backup.stat().st_mode & 0o077 == 0
    assert (home.folder / "last_backup").stat().st_mtime >= backup.stat().st_mtime - 60


def test_a_backup_clears_away_what_a_killed_one_left_the_day_before(archive):
    assert sorted(path.name for path in archive.parent.iterdir()) == [".backup-new", "a.tar"]


def test_what_was_backed_up_comes_back_in_a_fresh_place(home, backup, fresh):
    done = fresh.manage("restore", backup)

    assert done.returncode == 0, done.stderr
    assert fresh.rows() == 500
    assert sums(fresh.media) == sums(home.media)
    assert sorted({path.name for path in fresh.folder.iterdir()} - {"db.sqlite3"}) == ["media", "secret_key"]


@pytest.mark.long
def test_a_backup_beside_an_open_writer_has_what_was_committed_and_nothing_else(home, fresh, tmp_path):
    with home.opened() as writer:
        writer.execute(townships("已提交镇"))
        writer.execute("BEGIN")
        writer.execute(townships("未提交镇"))
        done = home.manage("backup", tmp_path / "a.tar")
        writer.execute("COMMIT")
    fresh.manage("restore", tmp_path / "a.tar")

    assert done.returncode == 0, done.stderr
    assert fresh.rows() == 501


@contextmanager
def writers(home):
    """Ten at once add two townships in each transaction, until the block ends."""
    over = threading.Event()

    def write():
        with home.opened() as database:
            while not over.wait(0.01):
                database.execute(townships("左镇", "右镇"))

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    yield
    over.set()
    for thread in threads:
        thread.join()


@pytest.mark.long
def test_a_backup_while_ten_write_is_of_one_moment(home, fresh, tmp_path):
    with writers(home):
        done = home.manage("backup", tmp_path / "a.tar")
    restored = fresh.manage("restore", tmp_path / "a.tar")

    assert (done.returncode, restored.returncode) == (0, 0), done.stderr + restored.stderr
    names = dict(fresh.asked("SELECT name, count(*) FROM township WHERE name IN ('左镇', '右镇') GROUP BY name"))
    assert names["左镇"] == names["右镇"]
    assert fresh.rows() == manifest_of(tmp_path / "a.tar")["rows"]["township"] < home.rows()


@pytest.mark.long
def test_a_folder_gets_a_backup_named_by_the_time(home, tmp_path):
    home.manage("backup", tmp_path / "kept")

    kept = list((tmp_path / "kept").iterdir())
    assert [path.suffix for path in kept] == [".tar"]


@pytest.mark.long
def test_an_existing_backup_is_not_overwritten(home, backup):
    before = backup.read_bytes()

    assert refused(home.manage("backup", backup))
    assert backup.read_bytes() == before


@pytest.mark.long
def test_the_triggers_of_the_history_come_back(db, place, fresh, tmp_path):
    home = place("var")
    home.migrate()
    home.manage("backup", tmp_path / "a.tar")

    fresh.manage("restore", tmp_path / "a.tar")

    checked = fresh.manage("check", "--database", "default")
    verified = fresh.manage("verify_history")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert verified.stdout == "0 lines verified.\n"
    assert fresh.tables() == home.tables()
    told = "SELECT deed, place, subject FROM consult_trailentry"
    assert home.asked(told) == [("ran", "manage.py backup", "a.tar")]
    assert fresh.asked(told) == [("ran", "manage.py restore", "a.tar")]
    assert fresh.manage("verify_trail").stdout.startswith("1 lines verified.")


def damaged(name, content):
    return name, content + b"x" if name == "media/photos/a.jpg" else content


def escaping(name, content):
    return name.replace("media/photos/a.jpg", "../../escaped.jpg"), content


def renamed(name, content):
    return name.replace("photos/a.jpg", "photos/b.jpg"), content


def of_another_engine(name, content):
    return name, content.replace(connection.vendor.encode(), b"oracle") if name == "manifest.json" else content


@pytest.mark.parametrize("change", long([damaged, escaping, renamed, of_another_engine]))
def test_a_backup_that_is_not_as_it_was_written_or_not_for_here_changes_nothing(backup, fresh, tmp_path, change):
    rewritten(backup, change)

    assert refused(fresh.manage("restore", backup))
    assert not fresh.media.exists()
    assert not (tmp_path / "escaped.jpg").exists()
    assert fresh.tables() == []


@pytest.mark.long
def test_half_a_backup_is_refused_and_what_is_here_stays(home, backup):
    with tarfile.open(backup) as archive:
        middle = archive.getmember("manifest.json").offset_data
    os.truncate(backup, middle)

    assert refused(home.manage("restore", backup, "--force"))
    assert home.rows() == 500
    assert home.aside() == []


@pytest.mark.long
def test_a_place_with_data_is_refused(home, backup):
    home.execute("DELETE FROM township WHERE name = '示例1镇'")

    done = home.manage("restore", backup)

    assert refused(done)
    assert "--force" in done.stderr
    assert home.rows() == 499


@pytest.mark.long
def test_force_puts_the_old_data_aside_for_its_owner_alone_and_it_can_come_back(home, backup):
    home.execute("DELETE FROM township", townships("新镇"))
    (home.media / "new.jpg").write_bytes(b"new")
    before = sums(home.media)

    done = home.manage("restore", backup, "--force")

    [aside] = home.aside()
    assert done.returncode == 0, done.stderr
    assert home.rows() == 500
    assert not (home.media / "new.jpg").exists()
    assert aside.stat().st_mode & 0o077 == 0
    assert sums(aside / "media") == before
    home.return_database(aside)
    assert home.asked("SELECT name FROM township") == [("新镇",)]


@pytest.mark.long
def test_a_table_that_came_after_the_backup_is_gone_after_the_restore(home, backup):
    home.execute(
        "ALTER TABLE township ADD COLUMN code INTEGER",
        "CREATE UNIQUE INDEX township_code ON township (code)",
        "CREATE TABLE village (township INTEGER REFERENCES township (code))",
    )

    done = home.manage("restore", backup, "--force")

    assert done.returncode == 0, done.stderr
    assert home.tables() == [("township",)]


@pytest.mark.django_db(transaction=True)
def test_a_file_removed_while_the_backup_is_written_is_left_out(media, tmp_path, monkeypatch):
    (media / "stays.pdf").write_bytes(b"x")
    found = backups.stored_files()
    monkeypatch.setattr(backups, "stored_files", lambda: [media / "removed.jpg", *found])

    monkeypatch.setattr(backups.settings, "VAR_DIR", tmp_path)
    _path, manifest = backups.write_backup(tmp_path / "a.tar")

    assert {name for name in manifest["files"] if name.startswith("media/")} == {"media/stays.pdf"}


def test_a_part_that_leads_out_of_the_folder_is_not_unpacked(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("../evil"))

    with pytest.raises(backups.Unfit):
        backups.unpack(tmp_path / "a.tar", tmp_path / "into")

    assert not (tmp_path / "evil").exists()
