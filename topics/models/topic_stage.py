"""The stages of a topic, and what they have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TopicStage(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    RETURNED = "returned", _("returned for revision")
    ACCEPTED = "accepted", _("accepted")
    PLAN_REVIEW = "plan_review", _("plan under review")
    APPROVED = "approved", _("plan approved")
    CONSULTING = "consulting", _("in consultation")
    CONCLUDED = "concluded", _("concluded")
    REFERRED = "referred", _("referred")
    ANSWERED = "answered", _("answered by departments")
    TRACKING = "tracking", _("in follow-up")
    CLOSED = "closed", _("closed and archived")
    REJECTED = "rejected", _("rejected")
    MERGED = "merged", _("merged")
    SUSPENDED = "suspended", _("suspended")
    STOPPED = "stopped", _("stopped")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RECORDED = "recorded", _("recorded afterwards")


PATH = (
    TopicStage.PROPOSED,
    TopicStage.ACCEPTED,
    TopicStage.PLAN_REVIEW,
    TopicStage.APPROVED,
    TopicStage.CONSULTING,
    TopicStage.CONCLUDED,
    TopicStage.REFERRED,
    TopicStage.ANSWERED,
    TopicStage.TRACKING,
    TopicStage.CLOSED,
)
LIVING = frozenset(PATH[1:-1]) | {TopicStage.SUSPENDED}
CARRYING_OUT = LIVING | {TopicStage.CLOSED}
TAKES_OTHERS_IN = LIVING | {TopicStage.PROPOSED}
WITH_PROPOSER = frozenset({TopicStage.DRAFT, TopicStage.RETURNED})
PLANNING = frozenset({TopicStage.ACCEPTED, TopicStage.PLAN_REVIEW, TopicStage.APPROVED, TopicStage.CONSULTING})
REVIEWING = frozenset({TopicStage.PLAN_REVIEW, TopicStage.CONSULTING})
HOLDING = frozenset({TopicStage.APPROVED, TopicStage.CONSULTING})
GONE = frozenset({TopicStage.REJECTED, TopicStage.MERGED, TopicStage.STOPPED, TopicStage.WITHDRAWN})
OFF_PATH = frozenset(TopicStage) - frozenset(PATH)
