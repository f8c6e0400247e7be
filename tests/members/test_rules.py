from members.rules import COLLEAGUE, EVERYTHING, OUTSIDE, STAFF, member_fields
from tests import factories


def test_which_fields_of_another_member_each_role_sees(cast):
    somebody = factories.member()

    seen = {name: member_fields(user, somebody) for name, user in cast.items()}

    assert seen == {
        **dict.fromkeys(("office", "office2"), EVERYTHING),
        **dict.fromkeys(("clerk", "clerk2", "party_group", "party_group2", "presidium", "presidium2"), STAFF),
        **dict.fromkeys(("member_user", "member2_user"), COLLEAGUE),
        **dict.fromkeys(("dept_user", "dept2_user", "government"), OUTSIDE),
        **dict.fromkeys(("sysadmin", "secadmin", "auditor", "outsider"), OUTSIDE),
    }


def test_a_member_sees_everything_of_the_own_record(member_user):
    assert member_fields(member_user, member_user.as_member) == EVERYTHING


def test_nobody_but_the_office_and_the_member_sees_how_to_reach_a_member():
    private = {"birth_month", "mobile", "email"}

    assert private == EVERYTHING - STAFF
    assert private.isdisjoint(STAFF | COLLEAGUE | OUTSIDE)


def test_full_mobile_numbers_need_the_office_or_the_member(cast):
    member = cast["member_user"].as_member

    assert {name for name, user in cast.items() if user.has_perm("members.view_mobile", member)} == {
        *("office", "office2", "member_user"),
    }


def test_an_account_that_is_closed_has_no_right_left(office):
    before = office.has_perm("members.change_member")
    office.is_active = False

    assert (before, office.has_perm("members.change_member")) == (True, False)
