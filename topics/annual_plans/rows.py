"""An annual plan as its readers see it: its items by quarter, how far each is, and what a version changed."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.formats import date_format

from topics.annual_plans.carriers import carriers
from topics.annual_plans.changes import differences
from topics.annual_plans.execution import Execution, state_of
from topics.annual_plans.vacancies import vacancies
from topics.models import AnnualPlanItem, ConsultationSession, Period, Topic
from topics.models.annual_plan import IN_WORK
from topics.models.annual_plan_item import QUARTERS

RELATIONS = ("form", "outcome_kind", "leading_vice_chair", "organiser", "origin", "taken_from", "candidate__committee")


@dataclass
class Row:
    """One item with its place in the plan: how far it is, the topic that carries it out, what changed.

    `topic` is None where the reader may not see it; `held_on` is the day of its last session,
    `gone` whom and what a plan in work names that left or ended since.
    """

    item: AnnualPlanItem
    number: int
    state: Execution
    topic: Topic | None
    held_on: object = None
    concluded_on: object = None
    changes: list = field(default_factory=list)
    reason_before: str = ""
    gone: list = field(default_factory=list)

    @property
    def is_done(self):
        return self.state == Execution.DONE

    @property
    def why(self):
        """Why it was not done, or the reason of its last adjustment."""
        return self.item.undone_reason or self.item.reason or self.reason_before


def items_of(plan):
    """The items in the order of the plan: by quarter and month, those without a time last."""
    items = plan.items.select_related(*RELATIONS).prefetch_related("departments")
    return sorted(items, key=lambda item: (item.quarter or "9", item.order, item.pk))


def rows_of(plan, user):
    """All items as rows, read in a fixed number of queries."""
    items = items_of(plan)
    carrying = carriers(items)
    topics = [topic for topic in carrying.values() if topic]
    seen = set(Topic.objects.visible_to(user).filter(pk__in={t.pk for t in topics}).values_list("pk", flat=True))
    held = ConsultationSession.objects.completed().filter(topic__in=topics).order_by().values("topic")
    held_on = dict(held.annotate(last=Max("held_on")).values_list("topic", "last"))
    before = {item.root_id: item for item in items_of(plan.adjusts)} if plan.adjusts else {}
    rows, gone = [], vacancies(plan) if plan.stage in IN_WORK else {}
    for number, item in enumerate(items, start=1):
        topic = carrying[item.root_id]
        row = Row(item, number, state_of(item, topic), topic if topic and topic.pk in seen else None)
        row.gone = gone.get(item.pk, [])
        if topic and row.state in {Execution.UNDER_WAY, Execution.DONE}:
            row.held_on, row.concluded_on = held_on.get(topic.pk), topic.concluded_on
        if item.root_id in before and not item.is_dropped:
            row.changes = differences(before[item.root_id], item)
        rows.append(row)
    return rows


def rows_of_year(plan, user):
    """The rows of the version, then what earlier versions of the year had dropped; each with its last reason."""
    rows, earlier = rows_of(plan, user), plan.adjusts
    found = {row.item.root_id: row for row in rows}
    while earlier:
        for item in items_of(earlier):
            row = found.get(item.root_id)
            if row and not row.why:
                row.reason_before = item.reason
            elif row is None and item.is_dropped:
                found[item.root_id] = Row(item, len(found) + 1, Execution.ADJUSTED, None)
        earlier = earlier.adjusts
    return list(found.values())


def by_quarter(rows):
    """The rows as (quarter or None, rows), without empty quarters."""
    groups = [(quarter, [row for row in rows if row.item.quarter == quarter]) for quarter in (*QUARTERS, None)]
    return [(Period(quarter).label if quarter else None, found) for quarter, found in groups if found]


def figures_of(rows):
    """How many items there are in each state, as (state, number), all states in their order."""
    counted = Counter(row.state for row in rows)
    return [(state, counted[state]) for state in Execution]


def figures_of_plans(plans):
    """For each plan by its id how many items stand in each state, in a fixed number of queries."""
    items = list(AnnualPlanItem.objects.filter(plan__in=plans))
    carrying = carriers(items)
    figures = {plan.pk: Counter() for plan in plans}
    for item in items:
        figures[item.plan_id][state_of(item, carrying[item.root_id])] += 1
    return figures


def done_in_words(row):
    """When an item was carried out, for the printed table and the export."""
    if row.state != Execution.DONE:
        return ""
    return date_format(row.held_on or row.concluded_on)
