from consult.rules import all_of, any_of, holds, signed_in
from members.models.appointment import Role

is_office = holds(Role.OFFICE)
is_presidium = holds(Role.PRESIDIUM)
is_party_group = holds(Role.PARTY_GROUP)
is_government = holds(Role.GOVERNMENT)
is_committee_staff = holds(Role.COMMITTEE_STAFF)
is_department = holds(Role.DEPARTMENT)
is_sysadmin = holds(Role.SYSADMIN)
is_secadmin = holds(Role.SECADMIN)
is_auditor = holds(Role.AUDITOR)


def is_member(user, record=None):
    """A CPPCC member in office today."""
    return user.is_authenticated and user.as_member is not None


def is_self(user, record=None):
    """The member's own record."""
    return record is not None and record.user_id == user.pk


def is_somebody(user, record=None):
    """A member who is not anonymised."""
    return record is None or record.anonymised_on is None


def is_of_somebody(user, record=None):
    """An account that was not that of a member who is anonymised."""
    return record is None or not record.is_anonymised


RULES = {
    "members.view_member": signed_in,
    "members.view_mobile": any_of(is_office, is_self),
    "members.view_held": any_of(is_office, is_self),
    "members.add_member": is_office,
    "members.change_member": all_of(is_office, is_somebody),
    "members.anonymise_member": is_office,
    "members.read_trail": is_auditor,
    "members.view_term": signed_in,
    "members.add_term": is_office,
    "members.change_term": is_office,
    "members.view_sector": signed_in,
    "members.add_sector": is_office,
    "members.change_sector": is_office,
    "members.view_user": is_sysadmin,
    "members.add_user": is_sysadmin,
    "members.change_user": all_of(is_sysadmin, is_of_somebody),
    "members.view_appointment": is_secadmin,
    "members.add_appointment": is_secadmin,
    "members.change_appointment": is_secadmin,
}

OUTSIDE = {"name", "sector", "post", "committee", "employer"}
COLLEAGUE = OUTSIDE | {
    *("number", "gender", "ethnicity", "party", "position", "education", "job_title"),
    *("expertise", "in_talent_pool", "photo", "masked_mobile"),
}
STAFF = COLLEAGUE | {"record"}
EVERYTHING = STAFF | {"birth_month", "mobile", "email"}

FIELDS = [
    (any_of(is_office, is_self), EVERYTHING),
    (any_of(is_committee_staff, is_party_group, is_presidium), STAFF),
    (is_member, COLLEAGUE),
    (signed_in, OUTSIDE),
]


def member_fields(user, member=None):
    """The names of those fields of a member that the user may see on page, print and export; without one, of any."""
    return next((fields for rule, fields in FIELDS if rule(user, member)), set())
