"""What is overdue is told to the office on its home page and in the annual report, whoever it waits for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from topics.models import Topic
from topics.reports.annual import AnnualReport
from topics.statistics.period import Period

TODAY = timezone.localdate()


@pytest.fixture
def stuck(journey):
    """A topic whose approved plan named a day three days ago, without a session."""
    topic = journey.approved_plan().topic
    Topic.objects.filter(pk=topic.pk).update(due_on=TODAY - timedelta(3))
    return topic


def late_on_home(client, user):
    client.force_login(user)
    return [row["record"] for row in client.get(reverse("home")).context["late"]]


@pytest.mark.long
def test_the_office_alone_sees_which_committee_is_overdue(client, stuck, office, clerk):
    assert [late_on_home(client, user) for user in (office, clerk)] == [[stuck], []]


@pytest.mark.long
def test_the_annual_report_lists_a_topic_approved_and_never_consulted(stuck, office):
    report = AnnualReport(office, Period(TODAY - timedelta(300), TODAY), "", "")

    (row,) = (cells for _number, cells in report.tables[11].lines())

    assert [*row][1:6] == [str(stuck), str(stuck.organiser), None, TODAY - timedelta(3), 3]
