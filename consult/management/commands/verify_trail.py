from django.core.management.base import BaseCommand, CommandError

from consult.models import TrailEntry
from consult.trail import broken_lines

WHAT_TO_DO = (
    "Leave the database as it is and take a copy of it (`manage.py backup`). Restore the newest backup whose trail"
    " verifies into a fresh place, compare the lines named here, and tell the auditor who could reach it since."
)
OLDER = "If an older backup was restored since the line was kept, its end is rightly missing; a line tells of that."


class Command(BaseCommand):
    help = "Recompute the chained digests of the audit trail; name missing and changed lines, and the last one."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--holds", metavar="LINE:DIGEST", help="a last line named before, which must still be there"
        )

    def handle(self, *, holds, **options):
        last = TrailEntry.objects.first()
        end = last.sequence if last else 0
        faults = [*map(fault_of, broken_lines()), *(unlike(holds, end) if holds else [])]
        for words in faults:
            self.stderr.write(words)
        if faults:
            raise CommandError(f"{len(faults)} faults in the trail, which ends at line {end}. {WHAT_TO_DO}")
        self.stdout.write(f"{end} lines verified.")
        if last:
            self.stdout.write(f"Keep outside: {last.sequence}:{last.digest}")


def fault_of(line):
    if line.missing:
        return f"missing: {lines(line.missing[0], line.missing[-1])}"
    before = f", or line {line.sequence - 1} together with its digest," if line.sequence > 1 else ""
    return f"changed: line {line.sequence}{before} was rewritten"


def unlike(kept, end):
    """What is wrong with the line that was kept outside, as the trail has it now."""
    sequence, colon, digest = kept.strip().partition(":")
    if not (sequence.isdecimal() and colon and digest):
        raise CommandError("Give the line as it was printed: --holds LINE:DIGEST")
    number = int(sequence)
    if number > end:
        return [f"cut off: the end of the trail, {lines(end + 1, number)}, is gone. {OLDER}"]
    found = TrailEntry.objects.filter(sequence=number).values_list("digest", flat=True).first()
    if found is None:
        return [f"missing: line {number}, which was kept outside"]
    if found != digest:
        return [f"changed: line {number} is not the one kept outside; it, or a line before it, was rewritten"]
    return []


def lines(first, last):
    return f"line {first}" if first == last else f"lines {first} to {last}"
