"""Each role has its help, whose pictures exist and whose pages its people may open."""

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from members.models import Role
from topics.guide.roles import GUIDES, MEMBER, SETUP, roles_of
from topics.guide.setting_up import SETTING_UP

PLAYERS = {
    Role.COMMITTEE_STAFF: "clerk",
    Role.OFFICE: "office",
    Role.PARTY_GROUP: "party_group",
    Role.PRESIDIUM: "presidium",
    MEMBER: "member_user",
    Role.DEPARTMENT: "dept_user",
    Role.GOVERNMENT: "government",
    Role.SYSADMIN: "sysadmin",
    Role.SECADMIN: "secadmin",
    Role.AUDITOR: "auditor",
}


def test_every_role_has_its_guide():
    assert set(GUIDES) == {*Role.values, MEMBER, SETUP}


def test_every_guide_tells_of_the_second_step_and_whose_the_other_new_pages_are():
    pages = {role: [part.begins_at for part in parts] for role, parts in GUIDES.items()}

    assert [role for role, found in pages.items() if "profile" not in found] == [SETUP]
    assert [role for role, found in pages.items() if "calendar" in found] == [Role.OFFICE]
    assert pages[MEMBER].count("profile") == 2


def test_every_picture_exists():
    pictures = {part.address for parts in GUIDES.values() for part in parts if part.picture}

    assert [address for address in sorted(pictures) if finders.find(address) is None] == []


@pytest.mark.long
@pytest.mark.parametrize("role", PLAYERS)
def test_people_open_the_pages_that_their_guide_names(client, cast, role):
    client.force_login(cast[PLAYERS[role]])

    page = client.get(reverse("guide"))

    assert roles_of(cast[PLAYERS[role]]) == [role]
    assert all(opens for _part, opens in page.context["parts"])
    for part in GUIDES[role]:
        assert client.get(reverse(part.begins_at), follow=True).status_code == 200, part.begins_at


def test_the_guide_of_another_role_is_read_without_its_buttons(client, office):
    client.force_login(office)

    page = client.get(reverse("guide"), {"role": "member"})

    assert not any(opens for _part, opens in page.context["parts"])
    assert "打开页面" not in page.text


def test_who_plays_no_role_reads_what_members_do(client, outsider):
    client.force_login(outsider)

    assert client.get(reverse("guide"), {"role": "nonsense"}).context["parts"] == [
        (part, False) for part in GUIDES[MEMBER]
    ]


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.OFFICE])
def test_setting_up_is_told_in_order_and_each_opens_what_is_theirs(client, cast, role):
    client.force_login(cast[PLAYERS[role]])

    page = client.get(reverse("guide"), {"role": "setup"})
    parts = page.context["parts"]

    assert "<h2>1. 系统管理员：开设首批账号</h2>" in page.text
    assert [part for part, _opens in parts] == list(SETTING_UP)
    assert {part.role for part, opens in parts if opens} == {role}
    for page in {part.begins_at for part, opens in parts if opens}:
        assert client.get(reverse(page)).status_code == 200
