from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from consult.models import TrailEntry
from members.models import Role, User
from tests import factories
from tests.phones import equip
from tests.queries import queries_of

LIST = "/accounts/"
NEW = {"username": "newcomer", "name": "示例新人", "version": 1}


@pytest.fixture
def admin(client, sysadmin):
    client.force_login(sysadmin)
    return client


def action(name, account):
    return reverse(f"account_{name}", args=[account.pk])


def test_an_account_is_added_without_a_password_and_its_link_is_shown_once(admin):
    response = admin.post(reverse("account_create"), NEW)

    account = User.objects.get(username="newcomer")
    first, second = admin.get(response.url), admin.get(response.url)
    assert not account.has_usable_password()
    assert account.must_change_password
    assert "/accounts/link/" in first.text
    assert "/accounts/link/" not in second.text


def test_the_link_that_is_shown_sets_the_password(admin, client):
    response = admin.post(reverse("account_create"), NEW)
    link = admin.get(response.url).context["link"]
    admin.logout()

    page = client.get(link).url
    client.post(page, {"new_password1": "Chosen-by-owner-1", "new_password2": "Chosen-by-owner-1"})

    assert User.objects.get(username="newcomer").check_password("Chosen-by-owner-1")


def test_a_link_says_until_when_it_works_and_when_its_holder_begins(admin, department):
    account, today = factories.user(), timezone.localdate()
    begins = today + timedelta(days=14)
    factories.appointment(account, Role.DEPARTMENT, department=department, starts_on=begins)

    shown = admin.get(admin.post(action("link", account)).url)

    last = timezone.now() + timedelta(days=3)
    assert timedelta() <= last - shown.context["until"] < timedelta(minutes=1)
    assert f"{date_format(timezone.localtime(shown.context['until']), 'DATETIME_FORMAT')}前有效" in shown.text
    assert f"{date_format(begins)}起任职" in shown.text
    assert f"自{date_format(begins, 'SHORT_DATE_FORMAT')}起" in admin.get(account.get_absolute_url()).text


@pytest.mark.parametrize("who", ["dept_user", "member_user"])
def test_whoever_has_begun_is_told_no_first_day(admin, request, who):
    account = request.getfixturevalue(who)
    factories.appointment(account, Role.OFFICE, starts_on=timezone.localdate() + timedelta(days=14))

    shown = admin.get(admin.post(action("link", account)).url)

    assert "起任职" not in shown.text


def test_a_link_that_was_shown_already_is_made_anew_where_it_is_missed(admin, dept_user):
    page = admin.post(action("link", dept_user)).url
    first = admin.get(page).context["link"]

    again = admin.get(page)
    assert f'action="{action("link", dept_user)}"' in again.text
    assert admin.get(admin.post(action("link", dept_user)).url).context["link"] != first


def test_a_user_name_is_taken_in_any_case(admin):
    factories.user("Newcomer")

    response = admin.post(reverse("account_create"), NEW)

    assert list(response.context["form"].errors) == ["username"]


def test_the_office_telephone_of_an_account_is_kept_by_the_system_administrator(admin, dept_user):
    sent = {"username": "dept", "name": "联络员", "version": dept_user.version, "office_phone": "6000000 转 801"}

    admin.post(reverse("account_update", args=[dept_user.pk]), sent)

    assert "6000000 转 801" in admin.get(dept_user.get_absolute_url()).text


def test_an_account_is_given_to_a_member(admin):
    member = factories.member("示例委员")

    form = admin.get(reverse("account_create"), {"member": member.pk}).context["form"]
    admin.post(reverse("account_create"), NEW | {"member": member.pk})

    member.refresh_from_db()
    assert form.initial["name"] == "示例委员"
    assert member.user.username == "newcomer"


@pytest.mark.parametrize("member", ["x", "-1", "99999999999999999999", "²"])
def test_a_senseless_member_in_the_address_is_passed_over(admin, member):
    assert admin.get(reverse("account_create"), {"member": member}).status_code == 200


def test_an_administrators_account_is_not_given_to_a_member(admin, auditor):
    member = factories.member()
    data = {"username": "auditor", "name": "auditor", "version": 1, "member": member.pk}

    response = admin.post(action("update", auditor), data)

    assert list(response.context["form"].errors) == ["member"]


def test_name_and_e_mail_are_edited_and_nothing_else(admin, outsider):
    data = {"username": "outsider", "name": "改名", "email": "a@example.org", "version": 1}

    admin.post(action("update", outsider), data | {"is_superuser": "on", "password": "x", "is_active": ""})

    changed = factories.fresh(outsider)
    assert (changed.name, changed.email) == ("改名", "a@example.org")
    assert (changed.is_superuser, changed.is_active) == (False, True)
    assert changed.check_password(factories.PASSWORD)


def test_a_reset_unlocks_and_ends_the_old_password(admin, client, outsider):
    response = admin.post(action("link", outsider))

    assert "/accounts/link/" in admin.get(response.url).text
    assert not factories.fresh(outsider).check_password(factories.PASSWORD)


@pytest.mark.parametrize(("ticked", "stays"), [({}, True), ({"second_factor_off": "1"}, False)])
def test_a_link_takes_a_lost_phone_off_where_that_is_wanted(admin, client, outsider, ticked, stays):
    equip(outsider)
    page = admin.get(outsider.get_absolute_url()).text

    link = admin.get(admin.post(action("link", outsider), ticked).url).context["link"]
    admin.logout()
    client.post(client.get(link).url, {"new_password1": "Chosen-by-owner-1", "new_password2": "Chosen-by-owner-1"})
    signed_in = client.post("/accounts/login/", {"username": "outsider", "password": "Chosen-by-owner-1"})

    told = TrailEntry.objects.filter(deed="second_reset").values_list("actor_name", "subject")
    assert "second_factor_off" in page
    assert signed_in.url == (reverse("second_step") if stays else "/")
    assert list(told) == ([] if stays else [("sysadmin", "账号 outsider")])


