"""Which choices in a question demand an answer to another one."""

from topics.models import Countersign, Evaluation, Topic

Result = Topic.Result
DEMANDED = {
    "measures": ("decision", (Result.ADOPTED, Result.PARTLY)),
    "reason_not_adopted": ("decision", (Result.PARTLY, Result.NOT_ADOPTED)),
    "planned_on": ("decision", (Result.ADOPTED, Result.PARTLY)),
    "remark": ("agreement", (Countersign.Agreement.OPINION,)),
    "comment": ("verdict", (Evaluation.Verdict.NOT_SATISFIED,)),
}


def is_demanded(name, answers):
    other, choices = DEMANDED[name]
    return answers.get(other) in choices
