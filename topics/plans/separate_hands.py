"""Who drafted decides nothing, and nobody decides for both bodies."""

from django.utils.translation import gettext_lazy as _

from consult.rules import all_of, holds, refusing
from topics.models import Body, Plan, Step
from topics.rules import OWN_ENTRY

DRAFTED = _("You edited or submitted a version of this plan.")
DECIDED_FOR_OTHER = _("You recorded the other body's conclusion on this plan.")


def drafted_rounds(user, plans):
    """The rounds among those of the plans, as (topic id, round), of which the user edited or submitted a version."""
    topics = {plan.topic_id for plan in plans}
    edited = Plan.objects.filter(topic__in=topics, editors=user).order_by().values_list("topic_id", "round")
    submits = Step.objects.filter(topic__in=topics, actor=user, transition__in=["submit", "submit_revision"])
    return set(edited) | set(submits.order_by().values_list("topic_id", "plan__round"))


def drafted_round(user, plan):
    """Edited or submitted any version of the plan of this round."""
    return (plan.topic_id, plan.round) in drafted_rounds(user, [plan])


def decided_rounds(user, plans, body):
    """The rounds among those of the plans, as (topic id, round), on which the user recorded for the body."""
    steps = Step.objects.filter(
        topic__in={plan.topic_id for plan in plans},
        actor=user,
        transition__in=[f"{verb}_{body}" for verb in ("pass", "return", "refuse", "defer", "revoke")],
    )
    return set(steps.order_by().values_list("topic_id", "plan__round"))


def decided_for(user, plan, body):
    """Recorded or corrected a decision of the body on any version of this round."""
    return (plan.topic_id, plan.round) in decided_rounds(user, [plan], body)


def other_body(body):
    return Body.PRESIDIUM if body == Body.PARTY_GROUP else Body.PARTY_GROUP


@refusing(DRAFTED)
def is_no_drafter(user, plan=None):
    return plan is None or not drafted_round(user, plan)


def records_for(body):
    """Sits in the body, drafted no version of the round and recorded nothing of the other body on it (rule 3)."""

    @refusing(DECIDED_FOR_OTHER)
    def decides_for_it_alone(user, plan=None):
        return plan is None or not decided_for(user, plan, other_body(body))

    rule = all_of(holds(body), is_no_drafter, decides_for_it_alone)
    rule.__name__ = f"records_for_{body}"
    return rule


def corrects_for(body):
    """Records for the body and is not the one whose entry is corrected."""

    @refusing(OWN_ENTRY)
    def corrects_another(user, plan=None):
        last = plan.decisions.standing().filter(item__meeting__body=body).first() if plan else None
        return last is None or last.recorded_by_id != user.pk

    rule = all_of(records_for(body), corrects_another)
    rule.__name__ = f"corrects_for_{body}"
    return rule
