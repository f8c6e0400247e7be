"""The plans as they are read: register, page, changes between versions, print."""

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consult.lists.ordering import along
from consult.views import ListPage
from topics.filters.plans import PlanFilters
from topics.models import AgendaItem, Plan, PlanStage
from topics.plan_contents import decisions_of, whole
from topics.plans.comparison import compare
from topics.plans.rounds import Rounds
from topics.sheets.columns import PLAN_COLUMNS
from topics.views.fetch import fetch

CONTENTS = ("agenda", "guests", "invitees__member__mandates__sector", "invitees__member__memberships__committee")


class PlanList(ListPage):
    """The register of plans: every version that the user may see."""

    model = Plan
    permission = "topics.list_plans"
    filterset_class = PlanFilters
    register = "plan_list"
    title = gettext_lazy("Plans")
    columns = PLAN_COLUMNS
    sorts = {
        "topic": ["topic__number", "round", "number"],
        "organiser": [F("topic__organiser__order").asc(nulls_first=True)],
        "planned": ["planned_on"],
        "stage": [along("stage", PlanStage)],
        "changed": ["changed"],
    }
    default_sort = "-changed"
    ticks_with = "topics.tick_rows"

    def rows(self, queryset):
        deferred = AgendaItem.objects.filter(plan=OuterRef("pk"), state=AgendaItem.State.DEFERRED)
        rows = queryset.annotate(was_deferred=Exists(deferred)).select_related("topic__organiser", "venue")
        return rows.prefetch_related("invitees", "agenda_items__meeting__term")


@require_safe
def plan_detail(request, pk):
    """One version with everything it says, what the bodies decided, its other versions and what can be done now."""
    plan, user = fetch(Plan, request.user, pk), request.user
    plan = Plan.objects.select_related("topic__organiser", "venue").prefetch_related(*CONTENTS).get(pk=plan.pk)
    return render(request, "topics/plan_detail.html", whole(plan, user))


@require_safe
def plan_changes(request, pk, other):
    """What differs between a version and an earlier one of the topic, side by side; any two can be chosen."""
    versions = list(fetch(Plan, request.user, pk).topic.plans.visible_to(request.user).order_by("round", "number"))
    keys = [str(version.pk) for version in versions]
    chosen = [request.GET.get("old", str(other)), request.GET.get("new", str(pk))]
    if len(set(chosen)) < 2 or not set(chosen) <= set(keys):
        raise Http404
    older, newer = sorted(chosen, key=keys.index)
    if (newer, older) != (str(pk), str(other)):
        return redirect("plan_changes", newer, older)
    rounds = Rounds(versions)
    plan, earlier = rounds.versions[pk], rounds.versions[other]
    context = {"plan": plan, "earlier": earlier, "versions": versions, "comparison": compare(earlier, plan)}
    return render(request, "topics/plan_changes.html", context)


@require_safe
def plan_print(request, pk):
    plan = fetch(Plan, request.user, pk)
    inside = request.user.has_perm("topics.view_inside", plan.topic)
    context = {"plan": Rounds([plan])[plan], "decisions": decisions_of(plan), "inside": inside}
    return render(request, "topics/plan_print.html", context)
