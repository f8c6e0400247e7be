from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.forms.checks import PlainLines
from consult.forms.fields import DayField
from topics.forms.questions import asked
from topics.workflow.refusals import refused


def answers_of(form):
    """What a form answers to the workflow: its values by name, or what a field with `answers` makes of its value."""
    answers = {}
    for name, value in form.cleaned_data.items():
        field = form.fields.get(name)
        answers |= field.answers(value) if hasattr(field, "answers") else {name: value}
    return {name: value for name, value in answers.items() if name != "version"}


def refuse(form, error):
    """Show what the workflow refused at the field it concerns, or above the form."""
    if not hasattr(error, "error_dict"):
        return form.add_error(None, error)
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class AnswersOfStep:
    """For a form of the answers to a transition about a record: with the day on which it happened."""

    def ask_day(self):
        self.fields["happened_on"] = DayField(label=_("Happened on"), help_text=_("Earlier where paper came first."))

    def propose_day(self):
        self.fields["happened_on"].initial = self.transition.usual_day(self.record, timezone.localdate())

    def tell_all(self):
        """Beside what is wrong here, at the other fields what the workflow would refuse after it."""
        now, answers = timezone.now(), self.answers()
        day = answers.pop("happened_on", None) or timezone.localdate(now)
        for name, reason in refused(self.transition, self.record, answers, day, now).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, reason)

    def answers(self):
        """What to pass to `take`: everything asked and the day."""
        return answers_of(self)


class StepForm(AnswersOfStep, PlainLines, forms.Form):
    """Exactly the questions that a transition asks, the day it happened, and the version that the user saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    is_final = True

    def __init__(self, transition, record, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.transition, self.record = transition, record
        self.initial.setdefault("version", record.version)
        self.fields |= asked(transition.asks, record, user)
        for name in transition.demands:
            self.fields[name].required = True
        if "happened_on" not in self.fields:
            self.ask_day()
        self.propose_day()

    def clean(self):
        super().clean()
        if self.errors and self.is_final and not self.transition.unmet(self.record):
            self.tell_all()
        return self.cleaned_data


class TakeBackForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class ReasonForm(TakeBackForm):
    """A reason, and the version that the user saw, for what is done on a page of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
