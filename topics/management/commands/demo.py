from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import LoadedData
from consult.trail import record_command
from members.models import Member, User
from topics.demo import facts
from topics.demo.accounts import ACCOUNTS, demo_password, open_accounts_anew
from topics.demo.load import load_county, new_clock
from topics.models import Topic

LOADED = _("sample data loaded")


class Command(BaseCommand):
    help = "Migrates and loads the sample data: the real facts and a fictional county. Never touches other data."

    def add_arguments(self, parser):
        parser.add_argument("--facts", action="store_true", help="load the real facts alone")
        parser.add_argument("--anchor", type=date.fromisoformat, help="the day that the history ends before (today)")
        parser.add_argument("--topics", type=int, help="at most so many fictional topics, for a quick look")

    def handle(self, *, facts, anchor, topics, **options):
        if settings.PRODUCTION:
            raise CommandError("Sample data is never loaded in production mode.")
        call_command("migrate", verbosity=0, interactive=False)
        anchor = anchor or timezone.localdate()
        if anchor > timezone.localdate():
            raise CommandError("The anchor date lies in the future.")
        if facts:
            self.load_facts(anchor)
        else:
            self.load_demo(anchor, topics)

    def load_facts(self, anchor):
        if is_loaded(LoadedData.FACTS):
            self.stdout.write("facts: already loaded")
        else:
            with transaction.atomic():
                count = facts.load_facts(new_clock(anchor))
                record_command("demo", _("the real facts"), step=LOADED)
            self.stdout.write(f"facts: {count} recorded topics")

    def load_demo(self, anchor, topics):
        if is_loaded(LoadedData.DEMO):
            self.stdout.write("demo data: already loaded")
            with transaction.atomic():
                if open_accounts_anew():
                    record_command("demo", _("the demo accounts"), step=_("password set anew"))
        elif has_other_data():
            self.stdout.write("There is other data in this database: no sample data was loaded.")
            return
        else:
            with transaction.atomic():
                load_county(anchor, demo_password(), self.tell, limit=topics)
                record_command("demo", _("the fictional county"), step=LOADED)
        for names, who in ACCOUNTS:
            self.stdout.write(f"  {names:<28} {who}")
        self.stdout.write(f"demo password: {demo_password()}")

    def tell(self, line):
        self.stdout.write(f"  {line}")
        self.stdout.flush()


def is_loaded(name):
    return LoadedData.objects.filter(name=name).exists()


def has_other_data():
    """Anything that is neither the demo nor the facts."""
    if is_loaded(LoadedData.FACTS):
        return not facts.are_all_there_is()
    return Topic.objects.exists() or Member.objects.exists() or User.objects.exists()
