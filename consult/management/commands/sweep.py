import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import FileField

SECONDS_OF_GRACE = 24 * 3600


def named_files():
    """The stored names of all files that any row of any model names."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
                yield from rows.values_list(field.name, flat=True)


class Command(BaseCommand):
    help = "Removes files that no record names and that are older than a day: left behind by a crash or a deletion."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="name them, remove none")

    def handle(self, *, dry_run, **options):
        root = Path(settings.MEDIA_ROOT)
        named = set(named_files())
        newest = time.time() - SECONDS_OF_GRACE
        orphans = [
            path
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.stat().st_mtime < newest and path.relative_to(root).as_posix() not in named
        ]
        for path in orphans:
            self.stdout.write(path.relative_to(root).as_posix())
            if not dry_run:
                path.unlink()
        self.stdout.write(f"{len(orphans)} {'found' if dry_run else 'removed'}")
