from django.core.management.base import BaseCommand

from topics.reports.making import make_all


class Command(BaseCommand):
    help = "Makes the large files that were ordered, one after another; ends at once where that is being done."
    requires_system_checks = []

    def handle(self, **options):
        make_all()
