from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.differences import differing
from consult.forms.checks import PlainLines
from consult.forms.fields import DayField
from consult.forms.versioned import VersionedForm
from topics.models import DictionaryEntry, Opinion, Outcome, PlanStage, Recommendation, TopicStage
from topics.workflow.topic_needs import precedes_a_session

RENUMBERING = 10_000
MOST_ROWS = 300


class OutcomeForm(VersionedForm):
    """The outcome of one round: its kind, number, date and summary."""

    issued_on = DayField(label=_("Date"))

    class Meta:
        model = Outcome
        fields = ["kind", "number", "issued_on", "summary"]
        widgets = {"summary": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = DictionaryEntry.objects.of_or("outcome", self.instance.kind_id)
        if self.instance.pk is None:
            self.initial["issued_on"] = timezone.localdate()
            self.initial["kind"] = self.planned_kind() or DictionaryEntry.objects.default_of("outcome")

    def clean_issued_on(self):
        day, topic = self.cleaned_data["issued_on"], self.instance.topic
        if reason := precedes_a_session(topic, self.instance.round, day):
            raise ValidationError(reason)
        if topic.stage == TopicStage.CONCLUDED and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come; enter the day when it really happened."))
        return day

    def planned_kind(self):
        """The form of outcome that the round's approved plan names."""
        plans = self.instance.topic.plans.filter(round=self.instance.round, stage=PlanStage.APPROVED)
        return next((plan.outcome_kind for plan in plans.select_related("outcome_kind")), None)


class RecommendationForm(PlainLines, forms.ModelForm):
    """One recommendation of an outcome, and the opinion it was made of."""

    class Meta:
        model = Recommendation
        fields = ["text", "opinion"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "opinion": forms.HiddenInput()}

    def clean(self):
        """What the history tells of stays: a row that was referred or has files is not removed."""
        cleaned = super().clean()
        is_gone = cleaned.get("DELETE") or not (cleaned.get("text") or self.errors)
        if is_gone and self.instance.pk and self.instance.steps.exists():
            cleaned["DELETE"] = False
            self.add_error("text", gettext("The history tells of this row: reword it instead of removing it."))
        return cleaned


class RecommendationRows(forms.BaseModelFormSet):
    """The recommendations of an outcome in their order; a row without text is left out."""

    def __init__(self, *args, topic, **kwargs):
        self.topic = topic
        super().__init__(*args, **kwargs)
        for form in self.forms:
            form.fields["opinion"].queryset = Opinion.objects.filter(session__topic=topic)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")
        form.fields["text"].required = False

    def differences(self, outcome):
        own = [form["text"].value() for form in self.forms if form not in self.deleted_forms and form["text"].value()]
        stored = outcome.recommendations.order_by("number").values_list("text", flat=True)
        return differing([(_("Recommendations"), "\n".join(own), "\n".join(stored))])

    def keep(self, outcome):
        """Save the rows and number them after those of earlier rounds, without gaps."""
        for form in self.forms:
            form.instance.topic, form.instance.outcome = outcome.topic, outcome
        with transaction.atomic():
            earlier = outcome.topic.recommendations.exclude(outcome=outcome).aggregate(last=Max("number"))["last"] or 0
            kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data.get("text")]
            for gone in self.forms:
                if gone not in kept and gone.instance.pk:
                    gone.instance.delete()
            for number, form in enumerate(kept, start=earlier + 1):
                form.instance.number = number + RENUMBERING
                form.save()
            for number, form in enumerate(kept, start=earlier + 1):
                Recommendation.objects.filter(pk=form.instance.pk).update(number=number)


def recommendation_rows(topic, outcome, data=None, more=0):
    """The formset for the outcome's recommendations; a new outcome is offered the opinions not yet made use of."""
    offered = [] if outcome.pk else list(unused_opinions(topic))
    make = forms.modelformset_factory(
        Recommendation,
        form=RecommendationForm,
        formset=RecommendationRows,
        can_delete=True,
        extra=len(offered) + 1 + more,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )
    return make(
        data,
        topic=topic,
        prefix="rows",
        queryset=outcome.recommendations.order_by("number") if outcome.pk else Recommendation.objects.none(),
        # What is sent back untouched would else count as an empty row and be lost.
        initial=None if data else [{"text": opinion.text, "opinion": opinion.pk} for opinion in offered],
    )


def unused_opinions(topic):
    """Opinions of the present round's sessions that no recommendation was made of, in their order."""
    held = topic.sessions.completed().of_round(topic.rounds)
    return Opinion.objects.filter(session__in=held, recommendations=None)
