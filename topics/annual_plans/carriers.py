"""Which topic carries out an item of an annual plan; a merged one is followed into the one that took it in."""

from collections import defaultdict

from topics.models import Topic, TopicStage
from topics.models.topic_stage import LIVING


def carriers(items):
    """The topic that carries out each item, by the id of its root; None where none does or ever did.

    Of several the one that is done or on its path; one stopped on the way only where there is no other.
    """
    roots = {item.root_id for item in items}
    bearing = list(Topic.objects.filter(plan_item__in=roots).select_related("organiser").order_by("pk"))
    ends = ends_of(bearing)
    found = defaultdict(list)
    for topic in bearing:
        found[topic.plan_item_id].append(ends[topic.pk])
    best = {root: max(topics, key=lambda topic: (counts(topic), topic.pk)) for root, topics in found.items()}
    return {root: best.get(root) for root in roots}


def ends_of(topics):
    """Where merging has led each topic to, by its id; itself where it was not merged."""
    known = {topic.pk: topic for topic in topics}
    while missing := {topic.merged_into_id for topic in known.values() if is_merged(topic)} - set(known):
        known |= Topic.objects.select_related("organiser").in_bulk(missing)
    return {topic.pk: end_of(topic, known) for topic in topics}


def end_of(topic, known):
    while is_merged(topic):
        topic = known[topic.merged_into_id]
    return topic


def is_merged(topic):
    return topic.stage == TopicStage.MERGED


def counts(topic):
    """Whether the topic carries out its item: concluded once, or on its path."""
    return topic.concluded_on is not None or topic.stage in LIVING
