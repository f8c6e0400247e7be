"""Records with valid defaults for tests; every name is fictional and every argument can be given."""

from copy import copy
from datetime import date

from committees.models import Committee, Department, Township, Venue
from members.models import Appointment, CommitteeMembership, Mandate, Member, Role, Sector, Term, User

PASSWORD = "Consult-2026-test"
LONG_AGO = date(2020, 1, 1)


class Numbers:
    """Numbers that tell records apart, one after another."""

    last = 0

    def __next__(self):
        self.last += 1
        return self.last


numbers = Numbers()


def committee(name=None, **fields):
    number = next(numbers)
    name = name or f"第{number}片区政协联络工作委员会"
    defaults = {"short_name": name.replace("政协联络工作委员会", "联络工委")[:20], "order": number}
    return Committee.objects.create(name=name, **defaults | fields)


def special_committee(name=None, **fields):
    name = name or f"第{next(numbers)}专门委员会"
    return committee(name, kind=Committee.Kind.SPECIAL, **fields)


def township(name=None, **fields):
    number = next(numbers)
    return Township.objects.create(name=name or f"示例{number}镇", **{"order": number} | fields)


def department(name=None, **fields):
    number = next(numbers)
    return Department.objects.create(name=name or f"示例{number}局", **{"order": number} | fields)


def venue(name=None, **fields):
    number = next(numbers)
    defaults = {"kind": Venue.Kind.MOBILE, "order": number}
    return Venue.objects.create(name=name or f"示例平台{number}", **defaults | fields)


def term(number=13, **fields):
    defaults = {"name": f"第{number}届", "starts_on": LONG_AGO}
    return Term.objects.get_or_create(number=number, defaults=defaults | fields)[0]


def sector(name="经济界", **fields):
    in_term = fields.pop("term", None) or term()
    return Sector.objects.get_or_create(term=in_term, name=name, defaults=fields)[0]


def usual_sector():
    return sector()


def user(username=None, **fields):
    """An account that has already chosen its password, which is PASSWORD."""
    username = username or f"user{next(numbers)}"
    return User.objects.create_user(username, password=fields.pop("password", PASSWORD), **{"name": username} | fields)


def appointment(holder, role, **fields):
    return Appointment.objects.create(user=holder, role=role, **{"starts_on": LONG_AGO} | fields)


def appoint(holder, role, **fields):
    """The same account with one appointment more, read afresh."""
    appointment(holder, role, **fields)
    return fresh(holder)


def fresh(account):
    """The account as the next request reads it: its appointments and member record are kept on the instance."""
    return User.objects.get(pk=account.pk)


def unasked(account):
    """The account with nothing kept on it yet of its appointments and its member record."""
    account = copy(account)
    for answer in ("current_appointments", "as_member"):
        vars(account).pop(answer, None)
    return account


def official(role, username=None, **fields):
    """A new account with one appointment."""
    holder = user(username or f"{role}{next(numbers)}")
    appointment(holder, role, **fields)
    return holder


def clerk_of(of_committee, username=None):
    return official(Role.COMMITTEE_STAFF, username, committee=of_committee)


def officer_of(of_department, username=None):
    return official(Role.DEPARTMENT, username, department=of_department)


def member(name=None, *, committee=None, sector=None, **fields):
    """A member in office, with a mandate and, where a committee is given, a membership of it."""
    number = next(numbers)
    mandate = {"post": fields.pop("post", Mandate.Post.MEMBER), "starts_on": fields.pop("starts_on", LONG_AGO)}
    committee_post = fields.pop("committee_post", CommitteeMembership.Post.MEMBER)
    defaults = {"number": f"W{number:04}", "name": name or f"示例委员{number}", "order": number, "gender": "male"}
    person = Member.objects.create(**defaults | fields)
    sector = sector or usual_sector()
    Mandate.objects.create(member=person, sector=sector, term=sector.term, **mandate)
    if committee:
        CommitteeMembership.objects.create(
            member=person, committee=committee, post=committee_post, starts_on=mandate["starts_on"]
        )
    return person
