"""`manage.py demo`: what it loads, what it leaves alone."""

from datetime import date

import pytest
from django.core.management import CommandError
from django.db import transaction

from consult.models import LoadedData
from members.models import User
from tests import factories
from tests.topics.demo_command import said
from topics.demo.load import load_county
from topics.models import Step, Topic, TopicStage

ANCHOR = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


def history():
    """Every line of every history in words, without the numbers that a database gives."""
    return [
        (str(step.topic or step.meeting), step.transition, step.actor_name, step.happened_on, step.recorded_at)
        for step in Step.objects.select_related("topic", "meeting").order_by("recorded_at", "topic__title", "sequence")
    ]


@pytest.mark.long
def test_the_same_anchor_date_gives_the_same_history():
    histories = []
    for _run in range(2):
        with transaction.atomic():
            load_county(ANCHOR, "unused", lambda line: None, limit=12, with_files=False)
            histories.append(history())
            transaction.set_rollback(True)

    assert histories[0] == histories[1]
    assert len(histories[0]) > 20


def test_other_data_is_left_alone():
    factories.user("somebody")

    printed = said()

    assert "no sample data was loaded" in printed
    assert (User.objects.count(), LoadedData.objects.count()) == (1, 0)


def test_production_refuses_sample_data(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        said()


@pytest.mark.long
def test_the_facts_alone_leave_no_account_behind_that_can_sign_in():
    printed = said("--facts")

    recorder = User.objects.get()
    assert "10 recorded topics" in printed
    assert (recorder.is_active, recorder.has_usable_password()) == (False, False)
    assert not LoadedData.objects.filter(name=LoadedData.DEMO).exists()


@pytest.mark.long
def test_the_demo_can_follow_the_facts():
    said("--facts")

    said("--topics", "1")

    assert Topic.objects.filter(stage=TopicStage.RECORDED).count() == 10
    assert set(LoadedData.objects.values_list("name", flat=True)) == {LoadedData.FACTS, LoadedData.DEMO}
