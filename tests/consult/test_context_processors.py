from datetime import date

import pytest

from consult.context_processors import platform
from consult.models import LoadedData

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cold_cache")]


def test_demo_data_is_asked_for_once(rf, django_assert_num_queries):
    platform(rf.get("/"))

    with django_assert_num_queries(0):
        context = platform(rf.get("/"))

    assert context["demo_data"] is False


def test_demo_data_is_shown_as_soon_as_it_is_loaded_and_no_longer_than_it_stands(rf):
    before = platform(rf.get("/"))["demo_data"]
    loaded = LoadedData.objects.create(name=LoadedData.DEMO, anchor=date(2026, 11, 1))
    during = platform(rf.get("/"))["demo_data"]
    loaded.delete()

    assert (before, during, platform(rf.get("/"))["demo_data"]) == (False, True, False)


def test_real_facts_are_no_demo_data(rf):
    LoadedData.objects.create(name=LoadedData.FACTS, anchor=date(2026, 11, 1))

    assert platform(rf.get("/"))["demo_data"] is False


def test_the_browser_is_promised_no_more_time_than_the_server_gives(rf, settings):
    assert platform(rf.get("/"))["session_seconds"] == settings.SESSION_IDLE_SECONDS - 60
