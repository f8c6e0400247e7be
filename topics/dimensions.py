"""By what the registers and the statistics tell topics, sessions and recommendations apart: one expression each.

A register filters by the expression and the statistics group by it, so that no number differs from its list.
"""

import django_filters as filters
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractMonth
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from members.models import Mandate
from topics.models import Answer, Evaluation, Implementation, PlanInvitee, Referral, Topic
from topics.models.recommendation import ADOPTED as TAKEN_IN
from topics.models.recommendation import BEGUN, OPEN_RECOMMENDATIONS, RecommendationStage
from topics.models.topic import COUNTY, at_county_level
from topics.models.topic_parts import id_of, organiser_on

UNKNOWN, NONE = "unknown", "none"


def words(field):
    return Cast(field, CharField())


class ByValue:
    """A filter by the values of an expression, or of a function that gives it (where it depends on the day)."""

    def __init__(self, *, expression, **kwargs):
        super().__init__(**kwargs)
        self.given = expression

    @property
    def expression(self):
        return self.given() if callable(self.given) else self.given

    def filter(self, queryset, value):
        if not value:
            return queryset
        name = f"by_{self.field_name}"
        values = value if isinstance(value, list) else [value]
        return queryset.alias(**{name: self.expression}).filter(**{f"{name}__in": values})


class OneValue(ByValue, filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(empty_label=_("all"), **kwargs)


class SeveralValues(ByValue, filters.MultipleChoiceFilter):
    pass


def source_of(topic=""):
    """The source of a topic, or of the one behind the path."""
    return Case(When(**{f"{topic}source": ""}, then=Value(UNKNOWN)), default=F(f"{topic}source"))


def entry_of(field):
    """The entry of a dictionary that the field names, or none."""
    return Coalesce(words(field), Value(NONE))


SOURCE, CATEGORY, FORM = source_of(), entry_of("category"), entry_of("form")
SOURCE_CHOICES = [*Topic.Source.choices, (UNKNOWN, _("unknown"))]

# Nobody has decided it before the acceptance, and of a record it may be unknown.
PLANNED = Case(
    When(is_planned=True, then=Value("True")), When(is_planned=False, then=Value("False")), default=Value(UNKNOWN)
)
PLANNED_CHOICES = [("True", _("planned")), ("False", _("unplanned")), (UNKNOWN, _("undecided or unknown"))]


def unit_of(record):
    return COUNTY if record.is_county_level else str(record.organiser_id or "")


# The organiser; before the acceptance the committee that proposed it.
UNIT = Case(
    When(organiser__isnull=False, then=words("organiser")),
    When(at_county_level(), then=Value(COUNTY)),
    When(proposing_committee__isnull=False, then=words("proposing_committee")),
    default=Value(NONE),
)


def unit_on(day):
    """The unit to which each topic belonged on the day: who organised it, before its acceptance who proposed it."""
    if day >= timezone.localdate():
        return UNIT
    proposed_by = Coalesce(words("proposing_committee"), Value(NONE))
    return Case(
        When(number__isnull=False, accepted_on__gt=day, then=proposed_by),
        When(number__isnull=False, then=organiser_on("pk", day)),
        default=UNIT,
    )


def is_known(day):
    """Whether the day of a step is known: that of a topic which took it, and of a record of earlier years."""
    return Case(When(**{f"{day}__isnull": False}, then=Value("True")), default=Value("False"))


IS_ACCEPTED, IS_ARCHIVED = is_known("accepted_on"), is_known("closed_on")

VENUE_KIND = Coalesce("venue__kind", Value(NONE))
MONTH = words(ExtractMonth("held_on"))
MONTH_CHOICES = [(str(number), name) for number, name in MONTHS.items()]


def organiser_of(topic):
    """The present organiser behind the path to a topic that was accepted."""
    return id_of(f"{topic}__organiser")


def behind_topic(day):
    """The unit to which a plan or a recommendation belonged on the day: who organised its topic."""
    return organiser_of("topic") if day >= timezone.localdate() else organiser_on("topic", day)


class Invitation(TextChoices):
    """How a member came on a list of attendance: those due are the base of every rate."""

    DUE = "due", _("invited while in office")
    UNINVITED = "uninvited", _("came uninvited")
    OUT_OF_OFFICE = "out_of_office", _("invited, not in office that day")


INVITATION = Case(
    When(~Exists(PlanInvitee.objects.filter(plan=OuterRef("session__plan"), member=OuterRef("member"))),
         in_place_of=None,
         then=Value(Invitation.UNINVITED.value)),
    When(~Exists(Mandate.objects.in_force(OuterRef("session__held_on")).filter(member=OuterRef("member"))),
         then=Value(Invitation.OUT_OF_OFFICE.value)),
    default=Value(Invitation.DUE.value),
)  # fmt: skip


def lead_of(recommendation="pk"):
    """The department to which it stands referred as the lead, or none."""
    leads = Referral.objects.standing().filter(recommendation=OuterRef(recommendation), is_lead=True)
    return Coalesce(Subquery(leads.values(key=words("department"))[:1]), Value(NONE))


def value_of(rows, value):
    return Subquery(rows.filter(recommendation=OuterRef("pk")).values(value)[:1])


RESULT = Case(
    When(stage__in=OPEN_RECOMMENDATIONS, then=Value(Topic.Result.PENDING.value)),
    default=F("decision"),
    output_field=CharField(),
)


class Punctuality(TextChoices):
    ON_TIME = "on_time", _("answered on time")
    LATE = "late", _("answered late")
    OVERDUE = "overdue", _("unanswered and overdue")
    NOT_DUE = "not_due", _("unanswered, not yet due")


def punctuality():
    """By the first answer that stands: a reworked one does not become late by its second."""
    on_time, late, overdue, not_due = (Value(value) for value in Punctuality.values)
    said = Case(When(is_on_time=True, then=on_time), default=late, output_field=CharField())
    first = Answer.objects.filter(is_retracted=False).order_by("number").annotate(said=said)
    is_overdue = When(due_on__lt=timezone.localdate(), then=overdue)
    return Coalesce(value_of(first, "said"), Case(is_overdue, default=not_due, output_field=CharField()))


SATISFACTION_CHOICES = [*Evaluation.Verdict.choices, (NONE, _("not yet evaluated"))]
SATISFACTION = Coalesce(value_of(Evaluation.objects.filter(is_corrected=False).order_by("-pk"), "verdict"), Value(NONE))

IMPLEMENTATION_CHOICES = [
    *Implementation.choices,
    (NONE, _("not adopted or not answered")),
]
IMPLEMENTATION = Case(
    When(Q(stage__in=OPEN_RECOMMENDATIONS) | ~Q(decision__in=TAKEN_IN), then=Value(NONE)),
    When(stage=RecommendationStage.CARRIED_OUT, then=Value("carried_out")),
    When(handling_result__in=BEGUN, then=Value("under_way")),
    default=Value("not"),
)
