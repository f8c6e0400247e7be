"""What is written for good cannot be changed: database triggers that refuse it, for every `AppendOnlyRecord`."""

from django.apps import apps
from django.core.checks import Error
from django.db import DEFAULT_DB_ALIAS, connections

from consult.models import AppendOnlyRecord

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'history is append-only'; END $$ LANGUAGE plpgsql
"""
POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION refuse_change()
"""
INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
# Only PostgreSQL can empty a table without deleting its lines one by one.
VERBS = {"sqlite": {"UPDATE", "DELETE"}, "postgresql": {"UPDATE", "DELETE", "TRUNCATE"}}


def pairs(connection):
    kept = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnlyRecord)}
    there = kept.intersection(connection.introspection.table_names())
    return [(table, verb) for table in sorted(there) for verb in VERBS[connection.vendor]]


def install_triggers(using=DEFAULT_DB_ALIAS, **kwargs):
    """Create the triggers; after every migration, since SQLite drops them when it rebuilds a table."""
    connection = connections[using]
    found = pairs(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table, verb in found:
            each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
            statement = POSTGRES if connection.vendor == "postgresql" else SQLITE
            cursor.execute(statement.format(table=table, verb=verb, each=each))


def lift_triggers(using=DEFAULT_DB_ALIAS):
    """Drop the triggers, for the flush of a test database only."""
    connection = connections[using]
    found = pairs(connection)
    with connection.cursor() as cursor:
        for table, verb in found:
            suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{suffix}")


def missing_triggers(using=DEFAULT_DB_ALIAS):
    """What nothing refuses: the (table, verb) whose trigger does not exist or is switched off."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        installed = {name.lower() for (name,) in cursor.fetchall()}
    return {(table, verb) for table, verb in pairs(connection) if f"{table}_no_{verb}".lower() not in installed}


def check_triggers(app_configs, databases=None, **kwargs):
    """An error where a table of what is written for good exists without its triggers."""
    return [
        # Without the option the command would stop at this very error.
        Error("Triggers of the history are missing. Run `manage.py migrate --skip-checks`.", id="consult.E005")
        for using in databases or []
        if missing_triggers(using)
    ]
