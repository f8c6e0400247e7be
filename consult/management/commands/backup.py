from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from consult.backups import Unfit, write_backup
from consult.trail import record_command


class Command(BaseCommand):
    help = "Writes database, stored files and their checksums into one .tar, while people work."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("target", help="a .tar to be made, or the folder to make it in")

    def handle(self, *, target, **options):
        try:
            path, manifest = write_backup(target)
        except (Unfit, OSError, DatabaseError) as error:
            raise CommandError(error) from error
        rows, files = sum(manifest["rows"].values()), len(manifest["files"]) - 1
        self.stdout.write(f"{path}: {rows} rows, {files} files, {path.stat().st_size} bytes")
        try:
            record_command("backup", path.name, rows=rows, files=files)
        except DatabaseError as error:
            # Where nothing can be written any more, a backup is wanted most.
            self.stderr.write(f"The audit trail has no line of it: {error}")
