"""What the office and the administrators add in the browser is there for everybody at once."""

import pytest
from django.urls import reverse

from committees.models import Committee, Venue
from members.models import Role, User
from tests import factories
from tests.browser.forms import enter, send

PASSWORD = "Chosen-by-owner-1"


@pytest.fixture
def county(db):
    """13 committees and 299 members would take too long: two of each show the same."""
    for number in (12, 13):
        committee = factories.committee(f"第{number}片区工委", order=number)
        factories.member(committee=committee)
    for number in (1, 2):
        factories.venue(f"示例{number}号委员工作室", kind=Venue.Kind.STUDIO, host_enterprise="示例企业")


def add(page, url_name, **values):
    page.goto(reverse(url_name))
    enter(page, **values)
    send(page)


def shown(page, path, words):
    """How many cells of the page's tables hold the words."""
    page.goto(path)
    return page.locator("main td", has_text=words).count()


def test_a_committee_a_studio_and_a_member_added_by_the_office_appear_wherever_their_kind_does(
    page, sign_in, office, county, complaints
):
    sign_in(office)

    add(page, "committee_create", name="第十四片区政协联络工作委员会", short_name="第十四片区")
    add(page, "venue_create", name="示例三号委员工作室", kind="委员工作室", host_enterprise="示例企业")
    person = {"number": "W300", "name": "示例三百", "gender": "女", "starts_on": "2025-01-06"}
    add(page, "member_create", **person, sector="经济界（第13届）", committee="第十四片区")

    committee = Committee.objects.get(short_name="第十四片区")
    assert shown(page, "/committees/", "第十四片区") == 1
    assert shown(page, committee.get_absolute_url(), "示例三百") == 1
    assert shown(page, "/venues/?kind=studio", "示例三号委员工作室") == 1
    assert shown(page, f"/members/?committee={committee.pk}", "示例三百") == 1
    assert shown(page, "/members/?q=slsb", "示例三百") == 1
    for name, path in (("committee", "/members/"), ("committee", "/venues/"), ("organiser", "/topics/")):
        page.goto(path)
        assert page.locator(f"[name={name}] option", has_text="第十四片区").count() == 1, path
    assert complaints == []


def test_an_account_is_made_appointed_and_used_without_anybody_else_knowing_its_password(
    page, sign_in, sysadmin, secadmin, complaints
):
    sign_in(sysadmin)
    add(page, "account_create", username="newcomer", name="示例新人")
    link = page.locator(".one-time-link").inner_text()
    page.context.clear_cookies()
    sign_in(secadmin)
    add(page, "password_again", password=factories.PASSWORD)
    add(page, "appointment_create", user="示例新人（newcomer）", role="政协办公室")
    page.context.clear_cookies()

    page.goto(link)
    enter(page, new_password1=PASSWORD, new_password2=PASSWORD)
    send(page, "main button[type=submit]")
    enter(page, username="newcomer", password=PASSWORD)
    send(page, "main button[type=submit]")
    page.goto(reverse("committee_create"))

    assert page.locator("main [name=short_name]").count() == 1
    assert User.objects.get(username="newcomer").holds(Role.OFFICE)
    assert complaints == []


def test_after_the_links_of_several_accounts_arrived_a_page_says_what_was_done_and_what_is_next(
    page, sign_in, sysadmin, complaints
):
    sign_in(sysadmin)
    page.goto(reverse("accounts_create"))
    enter(page, lines="gov01 示例甲")

    with page.expect_download() as arriving:
        page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**{reverse('account_list')}")

    assert arriving.value.suggested_filename.endswith(".xlsx")
    assert page.locator(".notice", has_text="请通知安全管理员登记任职").count() == 1
    assert (page.locator("main td", has_text="示例甲").count(), complaints) == (1, [])


def test_a_member_who_leaves_cannot_sign_in_and_stands_among_those_who_left(page, sign_in, office, member_user):
    member = member_user.as_member
    sign_in(office)

    page.goto(reverse("member_leave", args=[member.pk]))
    enter(page, on="2025-06-30", reason="工作调动")
    send(page)

    assert shown(page, "/members/?state=left", member.name) == 1
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    enter(page, username=member_user.username, password=factories.PASSWORD)
    send(page, "main button[type=submit]")
    assert page.locator("main [role=alert]").count() == 1
