import pytest
from django.core.exceptions import ValidationError

from consult.forms.checks import check_year
from consult.forms.fields import DayField
from members.forms.accounts import AppointmentForm
from topics.forms.plans import PlanForm

pytestmark = pytest.mark.django_db

IMPOSSIBLE = ["0001-01-01", "0206-11-25", "9999-12-31"]


@pytest.mark.parametrize("typed", IMPOSSIBLE)
def test_a_record_takes_no_day_of_an_impossible_year_and_keeps_what_was_typed(typed):
    form = PlanForm({"planned_on": typed, "purpose": "示例目的"})

    assert list(form.errors) == ["planned_on"]
    assert (form["planned_on"].value(), form["purpose"].value()) == (typed, "示例目的")


@pytest.mark.parametrize("typed", IMPOSSIBLE)
def test_a_step_and_an_appointment_take_none_either(typed, rf):
    request = rf.get("/")
    request.session = {}
    with pytest.raises(ValidationError):
        DayField().clean(typed)

    form = AppointmentForm({"starts_on": typed, "ends_on": typed}, request=request)

    assert {"starts_on", "ends_on"} <= set(form.errors)


def test_the_days_of_a_county_are_taken():
    days = ["1900-01-01", "1949-10-01", "2026-11-25", "2100-12-31"]

    assert [DayField(validators=[check_year]).clean(day).isoformat() for day in days] == days
