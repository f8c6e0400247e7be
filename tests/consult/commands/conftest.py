"""Installations that backups are taken of."""

import os
import shutil
import time

import pytest

from consult.backups import SECONDS_OF_GRACE
from tests.consult.commands.places import places, townships


@pytest.fixture
def place(tmp_path):
    """Makes an installation by its name: `place("fresh")`."""
    with places(tmp_path) as make:
        yield make


@pytest.fixture
def fresh(place):
    return place("fresh")


@pytest.fixture(scope="session")
def pattern(tmp_path_factory):
    """An installation at work: rows, a photo, a document with a Chinese name. Tests change copies of it."""
    with places(tmp_path_factory.mktemp("pattern")) as make:
        home = make("var")
        (home.media / "photos").mkdir(parents=True)
        (home.media / "photos" / "a.jpg").write_bytes(b"photo")
        (home.media / "纪要.pdf").write_bytes(b"minutes")
        home.execute("CREATE TABLE township (name VARCHAR(20) NOT NULL)")
        home.execute(townships(*(f"示例{number}镇" for number in range(500))))
        yield home


@pytest.fixture(scope="session")
def archive(pattern, tmp_path_factory):
    """The backup of it, as the command wrote it."""
    target = tmp_path_factory.mktemp("archive") / "kept" / "a.tar"
    for name, age in (("old", 2 * SECONDS_OF_GRACE), ("new", 0)):
        left = target.parent / f".backup-{name}"
        (left / "again").mkdir(parents=True)
        os.utime(left, (time.time() - age,) * 2)
    done = pattern.manage("backup", target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def home(place, pattern):
    return place("var", like=pattern)


@pytest.fixture
def backup(archive, tmp_path):
    return shutil.copytree(archive.parent, tmp_path / "kept") / archive.name
