from django.core.management.base import BaseCommand, CommandError

from topics.history import broken_links
from topics.models import Step


class Command(BaseCommand):
    help = "Recompute the chained digests of the whole history and name every line that was changed."
    requires_system_checks = []

    def handle(self, **options):
        broken = broken_links()
        for step in broken:
            self.stderr.write(f"changed: {chain_of(step)}, line {step.sequence}")
        if broken:
            raise CommandError(f"{len(broken)} lines do not follow from the line before.")
        self.stdout.write(f"{Step.objects.count()} lines verified.")


def chain_of(step):
    """What the line is about, by its kind and id."""
    chains = {"topic": step.topic_id, "meeting": step.meeting_id, "annual plan": step.annual_plan_id}
    return next(f"{kind} {pk}" for kind, pk in chains.items() if pk)
