"""What a plan's move does besides changing the stage: decisions, agenda items, and the topic behind it."""

from topics.deadlines import follow_day
from topics.models import AgendaItem, Decision, Plan, TopicStage
from topics.workflow.machine import follow


def start_review(plan, step, answers):
    if plan.round == 1:
        follow(plan.topic, "review", cause=step)


def end_review(plan, step):
    if plan.round == 1:
        follow(plan.topic, "unreview", cause=step)


def approve_topic(plan, step):
    if plan.round == 1:
        follow(plan.topic, "approve", cause=step)
    else:
        follow_day(plan.topic, step.happened_on)


def take_down_alone(plan, step, answers):
    plan.agenda_items.undecided().update(state=AgendaItem.State.TAKEN_DOWN)
    Plan.objects.filter(revises=plan).update(revises=None)


def take_down(plan, step, answers):
    take_down_alone(plan, step, answers)
    end_review(plan, step)


def replace_revised(plan, step, answers):
    follow(plan.revises, "supersede", cause=step)
    follow_day(plan.topic, step.happened_on)


def bring_back_revised(plan, step, answers):
    follow(plan.revises, "restore", cause=step)
    follow_day(plan.topic, step.happened_on)


def record_decision(then):
    """The effect of a decision: its row, the agenda item's state, and what it means for the topic."""

    def effect(plan, step, answers):
        item, outcome = answers["item"], answers["outcome"]
        Decision.objects.create(
            item=item,
            plan=plan,
            outcome=outcome,
            opinion=answers.get("opinion") or "",
            decided_on=step.happened_on,
            recorded_by=step.actor,
            recorded_at=step.recorded_at,
        )
        deferred = outcome == Decision.Outcome.DEFERRED
        state = AgendaItem.State.DEFERRED if deferred else AgendaItem.State.DECIDED
        AgendaItem.objects.filter(pk=item.pk).update(state=state)
        if then:
            then(plan, step)

    return effect


def revoke_decision(plan, step, answers):
    """Mark the wrong decision as taken back and put the item and the topic where they were before it."""
    item = answers["item"]
    item.decisions.standing().update(revoked_by=step.actor, revocation_reason=answers["reason"])
    AgendaItem.objects.filter(pk=item.pk).update(state=AgendaItem.State.PENDING)
    topic = plan.topic
    topic.refresh_from_db()
    if plan.round == 1 and topic.stage == TopicStage.ACCEPTED:
        follow(topic, "review", cause=step)
    elif plan.round == 1 and topic.stage == TopicStage.APPROVED and item.meeting.is_of_presidium:
        follow(topic, "unapprove", cause=step)
    elif plan.round > 1:
        follow_day(topic, step.happened_on)
