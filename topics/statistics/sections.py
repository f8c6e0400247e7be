"""The sections of the statistics: which figures stand together, and in which tables they are broken down."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from topics.models.topic_stage import OFF_PATH
from topics.statistics import figures as of
from topics.statistics.figures import Figure, Rate


@dataclass(frozen=True)
class Counted:
    counted: Figure | Rate
    label: str
    is_before: bool = False


@dataclass(frozen=True)
class Breakdown:
    """Figures for each value of a filter; `by` is its name, "unit" the one by which each register knows units.

    Rows of the values in `only_if_any` stand there only if they count something. `charted` are the first columns that
    a chart shows too.
    """

    name: str
    title: str
    head: str
    by: str
    columns: tuple
    only_if_any: frozenset = frozenset({"none", "unknown"})
    has_total: bool = True
    charted: int = 0

    def by_in(self, register):
        return register.by_unit if self.by == "unit" else self.by

    def filters_of(self, register, value, period):
        """The filters of what counts in the row of the value."""
        return register.of_unit(value, period) if self.by == "unit" else {self.by: value}


@dataclass(frozen=True)
class Section:
    """Figures against those of the period before, and tables; a narrow one leaves room for another beside it.

    `charted` are the figures that a chart shows too: side by side (bars), or as parts of a whole (parts).
    """

    name: str
    title: str
    figures: tuple = ()
    tables: tuple = ()
    charted: tuple = ()
    kind: str = "bars"
    is_narrow: bool = False


ALONG_THE_PATH = (
    Counted(of.ACCEPTED, _("accepted")),
    Counted(of.APPROVED, _("plan approved")),
    Counted(of.CONSULTED, _("consulted on")),
    Counted(of.REFERRED_TOPICS, _("referred")),
    Counted(of.CLOSED, _("archived")),
)

BY_SOURCE = Breakdown("by_source", _("Topics by source"), _("Source"), "source", (
    Counted(of.COLLECTED, _("collected")),
    Counted(of.ACCEPTED_OF_COLLECTED, _("of these accepted")),
    Counted(of.ACCEPTANCE_RATE, _("acceptance rate")),
    *ALONG_THE_PATH,
))  # fmt: skip

BY_CATEGORY = Breakdown("by_category", _("Topics by category"), _("Category"), "category", (
    Counted(of.COLLECTED, _("collected")),
    Counted(of.COLLECTED, _("collected before"), is_before=True),
    *ALONG_THE_PATH,
))  # fmt: skip

BY_STAGE = Breakdown("by_stage", _("Where the topics collected in the period stand now"), _("Stage"), "stage", (
    *(Counted(one, one.label) for one in of.COLLECTED_BY_SOURCE),
    Counted(of.COLLECTED, _("in all")),
), only_if_any=OFF_PATH)  # fmt: skip

BY_UNIT = Breakdown("by_unit", _("Work by committee"), _("Committee"), "unit", (
    Counted(of.COLLECTED, _("topics collected")),
    Counted(of.ACCEPTED, _("accepted")),
    Counted(of.CONSULTED, _("consulted on")),
    Counted(of.CLOSED, _("archived")),
    Counted(of.HELD, _("sessions held")),
    Counted(of.PRESENT, _("members present")),
    Counted(of.ATTENDANCE_RATE, _("attendance rate")),
    Counted(of.REFERRED, _("recommendations referred")),
    Counted(of.ADOPTED, _("adopted")),
    Counted(of.PARTLY, _("partly adopted")),
    Counted(of.ADOPTION_RATE, _("adoption rate")),
    Counted(of.CARRIED_OUT, _("carried out")),
))  # fmt: skip

BY_MONTH = Breakdown("by_month", _("Sessions by month"), _("Month"), "month", (
    Counted(of.HELD, _("sessions held")),
    Counted(of.HELD, _("sessions before"), is_before=True),
), charted=2)  # fmt: skip

SECTIONS = (
    Section("topics", _("Topics"), (
        of.COLLECTED, *of.COLLECTED_BY_SOURCE, of.ACCEPTED_OF_COLLECTED, of.ACCEPTANCE_RATE,
        of.ACCEPTED, *of.ACCEPTED_BY_PLAN, of.ACCEPTED_LIVELIHOOD,
        of.APPROVED, of.CONSULTED, of.CONCLUDED, of.REFERRED_TOPICS, of.CLOSED,
    ), (BY_SOURCE, BY_CATEGORY, BY_STAGE), charted=of.COLLECTED_BY_SOURCE),
    Section("units", _("Committees and county level"), tables=(BY_UNIT,)),
    Section("sessions", _("Sessions"), (of.HELD, *of.HELD_BY_VENUE), (BY_MONTH,)),
    Section("attendance", _("Attendance at sessions"), (
        of.EXPECTED, of.PRESENT, of.LEAVE, of.ABSENT, of.ATTENDANCE_RATE, of.UNINVITED,
        of.OTHERS, *of.OTHERS_BY_CATEGORY,
    )),
    Section("adoption", _("Recommendations and their adoption"), (
        of.MADE, of.REFERRED, of.ADOPTED, of.PARTLY, of.NOT_ADOPTED, of.PENDING,
        of.ANSWERED, of.TAKEN_IN, of.ADOPTION_RATE,
    ), charted=(of.ADOPTED, of.PARTLY, of.NOT_ADOPTED, of.PENDING), kind="parts"),
    Section("punctuality", _("Answers on time"), (
        *of.BY_PUNCTUALITY, of.DUE, of.ON_TIME_RATE,
    ), is_narrow=True),
    Section("handling", _("Handling results of those answered"), of.BY_HANDLING, is_narrow=True),
    Section("satisfaction", _("Satisfaction"), (
        *of.BY_SATISFACTION, of.EVALUATED, of.CONTENT, of.SATISFACTION_RATE,
    ), is_narrow=True),
    Section("implementation", _("Implementation"), (
        of.TAKEN_IN, *of.BY_IMPLEMENTATION, of.IMPLEMENTATION_RATE,
    ), is_narrow=True),
)  # fmt: skip

GLANCE = Section("glance", "", (
    of.COLLECTED, of.ACCEPTED, of.HELD, of.PRESENT, of.OTHERS, of.REFERRED, of.CLOSED, of.ADOPTION_RATE,
))  # fmt: skip

# Which date decides whether something is of the period, and how the rows are told apart.
DEFINITIONS = (
    (_("Topics"), _(
        "Collected: the day of the proposal; accepted, plan approved, concluded, referred, closed: the day of that "
        "step; consulted on: a completed session in the period. A topic that was merged, rejected or withdrawn stays "
        "counted for what had happened to it. Topics recorded afterwards count by the dates that are known of them."
    )),
    (_("Committees"), _(
        "A topic, its plans and its recommendations belong to who organised it on the last day of the period, before "
        "its acceptance to the committee that proposed it. Sessions, attendances and written instructions belong to "
        "who organised the topic on their day."
    )),
    (_("Sessions and attendance"), _(
        "Completed sessions alone, by the day on which they were held. Members are counted once per session that they "
        "were invited to while in office; leave granted is no absence, and who came uninvited is in no rate. Others "
        "are the numbers of people in the record."
    )),
    (_("Recommendations"), _(
        "Made: the date of the outcome. All other figures are of those first referred in the period, as they stand "
        "today: pending until an answer stands, also while an answer is being reworked."
    )),
    (_("On time"), _(
        "The first answer that stands, against the due date of that day; what is unanswered is overdue from the day "
        "after it was due."
    )),
    (_("Satisfaction"), _("The last verdict of the proposing unit; without an evaluation in time it is in no rate.")),
    (_("Implementation"), _(
        "Of those adopted or partly adopted: carried out once that is noted with evidence; under way with the handling "
        "result A or B; not started with C or D."
    )),
    (_("Rates"), _(
        "With two decimals and the base named; a dash where the base is 0. Their change is in percentage points."
    )),
    (_("The period before"), _("The same days one year earlier; of a longer span as many years as it is long.")),
)  # fmt: skip
