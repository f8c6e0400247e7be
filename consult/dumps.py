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
            self.dump(path, f"--snapshot={snapshot}")
            counts = {}
            for name in sorted(connection.introspection.table_names(cursor)):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
                counts[name] = cursor.fetchone()[0]
            return counts

    def read(self, path, aside):
        """Replaces all tables by those of the copy, in one transaction, after writing the old ones into `aside`."""
        old, script = aside / self.file, path.with_suffix(".sql")
        try:
            self.dump(old)
            self.run("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}", path)
            psql = ["psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
            self.run(*psql, self.database(), "--single-transaction", f"--command={self.clear()}", f"--file={script}")
        except OSError:
            old.unlink(missing_ok=True)
            raise

    def clear(self):
        """Statements that drop all tables; a later one that the copy does not know would stand in a migration's way."""
        tables = map(connection.ops.quote_name, connection.introspection.table_names())
        # A server that still runs fails the restore; without a limit it would let it wait for ever.
        limits = "SET lock_timeout = '10s'; SET client_min_messages = warning;"
        return limits + "".join(f"DROP TABLE {table} CASCADE;" for table in tables)

    def dump(self, path, *options):
        self.run("pg_dump", "--format=custom", self.database(), f"--file={path}", *options)

    def database(self):
        """The connection as an option of the client tools; without the password, which anybody could read there."""
        connection.ensure_connection()
        # The driver's own library may be newer than the tools and know parameters that they refuse.
        given = {"dbname", "user", "host", "port", *connection.settings_dict["OPTIONS"]}
        known = connection.connection.info.get_parameters()
        parts = {name: value for name, value in known.items() if name in given}
        return "--dbname=" + connection.Database.conninfo.make_conninfo(**parts)

    def run(self, *command):
        """Runs a client tool; OSError with its own words if it is missing or fails."""
        password = connection.settings_dict["PASSWORD"]
        access = {"PGPASSWORD": password} if password else {}
        try:
            subprocess.run(command, env=os.environ | access, check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise OSError(f"{command[0]} is missing; it comes with the client tools of PostgreSQL.") from error
        except subprocess.CalledProcessError as error:
            raise OSError(f"{command[0]} failed: {error.stderr.strip()}") from error


def dump_of_this_engine():
    return {"sqlite": SqliteDump, "postgresql": PostgresDump}[connection.vendor]()
