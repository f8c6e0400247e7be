from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consult.trail import Deed, record, record_command
from members.links import make_one_time_link
from members.models import Appointment, Role, User
from members.second_factor import take_off

FIRST = {"sysadmin": Role.SYSADMIN, "secadmin": Role.SECADMIN, "auditor": Role.AUDITOR}


class Command(BaseCommand):
    help = "Make the accounts of the three administrators and print a one-time link for each to set the password."

    def add_arguments(self, parser):
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="the address that the links begin with")
        parser.add_argument(
            "--again",
            metavar="USERNAME",
            help="a new link for an administrator whom nobody gives one in the browser; takes the second step off, too",
        )

    @transaction.atomic
    def handle(self, *, site, again=None, **options):
        accounts = [self.administrator(again)] if again else self.first_administrators()
        for account in accounts:
            was_taken_off = take_off(account)
            self.stdout.write(f"{account.username}: {site.rstrip('/')}{make_one_time_link(account)}")
            record(None, Deed.LINK_MADE, account)
            if was_taken_off:
                record(None, Deed.SECOND_RESET, account)
        record_command("appoint_administrators", ", ".join(account.username for account in accounts))

    def administrator(self, username):
        held = Appointment.objects.current(timezone.localdate()).filter(role__in=FIRST.values())
        account = User.objects.open().filter(username=username, pk__in=held.values("user")).first()
        if account is None:
            raise CommandError(f"No administrator of today has this user name: {username}")
        return account

    def first_administrators(self):
        today = timezone.localdate()
        if Appointment.objects.current(today).filter(role__in=FIRST.values()).exists():
            raise CommandError("There is an administrator already: accounts are made in the browser, or see --again.")
        taken = User.objects.filter(username__in=FIRST).values_list("username", flat=True)
        if taken:
            raise CommandError(f"These user names are taken: {', '.join(taken)}")
        accounts = [User.objects.create_user(username, name=str(role.label)) for username, role in FIRST.items()]
        for account, role in zip(accounts, FIRST.values(), strict=True):
            record(None, Deed.ADDED, Appointment.objects.create(user=account, role=role, starts_on=today))
        return accounts
