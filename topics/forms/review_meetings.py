from django.utils.translation import gettext_lazy as _

from consult.forms import ClockInput, DayInput
from consult.views import VersionedForm
from consult.widgets import Segments
from members.models import Term
from topics.forms.steps import answers_of
from topics.models import MeetingStage, ReviewMeeting


class ReviewMeetingForm(VersionedForm):
    """The facts of a review meeting; without a number it takes the next one of its body in the term."""

    class Meta:
        model = ReviewMeeting
        fields = ["body", "term", "number", "meets_on", "meets_at", "place", "host"]
        widgets = {"body": Segments, "meets_on": DayInput, "meets_at": ClockInput}
        help_texts = {"number": _("Left empty: the next number of this body in the term.")}

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
        if meeting.stage != MeetingStage.PLANNED:
            del self.fields["meets_on"]

    def propose(self):
        """For a new meeting: the present term, and the next number where the body is known."""
        term = Term.objects.all().present()
        self.initial.setdefault("term", term)
        if term and self.initial.get("body"):
            self.initial.setdefault("number", ReviewMeeting.next_number(self.initial["body"], term))

    def clean(self):
        cleaned = super().clean()
        body, term = cleaned.get("body", self.instance.body), cleaned.get("term")
        if (
            body
            and term
            and "number" not in self.errors
            and (not cleaned.get("number") or self.is_of_other_body(cleaned))
        ):
            cleaned["number"] = ReviewMeeting.next_number(body, term)
        # The model asks this itself only where the body is a field of the form.
        if "body" not in self.fields and self.is_taken(term, cleaned.get("number")):
            self.add_error("number", _("This body has another meeting of this number in the term."))
        return cleaned

    def is_taken(self, term, number):
        others = ReviewMeeting.objects.exclude(pk=self.instance.pk)
        return others.filter(body=self.instance.body, term=term, number=number).exists()

    def is_of_other_body(self, cleaned):
        """The number is the one proposed for the body that was chosen before, and nobody typed it."""
        proposed = (self.initial.get("body"), self.initial.get("number"))
        return self.instance.pk is None and cleaned["body"] != proposed[0] and cleaned["number"] == proposed[1]

    def answers(self):
        """What to pass to `take`: every fact that the form shows."""
        return answers_of(self)
