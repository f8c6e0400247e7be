from django.utils.translation import gettext_lazy as _

from consult.forms.fields import ClockInput, DayInput
from consult.forms.versioned import VersionedForm
from consult.forms.widgets import Segments
from members.models import Term
from topics.forms.steps import answers_of
from topics.models import Body, ReviewMeeting
from topics.workflow.agenda import not_in_term


class ReviewMeetingForm(VersionedForm):
    """The facts of a review meeting; a new one is offered the next number, time, place and host of its body."""

    class Meta:
        model = ReviewMeeting
        fields = ["body", "term", "number", "meets_on", "meets_at", "place", "host"]
        widgets = {"body": Segments, "meets_on": DayInput, "meets_at": ClockInput}
        help_texts = {
            "number": _("Left empty, or as it is with another body or term: the next number of this body in the term.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = self.instance
        self.fields["number"].required = False
        self.fields["body"].choices = [choice for choice in self.fields["body"].choices if choice[0]]
        if meeting.pk is None:
            self.propose()
            return
        if meeting.items.exists():
            del self.fields["body"]
        if not meeting.is_planned:
            del self.fields["meets_on"]

    def propose(self):
        """For a new meeting: the present term, and the next number where the body is known."""
        term = Term.objects.all().present()
        self.initial.setdefault("term", term)
        bodies = ReviewMeeting.objects.filter(term=term).values("body").distinct()
        if bodies.count() < len(Body):
            words = _("The first meeting of a body that is entered here bears any number; the next ones follow it.")
            self.fields["number"].help_text = f"{self.fields['number'].help_text} {words}"
        if term and (body := self.initial.get("body")):
            self.initial.setdefault("number", ReviewMeeting.next_number(body, term))
            last = ReviewMeeting.objects.filter(body=body, term=term).order_by("meets_on", "pk").last()
            for name in ("meets_at", "place", "host"):
                self.initial.setdefault(name, getattr(last, name, None))

    def clean(self):
        cleaned = super().clean()
        body, term = cleaned.get("body", self.instance.body), cleaned.get("term")
        if not body or not term:
            return cleaned | {"number": cleaned.get("number") or self.instance.number}
        if "number" not in self.errors and (not cleaned.get("number") or self.was_offered_for_another(body, term)):
            stays = self.instance.pk and (body, term) == (self.instance.body, self.instance.term)
            cleaned["number"] = self.instance.number if stays else ReviewMeeting.next_number(body, term)
        if self.instance.bears_taken_number(body, term, cleaned.get("number")):
            self.add_error("number", _("This body has another meeting of this number in the term."))
        self.refuse_outside_term(cleaned)
        return cleaned

    def refuse_outside_term(self, cleaned):
        """The day that was set or held; that of a postponed meeting is none yet."""
        name = "meets_on" if "meets_on" in self.fields else "term"
        day = cleaned.get("meets_on") if name == "meets_on" else self.instance.meets_on
        if not self.instance.is_postponed and day and (reason := not_in_term(cleaned["term"], day)):
            self.add_error(name, reason)

    def was_offered_for_another(self, body, term):
        """The number is the one shown for the body or the term that was chosen before, and nobody typed it."""
        shown = self.initial.get("term")
        before = (self.initial.get("body"), getattr(shown, "pk", shown))
        return (body, term.pk) != before and self.cleaned_data["number"] == self.initial.get("number")

    def answers(self):
        """What to pass to `take`: every fact that the form shows."""
        return answers_of(self)
