"""Plans put before a body, by the workflow or past it, for the attacks on the rules (docs/rules.md)."""

from tests import factories
from topics.models import AgendaItem, ReviewMeeting


def pending_item(journey, body, on, plan):
    return journey.meeting(body, on, plan).items.get()


def smuggled_item(body, on, plan):
    """An item on the agenda of a held meeting, put there past the workflow."""
    meeting = ReviewMeeting.objects.create(body=body, term=factories.term(), number=99, meets_on=on, stage="held")
    return AgendaItem.objects.create(meeting=meeting, plan=plan)


def decide(journey, plan, name, item, by, on, outcome="passed", opinion="示例意见"):
    return journey.take(plan, name, by, on, item=item, outcome=outcome, opinion=opinion)
