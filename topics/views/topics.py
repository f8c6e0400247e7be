from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consult.views import ListPage
from topics.filters import TopicFilters
from topics.models import ConsultationSession, Topic, TopicStage
from topics.rules import topic_fields
from topics.sheets import TOPIC_COLUMNS

ALONG_THE_PATH = Case(*(When(stage=stage, then=Value(place)) for place, stage in enumerate(TopicStage)))


class TopicList(ListPage):
    """The register of topics."""

    model = Topic
    permission = "topics.list_topics"
    filterset_class = TopicFilters
    register = "topic_list"
    title = _("Topics")
    columns = TOPIC_COLUMNS
    template_name = "topics/topic_list.html"
    sorts = {
        "number": [F("number").asc(nulls_last=True)],
        "title": ["title"],
        "organiser": [F("organiser__order").asc(nulls_first=True)],
        "proposed": [F("proposed_on").asc(nulls_first=True)],
        "due": [F("due_on").asc(nulls_last=True)],
        "stage": [ALONG_THE_PATH],
    }
    default_sort = "-proposed"

    def rows(self, queryset):
        held = ConsultationSession.objects.completed().filter(topic=OuterRef("pk")).order_by()
        counted = held.values("topic").annotate(counted=Count("pk")).values("counted")
        rows = queryset.with_result().annotate(session_count=Coalesce(Subquery(counted), 0))
        rows = rows.select_related("organiser", "category", "proposing_committee", "form")
        return rows.prefetch_related("recommenders") if "export" in self.request.GET else rows

    def seen_parts(self):
        return topic_fields(self.request.user)
