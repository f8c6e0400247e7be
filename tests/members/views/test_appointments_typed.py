"""Appointments of several people, typed or pasted one on each line: all of them or none."""

import pytest
from django.utils import timezone

from consult.models import Import, TrailEntry
from consult.password_again import MARK
from members.models import Appointment, Role
from tests import factories

TODAY, TYPED = timezone.localdate(), "/appointments/several/"


@pytest.fixture
def is_peopled():
    return False


@pytest.fixture
def admin(client, secadmin):
    client.force_login(secadmin)
    return client


@pytest.fixture
def people(committee, department):
    """Three accounts that have no role yet."""
    return [factories.user(name) for name in ("clerk11", "dept11", "office11")]


def send(browser, *lines, **more):
    return browser.post(TYPED, {"lines": "\n".join(lines), "starts_on": TODAY} | more)


def made():
    held = Appointment.objects.exclude(role__in=["sysadmin", "secadmin", "auditor"]).order_by("user__username")
    return [(one.user.username, one.role, str(one.committee or one.department or ""), one.is_head) for one in held]


def test_each_line_appoints_one_and_stands_in_the_trail(admin, people, committee, department):
    people[0].name = "Anna Li"
    people[0].save()

    response = send(
        admin,
        f"clerk11 Anna Li 工委工作人员 {committee}",
        f"DEPT11\t部门负责人\t{department}",
        "",
        "office11，政协办公室",
    )

    assert response.url == "/appointments/"
    assert made() == [
        ("clerk11", "committee_staff", str(committee), False),
        ("dept11", "department", str(department), True),
        ("office11", "office", "", False),
    ]
    assert TrailEntry.objects.filter(deed="added").count() == 3


def test_a_line_that_begins_with_full_width_spaces_is_read_like_another(admin, people, department):
    send(admin, "office11　政协办公室", f"　　dept11　部门联络员　{department}", "　clerk11　政协办公室　")

    assert [username for username, *_held in made()] == ["clerk11", "dept11", "office11"]


def test_one_wrong_line_appoints_nobody_and_each_is_told(admin, people, secadmin, department):
    response = send(
        admin,
        "office11 政协办公室",
        "nobody 政协办公室",
        "clerk11",
        "dept11 部门联络员",
        f"{secadmin.username} 政协办公室",
        "office11 党组",
        "clerk11 办公室",
        "dept11 部门联络员 示例水务局 政协办公室",
    )
    told = response.context["form"].errors["lines"]

    assert made() == []
    assert [words.split("行")[0] for words in told] == [f"第{n}" for n in (2, 3, 4, 5, 6, 7, 8)]
    assert "政协办公室" in told[-2]


def test_a_role_that_is_none_is_answered_with_all_there_are(admin, people):
    [told] = send(admin, "clerk11 科员").context["form"].errors["lines"]

    assert all(f"“{role.label}”" in told for role in Role) and "“部门负责人”" in told


def asked_of(response):
    return [(one.name, one.rows, one.nearest) for one in response.context["form"].questions]


def test_unknown_units_and_roles_are_asked_about_once_and_appoint_as_chosen(admin, people, committee, department):
    lines = ["clerk11 工委干部 城东片区", "office11 工委干部 城东片区", f"dept11 联络员 {department}"]

    asked = send(admin, *lines)
    before = made()
    partly = send(admin, *lines, **{"role:工委干部": "", "unit:城东片区": str(committee)})
    send(admin, *lines, **{"role:工委干部": "联络工委工作人员", "unit:城东片区": str(committee)})

    assert asked_of(asked) == [("role:工委干部", 2, ""), ("unit:城东片区", 2, str(committee))]
    assert "请逐一核对" in asked.text and asked.context["form"].questions[1].offered == [
        str(committee),
        str(department),
    ]
    assert (before, asked_of(partly)) == ([], asked_of(asked))
    assert made() == [
        ("clerk11", "committee_staff", str(committee), False),
        ("dept11", "department", str(department), False),
        ("office11", "committee_staff", str(committee), False),
    ]


def test_what_was_chosen_stays_chosen_while_another_line_is_wrong_and_a_known_word_is_never_another(
    admin, people, committee, committee2
):
    chosen = {"unit:城东": str(committee2), f"unit:{committee}": str(committee2)}

    wrong = send(admin, "clerk11 工委工作人员 城东", "nobody 政协办公室", **chosen)
    send(admin, "clerk11 工委工作人员 城东", f"office11 工委工作人员 {committee}", **chosen)

    assert asked_of(wrong) == [("unit:城东", 1, str(committee2))]
    assert [row[2] for row in made()] == [str(committee2), str(committee)]


def test_what_the_office_said_of_a_unit_is_chosen_beforehand_and_appoints_nobody_unconfirmed(
    admin, people, committee, committee2, office
):
    said = {"committees": {"老城": str(committee2), "别处": ""}, "departments": {}}
    table = {"kind": "members", "made_by": office, "table": {"said": said}}
    Import.objects.create(**table, state=Import.State.CARRIED_OUT, carried_out_at=timezone.now())
    lines = ["clerk11 工委工作人员 老城", "office11 工委工作人员 别处"]

    asked = send(admin, *lines)

    assert asked_of(asked) == [("unit:老城", 1, str(committee2)), ("unit:别处", 1, "")]
    assert not Appointment.objects.filter(role="committee_staff").exists()


def test_a_word_that_is_only_spelt_like_a_unit_or_a_role_is_given_none_beforehand(admin, people, committee):
    asked = send(admin, "clerk11 工委工作者 城东新片区")

    assert asked_of(asked) == [("role:工委工作者", 1, ""), ("unit:城东新片区", 1, "")]


def test_a_choice_that_names_nothing_appoints_nobody(admin, people, committee):
    send(admin, "clerk11 工委工作人员 城东", **{"unit:城东": "某某"})

    assert made() == []


def test_nothing_but_marks_is_refused(admin):
    assert list(send(admin, "，", " ; ").context["form"].errors) == ["lines"]


def test_the_accounts_without_a_role_stand_there_to_begin_with(admin, people, office):
    factories.member(user=people[1])

    lines = admin.get(TYPED).context["form"].initial["lines"].splitlines()

    assert [line.split()[0] for line in lines] == ["clerk11", "office11"]


def test_the_password_is_asked_for_and_what_was_typed_is_kept(admin, people):
    session = admin.session
    session[MARK] -= 11 * 60
    session.save()
    opened = admin.get(TYPED)

    without = send(admin, "office11 机关", **{"role:机关": "政协办公室"})
    before = made()
    send(admin, "office11 政协办公室", password=factories.PASSWORD)

    assert opened.url.startswith("/accounts/password/again/")
    assert asked_of(without) == [("role:机关", 1, "政协办公室")]
    assert ("password" in without.context["form"].errors, before) == (True, [])
    assert [row[0] for row in made()] == ["office11"]
