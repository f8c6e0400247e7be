"""How each database engine is copied as of one moment while people work, and put back."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction


class SqliteDump:
    """A copy by SQLite's own backup: a plain copy of the file would miss what stands in the write-ahead log."""

    file = "database.sqlite3"

    def write(self, path):
        """Writes the copy and returns the number of rows by table, as they stand in the copy."""
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise OSError("The copy of the database is damaged.")
            names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}

    def read(self, path, aside):
        """Puts the copy in the place of the database; the one that stood there is moved into `aside`."""
        target = Path(connection.settings_dict["NAME"])
        connection.close()
        # A write-ahead log that stays behind would be played into the restored database.
        for old in [target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))]:
            if old.exists():
                os.replace(old, aside / old.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)


class PostgresDump:
    """A copy by pg_dump, with the rows counted in the same snapshot."""

    file = "database.pgdump"

    def write(self, path):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            self.run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={path}")
            counts = {}
            for name in sorted(connection.introspection.table_names(cursor)):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
                counts[name] = cursor.fetchone()[0]
            return counts

    def read(self, path, aside):
        """Replaces the tables of the database by those of the copy, after writing the old ones into `aside`."""
        self.run("pg_dump", "--format=custom", "--no-owner", f"--file={aside / self.file}")
        connection.close()
        name = connection.settings_dict["NAME"]
        self.run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={name}", path)

    def run(self, *command):
        given = connection.settings_dict
        names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
        access = {variable: str(given[key]) for variable, key in names.items() if given[key]}
        subprocess.run(command, env=os.environ | access, check=True)


def dump_of_this_engine():
    return {"sqlite": SqliteDump, "postgresql": PostgresDump}[connection.vendor]()
