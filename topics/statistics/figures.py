"""What the figures of the county mean: each by name, with its unit and the filter of the register that lists its rows.

Nothing is counted but by such a filter (topics.statistics.counting), so a figure, its list and the report agree.
"""

from dataclasses import dataclass, field, replace

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from committees.models import Venue
from topics.attendance_filters import AttendanceFilters, GuestFilters
from topics.dimensions import IMPLEMENTATION_CHOICES, NONE, PUNCTUALITY_CHOICES, SATISFACTION_CHOICES
from topics.filters import RecommendationFilters, SessionFilters, TopicFilters
from topics.models import Attendance, ConsultationSession, Guest, HandlingResult, Recommendation, Topic
from topics.models.plan import GuestCategory


@dataclass(frozen=True)
class Register:
    """A register whose rows are counted: the name of its URL, its filters, the filter by unit, what one row counts."""

    url: str
    model: type
    filters: type
    by_unit: str
    one: type = Count
    counted: str = "pk"


TOPICS = Register("topic_list", Topic, TopicFilters, "unit")
SESSIONS = Register("session_list", ConsultationSession, SessionFilters, "organiser")
RECOMMENDATIONS = Register("recommendation_list", Recommendation, RecommendationFilters, "organiser")
ATTENDANCES = Register("attendance_list", Attendance, AttendanceFilters, "organiser")
GUESTS = Register("guest_list", Guest, GuestFilters, "organiser", Sum, "count")

TOPIC, SESSION, RECOMMENDATION, PERSON = _("topics"), _("sessions"), _("items"), _("persons")


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure: what happened in the period (`dated`) to the rows of a register that fit its filters.

    `is_part` is one that the figure above it contains.
    """

    name: str
    label: str
    unit: str
    register: Register
    dated: str
    filters: dict = field(default_factory=dict)
    is_part: bool = False

    def part(self, name, label, **filters):
        """One that counts those of its rows alone that also fit the filters."""
        own = {"filters": self.filters | filters, "is_part": True}
        return replace(self, name=f"{self.name}_{name}", label=label, **own)

    def parts(self, by, choices):
        """One for each value of a filter."""
        return tuple(self.part(value or NONE, label, **{by: value}) for value, label in choices)


@dataclass(frozen=True, eq=False)
class Rate:
    """The share of one figure in another, which `base` names in words; none where the base is zero."""

    name: str
    label: str
    part: Figure
    whole: Figure
    base: str


COLLECTED = Figure("collected", _("Topics collected"), TOPIC, TOPICS, "proposed")
COLLECTED_BY_SOURCE = COLLECTED.parts("source", Topic.Source.choices)
ACCEPTED_OF_COLLECTED = COLLECTED.part("accepted", _("of these accepted by now"), numbered="True")
ACCEPTED = Figure("accepted", _("Topics accepted"), TOPIC, TOPICS, "accepted")
ACCEPTED_BY_PLAN = ACCEPTED.parts(
    "planned", [("True", _("in the annual plan")), ("False", _("outside the annual plan"))]
)
ACCEPTED_LIVELIHOOD = ACCEPTED.part("livelihood", _("livelihood matters"), livelihood="True")
APPROVED = Figure("approved", _("Plans approved by both bodies"), TOPIC, TOPICS, "approved")
CONSULTED = Figure("consulted", _("Topics consulted on"), TOPIC, TOPICS, "consulted")
CONCLUDED = Figure("concluded", _("Topics concluded"), TOPIC, TOPICS, "concluded")
REFERRED_TOPICS = Figure("referred_topics", _("Topics referred"), TOPIC, TOPICS, "referred")
CLOSED = Figure("closed", _("Topics closed and archived"), TOPIC, TOPICS, "closed")
ACCEPTANCE_RATE = Rate(
    "acceptance_rate", _("Acceptance rate"), ACCEPTED_OF_COLLECTED, COLLECTED,
    _("accepted by now ÷ collected in the period"),
)  # fmt: skip

HELD = Figure("held", _("Sessions held"), SESSION, SESSIONS, "held", {"stage": "completed"})
HELD_BY_VENUE = HELD.parts("venue_kind", [*Venue.Kind.choices, (NONE, _("outside the network"))])

EXPECTED = Figure("expected", _("Members invited to sessions"), PERSON, ATTENDANCES, "held", {"invitation": "due"})
PRESENT = EXPECTED.part("present", _("members present"), status="present")
LEAVE, ABSENT = EXPECTED.parts("status", Attendance.Status.choices[2:])
ATTENDANCE_RATE = Rate(
    "attendance_rate", _("Attendance rate"), PRESENT, EXPECTED, _("members present ÷ members invited")
)
UNINVITED = Figure(
    "uninvited", _("Members who came uninvited"), PERSON, ATTENDANCES, "held",
    {"invitation": "uninvited", "status": "present"},
)  # fmt: skip
OTHERS = Figure("others", _("Other persons at sessions"), PERSON, GUESTS, "held")
OTHERS_BY_CATEGORY = OTHERS.parts("category", GuestCategory.choices)

MADE = Figure("made", _("Recommendations made"), RECOMMENDATION, RECOMMENDATIONS, "made")
REFERRED = Figure("referred", _("Recommendations referred"), RECOMMENDATION, RECOMMENDATIONS, "referred")
ADOPTED, PARTLY, NOT_ADOPTED, PENDING = REFERRED.parts("decision", Topic.Result.choices)
TAKEN_IN = REFERRED.part("taken_in", _("adopted or partly adopted"), decision=("adopted", "partly"))
ANSWERED = REFERRED.part("answered", _("answered"), decision=("adopted", "partly", "not_adopted"))
ADOPTION_RATE = Rate("adoption_rate", _("Adoption rate"), TAKEN_IN, ANSWERED, _("adopted or partly adopted ÷ answered"))

BY_PUNCTUALITY = ON_TIME, LATE, OVERDUE, NOT_DUE = REFERRED.parts("punctuality", PUNCTUALITY_CHOICES)
DUE = REFERRED.part("due", _("answered or overdue"), punctuality=("on_time", "late", "overdue"))
ON_TIME_RATE = Rate("on_time_rate", _("On-time answer rate"), ON_TIME, DUE, _("answered on time ÷ answered or overdue"))
BY_HANDLING = ANSWERED.parts("handling_result", HandlingResult.choices)

BY_SATISFACTION = SATISFIED, BASICALLY, NOT_SATISFIED, LAPSED, UNASKED = REFERRED.parts(
    "satisfaction", SATISFACTION_CHOICES
)
CONTENT = REFERRED.part("content", _("satisfied or basically satisfied"), satisfaction=("satisfied", "basically"))
EVALUATED = REFERRED.part("evaluated", _("evaluated"), satisfaction=("satisfied", "basically", "not_satisfied"))
SATISFACTION_RATE = Rate(
    "satisfaction_rate", _("Satisfaction rate"), CONTENT, EVALUATED,
    _("satisfied or basically satisfied ÷ evaluated by the proposing unit"),
)  # fmt: skip

CARRIED_OUT, UNDER_WAY, NOT_CARRIED_OUT = BY_IMPLEMENTATION = TAKEN_IN.parts(
    "implementation", IMPLEMENTATION_CHOICES[:3]
)
IMPLEMENTATION_RATE = Rate(
    "implementation_rate", _("Implementation rate"), CARRIED_OUT, TAKEN_IN,
    _("carried out ÷ adopted or partly adopted"),
)  # fmt: skip
