"""The audit trail as a chain of lines: nobody changes one, a change from behind is named, a cut end is missed."""

from datetime import datetime
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.urls import reverse

from consult.append_only import install_triggers, lift_triggers
from consult.models import AppendOnly, TrailEntry
from consult.trail import Deed, broken_lines, record, record_command


@pytest.fixture
def request_of_office(office):
    request = RequestFactory(REMOTE_ADDR="192.0.2.7").get("/here/")
    request.user = office
    return request


@pytest.fixture
def trail(request_of_office):
    """Three lines."""
    for subject in ("one", "two", "three"):
        record(request_of_office, Deed.CHANGED, subject)
    return TrailEntry.objects.order_by("sequence")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def verified(**options):
    said = StringIO()
    call_command("verify_trail", stdout=said, stderr=said, **options)
    return said.getvalue().splitlines()


def fault(holds):
    said = StringIO()
    with pytest.raises(CommandError, match="Leave the database as it is"):
        call_command("verify_trail", stderr=said, holds=holds)
    return said.getvalue()


def test_a_line_tells_who_did_what_from_where(trail, office):
    line = trail.first()

    assert (line.actor, line.actor_name, line.address, line.place) == (office, "office", "192.0.2.7", "/here/")
    assert [line.sequence for line in trail] == [1, 2, 3]


def test_a_line_is_one_line_without_codes_that_move_the_cursor_and_fits(request_of_office):
    record(request_of_office, Deed.CHANGED, "a\r\nfake line\x1b[2K\u202e" + "长" * 300)

    subject = TrailEntry.objects.get().subject
    assert (subject[:15], len(subject)) == ("a fake line[2K长", 200)


def test_a_line_holds_no_key_and_no_mobile_number(request_of_office):
    request_of_office.path = "/come/example-key/"
    record(request_of_office, Deed.REFUSED, "13812345678")

    assert (TrailEntry.objects.get().place, TrailEntry.objects.get().subject) == ("/come/…", "138****5678")


def test_administrators_appointed_on_the_machine_are_told(db, tmp_path):
    call_command("appoint_administrators", stdout=StringIO())

    account = f"{tmp_path.owner()}（服务器）"
    assert TrailEntry.objects.filter(place="manage.py", actor=None, actor_name=account).count() == 6
    ran = TrailEntry.objects.get(deed="ran")
    assert (ran.place, ran.actor_name) == ("manage.py appoint_administrators", account)
    assert ran.subject == "sysadmin, secadmin, auditor"


def test_what_commands_did_is_found_and_taken_out_by_the_auditor(client, auditor):
    call_command("sweep", stdout=StringIO())
    client.force_login(auditor)
    filtered = f"{reverse('trail')}?what=ran&who=（服务器）&columns=details"

    page, taken_out = client.get(filtered), client.get(f"{filtered}&export=csv")

    [line] = page.context["page_obj"]
    assert (line.place, line.said) == ("manage.py sweep", "行数：0；文件数：0")
    assert "执行命令" in taken_out.content.decode() and "manage.py sweep" in taken_out.content.decode()


def test_an_unknown_account_of_the_machine_is_left_empty(db, monkeypatch):
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)

    record_command("sweep")

    assert TrailEntry.objects.get().actor_name == ""


def test_no_line_is_changed_or_deleted(trail):
    line = trail.first()

    for attempt in (line.save, line.delete, trail.delete, lambda: trail.update(actor_name="他人")):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.parametrize("statement", ["UPDATE consult_trailentry SET deed = 'x'", "DELETE FROM consult_trailentry"])
def test_the_database_itself_refuses_to_change_the_trail(trail, statement):
    with pytest.raises(DatabaseError):
        execute(statement)


@pytest.mark.parametrize(
    ("statement", "broken", "words"),
    [
        (
            "UPDATE consult_trailentry SET actor_name = 'x' WHERE sequence = 2",
            [2],
            "changed: line 2, or line 1 together",
        ),
        (
            "UPDATE consult_trailentry SET recorded_at = '2020-01-01' WHERE sequence = 3",
            [3],
            "changed: line 3, or line 2",
        ),
        ("DELETE FROM consult_trailentry WHERE sequence = 2", [3], "missing: line 2"),
        ("DELETE FROM consult_trailentry WHERE sequence < 3", [3], "missing: lines 1 to 2"),
    ],
)
def test_a_change_behind_the_triggers_is_named(trail, statement, broken, words):
    lift_triggers()
    execute(statement)
    install_triggers()

    assert [line.sequence for line in broken_lines()] == broken
    assert fault(None).startswith(words)


def test_a_cut_end_is_missed_by_who_kept_the_last_line_outside(trail):
    counted, kept = verified()
    head = kept.removeprefix("Keep outside: ")

    assert counted == "3 lines verified."
    assert verified(holds=head)[0] == "3 lines verified."
    lift_triggers()
    execute("DELETE FROM consult_trailentry WHERE sequence = 3")
    install_triggers()
    assert verified()[0] == "2 lines verified."
    assert fault(head).startswith("cut off: the end of the trail, line 3, is gone")


@pytest.mark.parametrize(
    ("sequence", "words"),
    [(2, "changed: line 2 is not the one kept"), (9, "cut off: the end of the trail, lines 4 to 9")],
)
def test_a_line_rewritten_with_all_after_it_is_told_from_a_cut_end(trail, sequence, words):
    assert fault(f"{sequence}:{'0' * 64}").startswith(words)
    with pytest.raises(CommandError, match="as it was printed"):
        verified(holds="3")


def test_a_day_of_the_county_from_its_first_moment_to_its_last(client, cast, request_of_office, monkeypatch):
    for moment in ("2026-03-01T15:59:59+00:00", "2026-03-01T16:00:00+00:00", "2026-03-02T15:59:59+00:00"):
        monkeypatch.setattr("consult.trail.timezone.now", partial(datetime.fromisoformat, moment))
        record(request_of_office, Deed.CHANGED)
    monkeypatch.undo()
    client.force_login(cast["auditor"])

    spans = ("2026-03-02", "2026-03-02"), ("0001-01-01", "2026-03-01"), ("2026-03-03", "9999-12-31")
    pages = [client.get(reverse("trail"), {"dated_from": start, "dated_to": end}).context for start, end in spans]

    assert [[line.sequence for line in page["object_list"]] for page in pages] == [[3, 2], [1], []]
    asked = str(pages[0]["object_list"].query)
    assert not ("cast_date" in asked or "AT TIME ZONE" in asked), "no index serves"


def test_the_auditor_alone_reads_and_filters_it(client, cast, trail):
    client.force_login(cast["auditor"])

    page = client.get(reverse("trail"), {"q": "two"})

    assert [line.subject for line in page.context["object_list"]] == ["two"]
    assert [TrailEntry.objects.visible_to(cast[name]).count() for name in ("auditor", "sysadmin", "office")] == [
        3,
        0,
        0,
    ]
