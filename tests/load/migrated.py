"""Takes a database with rows in every table from the first migrations to the last: nothing of it is lost or changed.

`DATABASE_URL=… .venv/bin/python -m tests.load.migrated`, on an empty database of either engine; without the
variable on an SQLite file of its own.
"""

import os
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime, time

FIRST = {
    "consult": "0001_initial",
    "committees": "0001_initial",
    "members": "0001_initial",
    "topics": "0002_dictionaries",
}
ROWS, PASSES = 3, 6
# An appointment bears what its role asks for and nothing else: not to be filled without knowing them.
LEFT_EMPTY = {"members_appointment"}


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from consult.append_only import missing_triggers

    steps = MigrationExecutor(connection)
    others = [leaf for leaf in steps.loader.graph.leaf_nodes() if leaf[0] not in FIRST]
    steps.migrate([*FIRST.items(), *others])
    old = MigrationExecutor(connection).loader.project_state(list(FIRST.items())).apps
    models = [model for name in FIRST for model in old.get_app_config(name).get_models()]
    fill(models)
    before = {model._meta.db_table: rows_of(connection, model._meta.db_table) for model in models}
    call_command("migrate", verbosity=0)
    lost = [one for table, rows in before.items() for one in differing(rows, rows_of(connection, table), table)]
    empty = {table for table, rows in before.items() if not rows}
    print(f"{sum(map(len, before.values()))} rows in {len(before) - len(empty)} tables; empty: {sorted(empty)}")
    print("lost or changed:", lost, "triggers missing:", missing_triggers())
    return bool(lost or missing_triggers() or empty - LEFT_EMPTY)


def fill(models):
    """Some rows in each table, after those that they refer to."""
    from django.db import IntegrityError, transaction

    for _pass in range(PASSES):
        for model in [model for model in models if not model.objects.exists()]:
            for number in range(1, ROWS + 1):
                with suppress(IntegrityError, IndexError), transaction.atomic():
                    model.objects.create(**values(model, number))


def values(model, number):
    found = {}
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is not model:
            keys = field.related_model.objects.order_by("pk").values_list("pk", flat=True)
            is_one_of_several = model.__name__ == "Step" and field.name not in {"topic", "actor"}
            if not (field.null and (is_one_of_several or not keys)):
                found[field.attname] = keys[number - 1]
        elif not field.is_relation and not field.primary_key:
            found[field.attname] = value(field, number)
    return found


def value(field, number):
    kinds = {
        "BooleanField": True,
        "DateField": date(2020, 1, number),
        "DateTimeField": datetime(2020, 1, number, tzinfo=UTC),
        "JSONField": {},
        "TimeField": time(9, number),
    }
    kind = field.get_internal_type()
    if field.choices:
        return field.choices[0][0]
    return number if "Integer" in kind else kinds.get(kind, f"示{number}")


def rows_of(connection, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def differing(old, new, table):
    for key, row in old.items():
        kept = new.get(key, {})
        yield from (f"{table} {key} {name}" for name, one in row.items() if name not in kept or kept[name] != one)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "consult.settings", "CONSULT_VAR": folder}
        sys.exit(main())
