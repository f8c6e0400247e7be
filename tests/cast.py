"""The cast: one account for each part that people play, and two where own and foreign must differ.

`User.current_appointments`, `User.as_member` and drafts left by nobody are kept on the instance: after a change take
`factories.fresh(user)`.
"""

from members.models import Role
from tests import factories


def member_of(committee, username, name):
    """The account of a member of the committee; the record is its `as_member`."""
    account = factories.user(username)
    factories.member(name, committee=committee, user=account)
    return account


UNITS = {
    "committee": lambda cast: factories.committee("城东片区政协联络工作委员会", short_name="城东片区联络工委"),
    "committee2": lambda cast: factories.committee("石河片区政协联络工作委员会", short_name="石河片区联络工委"),
    "department": lambda cast: factories.department("示例水务局"),
    "department2": lambda cast: factories.department("示例教育局"),
}
# The outsider is signed in, with no appointment and no member record.
PEOPLE = {
    "office": lambda cast: factories.official(Role.OFFICE, "office"),
    "office2": lambda cast: factories.official(Role.OFFICE, "office2"),
    "clerk": lambda cast: factories.clerk_of(cast["committee"], "clerk"),
    "clerk2": lambda cast: factories.clerk_of(cast["committee2"], "clerk2"),
    "party_group": lambda cast: factories.official(Role.PARTY_GROUP, "party_group"),
    "party_group2": lambda cast: factories.official(Role.PARTY_GROUP, "party_group2"),
    "presidium": lambda cast: factories.official(Role.PRESIDIUM, "presidium"),
    "presidium2": lambda cast: factories.official(Role.PRESIDIUM, "presidium2"),
    "member_user": lambda cast: member_of(cast["committee"], "member", "示例委员甲"),
    "member2_user": lambda cast: member_of(cast["committee2"], "member2", "示例委员乙"),
    "dept_user": lambda cast: factories.officer_of(cast["department"], "dept"),
    "dept2_user": lambda cast: factories.officer_of(cast["department2"], "dept2"),
    "government": lambda cast: factories.official(Role.GOVERNMENT, "government"),
    "sysadmin": lambda cast: factories.official(Role.SYSADMIN, "sysadmin"),
    "secadmin": lambda cast: factories.official(Role.SECADMIN, "secadmin"),
    "auditor": lambda cast: factories.official(Role.AUDITOR, "auditor"),
    "outsider": lambda cast: factories.user("outsider"),
}


class Cast(dict):
    """The people and units by name, each entering when first asked for: most journeys need few of them."""

    def __missing__(self, name):
        self[name] = (UNITS | PEOPLE)[name](self)
        return self[name]

    def everybody(self):
        return {name: self[name] for name in PEOPLE}
