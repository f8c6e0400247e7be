"""The annual plans as they are read: their register, one version with how far it is, print, export."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consult.exports.workbook import workbook_response
from consult.views import ListPage
from topics.annual_plans.execution import Execution
from topics.annual_plans.rows import by_quarter, figures_of, figures_of_plans, rows_of
from topics.filters.annual_plans import AnnualPlanFilters
from topics.history_lines import lines_of
from topics.models import AnnualPlan, AnnualPlanStage, Candidate
from topics.rules import sees_inside
from topics.sheets.columns import ANNUAL_PLAN_COLUMNS, annual_plan_sheet
from topics.tasks.next_steps import next_of_annual_plan
from topics.views.fetch import fetch
from topics.workflow import may_take, offers

ON_ITS_PAGE = {"take_in", "leave_out", "put_back"}


class AnnualPlanList(ListPage):
    """The register of annual plans: every version that the user may see, and the candidates of the own units."""

    model = AnnualPlan
    permission = "topics.list_annual_plans"
    filterset_class = AnnualPlanFilters
    register = "annual_plan_list"
    title = gettext_lazy("Annual plans")
    columns = ANNUAL_PLAN_COLUMNS
    template_name = "topics/annual_plan_list.html"
    sorts = {"year": ["year", "number"], "issued": ["issued_on"]}
    default_sort = "-year"

    def paginate_queryset(self, queryset, page_size):
        paginator, page, plans, is_paged = super().paginate_queryset(queryset, page_size)
        return paginator, page, with_figures(plans), is_paged

    def exported(self, rows):
        return with_figures(rows)

    def get_context_data(self, **kwargs):
        user = self.request.user
        puts_forward = user.has_perm("topics.add_candidate")
        own = Candidate.objects.visible_to(user).put_forward_by(user) if puts_forward else Candidate.objects.none()
        return super().get_context_data(
            collecting=AnnualPlan.objects.filter(stage=AnnualPlanStage.DRAFTING) if puts_forward else [],
            candidates=own.select_related("plan", "committee").order_by("-pk")[:50],
            **kwargs,
        )


def with_figures(plans):
    """The plans as a list, each with `figures`, the number of its items by state, and `item_count`."""
    plans = list(plans)
    figures = figures_of_plans(plans)
    for plan in plans:
        plan.figures, plan.item_count = figures[plan.pk], figures[plan.pk].total()
    return plans


@require_safe
def annual_plan_detail(request, pk):
    """A version with its items by quarter, how far they are, who acts next and what can be done now."""
    plan, user = fetch(AnnualPlan, request.user, pk), request.user
    rows = rows_of(plan, user)
    if request.GET.get("export") == "xlsx":
        return workbook_response([annual_plan_sheet(plan, rows)], title=str(plan), user=user)
    state = request.GET.get("state", "")
    shown = [row for row in rows if row.state == state] if state in Execution.values else rows
    inside = sees_inside(user)
    context = {
        "plan": plan,
        "total": len(rows),
        "groups": by_quarter(shown),
        "shown_count": len(shown),
        "state": Execution(state).label if state in Execution.values else "",
        "states": states_of(plan, rows) if plan.is_published else [],
        "changed": [row for row in rows if row.item.change],
        "inside": inside,
        "versions": AnnualPlan.objects.visible_to(user).filter(year=plan.year),
        "history": lines_of(plan.steps.order_by("-sequence"), user) if inside else [],
    }
    return render(request, "topics/annual_plan_detail.html", context | openings(plan, user, inside))


def openings(plan, user, inside):
    """What comes next and what may be done now, in the card of the next step where that is the user's own."""
    elsewhere = ON_ITS_PAGE if plan.adjusts_id else ON_ITS_PAGE | {"issue_adjustment"}
    offered = [offer for offer in offers(user, plan) if offer.transition.name not in elsewhere]
    card = next_of_annual_plan(plan, user) if inside else None
    if card and card["is_me"]:
        card |= {"offers": offered, "record": plan}
        offered = []
    return {
        "next": card,
        "offers": offered,
        "may_edit": may_take(user, plan, "take_in"),
        "waiting_count": plan.candidates.waiting().count() if inside else 0,
    }


def states_of(plan, rows):
    """The tiles above the items: how many in each state, each leading to its list."""
    address = plan.get_absolute_url()
    return [
        {"label": _("items in all"), "count": len(rows), "url": address},
        *(
            {"label": state.label, "count": count, "url": f"{address}?state={state.value}"}
            for state, count in figures_of(rows)
        ),
    ]


@require_safe
def annual_plan_print(request, pk):
    """The plan as an official table on A4 across."""
    plan = fetch(AnnualPlan, request.user, pk)
    rows = rows_of(plan, request.user)
    return render(request, "topics/annual_plan_print.html", {"plan": plan, "groups": by_quarter(rows)})
