from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.choices import without
from consult.models import Stamped
from consult.models.names import called
from members.models import Member
from topics.models.dictionary import DictionaryEntry
from topics.models.topic_choices import Instead, Proposer, Result, Source
from topics.models.topic_stage import LIVING, TopicStage
from topics.models.topic_visibility import seen_by

COUNTY = "county"
RESULT_COUNTS = frozenset({"pending", "adopted", "partly", "refused"})
# With them behind its order an index alone answers which topics a page shows, and to whom.
SEEN_BY = ("stage", "proposer", "source", "proposing_committee", "created_by", "number")


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The topics whose page the user may open."""
        return self.filter(seen_by(user)) if user.is_authenticated else self.none()

    def open_for(self, committee):
        """Living topics that the committee organises and would have to hand over before it ends."""
        return self.filter(organiser=committee, stage__in=LIVING)

    def without_leader_in_office(self):
        """Living topics led by somebody who holds no leading post any more."""
        return self.filter(stage__in=LIVING, leading_vice_chair__isnull=False).exclude(
            leading_vice_chair__in=Member.objects.leading()
        )

    def returned_to(self, committee):
        return self.filter(proposing_committee=committee, stage=TopicStage.RETURNED)

    def with_adoption(self):
        return self.annotate(adoption=Subquery(self.recommendations().rolled_up()))

    def with_result(self, counts=RESULT_COUNTS):
        """Each with its `adoption` and with how many of its recommendations are what `counts` names."""
        counted = {f"{name}_count": counted_by("topic", self.recommendations().that_are(name)) for name in counts}
        return self.with_adoption().annotate(**counted)

    def recommendations(self):
        """Those of the topic of the outer query that count, as one group."""
        counting = self.model.recommendations.rel.related_model.objects.of_concluded_outcomes()
        return counting.filter(topic=OuterRef("pk")).order_by().values("topic")


def at_county_level():
    """The condition on topics of which `is_county_level` is true."""
    return Q(organiser=None) & (Q(number__isnull=False) | Q(recorded_at_county=True))


def counted_by(field, rows, figure=None):
    """How many of the rows there are, all of one value in the field, or another figure of them; zero for none."""
    figures = rows.order_by().values(field).annotate(figure=figure or Count("pk")).values("figure")
    return Coalesce(Subquery(figures), 0)


class Organised:
    named_as_of = None

    @property
    def organising_unit(self):
        """The organising committee or the county level, in words; empty before acceptance, or where it is unknown."""
        return self.organiser_named_on(self.named_as_of)

    def organiser_named_on(self, day):
        return called(self.organiser, day) or (_("county level") if self.is_county_level else "")


class Topic(Organised, Stamped):
    """A consultation topic 协商议题, from its proposal to its archive."""

    lifecycle = "topic"
    Source, Proposer, Instead, Result = Source, Proposer, Instead, Result

    stage = models.CharField(
        _("stage"), max_length=15, choices=TopicStage.choices, default=TopicStage.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=50)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    background = models.TextField(_("background"), max_length=5000, blank=True)
    points = models.TextField(_("what to consult on"), max_length=5000, blank=True)
    suggestions = models.TextField(_("first suggestions"), max_length=5000, blank=True)
    category = models.ForeignKey(
        DictionaryEntry,
        models.PROTECT,
        verbose_name=_("category"),
        null=True,
        blank=True,
        related_name="topics_of_category",
    )
    is_livelihood = models.BooleanField(_("livelihood matter"), default=False)
    townships = models.ManyToManyField(
        "committees.Township", verbose_name=_("townships"), blank=True, related_name="topics"
    )
    departments = models.ManyToManyField(
        "committees.Department", verbose_name=_("departments to invite"), blank=True, related_name="invited_topics"
    )

    proposer = models.CharField(_("proposing unit"), max_length=12, choices=Proposer.choices)
    proposing_committee = models.ForeignKey(
        "committees.Committee", models.PROTECT, verbose_name=_("proposing committee"), null=True, blank=True,
        related_name="proposed_topics",
    )  # fmt: skip
    recommenders = models.ManyToManyField(
        "members.Member", verbose_name=_("recommending members"), blank=True, related_name="recommended_topics"
    )
    recommended_by_names = models.TextField(_("recommending members, by name alone"), max_length=1000, blank=True)
    assigning_body = models.CharField(_("assigning body"), max_length=60, blank=True)
    letter_number = models.CharField(_("letter number"), max_length=40, blank=True)
    letter_date = models.DateField(_("letter date"), null=True, blank=True)
    selection_reason = models.TextField(_("why it was picked"), max_length=1000, blank=True)
    origin_document = models.CharField(_("origin document"), max_length=100, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("entered by"),
        related_name="created_topics",
        editable=False,
    )

    number = models.CharField(_("number"), max_length=12, unique=True, null=True, editable=False)  # noqa: DJ001
    # Given once and taken back with the acceptance; it waits for the next acceptance of this topic and for no other.
    kept_number = models.CharField(_("number kept"), max_length=12, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    organiser = models.ForeignKey(
        "committees.Committee",
        models.PROTECT,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        related_name="topics",
    )
    # Said of a record, which bears no number; without it nobody knows who organised it.
    recorded_at_county = models.BooleanField(_("county level"), default=False, editable=False)
    form = models.ForeignKey(
        DictionaryEntry, models.PROTECT, verbose_name=_("form of consultation"), null=True, blank=True,
        related_name="topics_of_form",
    )  # fmt: skip
    is_planned = models.BooleanField(_("in the annual plan"), null=True)
    plan_item = models.ForeignKey(
        "topics.AnnualPlanItem", models.PROTECT, verbose_name=_("item of the annual plan"), null=True, blank=True,
        related_name="topics",
    )  # fmt: skip
    leading_vice_chair = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        verbose_name=_("leading vice-chair"),
        null=True,
        blank=True,
        related_name="led_topics",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("merged into"), null=True, blank=True, editable=False,
        related_name="merged_topics",
    )  # fmt: skip
    goes_instead = models.CharField(_("goes instead to"), max_length=10, choices=Instead.choices, blank=True)
    archive_number = models.CharField(_("archive number"), max_length=40, blank=True)
    rounds = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)

    proposed_on = models.DateField(_("proposed on"), null=True, editable=False)
    accepted_on = models.DateField(_("accepted on"), null=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    concluded_on = models.DateField(_("concluded on"), null=True, editable=False)
    referred_on = models.DateField(_("referred on"), null=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    closed_on = models.DateField(_("archived on"), null=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)
    due_basis = models.JSONField(_("how the due date came about"), default=dict, editable=False)

    proof = models.CharField(_("document as proof"), max_length=200, blank=True)
    known_result = models.TextField(_("known result"), max_length=2000, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = [F("proposed_on").desc(nulls_last=True), "-pk"]
        verbose_name = _("topic")
        indexes = [
            models.Index(fields=["-proposed_on", "-id", *SEEN_BY], name="topic_by_date"),
            models.Index(fields=["stage", "-proposed_on", "-id"], name="topic_by_stage"),
            models.Index(fields=["source", "-proposed_on", "-id"], name="topic_by_source"),
            models.Index(fields=["organiser", "-proposed_on", "-id"], name="topic_by_organiser"),
            models.Index(fields=["category", "-proposed_on", "-id"], name="topic_by_category"),
            models.Index(fields=["year", "stage", "source", "organiser"], name="topic_figures"),
            models.Index(fields=["stage", "proposer", "proposing_committee", "created_by"], name="topic_seen"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_item"], condition=~Q(stage__in=["merged", "stopped"]), name="one_topic_per_plan_item"
            ),
            models.CheckConstraint(condition=Q(plan_item=None) | Q(is_planned=True), name="plan_item_is_planned"),
            models.CheckConstraint(
                condition=Q(organiser=None) | Q(recorded_at_county=False), name="topic_has_one_organiser"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("topic_detail", args=[self.pk])

    @property
    def topic(self):
        return self

    def organised_on(self, day):
        """The unit that organised it on the day, by its name of that day; the first one before that."""
        former = next((one for one in self.organiser_periods.all() if one.ends_on and one.ends_on > day), None)
        return former.named_on(day) if former else self.organiser_named_on(day)

    @property
    def is_county_level(self):
        """Organised by the county CPPCC itself 县政协本级: accepted or recorded so, and by no committee."""
        return self.organiser_id is None and (self.number is not None or self.recorded_at_county)

    @property
    def is_recorded(self):
        return self.stage == TopicStage.RECORDED

    @property
    def is_of_members(self):
        return self.proposer == Proposer.MEMBERS

    @property
    def proposing_unit(self):
        """Who proposed it, as called on that day: the committee, the members, the office or the government side."""
        if self.proposing_committee:
            return self.proposing_committee.name_on(self.proposed_on)
        names = self.is_of_members and self.recommended_by
        return names or self.get_proposer_display()

    @property
    def recommended_by(self):
        names = [member.name_on(self.proposed_on) for member in self.recommenders.all()]
        return "、".join([*names, self.recommended_by_names] if self.recommended_by_names else names)

    def is_proposed_like(self, other):
        """Whether it comes from nobody but those who proposed the other one."""
        if {self.proposer, other.proposer} == {Topic.Proposer.MEMBERS}:
            return set(self.recommenders.all()) <= set(other.recommenders.all())
        units = [(one.proposer, one.proposing_committee_id) for one in (self, other)]
        return units[0] == units[1]

    @property
    def written_round(self):
        """The round whose outcome is still being written and counts nowhere yet, or None."""
        return self.rounds if self.stage == TopicStage.CONSULTING else None


# What a department can decide on a recommendation.
DECISIONS = without(Result, Result.PENDING)
