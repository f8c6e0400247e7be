from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from consult.backups import Unfit, restore_backup
from consult.trail import record_command


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
        step = _("what was here is put aside") if aside else ""
        try:
            is_told = record_command("restore", Path(source).name, rows=rows, files=files, step=step)
        except DatabaseError as error:
            raise CommandError(f"Restored, but the audit trail has no line of it: {error}") from error
        if not is_told:
            self.stdout.write("The data is older than the audit trail, which has no line of this restore.")
        self.stdout.write("Now run: manage.py migrate")
