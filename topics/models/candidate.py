from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.choices import without
from consult.models import Stamped
from members.models import Role
from topics.models.annual_plan import AnnualPlan
from topics.models.dictionary import DictionaryEntry
from topics.models.topic import Topic
from topics.models.topic_visibility import reads_topics


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for those who read all topics; the Party and government side sees its own."""
        if user.is_authenticated and reads_topics(user):
            return self
        own = user.is_authenticated and user.holds(Role.GOVERNMENT)
        return self.filter(proposer=Topic.Proposer.GOVERNMENT) if own else self.none()

    def put_forward_by(self, user):
        """Those of the units that the user serves now."""
        mine = Q(proposer=Topic.Proposer.COMMITTEE, committee__in=user.units(Role.COMMITTEE_STAFF))
        if user.holds(Role.OFFICE):
            mine |= Q(proposer=Topic.Proposer.OFFICE)
        if user.holds(Role.GOVERNMENT):
            mine |= Q(proposer=Topic.Proposer.GOVERNMENT)
        return self.filter(mine)

    def waiting(self):
        return self.filter(state=Candidate.State.WAITING)

    def left_out(self):
        return self.filter(state=Candidate.State.LEFT_OUT)


class Candidate(Stamped):
    """A topic put forward for the annual plan while it is drafted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("put forward")
        TAKEN = "taken", _("taken into the plan")
        LEFT_OUT = "left_out", _("left out")

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="candidates", editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING, editable=False)
    title = models.CharField(_("topic"), max_length=50)
    content = models.TextField(_("content"), max_length=2000)
    form = models.ForeignKey(
        DictionaryEntry, models.PROTECT, verbose_name=_("form of consultation"), null=True, blank=True, related_name="+"
    )
    departments = models.ManyToManyField(
        "committees.Department", verbose_name=_("departments"), blank=True, related_name="+"
    )
    proposer = models.CharField(
        _("put forward by"), max_length=12, choices=without(Topic.Proposer, Topic.Proposer.MEMBERS), editable=False
    )
    committee = models.ForeignKey(
        "committees.Committee", models.PROTECT, null=True, editable=False, related_name="annual_plan_candidates"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="candidates")
    reason = models.TextField(_("why it was left out"), max_length=1000, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("candidate")
        constraints = [
            models.CheckConstraint(condition=~Q(state="left_out") | ~Q(reason=""), name="left_out_with_a_reason"),
            models.CheckConstraint(
                condition=Q(proposer="committee", committee__isnull=False)
                | ~Q(proposer="committee") & Q(committee=None),
                name="candidate_unit",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("annual_plan_list")

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_left_out(self):
        return self.state == self.State.LEFT_OUT

    @property
    def proposing_unit(self):
        return str(self.committee or self.get_proposer_display())

    @property
    def source(self):
        """What the Party and government side puts forward is party-assigned; the rest the CPPCC selects itself."""
        is_assigned = self.proposer == Topic.Proposer.GOVERNMENT
        return Topic.Source.PARTY_ASSIGNED if is_assigned else Topic.Source.CPPCC_SELECTED
