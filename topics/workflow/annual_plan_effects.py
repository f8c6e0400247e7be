"""What an annual plan's move does besides changing the stage."""

from django.db.models import F, Max
from django.utils import timezone

from topics.models import AnnualPlan, AnnualPlanItem, AnnualPlanStage, Candidate
from topics.models.topic_stage import CARRYING_OUT
from topics.workflow.annual_plan_ends import topics_of_issue
from topics.workflow.machine import follow

LINKED = ("form", "leading_vice_chair", "organiser", "outcome_kind", "taken_from")
COPIED = ("order", "title", "source", "content", "period", "is_county_level", *LINKED)
ADJUSTED = ("change", "reason")


def take_in(plan, step, answers):
    """Chosen candidates and topics become items at the end of the plan."""
    for candidate in answers.get("candidates", []):
        fields = {name: getattr(candidate, name) for name in ("title", "source", "content", "form")}
        item = add_item(plan, candidate=candidate, organiser=candidate.committee, **fields)
        item.departments.set(candidate.departments.all())
        decide(candidate, state=Candidate.State.TAKEN)
    for topic in answers.get("topics", []):
        fields = {
            name: getattr(topic, name) for name in ("title", "source", "form", "is_county_level", "leading_vice_chair")
        }
        unit = topic.organiser if topic.number else topic.proposing_committee
        item = add_item(plan, taken_from=topic, content=topic.points[:2000], organiser=unit, **fields)
        item.departments.set(topic.departments.all())
    plan.editors.add(step.actor)


def add_item(plan, **fields):
    """An item at the end of the plan; in an adjustment it counts as added."""
    last = plan.items.aggregate(last=Max("order"))["last"] or 0
    change = AnnualPlanItem.Change.ADDED if plan.adjusts_id else AnnualPlanItem.Change.KEPT
    return AnnualPlanItem.objects.create(plan=plan, order=last + 1, change=change, **fields)


def leave_out(plan, step, answers):
    decide(answers["candidate"], state=Candidate.State.LEFT_OUT, reason=answers["reason"])
    plan.editors.add(step.actor)


def put_back(plan, step, answers):
    decide(answers["candidate"], state=Candidate.State.WAITING, reason="")
    plan.editors.add(step.actor)


def decide(candidate, **fields):
    """Its version moves on, so that its proposer does not write over the decision."""
    Candidate.objects.filter(pk=candidate.pk).update(version=F("version") + 1, **fields)


def begin_adjustment(plan, step, answers):
    """The next version with every item of this one that was not dropped, or as an adjustment given up left them."""
    last = AnnualPlan.objects.filter(year=plan.year).aggregate(last=Max("number"))["last"]
    version = AnnualPlan.objects.create(
        year=plan.year, number=last + 1, adjusts=plan, adjusted_because=answers["reason"]
    )
    given_up = answers.get("begins_from")
    items = given_up.items.all() if given_up else plan.items.standing()
    for item in items.select_related(*LINKED, "origin").prefetch_related("departments"):
        fields = {name: getattr(item, name) for name in (*COPIED, *(ADJUSTED if given_up else ()))}
        fields["origin"] = item.origin if given_up else item.root
        copy = AnnualPlanItem.objects.create(plan=version, **fields)
        copy.departments.set(item.departments.all())
    version.editors.add(step.actor)


def put_into_force(plan, step, answers):
    """The version before gives way; topics that items were taken from carry them out from now on, closed ones too."""
    if plan.adjusts:
        follow(plan.adjusts, "supersede", cause=step)
    own = plan.items.filter(origin=None, taken_from__stage__in=CARRYING_OUT, taken_from__plan_item=None)
    for item in own.select_related("taken_from"):
        follow(item.taken_from, "plan_in", cause=step, plan_item=item, is_planned=True)


def keep_undone_reasons(plan, step, answers):
    for row in answers["undone"]:
        plan.items.filter(pk=row["item"].pk).update(undone_reason=row["reason"].strip())


def clear(*fields):
    """The effect of a move after which what these fields say no longer holds."""

    def effect(plan, step, answers):
        AnnualPlan.objects.filter(pk=plan.pk).update(**{name: EMPTY.get(name) for name in fields})

    return effect


def planned_before(topic):
    taken_in = topic.steps.filter(transition="plan_in").order_by("sequence").last()
    change = taken_in.answers.get("is_planned")
    return {"is_planned": change["from"]} if change else {}


EMPTY = {"decision_number": "", "document_number": ""}
SET_ON_THE_WAY = {
    AnnualPlanStage.PRESIDIUM_REVIEWED: ("approved_on", "decision_number", "issued_on", "document_number"),
    AnnualPlanStage.COMMITTEE_APPROVED: ("issued_on", "document_number"),
    AnnualPlanStage.ISSUED: ("finished_on",),
    AnnualPlanStage.DRAFTING: (),
}


def give_review_back(plan, step, answers):
    review = plan.steps.filter(transition="pass").order_by("sequence").last()
    meeting = {"term": review.answers["term"]["id"], "meeting_number": review.answers["meeting_number"]}
    AnnualPlan.objects.filter(pk=plan.pk).update(reviewed_on=review.happened_on, **meeting)


def take_back(plan, step, answers):
    """Clears what the wrong entry had set; the version that an issue had replaced is in force again."""
    clear(*SET_ON_THE_WAY[plan.stage])(plan, step, answers)
    if plan.stage == AnnualPlanStage.ISSUED:
        plan.items.update(undone_reason="", changed=timezone.now())
    if step.from_stage == AnnualPlanStage.ISSUED:
        for topic in topics_of_issue(plan):
            follow(topic, "plan_out", cause=step, plan_item=None, **planned_before(topic))
        if plan.adjusts:
            follow(plan.adjusts, "restore", cause=step)
