"""More time for an answer: the last of the lines about it tells whether it is asked for, given or declined."""

from django.db.models import OuterRef, Prefetch, Subquery

from topics.models.recommendation import OWED_BY_DEPARTMENT, Recommendation
from topics.models.step import Step
from topics.models.succession import TAKEN_BACK

ASKED, GRANTED, DECLINED = "ask_extension", "extend", "decline_extension"
# Each referral, and each answer sent back, gives time anew.
ABOUT_TIME = {"refer", "reassign", "succeed", "send_back", "withdraw_request", ASKED, GRANTED, DECLINED}


def about_time():
    """The lines about the time, without those of a succession that was taken back."""
    lines = Step.objects.filter(lifecycle="recommendation", transition__in=ABOUT_TIME)
    return lines.exclude(TAKEN_BACK).order_by("-sequence")


def time_lines():
    return Prefetch("steps", about_time(), to_attr="time_lines")


def last_of_time(recommendation):
    """The newest line about the time for the answer, or None; with its `time_lines` without a query."""
    if (lines := getattr(recommendation, "time_lines", None)) is not None:
        return next(iter(lines), None)
    return about_time().filter(recommendation=recommendation).first()


def time_request(recommendation):
    """The line by which the department asked for more time, while that waits for the office; else None."""
    last = last_of_time(recommendation) if recommendation.stage in OWED_BY_DEPARTMENT else None
    return last if last and last.transition == ASKED else None


def asking_for_time():
    """The recommendations with a request that waits for the office."""
    last = about_time().filter(recommendation=OuterRef("pk")).values("transition")
    owed = Recommendation.objects.filter(stage__in=OWED_BY_DEPARTMENT)
    return owed.annotate(last_of_time=Subquery(last[:1])).filter(last_of_time=ASKED)
