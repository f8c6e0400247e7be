"""Until when an answer is due, as the steps say that set it and stand."""

from datetime import date

from topics.deadlines import due
from topics.models import Recommendation, RecommendationStage
from topics.models.succession import TAKEN_BACK

EXTENDED = "answer_months_extended"
BASES = {"reassign": "set_by_office", "extend": EXTENDED, "correct_extension": EXTENDED}
BY_THE_RULE = {"succeed", "send_back"}
GIVES_TIME_ANEW = {"refer", "reassign", "succeed"}


def set_basis(recommendation, step):
    basis = {"rule": BASES[step.transition], "from": step.happened_on.isoformat()}
    Recommendation.objects.filter(pk=recommendation.pk).update(due_basis=basis)


def give_back_time(recommendation):
    """The due date and its extension as they were before what was just taken back."""
    setter, is_extended = standing_time(recommendation)
    Recommendation.objects.filter(pk=recommendation.pk).update(due_on=day_set_by(setter), is_extended=is_extended)
    if basis := basis_set_by(setter):
        Recommendation.objects.filter(pk=recommendation.pk).update(due_basis=basis)
    else:
        set_basis(recommendation, setter)


def standing_time(recommendation):
    """The step whose due date holds, and whether the time is extended."""
    setter, is_extended, before = None, False, (None, False)
    for step in recommendation.steps.exclude(TAKEN_BACK).order_by("sequence"):
        if is_verdict_taken_back(step):
            setter, is_extended = before
            continue
        if step.transition == "send_back":
            before = setter, is_extended
        day = day_set_by(step)
        if day and not (setter and day == day_set_by(setter)):
            setter = step
        is_extended = step.transition == "extend" or (is_extended and step.transition not in GIVES_TIME_ANEW)
    return setter, is_extended


def is_verdict_taken_back(step):
    return step.transition == "correct" and step.from_stage == RecommendationStage.REWORKING


def day_set_by(step):
    if step.transition in BY_THE_RULE:
        return due("answer_months", step.happened_on)[0]
    return date.fromisoformat(step.answered("due_on")) if "due_on" in step.answers else None


def basis_set_by(step):
    if step.transition in BY_THE_RULE:
        return due("answer_months", step.happened_on)[1]
    return step.answers.get("due_basis")
