"""The work of a committee on its page in the organisation, as far as its reader sees it."""

from django import template
from django.utils import timezone

from members.rules import member_fields
from topics.committee_home import open_work, participation, year_at_a_glance
from topics.duty.counting import Duty

register = template.Library()
MOST_YEARS = 5


@register.inclusion_tag("topics/committee_work.html", takes_context=True)
def committee_work(context, committee):
    request, this_year = context["request"], timezone.localdate().year
    years = range(this_year, this_year - MOST_YEARS, -1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else this_year
    user = request.user
    rows = participation(committee, year) if "record" in member_fields(user) else []
    return {
        "year": year,
        "before": year - 1,
        "years": [(one, one == year) for one in years],
        "highlights": year_at_a_glance(user, committee, year) if user.has_perm("topics.view_statistics") else [],
        "participation": rows,
        "together": sum((row.duty for row in rows), Duty()),
        "taking_part": sum(row.duty.attended > 0 for row in rows),
        "cards": open_work(user, committee) if user.has_perm("topics.view_inside") else [],
    }
