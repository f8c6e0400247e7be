from django.core.management.base import BaseCommand, CommandError

from topics.history import broken_links
from topics.models import Step


class Command(BaseCommand):
    help = "Recompute the chained digests of the whole history and name every line that was changed."

    def handle(self, **options):
        broken = broken_links()
        for step in broken:
            chain = f"topic {step.topic_id}" if step.topic_id else f"meeting {step.meeting_id}"
            self.stderr.write(f"changed: {chain}, line {step.sequence}")
        if broken:
            raise CommandError(f"{len(broken)} lines do not follow from the line before.")
        self.stdout.write(f"{Step.objects.count()} lines verified.")
