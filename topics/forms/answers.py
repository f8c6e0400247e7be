from dataclasses import replace

from topics.answering import sends_answer
from topics.forms.steps import StepForm
from topics.models import AnswerDraft
from topics.workflow import RECOMMENDATION_WORKFLOW
from topics.workflow.answer_drafts import content_so_far

ANSWER = RECOMMENDATION_WORKFLOW["answer"]
SENDING = replace(ANSWER, asks=("alone_reason",))


class AnswerForm(StepForm):
    """The answer as it is written: its questions, begun with what was written so far; a draft may leave some open."""

    def __init__(self, record, user, data=None, *, is_kept=False, added=None):
        begun = content_so_far(record) | ({"scan": added} if added else {})
        super().__init__(ANSWER, record, user, data, initial=begun)
        self.instance = record
        if not sends_answer(user, record):
            del self.fields["alone_reason"]
        self.is_final = not is_kept
        if is_kept:
            for name in (*AnswerDraft.CONTENT, "happened_on"):
                self.fields[name].required = False

    def content(self):
        return {name: self.cleaned_data[name] for name in AnswerDraft.CONTENT}


class SendForm(StepForm):
    """A submitted draft is sent as it is: the day, and why not all have countersigned where that is so."""

    def __init__(self, record, user, data=None):
        super().__init__(SENDING, record, user, data)
