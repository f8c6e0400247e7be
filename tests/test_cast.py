from members.models import Role


def test_every_role_is_played_by_exactly_the_accounts_named_after_it(cast):
    roles = {name: sorted(a.role for a in user.current_appointments) for name, user in cast.items()}

    assert roles == {
        "office": [Role.OFFICE],
        "office2": [Role.OFFICE],
        "clerk": [Role.COMMITTEE_STAFF],
        "clerk2": [Role.COMMITTEE_STAFF],
        "party_group": [Role.PARTY_GROUP],
        "party_group2": [Role.PARTY_GROUP],
        "presidium": [Role.PRESIDIUM],
        "presidium2": [Role.PRESIDIUM],
        "member_user": [],
        "member2_user": [],
        "dept_user": [Role.DEPARTMENT],
        "dept2_user": [Role.DEPARTMENT],
        "government": [Role.GOVERNMENT],
        "sysadmin": [Role.SYSADMIN],
        "secadmin": [Role.SECADMIN],
        "auditor": [Role.AUDITOR],
        "outsider": [],
    }


def test_only_the_two_members_are_members_in_office(cast, committee, committee2):
    members = {name: user.as_member for name, user in cast.items() if user.as_member}

    assert {name: m.memberships.get().committee for name, m in members.items()} == {
        "member_user": committee,
        "member2_user": committee2,
    }
