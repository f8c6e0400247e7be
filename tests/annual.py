"""An annual plan carried along its path by the workflow, for tests that start in mid-life."""

from django.urls import reverse

from tests import factories
from tests.journeys import day, entry
from tests.walks import remembered
from topics.models import AnnualPlan, AnnualPlanItem, Candidate, Topic
from topics.workflow import take

YEAR = day(0).year


class Year:
    """The legs of the plan of one year; `cast` is the fixture of that name."""

    def __init__(self, cast, year=YEAR):
        self.cast, self.year = cast, year

    def take(self, record, name, by, on=None, **answers):
        """The step as somebody takes it who has just opened the record's page."""
        record.refresh_from_db()
        return take(record, name, by=factories.fresh(self.cast[by]), happened_on=on, **answers)

    @remembered
    def drafted(self, items=1):
        """A draft with so many complete items."""
        plan = AnnualPlan.objects.create(year=self.year)
        plan.editors.add(self.cast["office"])
        for number in range(1, items + 1):
            self.item(plan, f"示例协商事项{number}")
        return plan

    @remembered
    def item(self, plan, title="示例协商事项", **fields):
        """A complete item at the end of the plan, of the county level."""
        defaults = {
            "order": plan.items.count() + 1,
            "source": Topic.Source.CPPCC_SELECTED,
            "form": entry("form"),
            "content": "示例协商内容",
            "period": "1-03",
            "is_county_level": True,
            "outcome_kind": entry("outcome"),
        }
        return AnnualPlanItem.objects.create(plan=plan, title=title, **defaults | fields)

    @remembered
    def candidate(self, plan, title="示例备选", **fields):
        """What the clerk's committee puts forward."""
        clerk = self.cast["clerk"]
        defaults = {
            "content": "示例协商内容",
            "proposer": Topic.Proposer.COMMITTEE,
            "committee": clerk.current_appointments[0].committee,
            "created_by": clerk,
        }
        return Candidate.objects.create(plan=plan, title=title, **defaults | fields)

    @remembered
    def submitted(self, plan=None):
        plan = plan or self.drafted()
        self.take(plan, "submit", "office", day(0))
        return plan

    @remembered
    def reviewed(self, plan=None):
        plan = self.submitted(plan)
        self.take(plan, "pass", "presidium", day(0), term=factories.term(), meeting_number=21)
        return plan

    @remembered
    def approved(self, plan=None):
        plan = self.reviewed(plan)
        self.take(plan, "approve", "office", day(0), decision_number="示委常〔1〕号")
        return plan

    @remembered
    def issued(self, plan=None, on=None):
        plan = self.approved(plan)
        self.take(plan, "issue", "office", on or day(0), document_number=f"示办〔{plan.year}〕{plan.number}号")
        return plan

    @remembered
    def adjusting(self, plan=None):
        """The draft of an adjustment of the issued plan."""
        plan = plan or self.issued()
        self.take(plan, "adjust", "office", day(1), reason="县委部署新的重点工作")
        return AnnualPlan.objects.get(adjusts=plan)


def told(response):
    return [str(message) for message in response.context["messages"]]


def take_step(client, plan, name, **answers):
    plan.refresh_from_db()
    data = {"version": plan.version, "happened_on": day(2).isoformat()} | answers
    return client.post(reverse("step", args=["annual_plan", plan.pk, name]), data, follow=True)
