from django.db.models import F, OuterRef
from django.http import QueryDict
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from consult.lists.ordering import along
from consult.views import ListAction, ListPage
from topics.board import columns_of, counts_of
from topics.filters.topics import TopicFilters
from topics.models import ConsultationSession, Topic, TopicStage
from topics.models.topic import RESULT_COUNTS, counted_by
from topics.models.topic_stage import PATH
from topics.sheets.columns import TOPIC_COLUMNS
from topics.visible_fields import topic_fields

# What the columns show of a topic and of its relations; its long texts stay in the database.
SHOWN = (
    *("number", "title", "stage", "source", "is_livelihood", "is_planned", "recorded_at_county", "proposer"),
    *("proposed_on", "accepted_on", "approved_on", "due_on", "closed_on"),
    *("category__name", "form__name", "organiser__short_name"),
    *(f"proposing_committee__{name}" for name in (*Committee.NAMES, "former_names", "renamed_on")),
)


class TopicList(ListPage):
    model = Topic
    permission = "topics.list_topics"
    filterset_class = TopicFilters
    register = "topic_list"
    title = _("Topics")
    columns = TOPIC_COLUMNS
    template_name = "topics/topic_list.html"
    sorts = {
        "number": ["number"],
        "title": ["title"],
        "organiser": [F("organiser__order").asc(nulls_first=True)],
        "proposed": ["proposed_on"],
        "due": ["due_on"],
        "stage": [along("stage", TopicStage)],
    }
    default_sort = "-proposed"
    ticks_with = "topics.tick_rows"
    list_actions = (
        ListAction(reverse_lazy("batch_create", args=["screen"]), _("Screen"), "clipboard-check", "topics.add_batch"),
        ListAction(reverse_lazy("batch_create", args=["refer"]), _("Refer"), "send", "topics.add_batch"),
        ListAction(
            reverse_lazy("batch_create", args=["lead"]), _("Change who leads"), "user-check", "topics.add_batch"
        ),
    )

    def rows(self, queryset):
        held = ConsultationSession.objects.completed().filter(topic=OuterRef("pk"))
        counts = RESULT_COUNTS & {column.name for column in self.shown_columns}
        rows = queryset.with_result(counts).annotate(session_count=counted_by("topic", held))
        rows = rows.select_related("organiser", "category", "proposing_committee", "form").only(*SHOWN)
        return rows.prefetch_related("recommenders") if "export" in self.request.GET else rows

    def seen_parts(self):
        return topic_fields(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"views": self.views()}

    def views(self):
        """The ways to look at the topics: (label, icon, address with the same filter, whether it is this one)."""
        query = self.filterset.query() or self.everything
        ways = [("topic_list", _("List"), "list-check"), ("topic_board", _("Board"), "layout-dashboard")]
        named = [(label, icon, reverse(name)) for name, label, icon in ways]
        return [(label, icon, f"{url}?{query}".rstrip("?"), url == self.request.path) for label, icon, url in named]


class TopicBoard(TopicList):
    """The topics of the register as columns by stage, with its filters and its totals; side exits as links."""

    template_name = "topics/topic_board.html"
    paginate_by = None
    ticks_with = ""

    def get_context_data(self, **kwargs):
        found = Topic.objects.filter(pk__in=self.object_list.order_by().values("pk"))
        counts, stages = counts_of(found), self.stages_asked()
        columns = columns_of(found, self.request.user, self.order(), [stage for stage in PATH if stage in stages])
        for column in columns:
            column |= {"count": counts.get(column["stage"], 0), "url": self.register_of(column["stage"])}
        aside = [stage for stage in TopicStage if stage not in PATH and stage in counts]
        exits = [(stage.label, counts[stage], self.register_of(stage)) for stage in aside]
        return super().get_context_data(stages=columns, exits=exits, found=sum(counts.values()), **kwargs)

    def total(self, context):
        return context["found"]

    def stages_asked(self):
        """The stages that the filter names; all where it names none."""
        chosen = self.filterset.form.cleaned_data.get("stage") if self.filterset.is_valid() else None
        return chosen or TopicStage.values

    def register_of(self, stage):
        """The address of the register with the filters of the board and this stage alone."""
        query = QueryDict(self.filterset.query(), mutable=True)
        query["stage"] = stage
        return f"{reverse('topic_list')}?{query.urlencode()}"
