from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consult.forms.checks import PlainLines
from consult.forms.widgets import Segments
from topics.models import Decision

Outcome = Decision.Outcome
CHOICES = (
    (Outcome.PASSED, pgettext_lazy("conclusion", "Passed")),
    (Outcome.IN_PRINCIPLE, pgettext_lazy("conclusion", "In principle")),
    (Outcome.AFTER_REVISION, pgettext_lazy("conclusion", "After revision")),
    (Outcome.DEFERRED, pgettext_lazy("conclusion", "Deferred")),
    (Outcome.REFUSED, pgettext_lazy("conclusion", "Not passed")),
    (Outcome.RETURNED, pgettext_lazy("conclusion", "Returned")),
)
TONES = {
    Outcome.PASSED: "ok",
    Outcome.IN_PRINCIPLE: "ok",
    Outcome.AFTER_REVISION: "wait",
    Outcome.DEFERRED: "wait",
    Outcome.REFUSED: "bad",
    Outcome.RETURNED: "bad",
}


class ConclusionForm(PlainLines, forms.Form):
    """One row of the decision sheet: a conclusion with its opinion; a row left empty stays undecided."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Conclusion"), choices=CHOICES, required=False, widget=Segments(tones=TONES)
    )
    opinion = forms.CharField(
        label=gettext_lazy("Opinion"), required=False, max_length=2000, widget=forms.Textarea({"rows": 1})
    )

    def clean(self):
        cleaned = super().clean()
        outcome, opinion = cleaned.get("outcome"), cleaned.get("opinion")
        if outcome in Decision.NEEDS_OPINION and not opinion and "opinion" not in self.errors:
            words = _("“%(outcome)s” needs an opinion that says why.")
            self.add_error("opinion", words % {"outcome": Outcome(outcome).label})
        if opinion and not outcome and "outcome" not in self.errors:
            self.add_error("outcome", _("Choose the conclusion that this opinion belongs to."))
        return cleaned


class CorrectionForm(ConclusionForm):
    """The right conclusion in place of a wrong entry, and why it was wrong."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    field_order = ["version", "reason", "outcome", "opinion"]

    def __init__(self, decision, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.fields["outcome"].required = True
        self.fields["opinion"].widget.attrs["rows"] = 2

    def clean(self):
        cleaned = super().clean()
        entered = (cleaned.get("outcome"), cleaned.get("opinion"))
        if entered == (self.decision.outcome, self.decision.opinion):
            raise forms.ValidationError(_("This is what was entered before; nothing would be corrected."))
        return cleaned
