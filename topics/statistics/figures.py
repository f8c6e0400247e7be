"""What the figures of the county mean: each by name, with its unit and the filter of the register that lists its rows.

Nothing is counted but by such a filter (topics.statistics.counting), so a figure, its list and the report agree.
"""

from dataclasses import dataclass, field, replace

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from committees.filters import TownshipFilters
from committees.models import Township, Venue
from consult.choices import without
from members.filters import MemberFilters
from members.models import Member
from topics.dimensions import IMPLEMENTATION_CHOICES, NONE, SATISFACTION_CHOICES, UNKNOWN, Invitation, Punctuality
from topics.filters.annual_plans import PlanItemFilters
from topics.filters.attendances import AttendanceFilters, GuestFilters
from topics.filters.plans import PlanFilters
from topics.filters.recommendations import InstructionFilters, RecommendationFilters
from topics.filters.sessions import SessionFilters
from topics.filters.topics import TopicFilters
from topics.models import (
    AnnualPlanItem,
    Attendance,
    ConsultationSession,
    Guest,
    HandlingResult,
    Plan,
    Recommendation,
    Topic,
    WrittenInstruction,
)
from topics.models.plan import GuestCategory


@dataclass(frozen=True)
class Register:
    """A register whose rows are counted: the name of its URL, its filters, the filter by unit, what one row counts.

    `unit_on` is the filter of the day on which something belonged to the unit, where that changes with time.
    """

    url: str
    model: type
    filters: type
    by_unit: str
    one: type = Count
    counted: str = "pk"
    unit_on: str = ""

    def of_unit(self, unit, period):
        """The filters of what belongs to the unit, at the end of the period where that changes with time."""
        return {self.by_unit: unit} | ({self.unit_on: period.end.isoformat()} if self.unit_on else {})


TOPICS = Register("topic_list", Topic, TopicFilters, "unit", unit_on="unit_on")
SESSIONS = Register("session_list", ConsultationSession, SessionFilters, "organiser")
RECOMMENDATIONS = Register("recommendation_list", Recommendation, RecommendationFilters, "unit", unit_on="unit_on")
ATTENDANCES = Register("attendance_list", Attendance, AttendanceFilters, "organiser")
GUESTS = Register("guest_list", Guest, GuestFilters, "organiser", Sum, "count")
PLANS = Register("plan_list", Plan, PlanFilters, "unit", unit_on="unit_on")
PLAN_ITEMS = Register("plan_item_list", AnnualPlanItem, PlanItemFilters, "organiser")
INSTRUCTIONS = Register("instruction_list", WrittenInstruction, InstructionFilters, "organiser")
MEMBERS = Register("member_list", Member, MemberFilters, "belonged_unit", unit_on="belonged_on")
TOWNSHIPS = Register("township_list", Township, TownshipFilters, "committee")

