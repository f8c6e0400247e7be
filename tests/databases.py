"""The database of the suite, as other processes and other databases need it."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

from django.db import connection


def url_of(parts, name=None):
    """The DATABASE_URL of a PostgreSQL connection's settings, or of another database `name` on the same server."""
    user, password, host = (quote(str(parts[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{parts['PORT']}/{name or parts['NAME']}"


def copy_to(path):
    """Keeps what the SQLite database of the suite now holds in a file, which several processes may open at once."""
    path.write_bytes(connection.connection.serialize())
    with closing(sqlite3.connect(path)) as database:
        # Of several that turn a database to this mode at the same moment, some are refused without waiting.
        database.execute("PRAGMA journal_mode=WAL")
