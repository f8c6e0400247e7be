import pytest
from django.core.management import CommandError, call_command

from consult.models import TrailEntry
from members.models import Appointment, Role, User
from tests import factories
from tests.phones import equip


def test_the_three_administrators_get_a_link_each(db, client, capsys):
    call_command("appoint_administrators", site="https://consult.example")

    lines = capsys.readouterr().out.splitlines()
    assert sorted(Appointment.objects.values_list("role", flat=True)) == ["auditor", "secadmin", "sysadmin"]
    assert not any(account.has_usable_password() for account in User.objects.all())
    assert [line.split(": https://consult.example/accounts/link/")[0] for line in lines] == [
        *("sysadmin", "secadmin", "auditor"),
    ]


def test_there_are_no_second_first_administrators(sysadmin):
    with pytest.raises(CommandError):
        call_command("appoint_administrators")

    assert list(Appointment.objects.values_list("role", flat=True)) == [Role.SYSADMIN]


def test_an_administrator_without_a_password_gets_a_new_link(db, client, capsys):
    call_command("appoint_administrators")
    first = capsys.readouterr().out.splitlines()[0].removeprefix("sysadmin: http://127.0.0.1:8000")

    call_command("appoint_administrators", again="sysadmin", site="https://consult.example")

    new = capsys.readouterr().out.strip().removeprefix("sysadmin: https://consult.example")
    assert "new_password1" not in client.get(first, follow=True).content.decode()
    assert "new_password1" in client.get(new, follow=True).content.decode()
    assert User.objects.count() == 3


def test_a_new_link_on_the_machine_is_for_administrators_alone(sysadmin, office):
    with pytest.raises(CommandError):
        call_command("appoint_administrators", again=office.username)

    office.refresh_from_db()
    assert office.has_usable_password()


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_a_new_link_on_the_machine_takes_the_lost_phone_off_and_the_trail_says_so(cast, who):
    equip(cast[who])

    call_command("appoint_administrators", again=who)

    assert factories.fresh(cast[who]).second_factor_since is None
    assert [line.deed for line in TrailEntry.objects.order_by("sequence")] == ["link_made", "second_reset", "ran"]
