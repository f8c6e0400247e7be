"""Every URL × everybody of the cast, against the handwritten rows of `tests.pages`; complete by construction."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter

from tests import factories, worlds
from tests.pages import AREAS, POSTED, PUBLIC, WHO
from tests.phones import equip
from tests.topics.workflow.records import rows

ROWS = [row for rows in AREAS.values() for row in rows]
REFUSED = {"403", "404"}
# Who sees no topic at all here: nothing was referred to the second department.
STRANGERS = {"sysadmin", "secadmin", "outsider", "dept2_user"}
# Of those who are refused, who posts all the same: one of each kind.
INTRUDERS = {"office", "clerk2", "presidium", "member_user", "dept2_user", "auditor", "outsider"}
# Where nothing belongs to a unit, its second people see what the first see.
SECOND_UNITS = {"clerk2", "member2_user", "dept2_user"}
NOT_DONE = REFUSED | {"405"}


@pytest.fixture
def browsers(cast):
    """A signed-in browser for each of WHO."""
    browsers = {name: Client() for name in WHO}
    for name, browser in browsers.items():
        browser.force_login(cast[name])
    return browsers


@pytest.fixture
def world_of(cast, settings, tmp_path):
    """The records of an area, by the words of the rows."""
    settings.MEDIA_ROOT = tmp_path

    def make(area):
        return {name.replace(" ", "-"): record for name, record in getattr(worlds, area)(cast).items()}

    return make


def patterns(resolver=None):
    """Every URL pattern of the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def url_of(name, words, world):
    """The address of a row: words that name a record become its id, `?key=record` its query."""
    arguments = [word for word in words.split() if not word.startswith("?")]
    query = [word.partition("=") for word in words.split() if word.startswith("?")]
    address = reverse(name, args=[key_of(word, world) for word in arguments])
    return address + "".join(f"{key}={key_of(word, world)}" for key, _sign, word in query)


def key_of(word, world):
    return getattr(world.get(word, word), "pk", world.get(word, word))


def expected(statuses):
    """The statuses by name of the person."""
    each = statuses.split()
    return dict(zip(WHO, each if len(each) > 1 else each * len(WHO), strict=True))


def test_every_url_has_a_name_and_its_row():
    names = [pattern.name for pattern in patterns()]

    assert None not in names
    assert set(names) == {name for name, _words, _statuses in ROWS}


@pytest.fixture
def asked(request):
    """Who is asked for a page, of the statuses by person: by `--long` everybody, else the first for each status."""
    return list if request.config.getoption("long") else first_for_each


def first_for_each(written):
    return list({status: who for who, status in reversed(written.items())}.values())


@pytest.mark.parametrize("area", AREAS)
def test_everybody_gets_from_every_page_what_is_written_and_can_post_to_no_other(browsers, world_of, asked, area):
    """Nor does anybody without a part in topics read of one on any page or in any export."""
    world, before = world_of(area), rows()
    people = [who for who in WHO if area != "people" or who not in SECOND_UNITS]
    wrong, posted, read = [], [], []

    for name, words, statuses in AREAS[area]:
        url, written = url_of(name, words, world), expected(statuses)
        for who in asked({who: written[who] for who in people}):
            browser = browsers[who]
            page = browser.get(url)
            wrong += [(name, words, who, page.status_code)] if str(page.status_code) != written[who] else []
            read += [(name, who)] if who in STRANGERS and tells_of_topics(browser, name, url, page) else []
            if written[who] in REFUSED and who in INTRUDERS:
                status = str(browser.post(url, {"version": 1}).status_code)
                posted += [(name, words, who, status)] if status not in NOT_DONE else []

    assert (wrong, posted, read) == ([], [], [])
    assert rows() == before


def tells_of_topics(browser, name, url, page):
    """Whether a topic of the tests is named on the page, or in its export where it is a list."""
    pages = [page, browser.get(f"{url}?export=xlsx")] if name.endswith("_list") else [page]
    return any("示例议题" in content_of(page) for page in pages)


def content_of(page):
    """What can be read of a page, in a workbook too."""
    content = b"".join(page.streaming_content if page.streaming else [page.content])
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            return "".join(parts.read(part).decode(errors="ignore") for part in parts.namelist())
    return content.decode(errors="ignore")


@pytest.mark.long
@pytest.mark.parametrize("area", ["people", "annual", "meetings", "outcomes"])
def test_what_is_done_by_post_alone_is_done_for_whom_it_is_written(browsers, world_of, area):
    world, wrong = world_of(area), []

    for name, words, statuses in AREAS[area]:
        if name in POSTED and statuses == "405":
            url = url_of(name, words, world)
            answers = {who: str(browser.post(url).status_code) for who, browser in browsers.items()}
            wrong += [(name, who, answers[who]) for who in WHO if answers[who] != expected(POSTED[name])[who]]

    assert wrong == []


def test_every_url_by_post_alone_has_its_row():
    assert set(POSTED) == {name for name, _words, statuses in ROWS if statuses == "405"}


def dummy(pattern):
    """An address of the pattern, of no record."""
    converters = pattern.pattern.converters.items()
    return reverse(pattern.name, kwargs={name: 1 if isinstance(c, IntConverter) else "some" for name, c in converters})


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_is_sent_to_the_sign_in_from_everywhere_but_the_public_pages(client, method):
    answers = {pattern.name: getattr(client, method)(dummy(pattern)) for pattern in patterns()}

    sent = {
        name for name, answer in answers.items() if answer.headers.get("Location", "").startswith("/accounts/login/")
    }

    assert sent == set(answers) - PUBLIC


def test_who_has_given_the_password_and_no_code_yet_gets_nowhere_but_to_the_page_that_asks_for_it(client, outsider):
    equip(outsider)
    client.post(reverse("login"), {"username": "outsider", "password": factories.PASSWORD})

    answers = {pattern.name: client.get(dummy(pattern)) for pattern in patterns()}

    sent = {
        name for name, answer in answers.items() if answer.headers.get("Location", "").startswith("/accounts/login/")
    }
    assert sent == set(answers) - PUBLIC - {"second_step"}
    assert answers["second_step"].status_code == 200


@pytest.mark.long
def test_every_post_needs_its_token(office):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(office)

    accepted = [pattern.name for pattern in patterns() if browser.post(dummy(pattern)).status_code != 403]

    assert accepted == []
