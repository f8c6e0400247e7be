from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, ngettext

from committees.views.ending import BeforeTheEnd
from consult.forms.sent_once import sent_before, sent_once
from consult.punctuation import labelled
from topics.forms.handing_over import TopicsHandOverForm
from topics.forms.steps import answers_of
from topics.workflow import take


class TopicsHandOver(BeforeTheEnd):
    """Open topics of a committee handed over to another organiser, each by its own step; all or none."""

    form_class = TopicsHandOverForm
    title = gettext_lazy("Hand over several topics")
    submit_label = gettext_lazy("Hand over the ticked topics")
    explain = gettext_lazy(
        "Another organiser goes on with each topic, whose history keeps the dates. All ticked topics are handed over,"
        " or none."
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        if sent := sent_before(self.request):
            return sent
        try:
            return sent_once(self.request, lambda: self.handed_over(form))
        except ValidationError as refusal:
            form.add_error("topics", refusal)
            return self.form_invalid(form)

    def handed_over(self, form):
        answers = answers_of(form)
        topics, reasons = answers.pop("topics"), []
        for topic in topics:
            try:
                take(topic, "hand_over", by=self.request.user, **answers)
            except ValidationError as refusal:
                reasons += [labelled(topic, one) for one in refusal.messages]
        if reasons:
            raise ValidationError(reasons)
        words = ngettext("%(count)d topic handed over.", "%(count)d topics handed over.", len(topics))
        messages.success(self.request, words % {"count": len(topics)})
        return super().form_valid(form)