def test_no_administrator_takes_off_the_own_second_step(admin, sysadmin):
    equip(sysadmin)
    admin.force_login(factories.fresh(sysadmin))

    answer = admin.post(action("link", sysadmin), {"second_factor_off": "1"})

    assert answer.status_code == 403
    assert factories.fresh(sysadmin).second_factor_since


@pytest.mark.parametrize("who", ["secadmin", "auditor"])
def test_the_system_administrator_gets_at_no_other_administrators_rights_by_a_link(admin, cast, who):
    apart, before = cast[who], cast[who].password
    page = admin.get(apart.get_absolute_url()).text

    refused = admin.post(action("link", apart), {"second_factor_off": "1"})
    User.objects.filter(pk=apart.pk).update(must_change_password=True)
    listed = [row.username for row in admin.get("/accounts/links/").context["rows"]]
    admin.post("/accounts/links/", {"row": [apart.pk]})

    assert (refused.status_code, listed, factories.fresh(apart).password) == (403, [], before)
    assert "appoint_administrators --again" in page
    assert "second_factor_off" not in page and f'action="{action("link", apart)}"' not in page


def test_a_colleague_of_the_system_administrator_still_gets_a_link(admin):
    colleague = factories.official(Role.SYSADMIN)

    assert admin.post(action("link", colleague)).status_code == 302


def test_failed_attempts_are_cleared(admin, client, outsider):
    for _each in range(5):
        client.post("/accounts/login/", {"username": "outsider", "password": "wrong"})
    admin.force_login(User.objects.get(username="sysadmin"))

    admin.post(action("unlock", outsider))

    admin.logout()
    signed_in = client.post("/accounts/login/", {"username": "outsider", "password": factories.PASSWORD})
    assert signed_in.status_code == 302


def test_an_account_is_closed_and_reopened(admin, office):
    confirm = admin.get(action("close", office))
    admin.post(action("close", office))
    closed = factories.fresh(office)
    admin.post(action("reopen", office))
    reopened = factories.fresh(office)

    assert confirm.status_code == 200
    assert (closed.is_active, closed.closed_on) == (False, timezone.localdate())
    assert (reopened.is_active, reopened.closed_on) == (True, None)


def test_what_ended_with_an_account_is_named_before_and_after_it_is_reopened(admin, clerk):
    title = factories.fresh(clerk).current_appointments[0].title
    clerk.close(timezone.localdate())

    before = admin.get(reverse("account_detail", args=[clerk.pk])).content.decode()
    after = admin.post(action("reopen", clerk), follow=True).context["messages"]

    assert f"<b>{title}</b>" in before
    assert [title in str(message) for message in after] == [True, False]


def test_who_closes_an_account_reads_which_appointments_of_today_and_to_come_end(admin, office):
    begins = timezone.localdate() + timedelta(days=3)
    factories.appointment(office, Role.GOVERNMENT, starts_on=begins)

    page = admin.get(action("close", office))

    assert {value for _label, value in page.context["facts"]} == {"政协办公室", f"党政办（自{begins}起）"}


def test_a_closed_account_gets_no_link(admin, outsider):
    outsider.close(timezone.localdate())

    assert admin.post(action("link", outsider)).status_code == 403


@pytest.mark.parametrize("name", ["link", "close", "reopen", "unlock"])
def test_administrators_leave_their_own_account_to_a_colleague(admin, sysadmin, name):
    assert admin.post(action(name, sysadmin)).status_code == 403


def test_the_list_is_filtered_by_text_role_and_state(admin, clerk, outsider):
    waiting = factories.user("waiting", must_change_password=True)
    outsider.close(timezone.localdate())

    found = {
        query: [account.username for account in admin.get(f"{LIST}?{query}").context["object_list"]]
        for query in ("q=cler", "role=committee_staff", "state=closed", "state=waiting")
    }

    assert list(found.values()) == [["clerk"], ["clerk"], ["outsider"], [waiting.username]]


def test_the_list_finds_who_has_no_second_step_yet(admin, clerk, outsider):
    equip(outsider)

    found = {
        said: [account.username for account in admin.get(LIST, {"second": said}).context["object_list"]]
        for said in ("True", "False")
    }

    assert found["True"] == ["outsider"]
    assert "clerk" in found["False"]
    assert "outsider" not in found["False"]


def test_more_accounts_take_no_more_queries(admin, clerk, member_user):
    before = queries_of(admin, LIST)

    for _each in range(5):
        account = factories.official(Role.OFFICE)
        factories.member(user=account)

    assert queries_of(admin, LIST) == before


def test_accounts_are_exported(admin):
    response = admin.get(LIST, {"export": "xlsx"})

    assert response["Content-Type"].endswith("spreadsheetml.sheet")


PAGES = {"list": 403, "create": 403, "detail": 404, "update": 404, "link_shown": 404, "close": 404}
POSTS = {"create": 403, "update": 404, "link": 404, "close": 404, "reopen": 404, "unlock": 404}


@pytest.mark.long
def test_nobody_but_the_system_administrator_gets_to_accounts(client, cast):
    other = factories.user()

    def url(name):
        return reverse(f"account_{name}", args=[] if name in {"list", "create"} else [other.pk])

    for name in ("office", "secadmin", "auditor", "member_user"):
        client.force_login(cast[name])
        assert {page: client.get(url(page)).status_code for page in PAGES} == PAGES, name
        assert {page: client.post(url(page)).status_code for page in POSTS} == POSTS, name
