from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from consult.backups import Unfit, restore_backup


class Command(BaseCommand):
    help = "Restores a backup into an empty place; stop the server first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("source", help="a .tar written by the command backup")
        parser.add_argument("--force", action="store_true", help="put the data that is here aside")

    def handle(self, *, source, force, **options):
        try:
            manifest, aside = restore_backup(source, force)
        except (Unfit, OSError, DatabaseError) as error:
            raise CommandError(error) from error
        rows, files = sum(manifest["rows"].values()), len(manifest["files"]) - 1
        self.stdout.write(f"Restored as of {manifest['made']}: {rows} rows, {files} files.")
        if aside:
            self.stdout.write(f"What was here before is in {aside}")
        self.stdout.write("Now run: manage.py migrate")
