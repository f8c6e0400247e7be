from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import Venue
from consult.forms.fields import ClockInput, DayInput
from consult.forms.versioned import VersionedForm
from topics.forms.steps import AnswersOfStep, answers_of
from topics.models import ConsultationSession, SessionStage
from topics.workflow.session import ASKED_AGAIN, FACTS, NOTICE, SCHEDULED, may_be_held


class SessionFacts(VersionedForm):
    """What a session's plan and its record both say: when, where and under whom."""

    class Meta:
        model = ConsultationSession
        fields = SCHEDULED
        widgets = {"held_on": DayInput, "starts_at": ClockInput, "ends_at": ClockInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.choosable_or(self.instance.venue_id)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if reason := may_be_held(self.instance.plan, day):
            raise ValidationError(reason)
        return day

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends < begins:
            self.add_error("ends_at", _("The end is before the beginning."))
        if ends and not begins and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Enter the beginning too."))
        return cleaned

    def save(self, commit=True):
        """Writes the fields of the form alone: the stage belongs to the workflow, the version to the view."""
        record = super().save(commit=False)
        record.save(update_fields=[*self._meta.fields, "changed"] if record.pk else None)
        return record


class PlannedSessionForm(SessionFacts):
    """The plan of a session: when and where, and how people are notified."""

    sets_new_day = False

    class Meta(SessionFacts.Meta):
        fields = FACTS
        widgets = SessionFacts.Meta.widgets | {
            "reply_by": DayInput,
            "noticed_on": DayInput,
            "notice": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = _("Where no venue of the network fits, or more exactly where.")
        if "reply_by" in self.fields:
            self.fields["reply_by"].help_text = _(
                "Until then members attend or ask for leave; empty: the day of the session."
            )
        if self.instance.pk:
            self.fields["held_on"].help_text = ASKED_AGAIN
        if self.instance.is_postponed and not self.sets_new_day:
            del self.fields["held_on"]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("venue") and not (cleaned.get("place") or "").strip():
            self.add_error("place", _("Choose a venue or enter a place."))
        day, wanted = cleaned.get("held_on") or self.instance.held_on, cleaned.get("reply_by")
        if day and wanted and wanted > day:
            self.add_error("reply_by", _("The answers are wanted after the session."))
        if day and (noticed_on := cleaned.get("noticed_on")) and noticed_on > day:
            self.add_error("noticed_on", _("The notice is given before the session."))
        if self.is_planned_twice(cleaned.get("held_on"), cleaned.get("starts_at")):
            self.add_error("held_on", _("A session of this topic is already planned for this day and time."))
        return cleaned

    def answers(self):
        return answers_of(self)

    def is_planned_twice(self, day, begins):
        others = self.instance.topic.sessions.exclude(pk=self.instance.pk).exclude(stage=SessionStage.CANCELLED)
        return day is not None and others.filter(held_on=day, starts_at=begins).exists()


class RescheduledSessionForm(AnswersOfStep, PlannedSessionForm):
    """What is planned anew of a session that was put off; members answer by the eve of its new day."""

    sets_new_day = True

    class Meta(PlannedSessionForm.Meta):
        fields = [*SCHEDULED, *NOTICE]

    def __init__(self, transition, record, user, *args, **kwargs):
        super().__init__(*args, instance=record, **kwargs)
        self.transition, self.record = transition, record
        self.fields["held_on"].label = _("New date")
        self.ask_day()
        self.propose_day()

    def clean(self):
        super().clean()
        if self.errors:
            self.tell_all()
        return self.cleaned_data
