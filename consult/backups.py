"""A backup: one .tar with the database as of one moment, all stored files, and a manifest of checksums and counts."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.utils import timezone

from consult.dumps import dump_of_this_engine

FORMAT = 1
MANIFEST, MEDIA = "manifest.json", "media"
UNFINISHED, RESTORED = ".backup-", ".restore-"
SECONDS_OF_GRACE = 24 * 3600
CHUNK = 1024 * 1024


class Unfit(Exception):
    """The backup cannot be used, or not here; says why."""


class Hashing:
    """A reader that knows the checksum of what was read through it."""

    def __init__(self, stream):
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size=-1):
        block = self.stream.read(size)
        self.digest.update(block)
        return block


def write_backup(target):
    """Writes a backup while people work, reads it again, and returns its path and manifest.

    `target` is a .tar to be made, or a folder in which one is named by the time. An existing file is refused.
    """
    target = Path(target)
    if target.suffix != ".tar":
        target = target / f"consult-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
    if target.exists():
        raise Unfit(f"{target} exists already.")
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_left_behind(target.parent, UNFINISHED)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=UNFINISHED) as folder:
        unfinished = Path(folder, "unfinished.tar")
        manifest = pack(unfinished, Path(folder))
        unpack(unfinished, Path(folder, "again"))
        os.replace(unfinished, target)
    mark_of_last_backup().touch()
    return target, manifest


def remove_left_behind(folder, prefix):
    """Removes what a killed process could not clear away: whole copies of the data, older than a day."""
    for left in folder.glob(f"{prefix}*"):
        if left.is_dir() and left.stat().st_mtime < time.time() - SECONDS_OF_GRACE:
            shutil.rmtree(left)


def mark_of_last_backup():
    """An empty file beside the data, as old as the last backup that was written and read again."""
    return Path(settings.VAR_DIR, "last_backup")


def hours_since_backup():
    """Whole hours, or None where no backup was ever written."""
    mark = mark_of_last_backup()
    return int((time.time() - mark.stat().st_mtime) // 3600) if mark.exists() else None


def pack(path, folder):
    dump = dump_of_this_engine()
    counts = dump.write(folder / dump.file)
    with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w") as archive:
            files = {dump.file: add(archive, folder / dump.file, dump.file)}
            for stored in stored_files():
                name = f"{MEDIA}/{stored.relative_to(settings.MEDIA_ROOT).as_posix()}"
                # People go on working: one of them may have removed it meanwhile.
                with suppress(FileNotFoundError):
                    files[name] = add(archive, stored, name)
            manifest = {
                "format": FORMAT,
                "made": timezone.localtime().isoformat(timespec="seconds"),
                "engine": connection.vendor,
                "rows": counts,
                "files": files,
            }
            (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
            add(archive, folder / MANIFEST, MANIFEST)
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def stored_files():
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def add(archive, path, name):
    with path.open("rb") as stream:
        reader = Hashing(stream)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=stream), reader)
    return reader.digest.hexdigest()


def unpack(path, folder):
    """Unpacks a backup into a new folder and returns its manifest; Unfit unless every checksum is right."""
    folder.mkdir(parents=True)
    sums = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                sums[member.name] = unpack_member(archive, member, folder)
        manifest = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, EOFError, FileNotFoundError, ValueError) as error:
        raise Unfit(f"{path} is no complete backup: {error}") from error
    if manifest.get("format") != FORMAT:
        raise Unfit(f"{path} was written by another version of the platform.")
    del sums[MANIFEST]
    wrong = sorted(name for name in {*sums, *manifest["files"]} if sums.get(name) != manifest["files"].get(name))
    if wrong:
        raise Unfit(f"{len(wrong)} files are missing, added or changed, the first is {wrong[0]}.")
    return manifest


def unpack_member(archive, member, folder):
    name = PurePosixPath(member.name)
    if not member.isreg() or name.is_absolute() or ".." in name.parts:
        raise Unfit(f"{member.name} does not belong in a backup.")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = Hashing(archive.extractfile(member))
    with target.open("wb") as stream:
        while block := reader.read(CHUNK):
            stream.write(block)
    return reader.digest.hexdigest()


def restore_backup(source, force=False):
    """Puts database and files back as they are in the backup; returns its manifest and where old data went, if any.

    Unfit, with nothing changed: a wrong checksum, another engine, or a place that is not empty (unless `force`).
    OSError, with nothing changed: the database could not be replaced.
    """
    if not force and (connection.introspection.table_names() or stored_files()):
        raise Unfit("There is data here already. To put it aside and restore over it: --force")
    home = Path(settings.MEDIA_ROOT).parent
    home.mkdir(parents=True, exist_ok=True)
    remove_left_behind(home, RESTORED)
    aside = home / f"before-restore-{timezone.localtime():%Y%m%d-%H%M%S}"
    with tempfile.TemporaryDirectory(dir=home, prefix=RESTORED) as folder:
        backup = Path(folder, "backup")
        manifest = unpack(source, backup)
        if manifest["engine"] != connection.vendor:
            raise Unfit(f"The backup is of {manifest['engine']}, this database is {connection.vendor}.")
        aside.mkdir(mode=0o700)
        with files_replaced(backup / MEDIA, aside):
            dump = dump_of_this_engine()
            dump.read(backup / dump.file, aside)
    check_rows(manifest)
    if not force:
        shutil.rmtree(aside)
    return manifest, aside if force else None


@contextmanager
def files_replaced(restored, aside):
    """Puts the restored files in place and the old ones into `aside`; all is as before if the block fails."""
    media, old = Path(settings.MEDIA_ROOT), aside / MEDIA
    restored.mkdir(exist_ok=True)
    try:
        if media.exists():
            os.replace(media, old)
        os.replace(restored, media)
        yield
    except BaseException:
        if not restored.exists():
            os.replace(media, restored)
        if old.exists():
            os.replace(old, media)
        if not any(aside.iterdir()):
            aside.rmdir()
        raise


def check_rows(manifest):
    with connection.cursor() as cursor:
        for name, count in manifest["rows"].items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            if (found := cursor.fetchone()[0]) != count:
                raise Unfit(f"{name} has {found} rows after the restore, the backup had {count}.")
