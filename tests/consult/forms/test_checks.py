import time

import pytest
from django.core.exceptions import ValidationError

from committees.forms import DepartmentForm
from consult.differences import with_plain_breaks
from consult.forms.checks import check_year, plain
from consult.forms.fields import DayField
from consult.imports import readers
from members.forms.accounts import AppointmentForm
from topics.forms.outcomes import RecommendationForm
from topics.forms.plans import PlanForm
from topics.forms.session_rows import OpinionRow

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


def test_each_break_that_a_word_processor_copies_is_a_line_or_in_a_title_a_blank():
    copied = "一、现状\x0b二、问题\x0c三、建议\u2028四、时间\u2029五、其他\x85六\r\n七\r八"

    assert with_plain_breaks(copied).split("\n") == copied.splitlines()
    assert plain(copied) == " ".join(copied.splitlines())


@pytest.mark.parametrize("typed", ["示例 水利局", "示例\t水利局", "示例 \x1f\n 水利局", "\t示例 水\x07利局\x7f"])
def test_a_unit_is_called_in_one_line_without_tabs_and_control_signs_typed_or_imported(typed):
    form = DepartmentForm({"name": typed, "order": 1})

    assert (form.is_valid(), form.cleaned_data["name"]) == (True, "示例 水利局")
    assert readers.line(typed, {}) == "示例 水利局"


def test_a_line_with_many_blanks_takes_no_longer_than_another():
    began = time.process_time()

    assert readers.line("示例" + " " * 30_000 + "水利局", {}) == "示例 水利局"
    assert time.process_time() - began < 1


@pytest.mark.parametrize(("form", "field"), [(OpinionRow, "text"), (RecommendationForm, "text"), (PlanForm, "purpose")])
def test_rows_keep_such_breaks_as_records_do(form, field):
    filled = form({field: "规范收费\x0b公示电价"})
    filled.is_valid()

    assert filled.cleaned_data[field] == "规范收费\n公示电价"
