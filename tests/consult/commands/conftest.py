"""Installations that backups are taken of."""

import pytest
from django.db import connection

from tests.consult.commands.places import Place, PostgresPlace, townships


@pytest.fixture
def place(tmp_path):
    """Makes an empty installation by its name: `place("fresh")`."""
    made = []

    def make(name):
        server = connection.settings_dict
        folder = tmp_path / name
        made.append(PostgresPlace(folder, server) if connection.vendor == "postgresql" else Place(folder))
        return made[-1]

    yield make
    for each in made:
        each.remove()


@pytest.fixture
def fresh(place):
    return place("fresh")


@pytest.fixture
def home(place):
    """An installation at work: rows, a photo, a document with a Chinese name."""
    home = place("var")
    (home.media / "photos").mkdir(parents=True)
    (home.media / "photos" / "a.jpg").write_bytes(b"photo")
    (home.media / "纪要.pdf").write_bytes(b"minutes")
    home.execute("CREATE TABLE township (name VARCHAR(20) NOT NULL)")
    home.execute(townships(*(f"示例{number}镇" for number in range(500))))
    return home


@pytest.fixture
def backup(home, tmp_path):
    target = tmp_path / "kept" / "a.tar"
    done = home.manage("backup", target)
    assert done.returncode == 0, done.stderr
    return target
