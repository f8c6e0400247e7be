"""The database of the suite, as other processes and other databases need it."""

from urllib.parse import quote


def url_of(parts, name=None):
    """The DATABASE_URL of a PostgreSQL connection's settings, or of another database `name` on the same server."""
    user, password, host = (quote(str(parts[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{parts['PORT']}/{name or parts['NAME']}"
