from topics.workflow.annual_plan import ANNUAL_PLAN_WORKFLOW
from topics.workflow.machine import (
    BACK,
    NOTED,
    SAME,
    SYSTEM,
    WORKFLOWS,
    Moved,
    Transition,
    follow,
    may_take,
    note,
    offers,
    take,
)
from topics.workflow.plan import PLAN_WORKFLOW
from topics.workflow.recommendation import RECOMMENDATION_WORKFLOW
from topics.workflow.review_meeting import REVIEW_MEETING_WORKFLOW
from topics.workflow.session import SESSION_WORKFLOW
from topics.workflow.topic import TOPIC_WORKFLOW

__all__ = [
    "ANNUAL_PLAN_WORKFLOW",
    "BACK",
    "NOTED",
    "PLAN_WORKFLOW",
    "RECOMMENDATION_WORKFLOW",
    "REVIEW_MEETING_WORKFLOW",
    "SAME",
    "SESSION_WORKFLOW",
    "SYSTEM",
    "TOPIC_WORKFLOW",
    "WORKFLOWS",
    "Moved",
    "Transition",
    "follow",
    "may_take",
    "note",
    "offers",
    "take",
]
