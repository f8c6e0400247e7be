"""What a new installation tells its first people to do."""

import pytest
from django.urls import reverse

from committees.models import Department
from members.models import Sector, Term
from tests import factories
from topics.first_steps import first_steps
from topics.guide.roles import GUIDES, roles_of


@pytest.fixture
def is_peopled():
    return False


def pages_of(user):
    return [page for _label, page, _words in first_steps(user)]


def test_the_office_of_an_empty_installation_is_told_what_to_enter_in_order(client, office):
    client.force_login(office)

    page = client.get(reverse("home")).content.decode()

    places = [page.index(f'<li><a href="{reverse(name)}"') for name in pages_of(office)]
    assert pages_of(office) == [
        *("term_list", "term_list", "township_list", "committee_list", "venue_list", "department_list", "member_list")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "office"])
def test_who_sets_up_is_led_to_the_order_of_it(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert f'<a href="{reverse("guide")}?role=setup">' in client.get(reverse("home")).text


def test_what_is_entered_is_asked_for_no_more(office):
    term = Term.objects.create(number=15, name="第十五届", starts_on="2026-01-01")
    Sector.objects.create(term=term, name="经济界")
    Department.objects.create(name="县水务局")

    assert pages_of(office) == ["township_list", "committee_list", "venue_list", "member_list"]


def test_the_system_administrator_makes_the_first_accounts(sysadmin, secadmin, client):
    assert (pages_of(sysadmin), pages_of(secadmin)) == (["account_list", "account_members"], [])


def test_the_accounts_of_members_follow_the_first_ones(sysadmin, outsider, client):
    client.force_login(sysadmin)
    before = client.get(reverse("home")).content.decode()
    factories.member(user=outsider)

    assert f'<li><a href="{reverse("account_members")}"' in before
    assert pages_of(sysadmin) == []


def test_an_empty_register_says_what_comes_first_to_whom_it_may_concern(client, office, party_group):
    told = {}
    for who in (office, party_group):
        client.force_login(who)
        page = client.get(reverse("member_list"))
        told[who.username] = "界别" in page.content.decode().split('class="empty"')[1].split("</div>")[0]

    assert told == {office.username: True, party_group.username: False}


def test_a_filter_that_finds_nothing_does_not_call_the_register_empty(client, office):
    client.force_login(office)

    page = client.get(reverse("department_list"), {"name": "水"}).content.decode().split('class="empty"')[1]

    assert "这里还没有内容" not in page
    assert "没有符合筛选条件的记录" in page


@pytest.mark.parametrize(
    ("who", "page", "words"),
    [
        ("office", "recommendation_list", "意见建议随议题的协商成果形成"),
        ("dept_user", "recommendation_list", "政协办公室交办给本部门的意见建议会列在这里"),
        ("office", "term_list", "请先添加届次及其界别"),
        ("clerk", "term_list", "由政协办公室录入"),
    ],
)
def test_an_empty_register_tells_its_reader_what_comes_before_it(client, request, who, page, words):
    client.force_login(request.getfixturevalue(who))

    assert words in client.get(reverse(page)).text


def test_who_may_not_open_a_page_is_sent_to_who_keeps_the_appointments(client, clerk):
    client.force_login(clerk)

    refused = client.get(reverse("account_list"))

    assert refused.status_code == 403
    assert "请联系安全管理员核对任职" in refused.text


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_an_administrator_is_sent_to_no_other_who_could_give_the_page(client, request, who):
    client.force_login(request.getfixturevalue(who))

    refused = client.get(reverse("settings"))

    assert refused.status_code == 403
    assert "管理员只任这一项职务" in refused.text
    assert "请联系安全管理员" not in refused.text


@pytest.mark.parametrize("who", ["clerk", "dept_user", "member_user", "party_group", "government", "office"])
def test_an_empty_home_tells_a_newcomer_what_to_do_and_where_it_begins(as_, who, cast):
    page = as_(who).get(reverse("home"))

    [role] = roles_of(cast[who])
    jobs = [part for part in GUIDES[role] if part.begins_at != "home"][:3]
    assert page.context["beginnings"] == jobs
    assert all(f'<a href="{reverse(part.begins_at)}">{part.title}</a>' in page.text for part in jobs)
    assert {as_(who).get(reverse(part.begins_at), follow=True).status_code for part in jobs} == {200}


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor", "outsider"])
def test_an_administrator_and_who_has_no_part_are_told_no_jobs_at_home(as_, who):
    assert as_(who).get(reverse("home")).context["beginnings"] in ((), [])


def test_jobs_are_told_at_home_until_something_waits_or_was_done(as_, journey):
    homes = [as_("clerk").get(reverse("home"))]
    draft = journey.draft()
    homes.append(as_("clerk").get(reverse("home")))
    draft.delete()
    journey.proposed()
    homes.append(as_("clerk").get(reverse("home")))

    told = [(home.context["total"], "在这里，您可以" in home.text) for home in homes]
    assert told == [(0, True), (1, False), (0, False)]
