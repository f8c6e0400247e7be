"""Reminders: once a day, to who owes an answer that is due, without a move of the record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from topics.models import Reminder
from topics.workflow import Moved
from topics.workflow.reminders import remind, take_reminder_back

TODAY = timezone.localdate()


@pytest.fixture
def due(journey):
    [record] = journey.referred(recommendations=1, due_on=TODAY + timedelta(days=3))
    return record


def test_a_reminder_leaves_one_line_and_the_version_as_it_was(due, office):
    step = remind(due, by=office, reminder="请尽快答复")
    before = due.version
    due.refresh_from_db()

    assert Reminder.objects.get().text == "请尽快答复"
    assert (step.transition, step.actor, step.answers) == ("remind", office, {"reminder": "请尽快答复"})
    assert (due.stage, due.version) == ("referred", before)


@pytest.mark.long
def test_the_office_reminds_from_the_page_of_a_recommendation_as_long_as_it_may(due, office, client):
    client.force_login(office)
    way = f"{reverse('batch_create', args=['remind'])}?row={due.pk}"

    before = client.get(due.get_absolute_url()).text
    remind(due, by=office, reminder="请答复")
    after = client.get(due.get_absolute_url()).text

    assert [way in before, way in after] == [True, False]
    assert client.get(way).status_code == 200


def test_the_second_reminder_of_a_day_is_refused_and_the_next_day_is_not(due, office, office2):
    remind(due, by=office, reminder="请答复", now=timezone.now() - timedelta(days=1))
    remind(due, by=office, reminder="请答复")

    with pytest.raises(ValidationError, match="今天"):
        remind(due, by=office2, reminder="请答复")

    assert due.reminders.count() == 2


@pytest.mark.long
def test_nobody_is_reminded_too_early_or_of_what_was_answered_or_by_another_unit(journey, due, office, clerk):
    [early] = journey.__class__(journey.cast).referred(recommendations=1, due_on=TODAY + timedelta(days=80))

    with pytest.raises(ValidationError, match="方可催办"):
        remind(early, by=office, reminder="请答复")
    with pytest.raises(PermissionDenied):
        remind(due, by=clerk, reminder="请答复")
    journey.answer(due)
    with pytest.raises(Moved, match="作出答复"):
        remind(due, by=office, reminder="请答复")

    assert not Reminder.objects.exists()


def test_nobody_reminds_a_department_that_has_ended(due, office, department):
    department.end(TODAY - timedelta(days=1))

    with pytest.raises(ValidationError, match="代其"):
        remind(due, by=office, reminder="请答复")


def test_a_reminder_is_taken_back_until_the_department_acts(journey, due, office):
    remind(due, by=office, reminder="发错了")
    step = take_reminder_back(due, by=office, reason="发错单位")
    remind(due, by=office, reminder="请答复")
    journey.take(due, "receive", "dept_user", TODAY)

    with pytest.raises(ValidationError, match="新的办理动作"):
        take_reminder_back(due, by=office, reason="不可")

    assert step.transition == "unremind"
    assert list(due.reminders.values_list("is_taken_back", flat=True)) == [False, True]
