from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.choices import without
from members.models import Role
from topics.models.recommendation import Recommendation
from topics.models.step import Step
from topics.models.topic import Topic

TAKEN_BACK_BY = {
    "accept": "unaccept",
    "return": "unreturn",
    "reject": "reinstate",
    "merge": "reinstate",
    "refer": "unrefer",
    "remind": "unremind",
}


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's alone."""
        return self if user.holds(Role.OFFICE) else self.none()

    def with_rows(self):
        return self.prefetch_related(models.Prefetch("rows", BatchRow.objects.with_ends()))


class Batch(models.Model):
    """What somebody of the office did with several records at once, row by row."""

    class Kind(models.TextChoices):
        SCREEN = "screen", _("Screening")
        REFER = "refer", _("Referral")
        REMIND = "remind", _("Reminders")
        LEAD = "lead", _("Leading vice-chairs")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("by"), max_length=30)
    made_at = models.DateTimeField(_("made"))

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("batch")

    def __str__(self):
        return f"{self.get_kind_display()} · {self.pk}"

    def get_absolute_url(self):
        return reverse("batch_detail", args=[self.pk])

    def counted(self, *states):
        return sum(row.standing in states for row in self.rows.all())


class BatchRowQuerySet(models.QuerySet):
    def with_ends(self):
        """Each with its record, and `taken_back`, the id of the step that took its step back."""
        moves = Case(*(When(step__transition=move, then=Value(back)) for move, back in TAKEN_BACK_BY.items()))
        backs = Step.objects.filter(
            Q(recommendation=None) | Q(recommendation=OuterRef("recommendation")),
            topic=OuterRef("topic"),
            transition=OuterRef("back"),
            sequence__gt=OuterRef("step__sequence"),
        )
        # What was taken back after the same was done once more is that other entry.
        again = Step.objects.filter(
            Q(recommendation=None) | Q(recommendation=OuterRef("recommendation")),
            topic=OuterRef("topic"),
            transition=OuterRef(OuterRef("step__transition")),
            sequence__gt=OuterRef(OuterRef("step__sequence")),
            sequence__lt=OuterRef("sequence"),
        )
        backs = backs.exclude(Exists(again))
        rows = self.annotate(back=moves).annotate(taken_back=Subquery(backs.order_by("sequence").values("pk")[:1]))
        return rows.select_related("topic", "recommendation__topic", "step")


class BatchRow(models.Model):
    """One record of a batch: the step that was taken, or why none was, with what was typed for it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not carried out")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        MOVED = "moved", _("moved on meanwhile")
        TAKEN_BACK = "taken_back", _("taken back")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    order = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="batch_rows")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, related_name="batch_rows")
    state = models.CharField(max_length=10, choices=without(State, State.TAKEN_BACK), default=State.WAITING)
    reason = models.TextField(blank=True)
    typed = models.JSONField(default=dict)
    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="batch_row")

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "order"], name="batch_order"),
            models.CheckConstraint(
                condition=Q(state="done", step__isnull=False) | Q(~Q(state="done"), step=None),
                name="done_with_its_step",
            ),
        ]

    def __str__(self):
        return f"{self.batch} · {self.order}"

    @property
    def record(self):
        return self.recommendation or self.topic

    @property
    def was_done_again(self):
        """Whether the same was done to its record after it, by hand or in a later batch."""
        own = self.step
        later = self.record.steps.filter(lifecycle=own.lifecycle, transition=own.transition)
        return later.filter(sequence__gt=own.sequence).exists()

    @property
    def standing(self):
        """Its state today: what was done may have been taken back since; of rows `with_ends`."""
        return self.State.TAKEN_BACK if self.taken_back else self.State(self.state)
