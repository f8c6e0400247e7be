"""Topics like another one, by the pairs of characters that their titles share."""

import re

from django.db.models import Case, IntegerField, Q, Value, When

from topics.models import Topic, TopicStage

COMMON = {"问题", "建议", "工作", "建设", "加强", "推进", "关于", "我县", "管理", "的建", "进一", "一步"}
MOST_PAIRS = 30


def pairs_of(text):
    """The two-character pieces of a text, in their order and without the words that every title has."""
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    pairs = dict.fromkeys(run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return [pair for pair in pairs if pair not in COMMON][:MOST_PAIRS]


def similar_topics(topic, user, most=5, shared=2):
    """Up to `most` visible topics whose titles share at least `shared` pairs with this one, the likest first."""
    pairs = pairs_of(topic.title)
    if not pairs:
        return Topic.objects.none()
    score = sum(
        (Case(When(title__contains=pair, then=1), default=0, output_field=IntegerField()) for pair in pairs), Value(0)
    )
    others = Topic.objects.visible_to(user).exclude(Q(pk=topic.pk) | Q(stage=TopicStage.DRAFT))
    return others.annotate(shared=score).filter(shared__gte=shared).order_by("-shared", "-pk")[:most]
