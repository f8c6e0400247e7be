from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.forms.fields import DayField
from topics.forms.questions import asked
from topics.models import Topic
from topics.workflow import TOPIC_WORKFLOW


class TopicsHandOverForm(forms.Form):
    """Open topics of a committee with what the step asks of each alone, answered once for all."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Topics"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, record, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.visible_to(user).open_for(record).order_by("pk")
        self.initial.setdefault("topics", self.fields["topics"].queryset)
        self.fields |= asked(TOPIC_WORKFLOW["hand_over"].asks, Topic(organiser=record), user)
        self.fields["happened_on"] = DayField(
            label=_("Happened on"), initial=timezone.localdate, help_text=_("Earlier where paper came first.")
        )
