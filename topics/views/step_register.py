from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from consult.views import ListPage
from topics.filters.steps import StepFilters
from topics.models import Plan, Step
from topics.sheets.steps import STEP_COLUMNS


class StepList(ListPage):
    """The histories of all records that the user sees, the latest line first."""

    model = Step
    permission = "topics.list_steps"
    filterset_class = StepFilters
    register = "step_list"
    title = _("All steps")
    columns = STEP_COLUMNS
    # In the order of recording, which is that of the keys.
    sorts = {"recorded": ["pk"], "happened": ["happened_on"]}
    default_sort = "-recorded"
    template_name = "components/list_page.html"

    def rows(self, queryset):
        parts = ("plan__topic", "session__topic", "recommendation__topic")
        seen = Plan.objects.visible_to(self.request.user).filter(pk=OuterRef("plan"))
        rows = queryset.annotate(plan_opens=Exists(seen))
        return rows.select_related("topic", "meeting__term", "annual_plan", *parts)
