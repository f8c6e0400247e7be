"""Registers behind figures of the annual report: what the annual plans name, and the written instructions."""

from django.utils.translation import gettext_lazy as _

from consult.views import ListPage
from topics.annual_plans.execution import IN_FORCE, state_now
from topics.filters.annual_plans import PlanItemFilters
from topics.filters.recommendations import InstructionFilters
from topics.models import AnnualPlanItem, WrittenInstruction
from topics.sheets.columns import INSTRUCTION_COLUMNS, PLAN_ITEM_COLUMNS


class PlanItemList(ListPage):
    """The items of the annual plans in force, each with how far it is."""

    model = AnnualPlanItem
    permission = "topics.list_annual_plans"
    filterset_class = PlanItemFilters
    register = "plan_item_list"
    title = _("Items of the annual plans")
    columns = PLAN_ITEM_COLUMNS
    sorts = {"year": ["plan__year", "period"], "period": ["period"]}
    default_sort = "-year"
    ties_stay = True
    template_name = "topics/plan_item_list.html"

    def rows(self, queryset):
        rows = queryset.filter(plan__stage__in=IN_FORCE).annotate(execution=state_now())
        return rows.select_related("plan", "form", "organiser")


class InstructionList(ListPage):
    model = WrittenInstruction
    permission = "topics.list_instructions"
    filterset_class = InstructionFilters
    register = "instruction_list"
    title = _("Written instructions")
    columns = INSTRUCTION_COLUMNS
    sorts = {"date": ["given_on"], "topic": ["topic__year", "topic__number"]}
    default_sort = "-date"
    template_name = "topics/instruction_list.html"

    def rows(self, queryset):
        return queryset.select_related("topic__organiser")
