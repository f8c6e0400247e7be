"""Accounts and one-time links for many people at once, handed out as one workbook."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consult.models import TrailEntry
from consult.trail import Deed, broken_lines
from members.models import Member, User
from tests import factories

MEMBERS, LINKS, TYPED = "/accounts/members/", "/accounts/links/", "/accounts/several/"


@pytest.fixture
def is_peopled():
    return False


@pytest.fixture
def admin(client, sysadmin):
    client.force_login(sysadmin)
    return client


def send(admin, page, records, key=None):
    rows = {"row": [record.pk for record in records]}
    return admin.post(page, rows | ({"form_key": key} if key else {}))


def rows_of(response):
    """The rows of the workbook, without their running number and the day."""
    lines = list(load_workbook(BytesIO(response.content)).worksheets[0].values)
    at = next(index for index, line in enumerate(lines) if line[1] == "姓名")
    return [line[1:6] for line in lines[at + 1 :]]


def names_on(admin, page):
    return [row.name for row in admin.get(page).context["rows"]]


def test_the_ticked_members_get_accounts_and_one_workbook_of_links(admin, committee):
    first, second, third = (factories.member(committee=committee) for _each in range(3))

    elsewhere = range(90_000, 90_200)
    rows = rows_of(admin.post(MEMBERS, {"row": [*elsewhere, first.pk, second.pk]}))

    unit = committee.short_name
    assert [row[:4] for row in rows] == [(one.name, one.number, unit, one.number) for one in (first, second)]
    assert [account.name for account in User.objects.exclude(members=None)] == [first.name, second.name]
    assert names_on(admin, MEMBERS) == [third.name]


def test_a_link_of_the_workbook_sets_the_password(admin, client):
    member = factories.member()
    [(*_who, link)] = rows_of(send(admin, MEMBERS, [member]))
    admin.logout()

    client.post(client.get(link).url, {"new_password1": "Chosen-by-owner-1", "new_password2": "Chosen-by-owner-1"})

    assert User.objects.get(username=member.number).check_password("Chosen-by-owner-1")


def test_members_of_one_committee_stand_together_and_those_who_left_nowhere(admin, committee, committee2):
    for place in (committee2, committee, committee2):
        factories.member(committee=place)
    factories.member().leave(timezone.localdate().replace(year=2021), "示例")

    found = [admin.get(MEMBERS).context["rows"]]
    send(admin, MEMBERS, Member.objects.all())
    found.append(admin.get(LINKS).context["rows"])

    units = [committee.short_name, *[committee2.short_name] * 2]
    assert [[row.unit for row in rows] for rows in found] == [units, units]


@pytest.mark.parametrize("number", ["Taken", "ＴＡＫＥＮ", "no 7"])
def test_a_user_name_that_is_taken_or_none_is_told_and_left_out(admin, number):
    factories.user("taken")
    wrong, right = factories.member(number=number), factories.member()

    hindered = [row.name for row in admin.get(MEMBERS).context["rows"] if row.hindrance]
    rows = rows_of(send(admin, MEMBERS, [wrong, right]))

    assert hindered == [wrong.name]
    assert [row[0] for row in rows] == [right.name]


def test_a_form_sent_twice_makes_accounts_once_and_leads_to_new_links(admin):
    member = factories.member()

    send(admin, MEMBERS, [member], key="a" * 32)
    again = send(admin, MEMBERS, [member], key="a" * 32)

    assert again.url == LINKS
    assert names_on(admin, LINKS) == [member.name]
    assert User.objects.filter(username=member.number).count() == 1


def test_nobody_ticked_makes_nothing(admin):
    factories.member()

    response = admin.post(MEMBERS)

    assert (response.url, User.objects.count()) == (MEMBERS, 1)


def test_new_links_end_the_earlier_ones_of_accounts_without_a_password(admin, client, dept_user, outsider):
    User.objects.filter(pk=dept_user.pk).update(must_change_password=True)
    asked = [dept_user, outsider]
    [(*_who, earlier)] = rows_of(send(admin, LINKS, asked))

    [(*who, link)] = rows_of(send(admin, LINKS, asked))

    admin.logout()
    assert who == ["dept", None, factories.fresh(dept_user).current_appointments[0].title, "dept"]
    assert [client.get(path).status_code for path in (earlier, link)] == [200, 302]
    assert factories.fresh(outsider).check_password(factories.PASSWORD)


def test_accounts_typed_one_on_each_line_are_handed_out_alike(admin):
    rows = rows_of(admin.post(TYPED, {"lines": "shuiwu 示例 甲\r\n\r\njiaoyu\t示例乙\nｇａｊ，示例丙"}))

    assert [(row[0], row[3]) for row in rows] == [("示例 甲", "shuiwu"), ("示例乙", "jiaoyu"), ("示例丙", "gaj")]
    assert names_on(admin, LINKS) == ["示例丙", "示例乙", "示例 甲"]
    assert TrailEntry.objects.filter(deed=Deed.ADDED).count() == 3


def test_what_was_done_and_what_is_next_is_told_after_the_workbook(admin):
    admin.post(TYPED, {"lines": "shuiwu 示例甲", "form_key": "b" * 32})

    assert "链接表已生成，共 1 个链接" in admin.get(reverse("account_list")).text
    assert admin.cookies["file_arrived"].value == "b" * 32


def test_what_is_wrong_in_typed_accounts_is_told_by_its_line(admin):
    factories.user("taken")

    lines = "Taken 示例甲\ngood 示例乙\nGOOD 示例丙\nnameless\na!b 示例丁\nlong " + "长" * 31
    errors = admin.post(TYPED, {"lines": lines}).context["form"].errors["lines"]

    assert [error.split("：")[0] for error in errors] == [f"第{number}行" for number in (1, 3, 4, 5, 6)]
    assert not User.objects.filter(username="good").exists()


def test_the_full_name_may_stand_before_the_user_name(admin):
    rows = rows_of(admin.post(TYPED, {"lines": "示例甲 office01\n示例　乙\toffice02"}))

    assert [(row[0], row[3]) for row in rows] == [("示例甲", "office01"), ("示例 乙", "office02")]


def test_a_line_of_marks_and_wide_blanks_is_an_empty_line(admin):
    rows = rows_of(admin.post(TYPED, {"lines": "jia 示例甲\n,\u3000；\n\xa0"}))

    assert [row[3] for row in rows] == ["jia"]


def test_a_name_in_the_place_of_a_user_name_makes_no_account(admin):
    errors = admin.post(TYPED, {"lines": "示 例甲\n示例乙"}).context["form"].errors["lines"]

    assert ["用户名" in error for error in errors] == [True, True]
    assert User.objects.count() == 1


def test_each_account_and_each_link_is_a_line_of_the_trail(admin):
    members = [factories.member() for _each in range(2)]

    send(admin, MEMBERS, members)

    *lines, download = TrailEntry.objects.order_by("sequence")
    names = [f"账号 {member.name}（{member.number}）" for member in members]
    told = [(deed, name) for deed in (Deed.ADDED, Deed.LINK_MADE) for name in names]
    assert [(line.deed, line.subject) for line in lines] == told
    assert (download.deed, download.details, [*broken_lines()]) == (Deed.TOOK_OUT, {"rows": "2"}, [])


@pytest.mark.long
def test_more_members_take_no_more_queries(admin):
    counted = []
    for number in (1, 2, 6):
        members = [factories.member() for _each in range(number)]
        with CaptureQueriesContext(connection) as queries:
            admin.get(MEMBERS)
            send(admin, MEMBERS, members)
        counted.append(len(queries))

    assert counted[1] == counted[2]


def test_the_list_of_accounts_leads_there(admin):
    page = admin.get(reverse("account_list")).text

    assert [f'href="{address}"' in page for address in (MEMBERS, LINKS, TYPED)] == [True] * 3
