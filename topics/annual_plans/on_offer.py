"""What can be taken into an annual plan while it is drafted, besides the candidates: topics that are not in it."""

from django.db.models import Q

from topics.models import Topic, TopicStage
from topics.models.topic_stage import LIVING


def topics_on_offer(plan):
    """Proposed topics that wait for their screening, and those accepted in its year outside the plan."""
    taken = plan.items.filter(taken_from__isnull=False).values("taken_from")
    screened = Q(stage=TopicStage.PROPOSED)
    outside = Q(stage__in=LIVING, year=plan.year, plan_item=None, is_planned=False)
    return Topic.objects.filter(screened | outside).exclude(pk__in=taken).order_by("proposed_on", "pk")
