from collections import defaultdict

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import all_valid
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.models import Department
from consult.forms.fields import DayField
from topics.deadlines import due
from topics.models import RecommendationStage, Topic
from topics.workflow.topic_needs import unfit_referral


class ReferralLetterForm(forms.Form):
    """What all referrals of a topic share: the letter's number, the day, and the version that the user saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    letter_number = forms.CharField(label=_("Letter number"), max_length=40, required=False)
    happened_on = DayField(label=_("Referred on"), initial=timezone.localdate)


class ReferralForm(forms.Form):
    """Where one recommendation goes: lead department, co-departments, due date."""

    lead = forms.ModelChoiceField(label=_("Lead department"), queryset=Department.objects.none())
    co = forms.ModelMultipleChoiceField(
        label=_("Co-departments"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-pick": True}),
    )
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args, recommendation, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        self.fields["lead"].queryset = self.fields["co"].queryset = Department.objects.choosable()
        self.fields["lead"].choices, self.fields["co"].choices = [*BLANK_CHOICE_DASH, *departments], departments
        self.fields["due_on"].initial = due("answer_months", timezone.localdate())[0]

    @property
    def legend(self):
        return gettext("Recommendation %(number)s") % {"number": self.recommendation.number}

    def row(self, letter_number):
        """The referral as the workflow takes it."""
        return self.cleaned_data | {"recommendation": self.recommendation, "letter_number": letter_number}


def are_fit(letter, forms):
    """Whether letter and rows are valid and suit each other; what does not is told at its field."""
    if not all_valid([letter, *forms]):
        return False
    for form in forms:
        for reason in unfit_referral(form.cleaned_data, letter.cleaned_data["happened_on"]):
            form.add_error(reason.field, reason)
    return all(form.is_valid() for form in forms)


def departments_to_choose():
    """Pairs of id and name, read once for all rows of a page."""
    return [(department.pk, str(department)) for department in Department.objects.choosable()]


def invited_to(topics):
    """The ids of the departments that are to be invited to each of the topics, by the id of the topic."""
    invited = defaultdict(set)
    for topic, department in Topic.departments.through.objects.filter(topic__in=topics).values_list(
        "topic", "department"
    ):
        invited[topic].add(department)
    return invited


def invited_first(departments, invited):
    """The pairs in two groups, those that are invited before all others; as they are where none is."""
    first = [pair for pair in departments if pair[0] in invited]
    others = [pair for pair in departments if pair[0] not in invited]
    return [(_("Invited to the topic"), first), (_("Other departments"), others)] if first else departments


def shared_fields(departments):
    fields = ReferralForm(recommendation=None, departments=departments).fields
    return {name: fields[name] for name in ("lead", "co", "due_on")}


def referral_forms(topic, departments, data=None):
    """One form per recommendation that waits to be referred, in the order of their numbers."""
    waiting = [item for item in topic.recommendations.all() if item.stage == RecommendationStage.LISTED]
    return [ReferralForm(data, prefix=f"r{it.pk}", recommendation=it, departments=departments) for it in waiting]
