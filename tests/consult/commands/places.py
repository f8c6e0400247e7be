"""Installations for tests of backups: a folder and a database of their own, on the engine that the suite runs on."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from django.db import connection

from tests.databases import copy_to, url_of

ROOT = Path(__file__).parents[3]


@contextmanager
def places(folder):
    """Makes installations in the folder by their name, empty or like another one; they last as long as the block."""
    with ExitStack() as stack:

        def make(name, like=None):
            made = (PostgresPlace if connection.vendor == "postgresql" else Place)(folder / name, like)
            stack.callback(made.remove)
            return made

        yield make


class Place:
    """A folder and an SQLite file in it."""

    database_file = "database.sqlite3"

    def __init__(self, folder, like=None):
        if like:
            shutil.copytree(like.folder, folder)
        self.folder = folder
        self.media = folder / "media"
        self.url = f"sqlite:///{folder / 'db.sqlite3'}"

    def manage(self, *arguments, **environment):
        """The finished command of manage.py."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.environment(environment), capture_output=True, text=True)

    def environment(self, more):
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("CONSULT_", "DJANGO_"))}
        return clean | {"CONSULT_VAR": str(self.folder), "DATABASE_URL": self.url} | more

    def migrate(self):
        """Makes the tables of the platform: those of the suite, to which the same migrations led."""
        self.folder.mkdir()
        copy_to(self.folder / "db.sqlite3")

    def opened(self):
        """A connection that is closed at the end of the block; every statement stands on its own."""
        self.folder.mkdir(exist_ok=True)
        database = sqlite3.connect(self.folder / "db.sqlite3", isolation_level=None, timeout=20)
        # What is committed stands in the write-ahead log, where a careless copy would miss it.
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;")
        return closing(database)

    def execute(self, *statements):
        with self.opened() as database:
            for statement in statements:
                database.execute(statement)

    def asked(self, query):
        with self.opened() as database:
            return database.execute(query).fetchall()

    def rows(self, table="township"):
        return self.asked(f"SELECT count(*) FROM {table}")[0][0]

    def tables(self):
        return self.asked("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")

    def aside(self):
        """The folders into which a restore put what stood here."""
        return sorted(path for path in self.folder.iterdir() if path.name.startswith("before-restore-"))

    def return_database(self, aside):
        """Put back by hand, as docs/operations.md tells, what a restore put aside."""
        os.replace(aside / "db.sqlite3", self.folder / "db.sqlite3")

    def remove(self):
        """The folder is pytest's to remove."""


class PostgresPlace(Place):
    """A folder, and a database on the server of the suite."""

    database_file = "database.pgdump"

    def __init__(self, folder, like=None):
        super().__init__(folder, like)
        self.name = f"consult_place_{uuid.uuid4().hex}"
        self.url = url_of(connection.settings_dict, self.name)
        self.on_server(f"CREATE DATABASE {self.name} TEMPLATE {like.name if like else 'template1'}")

    def on_server(self, statement):
        url = url_of(connection.settings_dict, "postgres")
        with connection.Database.connect(url, autocommit=True) as server:
            server.execute(statement)

    def migrate(self):
        self.manage("migrate")

    def opened(self):
        return connection.Database.connect(self.url, autocommit=True)

    def tables(self):
        return self.asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")

    def return_database(self, aside):
        self.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        subprocess.run(
            ["pg_restore", "--no-owner", "--exit-on-error", "--dbname", self.url, aside / self.database_file],
            check=True,
        )

    def remove(self):
        self.on_server(f"DROP DATABASE {self.name} WITH (FORCE)")


def townships(*names):
    """The statement that adds them."""
    return "INSERT INTO township (name) VALUES " + ", ".join(f"('{name}')" for name in names)


def sums(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(done):
    """Whether the command ended with a message for people."""
    return done.returncode == 1 and done.stderr.startswith("CommandError: ") and "Traceback" not in done.stderr
