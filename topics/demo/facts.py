"""The real topics, with only what the source says of them; what is unknown stays empty."""

import tomllib
from pathlib import Path

from django.utils import timezone

from consult.models import LoadedData
from members.models import Appointment, Role, User
from topics.models import Topic
from topics.workflow import take

FACTS = tomllib.loads((Path(__file__).parent / "facts.toml").read_text("utf-8"))
RECORDER = "facts"


def recorder(day):
    """The account in whose name the facts are recorded; nobody can sign in as it, and it is closed afterwards."""
    user = User(username=RECORDER, name="资料录入")
    user.set_unusable_password()
    user.save()
    Appointment.objects.create(user=user, role=Role.OFFICE, starts_on=min(day, timezone.localdate()))
    return user


def load_facts(clock):
    """Record the ten topics by the workflow, in the name of the office; return how many there are."""
    user = recorder(clock.day)
    for fact in FACTS["topic"]:
        topic = Topic.objects.create(**{"proposer": "", "proof": FACTS["proof"]} | fact, created_by=user)
        take(topic, "record", by=user, now=clock.tick())
    user.close(min(clock.day, timezone.localdate()))
    LoadedData.objects.create(name=LoadedData.FACTS, anchor=clock.anchor)
    return len(FACTS["topic"])


def are_all_there_is():
    """Whether the database holds no topic, member or account besides the facts."""
    return not User.objects.exclude(username=RECORDER).exists()
