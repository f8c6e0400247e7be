"""A department with more than one account: liaisons and heads, who join the cast of a journey."""

from members.models import Role
from tests import factories
from topics.workflow.answer_drafts import keep_draft

CONTENT = {
    "decision": "adopted",
    "handling_result": "B",
    "measures": "示例措施",
    "reason_not_adopted": "",
    "planned_on": None,
    "completed_on": None,
    "scan": None,
}


def join(journey, name, is_head=False, of="department"):
    """One account more of the department, by a name of its own in the cast."""
    account = factories.official(Role.DEPARTMENT, name, department=journey.cast[of], is_head=is_head)
    journey.cast[name] = account
    return account


def content(**changes):
    return CONTENT | {"planned_on": "2099-01-01"} | changes


def draft(journey, recommendation, by="dept_user", **changes):
    recommendation.refresh_from_db()
    keep_draft(recommendation, content(**changes), by=factories.unasked(journey.cast[by]))
    recommendation.refresh_from_db()
    return recommendation.drafts.first()


def submitted(journey, recommendation, by="dept_user", on=None, **changes):
    draft(journey, recommendation, by, **changes)
    journey.take(recommendation, "submit_draft", by, on)
    return recommendation.drafts.first()


def send(journey, recommendation, by, on=None, **changes):
    """The answer as the page of the submitted draft sends it."""
    found = recommendation.drafts.first().content
    journey.take(recommendation, "answer", by, on, **found | changes)
