from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from consult.punctuation import labelled
from topics.models.dictionary import DictionaryEntry
from topics.models.topic import Topic
from topics.models.topic_visibility import one_of, read_by


class Outcome(Stamped):
    """The outcome 协商成果 of one round: minutes, recommendation paper, report."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="outcomes", editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    kind = models.ForeignKey(
        DictionaryEntry, models.PROTECT, verbose_name=_("kind of outcome"), related_name="outcomes"
    )
    number = models.CharField(_("outcome number"), max_length=40)
    issued_on = models.DateField(_("date"))
    summary = models.TextField(_("summary"), max_length=5000, blank=True)

    class Meta:
        ordering = ["topic", "round"]
        verbose_name = _("outcome")
        constraints = [models.UniqueConstraint(fields=["topic", "round"], name="one_outcome_per_round")]

    def __str__(self):
        return f"{self.kind} {self.number}"

    def parts(self):
        """All that it says, a text for each part, as the history tells what was amended."""
        texts = self.recommendations.order_by("number").values_list("text", flat=True)
        return [str(self), self.issued_on.isoformat(), *filter(None, [self.summary]), *texts]


class WrittenInstructionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those on topics of which the user reads everything."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(read_by(user, "topic__"), one_of(Topic.objects.visible_to(user), "topic"))


class WrittenInstruction(models.Model):
    """A leader's written instruction 批示 on a topic's outcome."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="instructions")
    leader = models.CharField(_("leader and post"), max_length=60)
    given_on = models.DateField(_("date"))
    text = models.TextField(_("text of the instruction"), max_length=2000)

    objects = WrittenInstructionQuerySet.as_manager()

    class Meta:
        ordering = ["given_on", "pk"]

    def __str__(self):
        return labelled(self.leader, self.text[:30])
