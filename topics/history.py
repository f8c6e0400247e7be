"""The history of topics, review meetings and annual plans: the check of its chained digests."""

from topics.models import Step


def broken_links():
    """The steps whose digest does not follow from the step before, chain by chain."""
    broken, chain, previous, sequence = [], None, "", 0
    for step in Step.objects.order_by("topic_id", "meeting_id", "annual_plan_id", "sequence").iterator():
        if (step.topic_id, step.meeting_id, step.annual_plan_id) != chain:
            chain, previous, sequence = (step.topic_id, step.meeting_id, step.annual_plan_id), "", 0
        if step.sequence != sequence + 1 or step.digest != step.digest_after(previous):
            broken.append(step)
        previous, sequence = step.digest, step.sequence
    return broken
