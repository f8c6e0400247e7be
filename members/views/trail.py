from django.utils.translation import gettext_lazy as _

from consult.models import TrailEntry
from consult.views import ListPage
from members.filters import TrailFilters
from members.sheets import TRAIL_COLUMNS


class TrailList(ListPage):
    """The audit trail as the auditor reads it, the latest line first."""

    model = TrailEntry
    permission = "members.read_trail"
    filterset_class = TrailFilters
    template_name = "components/list_page.html"
    register = "trail"
    title = _("Audit trail")
    columns = TRAIL_COLUMNS
    sorts = {"when": ["sequence"], "who": ["actor_name"]}
    default_sort = "-when"
