from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from topics.models.recommendation import HandlingResult, Recommendation
from topics.models.topic import DECISIONS, Topic


class Answer(models.Model):
    """One version of a department's answer 答复 to a recommendation."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="answers")
    department = models.ForeignKey("committees.Department", models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("answer version"), default=1)
    decision = models.CharField(_("decision"), max_length=12, choices=DECISIONS)
    handling_result = models.CharField(_("handling result"), max_length=1, choices=HandlingResult.choices)
    measures = models.TextField(_("measures"), max_length=5000, blank=True)
    reason = models.TextField(_("reason for not adopting in full"), max_length=2000, blank=True)
    planned_on = models.DateField(_("planned completion"), null=True, blank=True)
    completed_on = models.DateField(_("real completion"), null=True, blank=True)
    replied_on = models.DateField(_("date of the reply"))
    is_on_behalf = models.BooleanField(_("entered by the office"), default=False)
    document = models.ForeignKey("topics.Document", models.PROTECT, null=True, blank=True, related_name="answers")
    draft = models.OneToOneField("topics.AnswerDraft", models.PROTECT, null=True, blank=True, related_name="answer")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers")
    is_on_time = models.BooleanField(_("on time"), default=True)
    is_retracted = models.BooleanField(_("retracted"), default=False)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("answer")
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="one_answer_version"),
            models.CheckConstraint(condition=Q(decision="adopted") | ~Q(reason=""), name="non_adoption_needs_a_reason"),
        ]

    def __str__(self):
        return f"{self.recommendation} · {self.get_decision_display()}"

    @property
    def unit(self):
        return self.department.name_on(self.replied_on)

    @property
    def content(self):
        """What it said, by the names of the questions, without its scan: an answer written anew has its own."""
        named = {"reason_not_adopted": self.reason}
        names = ("decision", "handling_result", "measures", "planned_on", "completed_on")
        return named | {name: getattr(self, name) for name in names}


class Evaluation(models.Model):
    """The proposing unit's verdict on an answer, with the counts of members and public beside it."""

    class Verdict(models.TextChoices):
        SATISFIED = "satisfied", _("satisfied")
        BASICALLY = "basically", _("basically satisfied")
        NOT_SATISFIED = "not_satisfied", _("not satisfied")
        LAPSED = "lapsed", _("no evaluation in time")

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="evaluations")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evaluations")
    verdict = models.CharField(_("verdict"), max_length=15, choices=Verdict.choices)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    evaluated_on = models.DateField(_("evaluated on"))
    members_satisfied = models.PositiveSmallIntegerField(_("members satisfied"), default=0)
    members_basically = models.PositiveSmallIntegerField(_("members basically satisfied"), default=0)
    members_not = models.PositiveSmallIntegerField(_("members not satisfied"), default=0)
    public_satisfied = models.PositiveSmallIntegerField(_("public satisfied"), default=0)
    public_basically = models.PositiveSmallIntegerField(_("public basically satisfied"), default=0)
    public_not = models.PositiveSmallIntegerField(_("public not satisfied"), default=0)
    is_corrected = models.BooleanField(_("corrected"), default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("evaluation")

    def __str__(self):
        return f"{self.recommendation} · {self.get_verdict_display()}"

    @property
    def has_counts(self):
        """Whether members or public were asked, beside the verdict of the proposing unit."""
        members = (self.members_satisfied, self.members_basically, self.members_not)
        return any((*members, self.public_satisfied, self.public_basically, self.public_not))


class FollowUp(models.Model):
    """A visit or a progress report 跟踪问效: findings, evidence, next check."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        PROGRESS = "progress", _("progress report")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="follow_ups")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    done_on = models.DateField(_("date"))
    findings = models.TextField(_("findings"), max_length=3000)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    next_check_on = models.DateField(_("next check"), null=True, blank=True)
    members = models.ManyToManyField("members.Member", verbose_name=_("members taking part"), related_name="follow_ups")
    documents = models.ManyToManyField("topics.Document", verbose_name=_("documents"), related_name="follow_ups")

    class Meta:
        ordering = ["done_on", "pk"]

    def __str__(self):
        return f"{self.topic} · {self.done_on}"

    @property
    def days(self):
        return date_format(self.done_on)

    @property
    def who(self):
        return "、".join(map(str, self.members.all()))
