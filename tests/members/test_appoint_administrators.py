import pytest
from django.core.management import CommandError, call_command

from members.models import Appointment, Role, User


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
