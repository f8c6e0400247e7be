"""The topics most like what somebody proposes, among those that the asking user may see."""

from collections import Counter

from django.db.models.functions import Left

from committees.models import Township
from topics.likeness.comparing import Likeness, Subject
from topics.models import Topic, TopicStage

MOST = 3
ALIKE = 0.22
READ = 1000


def similar_topics(subject, user, apart_from=None):
    """At most three visible topics about the same, the likest first, each with its `adoption`; none that differs.

    Drafts and the topic `apart_from` are left out.
    """
    return similar_to_each({apart_from: subject}, user)[apart_from]


def similar_to_each(wanted, user):
    """What `similar_topics` finds for each subject, by the id of its own topic, which is left out.

    Reads every title in one query and scores in Python.
    """
    if not any(subject.title.strip() for subject in wanted.values()):
        return dict.fromkeys(wanted, [])
    others = Topic.objects.visible_to(user).exclude(stage=TopicStage.DRAFT).order_by("-pk")
    rows = others.values_list("pk", "title", Left("background", READ))
    subjects = {pk: Subject(title, background) for pk, title, background in rows}
    places = list(Township.objects.values_list("name", flat=True))
    alike = {
        own: most_alike(subject, {pk: other for pk, other in subjects.items() if pk != own}, places)
        for own, subject in wanted.items()
    }
    found = Topic.objects.with_adoption().in_bulk({pk for keys in alike.values() for pk in keys})
    return {own: [found[pk] for pk in keys] for own, keys in alike.items()}


def most_alike(subject, subjects, places):
    """The keys of the subjects that are like the given one, the likest first."""
    plain = Likeness(places)
    words = plain.words_of(subject.title)
    found_in = Counter(word for other in subjects.values() for word in words if plain.stands_in(word, other.title))
    likeness = Likeness(places, found_in, len(subjects))
    telling = [word for word in words if word not in likeness.light]
    near = {
        pk: likeness.of(subject, other)
        for pk, other in subjects.items()
        if any(likeness.stands_in(word, other.title + other.background) for word in telling)
    }
    return sorted((pk for pk, score in near.items() if score >= ALIKE), key=near.get, reverse=True)[:MOST]
