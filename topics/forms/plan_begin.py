from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from topics.likeness.comparing import Subject
from topics.likeness.similar import similar_topics
from topics.models import Plan, PlanStage

LATEST = 3


class BeginForm(forms.Form):
    """Which earlier plan the first version of a round begins from, if any."""

    earlier = forms.ChoiceField(
        label=_("Begin from"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Taken over: agenda without speakers, invited members still in office, categories and numbers of guests,"
            " form of the outcome. Purpose, days and conclusions are not."
        ),
    )

    def __init__(self, topic, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.topic, self.user = topic, user
        named = [(str(plan.pk), f"{plan} · {plan.topic.organising_unit}") for plan in self.offered.values()]
        self.fields["earlier"].choices = [("", _("what is usual")), *named]

    @cached_property
    def offered(self):
        """Approved plans by their keys: of the topic's earlier rounds, of topics like it, the organiser's latest."""
        topic, user = self.topic, self.user
        approved = Plan.objects.visible_to(user).filter(stage=PlanStage.APPROVED).select_related("topic__organiser")
        alike = similar_topics(Subject(topic.title, topic.background), user, apart_from=topic.pk)
        latest = approved.filter(topic__organiser=topic.organiser_id).order_by("-pk")
        found = [*approved.filter(topic__in=[topic, *alike]), *latest[:LATEST]]
        return {plan.pk: plan for plan in found}

    def clean_earlier(self):
        chosen = self.cleaned_data["earlier"]
        return self.offered[int(chosen)] if chosen else None
