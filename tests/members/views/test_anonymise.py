"""A member who left becomes nobody: by two persons, for good, and with what is counted and chained as it was."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from consult.models import Import, TrailEntry, TypedText
from consult.options import put
from consult.password_again import MARK
from consult.trail import broken_lines
from members.models import Anonymisation, Mandate, Member, Role
from tests import factories
from tests.phones import equip


@pytest.fixture
def second(office):
    return factories.appoint(factories.user("second"), Role.OFFICE)


@pytest.fixture
def former(member_user):
    """A member who left six years ago, with private fields and a closed account."""
    member = member_user.as_member
    left = timezone.localdate() - timedelta(days=6 * 366)
    member.mandates.update(starts_on=left - timedelta(days=900), ends_on=left, end_reason="因病辞职")
    member.memberships.all().delete()
    Member.objects.filter(pk=member.pk).update(
        mobile="10000000001", email="jia@example.com", employer="某厂", birth_month="1970-05-01"
    )
    member_user.close(left)
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def act(client):
    """Posts to one of the pages of the member."""

    def post(who, member, step=""):
        client.force_login(who)
        name = f"member_anonymise_{step}" if step else "member_anonymise"
        return client.post(reverse(name, args=[member.pk]), follow=True)

    return post


@pytest.mark.long
def test_one_proposes_and_only_another_one_confirms(act, client, office, second, former):
    act(office, former)
    own = act(office, former, "confirm")
    waiting = Member.objects.get(pk=former.pk)
    client.force_login(second)
    home = client.get("/").text
    told = client.get(reverse("member_anonymise", args=[former.pk])).text
    act(second, former, "confirm")

    assert (own.status_code, waiting.name) == (403, former.name)
    assert reverse("member_anonymise", args=[former.pk]) in home
    assert "主持人、出席和发言名单、所提意见、议题导入记录" in told
    done = Anonymisation.objects.get()
    assert (done.proposed_by, done.confirmed_by) == (office, second)
    steps = TrailEntry.objects.filter(deed="changed").order_by("pk").values_list("subject", "details__step")
    assert list(steps) == [(f"委员 {former}", "提出匿名化"), (f"委员 已匿名委员M{former.pk:04d}", "匿名化")]
    assert list(broken_lines()) == []


def test_what_names_the_person_goes_and_what_is_counted_stays(act, office, second, former, member_user):
    TypedText.objects.create(user=member_user, place="/", typed=[])
    equip(member_user)
    type(member_user).objects.filter(pk=member_user.pk).update(office_phone="6000000")
    AccessLog.objects.create(username=member_user.username, ip_address="10.0.0.1")
    kept = Import.objects.create(
        kind="members", file_name="名册.xlsx", made_by=office,
        rows=[{"key": former.number, "pk": former.pk, "line": 2, "title": former.name, "said": {"mobile": ["", "1"]},
               "wrong": {}, "raw": [former.number, former.name], "before": {"mobile": "1"}, "state": "new"},
              {"key": "W9", "raw": ["W9", "别人"]}],
    )  # fmt: skip

    act(office, former)
    act(second, former, "confirm")

    member, account = Member.objects.get(pk=former.pk), type(member_user).objects.get(pk=member_user.pk)
    emptied = (member.mobile, member.email, member.employer, member.in_talent_pool, member.mandates.get().end_reason)
    assert emptied == ("", "", "", False, "")
    assert (member.gender, member.party, member.birth_month.isoformat()) == (former.gender, former.party, "1970-01-01")
    assert not Member.objects.named(former.name).exists() and not Member.objects.named(former.pinyin).exists()
    assert (account.username, account.name, account.email) == (f"closed-{account.pk}", member.name, "")
    assert account.office_phone == ""
    assert not account.has_usable_password() and not TypedText.objects.exists() and not AccessLog.objects.exists()
    assert account.second_factor_since is None and not TOTPDevice.objects.exists()
    kept.refresh_from_db()
    assert former.name not in str(kept.rows) and former.number not in str(kept.rows)
    assert kept.rows[1] == {"key": "W9", "raw": ["W9", "别人"]}


@pytest.mark.long
def test_records_of_official_business_keep_the_name_of_that_day_but_no_reason_for_a_leave(
    act, journey, office, second, member_user
):
    session = journey.completed_session()
    row = session.attendances.filter(member=member_user.as_member)
    row.update(status="leave", leave_reason="住院", reply="granted", leave_asked="住院")
    member, name = member_user.as_member, member_user.as_member.name
    Mandate.objects.filter(member=member).update(starts_on="2010-01-01", ends_on="2015-01-01")
    member_user.close(timezone.localdate())

    act(office, member)
    act(second, member, "confirm")

    assert row.values_list("name", "leave_reason", "leave_asked", "decline_reason").get() == (
        name,
        "已匿名",
        "已匿名",
        "",
    )


def test_nobody_is_anonymised_in_office_too_early_or_with_an_open_account(act, office, former, member_user):
    def refused():
        answer = act(office, former)
        assert not Anonymisation.objects.exists()
        return answer.text

    put("anonymise_years", 7, office)
    assert "须离任满7年" in refused()
    put("anonymise_years", 5, office)
    member_user.reopen()
    assert "请先由系统管理员停用" in refused()
    former.mandates.update(ends_on=None)
    assert "只有离任委员才能匿名化" in refused()


def test_a_proposal_is_withdrawn_and_what_is_done_is_not(act, office, second, former):
    act(office, former)
    act(second, former, "withdraw")
    withdrawn = Anonymisation.objects.exists()
    act(office, former)
    act(second, former, "confirm")

    again = act(office, former, "withdraw")

    assert (withdrawn, again.status_code, Anonymisation.objects.count()) == (False, 409, 1)


def test_nobody_is_edited_nor_the_account_edited_or_reopened(act, client, office, second, former, sysadmin):
    act(office, former)
    act(second, former, "confirm")

    edit = client.get(reverse("member_update", args=[former.pk]))
    client.force_login(sysadmin)
    reopened = client.post(reverse("account_reopen", args=[former.user_id]))
    # Without its member it would be an account like any other.
    renamed = client.post(reverse("account_update", args=[former.user_id]), {"username": "jia", "name": "旧名"})
    offered = client.get(reverse("account_detail", args=[former.user_id])).text

    assert [page.status_code for page in (edit, reopened, renamed)] == [403, 403, 403]
    assert reverse("account_update", args=[former.user_id]) not in offered


def test_it_needs_the_password_again(act, client, office, former):
    client.force_login(office)
    session = client.session
    session[MARK] -= 11 * 60
    session.save()

    sent = [
        client.post(reverse(name, args=[former.pk])).url for name in ("member_anonymise", "member_anonymise_confirm")
    ]

    assert [url.startswith(reverse("password_again")) for url in sent] == [True, True]
    assert not Anonymisation.objects.exists()
