"""One search over the registers: what each of those that somebody may open holds of some words, its first rows."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.views.committees import CommitteeList
from committees.views.departments import DepartmentList
from committees.views.venues import VenueList
from consult.lists.columns import ListColumn, table_rows
from consult.models import FormerNames
from members.views.members import MemberList
from topics.views.plans import PlanList
from topics.views.recommendations import RecommendationList
from topics.views.registers import PlanItemList
from topics.views.sessions import SessionList
from topics.views.topics import TopicList

FIRST = 5
SEARCHED = (
    (TopicList, "number title source category organiser stage"),
    (RecommendationList, "text topic topic_number number lead stage"),
    (PlanList, "topic topic_number label organiser stage"),
    (SessionList, "date topic topic_number number place stage"),
    (PlanItemList, "year title source organiser state"),
    (MemberList, "name sector committee committee_post employer"),
    (CommitteeList, "short_name name kind director"),
    (DepartmentList, "name phone state"),
    (VenueList, "name host_enterprise kind committee address"),
)


@require_safe
def search(request):
    """What the registers find for `q` by their own filter of words, each leading on to all that it found."""
    words = request.GET.get("q", "").strip()
    asked = SEARCHED if words else ()
    found = [hits for page, columns in asked if (hits := hits_of(page, columns.split(), request, words))]
    return render(request, "topics/search.html", {"searched": words, "found": found})


def hits_of(page, names, request, words):
    """What a register holds of the words; None where that is nothing, or nothing that this user may read."""
    if not page.is_open_to(request.user):
        return None
    register = page()
    register.setup(request)
    register.shown_columns = [column for column in register.seen_columns if column.name in names]
    if issubclass(page.model, FormerNames):
        register.shown_columns.append(ListColumn("", formerly, name="formerly", under=names[0]))
    total, rows = register.found(FIRST)
    if not total:
        return None
    return {
        "title": register.get_title(),
        "total": total,
        "columns": register.shown_columns,
        "rows": table_rows(rows, register.shown_columns),
        "url": f"{reverse(page.register)}?{urlencode({'q': words})}",
    }


def formerly(row):
    """Why a row is found whose names of today hold none of the words."""
    former = dict.fromkeys(name for _until, names in row.formerly for name in names)
    told = [name for name in former if name not in row.names_on(None)]
    return _("formerly %(names)s") % {"names": "、".join(told)} if told else ""
