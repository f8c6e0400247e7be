import datetime

import pytest
from django import forms
from django.utils import formats, translation

DAY = datetime.date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日"])
def test_a_date_is_read_in_every_form_an_office_types(typed):
    with translation.override("zh-hans"):
        read = forms.DateField().clean(typed)

    assert read == DAY


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_week_begins_on_monday(language):
    with translation.override(language):
        first = formats.get_format("FIRST_DAY_OF_WEEK")

    assert first == 1


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "2026年3月"), ("en", "March 2026")])
def test_a_month_is_written_as_the_language_does(language, written):
    with translation.override(language):
        month = formats.date_format(DAY, "YEAR_MONTH_FORMAT")

    assert month == written


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_browser_s_own_date_and_time_are_read(language):
    with translation.override(language):
        read = forms.DateTimeField().clean("2026-03-05T14:30")

    assert (read.hour, read.minute) == (14, 30)
