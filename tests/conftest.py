"""What every test stands on: quick passwords, files of its own, the people of `tests.cast`, a journey to walk."""

import logging
from copy import deepcopy
from functools import partial
from importlib import import_module
from inspect import signature

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from django.test.utils import override_settings

from consult.append_only import lift_triggers
from consult.calendar.holidays import KEY as CALENDAR_KEY
from consult.context_processors import DEMO_KEY
from consult.options import KEY
from tests import queries, speed
from tests.annual import Year
from tests.cast import PEOPLE, UNITS, Cast
from tests.journeys import Journey
from tests.long import is_asked_for
from tests.one_day import stay_in_one_day
from tests.signing_in import IN_MEMORY, signed_in
from tests.walks import TRACE
from topics.models import DictionaryEntry

# What takes longest starts first, so that no process works on alone at the end.
FIRST = ("test_pages.py", "test_demo.py", "test_rights_posted.py", "test_rights.py", "test_wandering.py")


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long tests, too (tests/long.py)")


def pytest_configure():
    stay_in_one_day()
    Client.force_login = signed_in
    speed.give_frames_room()
    speed.collect_nothing_yet()


def pytest_collection_modifyitems(config, items):
    config.hook.pytest_deselected(items=[item for item in items if not is_asked_for(item)])
    items[:] = sorted(filter(is_asked_for, items), key=lambda item: item.path.name not in FIRST)


def pytest_collection_finish():
    speed.collect_seldom()


def pytest_sessionfinish():
    speed.collect_no_more()


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("long"):
        terminalreporter.line("The long tests were left out: --long runs them, too.")


def has_browsers(session):
    return any(item.get_closest_marker("browser") for item in session.items)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """The server that a browser talks to needs a database file: tables in memory lock each other's connections out."""
    if connection.vendor == "sqlite" and has_browsers(request.session):
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.getbasetemp() / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def sessions_in_memory(request):
    with override_settings(**{} if has_browsers(request.session) else IN_MEMORY):
        yield


@pytest.fixture
def stored_sessions(settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def refusals_unlogged():
    """Thousands of requests are refused on purpose."""
    logging.getLogger("django.request").setLevel(logging.ERROR)


@pytest.fixture(scope="session", autouse=True)
def slow_clock_of_options():
    """No count of queries depends on how much time has passed meanwhile."""
    with override_settings(OPTIONS_SECONDS=3600):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_when_asked_for():
    """No client lists them all before its first request."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def files_apart(tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.getbasetemp() / "media"):
        yield


@pytest.fixture(autouse=True)
def forgotten_options():
    """What one test's office has set or entered, or its county loaded, is not remembered by the next."""
    yield
    cache.delete_many([KEY, CALENDAR_KEY, DEMO_KEY])


def is_transactional(request):
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or {"transactional_db", "live_server"}.intersection(request.fixturenames)


@receiver(post_migrate)
def keep_dictionaries(sender, **kwargs):
    """Bring back after each flush what the migrations put in, for whichever test the same process runs next."""
    if sender.label == "topics" and not DictionaryEntry.objects.exists():
        import_module("topics.migrations.0002_dictionaries").add_entries(apps, None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """The tables, and from then on the history of what tests write to them."""
    with connection.execute_wrapper(TRACE.watch):
        yield


@pytest.fixture(autouse=True)
def flushable_history(request):
    """A test without a transaction of its own ends with tables that can be emptied."""
    is_apart = is_transactional(request)
    # What is walked under other settings or with a part replaced is remembered by nobody.
    TRACE.follow(not is_apart and not {"monkeypatch", "settings"} & signature(request.function).parameters.keys())
    if not is_apart:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    # The flush that follows deletes the history and installs the triggers again.
    lift_triggers()


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """What a fixture of a file makes lasts for all its tests, each of which finds it untouched, and no longer."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walked():
    """The journey that all tests of a file start from, where the file walks one on `lasting` rows."""
    return None


@pytest.fixture
def is_peopled():
    """Whether all people of the cast are there from the start, so that many tests begin alike."""
    return True


@pytest.fixture
def journey(db, walked, is_peopled):
    """A topic's path to be walked by the cast, whose people enter when first asked for at the latest."""
    journey = deepcopy(walked) or Journey(Cast())
    if is_peopled:
        journey.everybody()
    return journey


def entrance(name):
    """The fixture of one of them."""

    @pytest.fixture(name=name)
    def enter(journey):
        return journey.enter(name)

    return enter


globals().update({name: entrance(name) for name in UNITS | PEOPLE})


@pytest.fixture
def cast(journey):
    """Everybody, by the name of their fixture."""
    return journey.everybody()


@pytest.fixture
def as_(client, cast):
    """Signs somebody of the cast in by name and gives the client back."""

    def sign_in(name):
        client.force_login(cast[name])
        return client

    return sign_in


@pytest.fixture
def year(journey):
    """The annual plan of this year, to be carried along its path by the cast."""
    return Year(journey.cast)


@pytest.fixture
def queries_of(client):
    """How many queries a page takes: `queries_of(url)`."""
    return partial(queries.queries_of, client)
