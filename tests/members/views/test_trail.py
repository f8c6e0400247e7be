"""What the audit trail keeps of each deed: signing in, being refused, taking files out, changing people and rights."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.models import TrailEntry
from members.models import Role, User
from tests import factories
from tests.queries import queries_of


def lines():
    """Deed, who and of what, the first line first."""
    return [(line.deed, line.actor_name, line.subject) for line in TrailEntry.objects.order_by("sequence")]


def last():
    return TrailEntry.objects.first()


def test_signing_in_and_out_and_failing_to(client, outsider):
    client.post(reverse("login"), {"username": "outsider", "password": "wrong"})
    client.post(reverse("login"), {"username": "My-Secret-Password-1", "password": "outsider"})
    client.post(reverse("login"), {"username": "outsider", "password": factories.PASSWORD})
    client.post(reverse("logout"))

    assert lines() == [
        ("not_signed_in", "", "账号 outsider"),
        ("not_signed_in", "", ""),
        ("signed_in", "outsider", "账号 outsider"),
        ("signed_out", "outsider", "账号 outsider"),
    ]


@pytest.mark.long
def test_who_tries_on_and_on_is_told_once_a_minute(client, outsider):
    for username in (*["outsider"] * 8, *(f"nobody{number}" for number in range(4))):
        client.post(reverse("login"), {"username": username, "password": "wrong"})

    failed, locked = ("not_signed_in", "", "账号 outsider"), ("locked_out", "", "账号 outsider")
    assert lines() == [*[failed] * 5, locked, ("not_signed_in", "", "")]


def test_a_refusal_is_told_again_after_a_minute(as_, monkeypatch):
    for _time in range(3):
        as_("clerk").post(reverse("settings"))
    monkeypatch.setattr("consult.trail.REPEATED", timedelta(0))
    as_("clerk").post(reverse("settings"))

    assert [line[0] for line in lines()] == ["refused"] * 2


def test_a_refusal_of_who_is_signed_in(as_):
    as_("clerk").post(reverse("settings"))
    Client().get(reverse("settings"))

    assert [(line.deed, line.actor_name, line.place, line.subject) for line in TrailEntry.objects.all()] == [
        ("refused", "clerk", "/settings/", "提交表单")
    ]


def test_a_form_without_its_token_is_a_refusal(clerk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)

    browser.post(reverse("profile"))

    assert lines() == [("refused", "clerk", "提交表单")]


@pytest.mark.parametrize(
    ("query", "rows"), [("export=xlsx&q=示例委员甲", "1"), ("export=csv&q=无", "0"), ("export=ticked", "0")]
)
def test_a_register_taken_out_with_its_number_of_rows(as_, member_user, query, rows):
    as_("office").get(f"{reverse('member_list')}?{query}")

    assert (last().deed, last().actor_name, last().details) == (
        "took_out",
        "office",
        {"register": "委员", "rows": rows},
    )
    assert last().subject.startswith("委员")


def test_a_register_taken_out_in_english_is_told_in_chinese(as_):
    office = as_("office")
    office.cookies["django_language"] = "en"

    office.get(f"{reverse('member_list')}?export=csv")

    assert last().details["register"] == "委员"


def test_a_page_is_no_file(as_):
    as_("office").get(reverse("member_list"))

    assert lines() == []


def test_who_reads_the_private_fields_of_somebody_else(as_, member_user):
    url = member_user.as_member.get_absolute_url()

    for reader in ("clerk", "member_user", "office"):
        as_(reader).get(url)

    assert lines() == [("read", "office", "委员 示例委员甲")]


def test_who_reads_them_in_the_form(as_, member_user):
    as_("office").get(reverse("member_update", args=[member_user.as_member.pk]))

    assert lines() == [("read", "office", "委员 示例委员甲")]


def test_fields_of_a_person_are_named_without_their_contents(as_, member_user):
    page = as_("office").get(reverse("member_update", args=[member_user.as_member.pk]))
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}

    as_("office").post(page.request["PATH_INFO"], typed | {"mobile": "13812345678"})

    assert (last().deed, last().subject, last().details) == ("changed", "委员 示例委员甲", {"fields": "手机号码"})


def test_the_fields_of_each_have_are_told_apart_in_chinese_to_whoever_checks_in_english(as_):
    office, url = as_("office"), reverse("venue_haves", args=[factories.venue().pk])
    office.cookies["django_language"] = "en"

    checked = {"plan_met": "on", "plan_evidence": "示例", "plan_checked": timezone.localdate()}
    office.post(url, checked | {"version": 1})

    assert last().details == {"fields": "有计划 · 已达标、有计划 · 佐证、有计划 · 核查日期"}


def test_accounts_of_one_name_are_told_apart(as_, outsider):
    User.objects.filter(pk=outsider.pk).update(name="示例某")
    as_("sysadmin").post(reverse("account_unlock", args=[outsider.pk]))

    assert last().subject == "账号 示例某（outsider）"


def test_who_adds_moves_and_lets_leave(as_, member_user, committee2):
    member, office, today = member_user.as_member, as_("office"), timezone.localdate()

    office.post(reverse("township_create"), {"name": "示例镇", "order": 1})
    office.post(
        reverse("member_move", args=[member.pk]), {"committee": committee2.pk, "committee_post": "member", "on": today}
    )
    office.post(reverse("member_leave", args=[member.pk]), {"on": today, "reason": "示例"})

    assert [(line[0], line[2]) for line in lines()] == [
        ("added", "乡镇（街道） 示例镇"),
        ("changed", "委员 示例委员甲"),
        ("changed", "委员 示例委员甲"),
    ]
    assert last().details == {"step": "离任"}


def test_accounts_and_links(as_, outsider):
    admin = as_("sysadmin")

    for action in ("link", "close", "reopen", "unlock"):
        admin.post(reverse(f"account_{action}", args=[outsider.pk]))

    assert lines() == [(deed, "sysadmin", "账号 outsider") for deed in ("link_made", "ended", "reopened", "unlocked")]


def test_an_owner_sets_the_password_by_the_link_and_later_changes_it(as_, client, outsider):
    admin = as_("sysadmin")
    link = admin.get(admin.post(reverse("account_link", args=[outsider.pk])).url).context["link"]
    client.logout()
    chosen = {"new_password1": "Chosen-by-owner-1", "new_password2": "Chosen-by-owner-1"}
    client.post(client.get(link).url, chosen)
    client.force_login(factories.fresh(outsider))
    changed = {"new_password1": "Chosen-by-owner-2", "new_password2": "Chosen-by-owner-2"}
    client.post(reverse("password_change"), changed | {"old_password": "Chosen-by-owner-1"})

    assert lines()[-2:] == [("password_set", "outsider", "账号 outsider")] * 2


def test_signing_out_everywhere_else(as_):
    as_("outsider").post(reverse("end_other_sessions"), {"password": factories.PASSWORD})

    assert (last().deed, last().subject, last().details) == ("signed_out", "账号 outsider", {"step": "退出其他登录"})


def test_roles_given_and_ended(as_, outsider):
    administrator = as_("secadmin")
    given = {"user": outsider.pk, "role": Role.OFFICE, "starts_on": timezone.localdate()}

    administrator.post(reverse("appointment_create"), given)
    administrator.post(reverse("appointment_end", args=[outsider.appointments.get().pk]), {"on": timezone.localdate()})

    assert [(line[0], line[1]) for line in lines()] == [("added", "secadmin"), ("ended", "secadmin")]
    assert "outsider" in last().subject


def test_the_line_is_the_last_thing_written_so_that_nobody_waits_for_the_rest(as_, outsider):
    """Whoever held the place at the end of the trail while waiting for a row would lock out whoever has that row."""
    factories.appoint(outsider, Role.OFFICE)
    own = {
        "old_password": factories.PASSWORD,
        "new_password1": "Chosen-by-owner-2",
        "new_password2": "Chosen-by-owner-2",
    }
    ending = reverse("appointment_end", args=[outsider.appointments.get().pk])

    with CaptureQueriesContext(connection) as asked:
        as_("secadmin").post(ending, {"on": timezone.localdate()})
    assert written(asked, "members_appointment")[-1] == "consult_trailentry"
    with CaptureQueriesContext(connection) as asked:
        as_("office").post(reverse("password_change"), own)
    assert written(asked, "members_user")[-1] == "consult_trailentry"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all")
def test_who_is_being_appointed_can_have_a_line_meanwhile_which_refers_to_the_account(as_, outsider):
    given = {"user": outsider.pk, "role": Role.OFFICE, "starts_on": timezone.localdate()}

    with CaptureQueriesContext(connection) as asked:
        as_("secadmin").post(reverse("appointment_create"), given)

    locks = [query["sql"].partition(" FOR ")[2] for query in asked if " FOR " in query["sql"]]
    assert "NO KEY UPDATE" in locks
    assert "UPDATE" not in locks


def written(asked, table):
    """In which order the table and the trail were written."""
    changes = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    return [name for sql in changes for name in (table, "consult_trailentry") if f'"{name}"' in sql.split("SET")[0]]


def test_settings_by_the_names_of_what_was_set(as_):
    office = as_("office")
    form = office.get(reverse("settings")).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {f"initial-{name}": form[name].initial for name in form.fields}

    office.post(reverse("settings"), typed | {"answer_months": 2})

    assert (last().deed, last().subject, len(last().details)) == ("changed", "设置", 1)


def test_no_trail_no_deed(as_, outsider, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("members.views.accounts.record", fail)
    with pytest.raises(OSError):
        as_("sysadmin").post(reverse("account_close", args=[outsider.pk]))

    assert factories.fresh(outsider).is_active


def test_while_the_trail_is_locked_nobody_signs_in_and_no_file_goes_out(cast, outsider, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    browser = Client(raise_request_exception=False)
    browser.force_login(cast["office"])
    monkeypatch.setattr("consult.trail.last_line", locked)
    stranger = Client(raise_request_exception=False)

    answers = [
        stranger.post(reverse("login"), {"username": "outsider", "password": factories.PASSWORD}),
        browser.get(f"{reverse('member_list')}?export=csv"),
    ]

    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "5")] * 2
    assert "Content-Disposition" not in answers[1]
    assert stranger.get(reverse("profile")).status_code == 302
    assert factories.fresh(outsider).last_login is None


def test_the_register_asks_as_often_for_many_lines(as_, outsider):
    admin, auditor = as_("sysadmin"), Client()
    auditor.force_login(factories.official(Role.AUDITOR, "reader"))
    admin.post(reverse("account_unlock", args=[outsider.pk]))
    few = queries_of(auditor, reverse("trail"))

    for _time in range(3):
        admin.post(reverse("account_unlock", args=[outsider.pk]))

    assert queries_of(auditor, reverse("trail")) == few
