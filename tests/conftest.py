"""The cast: one account for each part that people play, and two where own and foreign must differ.

`User.current_appointments` and `User.as_member` are kept on the instance: after a change take `factories.fresh(user)`.
"""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test.utils import CaptureQueriesContext

from consult.options import KEY
from members.models import Role
from tests import factories
from tests.annual import Year
from tests.journeys import Journey
from topics.history import lift_triggers
from topics.models import DictionaryEntry


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """The server that a browser talks to needs a database file: tables in memory lock each other's connections out."""
    if connection.vendor == "sqlite" and any(item.get_closest_marker("browser") for item in request.session.items):
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.getbasetemp() / "test.sqlite3")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"


@pytest.fixture(autouse=True)
def forgotten_options():
    """What one test's office has set is not remembered by the next."""
    yield
    cache.delete(KEY)


def is_transactional(request):
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or {"transactional_db", "live_server"}.intersection(request.fixturenames)


@receiver(post_migrate)
def keep_dictionaries(sender, **kwargs):
    """Bring back after each flush what the migrations put in, for whichever test the same process runs next."""
    if sender.label == "topics" and not DictionaryEntry.objects.exists():
        import_module("topics.migrations.0002_dictionaries").add_entries(apps, None)


@pytest.fixture(autouse=True)
def flushable_history(request):
    """A test without a transaction of its own ends with tables that can be emptied."""
    if not is_transactional(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    # The flush that follows deletes the history and installs the triggers again.
    lift_triggers()


@pytest.fixture
def committee(db):
    return factories.committee("城东片区政协联络工作委员会", short_name="城东片区联络工委")


@pytest.fixture
def committee2(db):
    return factories.committee("石河片区政协联络工作委员会", short_name="石河片区联络工委")


@pytest.fixture
def department(db):
    return factories.department("示例水务局")


@pytest.fixture
def department2(db):
    return factories.department("示例教育局")


@pytest.fixture
def office(db):
    return factories.official(Role.OFFICE, "office")


@pytest.fixture
def office2(db):
    return factories.official(Role.OFFICE, "office2")


@pytest.fixture
def clerk(committee):
    return factories.clerk_of(committee, "clerk")


@pytest.fixture
def clerk2(committee2):
    return factories.clerk_of(committee2, "clerk2")


@pytest.fixture
def party_group(db):
    return factories.official(Role.PARTY_GROUP, "party_group")


@pytest.fixture
def party_group2(db):
    return factories.official(Role.PARTY_GROUP, "party_group2")


@pytest.fixture
def presidium(db):
    return factories.official(Role.PRESIDIUM, "presidium")


@pytest.fixture
def presidium2(db):
    return factories.official(Role.PRESIDIUM, "presidium2")


@pytest.fixture
def member_user(committee):
    """The account of a member of `committee`; the record is `member_user.as_member`."""
    account = factories.user("member")
    factories.member("示例委员甲", committee=committee, user=account)
    return factories.fresh(account)


@pytest.fixture
def member2_user(committee2):
    """The account of a member of `committee2`."""
    account = factories.user("member2")
    factories.member("示例委员乙", committee=committee2, user=account)
    return factories.fresh(account)


@pytest.fixture
def dept_user(department):
    return factories.officer_of(department, "dept")


@pytest.fixture
def dept2_user(department2):
    return factories.officer_of(department2, "dept2")


@pytest.fixture
def government(db):
    return factories.official(Role.GOVERNMENT, "government")


@pytest.fixture
def sysadmin(db):
    return factories.official(Role.SYSADMIN, "sysadmin")


@pytest.fixture
def secadmin(db):
    return factories.official(Role.SECADMIN, "secadmin")


@pytest.fixture
def auditor(db):
    return factories.official(Role.AUDITOR, "auditor")


@pytest.fixture
def outsider(db):
    """Signed in, with no appointment and no member record."""
    return factories.user("outsider")


CAST = [
    *("office", "office2", "clerk", "clerk2", "party_group", "party_group2", "presidium", "presidium2"),
    *("member_user", "member2_user", "dept_user", "dept2_user", "government"),
    *("sysadmin", "secadmin", "auditor", "outsider"),
]


@pytest.fixture
def cast(db, request):
    """Everybody, by the name of their fixture."""
    return {name: request.getfixturevalue(name) for name in CAST}


class OnCall(dict):
    """The cast, each entering when first asked for: most journeys need few of them."""

    def __init__(self, request):
        self.request = request

    def __missing__(self, name):
        self[name] = self.request.getfixturevalue(name)
        return self[name]


@pytest.fixture
def journey(db, request):
    """A topic's path to be walked by the cast."""
    return Journey(OnCall(request))


@pytest.fixture
def year(db, request):
    """The annual plan of this year, to be carried along its path by the cast."""
    return Year(OnCall(request))


@pytest.fixture
def queries_of(client):
    """How many queries a page takes: `queries_of(url)`, asked once before so that caches are warm."""

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count
