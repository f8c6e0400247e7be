"""Every transition × everybody, posted to its URL: refused outside the table, with nothing changed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.long import long
from tests.topics.workflow.expectations import TABLES, allowed, starting_somewhere
from tests.topics.workflow.records import place, rows, stages_of

OWN = {"review_meeting": "party_group", "annual_plan": "annual"}
# One account for each role, and the second unit's where own and foreign differ.
ROLES = [
    *("office", "clerk", "clerk2", "party_group", "presidium", "member_user", "dept_user", "dept2_user"),
    *("government", "sysadmin", "secadmin", "auditor", "outsider"),
]


@pytest.fixture
def browsers(cast):
    browsers = {name: Client() for name in ROLES}
    for name, browser in browsers.items():
        browser.force_login(cast[name])
    return browsers


def post(browser, record, name):
    url = reverse("step", args=[record.lifecycle, record.pk, name])
    return browser.post(url, {"version": record.version, "reason": "示例", "happened_on": "2026-01-01"}).status_code


def opened(browser, record, name):
    """The page of the step, or the way to the page on which it is taken."""
    return browser.get(reverse("step", args=[record.lifecycle, record.pk, name])).status_code


def accepted_by(lifecycle, name):
    """A draft of a committee is recorded afterwards by nobody who does not see it."""
    return {404} if (lifecycle, name) == ("topic", "record") else {200, 302}


@pytest.mark.parametrize("lifecycle", long(TABLES, quick=["review_meeting"]))
def test_step_opens_to_whom_the_table_names_and_is_refused_to_everybody_else(record_of, browsers, lifecycle):
    record, kind = record_of(lifecycle, OWN.get(lifecycle, "own")), OWN.get(lifecycle, "own")
    wrong = []

    for name, stages, _who in starting_somewhere(lifecycle):
        stage = stages.split()[0]
        placed, may = place(record, stage), allowed(lifecycle, kind, stage)[name]
        before = rows()
        answers = {who: post(browsers[who], placed, name) for who in ROLES if who not in may}
        wrong += [(name, who, status) for who, status in answers.items() if status not in {403, 404}]
        assert rows() == before
        answers = {who: opened(browsers[who], placed, name) for who in may & set(ROLES)}
        wrong += [(name, who, status) for who, status in answers.items() if status not in accepted_by(lifecycle, name)]

    assert wrong == []


@pytest.mark.parametrize("lifecycle", long(TABLES, quick=["review_meeting"]))
def test_step_from_a_stage_where_it_does_not_start_is_told_as_a_conflict(record_of, browsers, lifecycle):
    record, kind = record_of(lifecycle, OWN.get(lifecycle, "own")), OWN.get(lifecycle, "own")
    wrong = []

    for name, stages, _who in starting_somewhere(lifecycle):
        holders = allowed(lifecycle, kind, stages.split()[0])[name]
        elsewhere = [stage for stage in stages_of(record) if stage not in stages.split() and sees_it(lifecycle, stage)]
        if not holders or not elsewhere:
            continue
        placed = place(record, elsewhere[-1])
        before = rows()
        status = post(browsers[min(holders)], placed, name)
        wrong += [(name, elsewhere[-1], status)] if status != 409 else []
        assert rows() == before

    assert wrong == []


def sees_it(lifecycle, stage):
    """Stages at which whoever may act sees the record and has not lost the right with its number."""
    return lifecycle != "topic" or stage in {"accepted", "closed", "stopped"}


def test_step_that_does_not_exist_is_no_page(record_of, browsers):
    record = record_of("topic", "own")

    steps = [("topic", record.pk, "submit"), ("nonsense", record.pk, "accept")]
    answers = [browsers["office"].post(reverse("step", args=step)).status_code for step in steps]

    assert answers == [404, 404]
