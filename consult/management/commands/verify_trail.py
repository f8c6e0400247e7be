from django.core.management.base import BaseCommand, CommandError

from consult.models import TrailEntry
from consult.trail import broken_lines


class Command(BaseCommand):
    help = "Recompute the chained digests of the audit trail and name every line that was changed, and its last line."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--holds", metavar="LINE:DIGEST", help="a last line named before, which must still be there"
        )

    def handle(self, *, holds, **options):
        broken = 0
        for line in broken_lines():
            broken += 1
            self.stderr.write(f"changed: line {line.sequence}, or the one before it is gone")
        if broken:
            raise CommandError(f"{broken} lines do not follow from the line before.")
        sequence, _colon, digest = (holds or "").partition(":")
        kept = sequence.isdecimal() and TrailEntry.objects.filter(sequence=int(sequence), digest=digest).exists()
        if holds and not kept:
            raise CommandError(f"The line {holds} is gone: the end of the trail was cut off.")
        last = TrailEntry.objects.first()
        self.stdout.write(f"{last.sequence if last else 0} lines verified.")
        if last:
            self.stdout.write(f"Keep outside: {last.sequence}:{last.digest}")
