"""What can be done with several records at once: which records, what is asked of each, what it is called."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.forms.batches import leading_rows, referral_rows, reminder_rows, screening_rows
from topics.models import Batch, Recommendation, Topic
from topics.workflow import TOPIC_WORKFLOW
from topics.workflow.reminders import cannot_remind


@dataclass(frozen=True)
class BatchKind:
    """`rows(records, user, data)` gives the fields that fill all rows, and the rows; `unfit(record)` why it is none."""

    kind: str
    model: type
    register: str
    title: str | Promise
    explain: str | Promise
    submit: str | Promise
    rows: Callable
    unfit: Callable
    related: tuple = ()
    prefetched: tuple = ()

    @property
    def template(self):
        return f"topics/batch_{self.kind}_row.html"


def not_at(name):
    """Why a topic does not stand where the step starts, or None."""

    def unfit(topic):
        if topic.stage not in TOPIC_WORKFLOW[name].sources:
            return _("now at the stage “%(stage)s”") % {"stage": topic.get_stage_display()}
        return next(iter(TOPIC_WORKFLOW[name].unmet(topic)), None)

    return unfit


KINDS = {
    "screen": BatchKind(
        Batch.Kind.SCREEN, Topic, "topic_list", gettext_lazy("Screen several topics"),
        gettext_lazy("Each topic is decided on its own; what cannot be done stays as it is."),
        gettext_lazy("Carry out the decisions"), screening_rows, not_at("accept"), ("proposing_committee", "category"),
        ("recommenders", "merged_topics__proposing_committee", "merged_topics__recommenders"),
    ),
    "refer": BatchKind(
        Batch.Kind.REFER, Topic, "topic_list", gettext_lazy("Refer several topics"),
        gettext_lazy("Each topic is referred with all its recommendations, or stays as it is."),
        gettext_lazy("Refer to departments"), referral_rows, not_at("refer"), ("organiser",), ("recommendations",),
    ),
    "lead": BatchKind(
        Batch.Kind.LEAD, Topic, "topic_list", gettext_lazy("Choose who leads several topics"),
        gettext_lazy("What has no choice stays as it is. Each change has its line in the history of its topic."),
        gettext_lazy("Change who leads"), leading_rows, not_at("edit"), ("organiser", "leading_vice_chair"),
    ),
    "remind": BatchKind(
        Batch.Kind.REMIND, Recommendation, "recommendation_list", gettext_lazy("Remind departments"),
        gettext_lazy("The lead department sees the reminder on its home page and at the recommendation; once a day."),
        gettext_lazy("Send the reminders"), reminder_rows, lambda record: cannot_remind(record, timezone.localdate()),
        ("topic",), ("reminders", "referrals__department"),
    ),
}  # fmt: skip
