from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.forms.fields import DayField
from topics.forms.questions import asked
from topics.models import Recommendation, Topic
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.workflow import TOPIC_WORKFLOW


class ForEachForm(forms.Form):
    """Rows to tick, all of them at first, with what the step asks of each alone, answered once for all."""

    def __init__(self, *args, user, rows, offered, asks, of=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[rows].queryset = offered
        self.initial.setdefault(rows, offered)
        self.fields |= asked(asks, of, user)
        self.fields["happened_on"] = DayField(
            label=_("Happened on"), initial=timezone.localdate, help_text=_("Earlier where paper came first.")
        )


class TopicsHandOverForm(ForEachForm):
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Topics"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, record, user, **kwargs):
        offered = Topic.objects.visible_to(user).open_for(record).order_by("pk")
        asks = TOPIC_WORKFLOW["hand_over"].asks
        super().__init__(
            *args, user=user, rows="topics", offered=offered, asks=asks, of=Topic(organiser=record), **kwargs
        )


class RecommendationsSucceedForm(ForEachForm):
    """What a department owes as lead, or shares as co-department; what it objected to is decided on first."""

    recommendations = forms.ModelMultipleChoiceField(
        Recommendation.objects.none(), label=_("Recommendations"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, record, user, **kwargs):
        standing = record.referrals.standing().values("recommendation")
        owed = Recommendation.objects.visible_to(user).filter(pk__in=standing, stage__in=OWED_BY_DEPARTMENT)
        offered = owed.select_related("topic").order_by("pk")
        asks = ("successor", "letter_number", "reason")
        super().__init__(*args, user=user, rows="recommendations", offered=offered, asks=asks, **kwargs)
        self.fields["successor"].queryset = self.fields["successor"].queryset.exclude(pk=record.pk)