TOPIC, SESSION, RECOMMENDATION, PERSON = _("topics"), _("sessions"), _("items"), _("persons")
PLAN, ITEM, INSTRUCTION, TOWNSHIP = _("plans"), _("plan items"), _("instructions"), _("townships (unit)")
MEMBER = _("people (unit)")


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure: what happened in the period (`dated`) to the rows of a register that fit its filters.

    `is_part` is one that the figure above it contains; one of what is unknown stands there only if it counts something.
    """

    name: str
    label: str
    unit: str
    register: Register
    dated: str
    filters: dict = field(default_factory=dict)
    is_part: bool = False
    only_if_any: bool = False

    def part(self, name, label, **filters):
        """One that counts those of its rows alone that also fit the filters."""
        own = {"filters": self.filters | filters, "is_part": True, "only_if_any": UNKNOWN in filters.values()}
        return replace(self, name=f"{self.name}_{name}", label=label, **own)

    def parts(self, by, choices):
        """One for each value of a filter."""
        return tuple(self.part(value or NONE, label, **{by: value}) for value, label in choices)


@dataclass(frozen=True, eq=False)
class Rate:
    """The share of one figure in another, which `base` names in words; none where the base is zero.

    A mean is how many of the one there are for each of the other.
    """

    name: str
    label: str
    part: Figure
    whole: Figure
    base: str
    is_mean: bool = False
    is_part = only_if_any = False


COLLECTED = Figure("collected", _("Topics collected"), TOPIC, TOPICS, "proposed")
COLLECTED_BY_SOURCE = COLLECTED.parts("source", [*Topic.Source.choices, (UNKNOWN, _("source unknown"))])
ACCEPTED_OF_COLLECTED = COLLECTED.part("accepted", _("of these accepted by now"), accepted="True")
ACCEPTED = Figure("accepted", _("Topics accepted"), TOPIC, TOPICS, "accepted")
ACCEPTED_BY_PLAN = ACCEPTED.parts(
    "planned",
    [
        ("True", _("in the annual plan")),
        ("False", _("outside the annual plan")),
        (UNKNOWN, _("unknown whether in the annual plan")),
    ],
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
CLOSED_BY_NOW = ACCEPTED.part("closed", _("of these archived by now"), archived="True")
CLOSURE_RATE = Rate(
    "closure_rate", _("Closure rate"), CLOSED_BY_NOW, ACCEPTED, _("archived by now ÷ accepted in the period")
)

SUBMITTED = Figure("submitted", _("Plans submitted for review"), PLAN, PLANS, "submitted")
PARTY_PASSED = Figure("party_passed", _("Plans passed by the Party group"), PLAN, PLANS, "party_passed")
PASSED = Figure("passed", _("Plans passed by the presidium"), PLAN, PLANS, "passed")
RETURNED = Figure("returned", _("Plans returned for revision"), PLAN, PLANS, "returned")

TO_BE_DONE = {"state": ("not_started", "under_way", "done")}
PLANNED = Figure("planned", _("Items in the annual plan"), ITEM, PLAN_ITEMS, "planned", TO_BE_DONE)
DONE = PLANNED.part("done", _("of these done"), state="done")
COMPLETION_RATE = Rate(
    "completion_rate", _("Completion of the annual plan"), DONE, PLANNED,
    _("items done ÷ items of the plan in force for the period, without those dropped"),
)  # fmt: skip

COVERED = Figure("covered", _("Townships covered"), TOWNSHIP, TOWNSHIPS, "consulted")
INSTRUCTED = Figure("instructed", _("Written instructions"), INSTRUCTION, INSTRUCTIONS, "given")

HELD = Figure("held", _("Sessions held"), SESSION, SESSIONS, "held", {"stage": "completed"})
HELD_BY_VENUE = HELD.parts("venue_kind", [*Venue.Kind.choices, (NONE, _("outside the network"))])

EXPECTED = Figure(
    "expected", _("Members invited to sessions"), PERSON, ATTENDANCES, "held", {"invitation": Invitation.DUE}
)
PRESENT = EXPECTED.part("present", _("members present"), status="present")
LEAVE, ABSENT = EXPECTED.parts("status", without(Attendance.Status, "expected", "present"))
ATTENDANCE_RATE = Rate(
    "attendance_rate", _("Attendance rate"), PRESENT, EXPECTED, _("members present ÷ members invited")
)
UNINVITED = Figure(
    "uninvited", _("Members who came uninvited"), PERSON, ATTENDANCES, "held",
    {"invitation": Invitation.UNINVITED, "status": Attendance.Status.PRESENT},
)  # fmt: skip
ATTENDED = Figure("attended", _("Attendances of members"), PERSON, ATTENDANCES, "held", {"status": "present"})
IN_OFFICE = Figure("in_office", _("Members in office"), MEMBER, MEMBERS, "in_office", {"state": "all"})
TOOK_PART = Figure("took_part", _("Members taking part"), MEMBER, MEMBERS, "took_part", {"state": "all"})
PARTICIPATION_RATE = Rate(
    "participation_rate", _("Participation rate of members"), TOOK_PART, IN_OFFICE,
    _("members taking part ÷ members in office in the period"),
)  # fmt: skip
ATTENDANCE_MEAN = Rate(
    "attendance_mean", _("Attendances per member"), ATTENDED, IN_OFFICE,
    _("attendances of members ÷ members in office in the period"), is_mean=True,
)  # fmt: skip
OTHERS = Figure("others", _("Other persons at sessions"), PERSON, GUESTS, "held")
OTHERS_BY_CATEGORY = OTHERS.parts("category", GuestCategory.choices)

MADE = Figure("made", _("Recommendations made"), RECOMMENDATION, RECOMMENDATIONS, "made")
REFERRED = Figure("referred", _("Recommendations referred"), RECOMMENDATION, RECOMMENDATIONS, "referred")
ADOPTED, PARTLY, NOT_ADOPTED, PENDING = REFERRED.parts("decision", Topic.Result.choices)
TAKEN_IN = REFERRED.part("taken_in", _("adopted or partly adopted"), decision=("adopted", "partly"))
ANSWERED = REFERRED.part("answered", _("answered"), decision=("adopted", "partly", "not_adopted"))
ADOPTION_RATE = Rate("adoption_rate", _("Adoption rate"), TAKEN_IN, ANSWERED, _("adopted or partly adopted ÷ answered"))

BY_PUNCTUALITY = ON_TIME, LATE, OVERDUE, NOT_DUE = REFERRED.parts("punctuality", Punctuality.choices)
DUE = REFERRED.part(
    "due", _("answered or overdue"), punctuality=(Punctuality.ON_TIME, Punctuality.LATE, Punctuality.OVERDUE)
)
ON_TIME_RATE = Rate("on_time_rate", _("On-time answer rate"), ON_TIME, DUE, _("answered on time ÷ answered or overdue"))
UNANSWERED = REFERRED.part("unanswered", _("unanswered"), punctuality=(Punctuality.OVERDUE, Punctuality.NOT_DUE))
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
