"""How a story ends before its topic does: at the point it was told to, or by a side exit of the topic."""

from topics.demo import phrases
from topics.models import Topic
from topics.models.topic_stage import LIVING


class Ends(Exception):
    """The story has come to the point where it is to be found on the anchor date."""


def stop_here(life, point):
    if life.story.until == point:
        life.w.do(life.topic, "stop", "office01", reason=life.told(phrases.STOPPED))
        raise Ends


def merge(life):
    """Into a living topic, of the same category where there is one."""
    living = Topic.objects.filter(stage__in=LIVING).exclude(pk=life.topic.pk).order_by("pk")
    target = living.filter(category=life.topic.category).last() or living.last()
    if target is None:
        raise Ends
    life.w.do(life.topic, "merge", "office01", merged_into=target, reason=phrases.MERGED)
    raise Ends
