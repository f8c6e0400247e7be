from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from members.links import make_one_time_link
from members.models import Appointment, Role, User

FIRST = {"sysadmin": Role.SYSADMIN, "secadmin": Role.SECADMIN, "auditor": Role.AUDITOR}


class Command(BaseCommand):
    help = "Make the accounts of the three administrators and print a one-time link for each to set the password."

    def add_arguments(self, parser):
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="the address that the links begin with")

    @transaction.atomic
    def handle(self, *, site, **options):
        today = timezone.localdate()
        if Appointment.objects.current(today).filter(role__in=FIRST.values()).exists():
            raise CommandError("There is an administrator already; accounts and appointments are made in the browser.")
        taken = User.objects.filter(username__in=FIRST).values_list("username", flat=True)
        if taken:
            raise CommandError(f"These user names are taken: {', '.join(taken)}")
        for username, role in FIRST.items():
            account = User.objects.create_user(username, name=role.label)
            Appointment.objects.create(user=account, role=role, starts_on=today)
            self.stdout.write(f"{username}: {site.rstrip('/')}{make_one_time_link(account)}")
