import os
import shutil

import pytest
from django.conf import settings

from tests import factories

# Playwright's own event loop makes Django take every query for one from asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


CHROMIUM = shutil.which(os.environ.get("CONSULT_CHROMIUM", "chromium"))
MISSING = "NO CHROMIUM FOUND: THE BROWSER TESTS WERE NOT RUN"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser if CHROMIUM else pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter):
    if any(MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.section(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    desk = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "base_url": live_server.url}
    return browser_context_args | desk


@pytest.fixture
def page(page):
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def phone(browser, browser_context_args):
    """A narrow screen without scripts."""
    small = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "java_script_enabled": False}
    context = browser.new_context(**browser_context_args | small)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page):
    """What the browser says against the pages: refused scripts and styles, errors in scripts."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def sign_in(page, live_server):
    """Signs an account in by the form, as people do."""

    def sign_in_as(account):
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("[name=username]", account.username)
        page.fill("[name=password]", factories.PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{live_server.url}/")

    return sign_in_as


@pytest.fixture
def as_seen_by(page, live_server, cast, client):
    """Opens a page as one of the cast, already signed in."""

    def open_page(name, url):
        client.force_login(cast[name])
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        assert page.goto(url).status == 200

    return open_page
