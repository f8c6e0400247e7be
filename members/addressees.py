"""Whom one-time links are made for, many at once: members without an account, accounts without a password."""

import math
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.models import User


@dataclass(frozen=True)
class Addressee:
    """What lists name of a member or an account; `hindrance` says why no account can be made."""

    pk: int
    name: str
    number: str
    unit: str
    username: str
    hindrance: str = ""
    link: str = ""
    until: datetime | None = None

    def given(self, link, until):
        return replace(self, link=link, until=until)


def by_committee(members):
    """The members, those of one committee together, in the order of the roster."""
    return sorted(members.prefetch_related("memberships__committee"), key=place_of_committee)


def accounts_by_committee(accounts):
    return sorted(accounts, key=lambda account: place_of_committee(member_of(account)))


def member_of(account):
    return next(iter(account.members.all()), None)


def place_of_committee(member):
    place = member and member.latest_membership
    return (place.committee.order, place.committee_id) if place else (math.inf,)


def committee_of(member):
    place = member and member.latest_membership
    return place.committee.short_name if place else ""


def of_members(members):
    """Of each of the members, in this order, with the user name the account would get."""
    taken = User.objects.taken_names()
    found = []
    for member in members:
        name = member.username
        hindrance = why_unfit(name, taken)
        found.append(Addressee(member.pk, member.name, member.number, committee_of(member), name, hindrance))
        taken.add(name.lower())
    return found


def why_unfit(username, taken):
    """Why no account can have the user name, where those in small letters are taken; "" if one can."""
    if username.lower() in taken:
        return _("This user name is taken.")
    try:
        User._meta.get_field("username").run_validators(username)
    except ValidationError as error:
        return error.messages[0]
    return ""


def of_accounts(accounts):
    return [of_account(account) for account in accounts]


def of_account(account):
    member = member_of(account)
    unit = committee_of(member) or "、".join(appointment.title_from for appointment in account.lasting)
    return Addressee(account.pk, account.name, member.number if member else "", unit, account.username)
