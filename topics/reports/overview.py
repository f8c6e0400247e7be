"""Table 1 总体情况: the figures of the period against those of the one before, each opening its list."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.dimensions import COUNTY
from topics.reports.tables import NAME, Chart, Column, Table
from topics.statistics import figures as of
from topics.statistics.results import figures_in
from topics.statistics.sections import Section
from topics.statistics.sheets import growth, points

OVERVIEW = (
    Section("topics", gettext_lazy("Topics"), (
        of.COLLECTED, *of.COLLECTED_BY_SOURCE, of.ACCEPTED_OF_COLLECTED, of.ACCEPTANCE_RATE,
        of.ACCEPTED, *of.ACCEPTED_BY_PLAN, of.ACCEPTED_LIVELIHOOD,
        of.PLANNED, of.DONE, of.COMPLETION_RATE,
    )),
    Section("plans", gettext_lazy("Plans"), (
        of.SUBMITTED, of.PARTY_PASSED, of.PASSED, of.RETURNED, of.APPROVED,
    )),
    Section("sessions", gettext_lazy("Sessions"), (
        of.CONSULTED, of.HELD, *of.HELD_BY_VENUE, of.EXPECTED, of.PRESENT, of.LEAVE, of.ABSENT, of.ATTENDANCE_RATE,
        of.UNINVITED, of.OTHERS, *of.OTHERS_BY_CATEGORY, of.COVERED,
    )),
    Section("outcomes", gettext_lazy("Outcomes"), (of.CONCLUDED, of.MADE, of.INSTRUCTED)),
    Section("adoption", gettext_lazy("Recommendations and their adoption"), (
        of.REFERRED_TOPICS, of.REFERRED, of.ADOPTED, of.PARTLY, of.NOT_ADOPTED, of.PENDING, of.ANSWERED,
        of.ADOPTION_RATE, *of.BY_PUNCTUALITY, of.ON_TIME_RATE, *of.BY_HANDLING, of.SATISFIED, of.BASICALLY,
        of.NOT_SATISFIED, of.LAPSED, of.SATISFACTION_RATE, of.TAKEN_IN, *of.BY_IMPLEMENTATION, of.IMPLEMENTATION_RATE,
    )),
    Section("members", gettext_lazy("Members"), (
        of.IN_OFFICE, of.TOOK_PART, of.PARTICIPATION_RATE, of.ATTENDED, of.ATTENDANCE_MEAN,
    )),
    Section("closing", gettext_lazy("Closing"), (of.CLOSED, of.CLOSED_BY_NOW, of.CLOSURE_RATE)),
)  # fmt: skip

SET_IN = "　　"
CHARTED = ((of.COLLECTED_BY_SOURCE, of.COLLECTED.label), ((of.ADOPTED, of.PARTLY, of.NOT_ADOPTED, of.PENDING),
           gettext_lazy("Adoption of what was referred")))  # fmt: skip


def is_asked(counted, unit):
    """Whether the figure is said of the unit: the county level has no townships, attendances are of no one unit."""
    if unit == COUNTY and of.TOWNSHIPS in {figure.register for figure in figures_in(counted)}:
        return False
    return not unit or counted not in {of.ATTENDED, of.ATTENDANCE_MEAN}


def sections_for(unit):
    """The sections with the figures that are said of the unit."""
    return [
        replace(section, figures=tuple(counted for counted in section.figures if is_asked(counted, unit)))
        for section in OVERVIEW
    ]


def overview(statistics):
    lines = [line for section in statistics.sections for line in statistics.lines(section.figures)]
    rows = [row_of(line) for line in lines]
    now, before = (str(period) for period in statistics.periods)
    columns = (
        Column(_("Figure"), 30, "text", key="figure", role=NAME),
        Column(_("Unit"), 8, "text"),
        Column(now, 12, key="now"),
        Column(before, 12, key="before"),
        Column(_("Change"), 17),
        Column(_("Relative change"), 12, "percent"),
    )
    shown = [line.counted for line in lines]
    charts = tuple(chart(shown, *charted) for charted in CHARTED)
    return Table(1, gettext_lazy("Overall situation"), columns, lambda: rows, charts=charts, remarks_width=50)


def chart(shown, figures, title):
    first, *_others, last = (at for at, counted in enumerate(shown) if counted in figures)
    return Chart(str(title), first, last, ("now", "before"), "figure")


def label_of(counted):
    """The words of a figure; a part of another one is set in."""
    return f"{SET_IN}{counted.label}" if counted.is_part else str(counted.label)


def row_of(line):
    """A figure as a row; a rate has its base in the remarks, a mean is no rate in percent."""
    counted = line.counted
    if not line.is_rate:
        return [label_of(counted), str(counted.unit), line.now, line.before, line.change, growth(line.growth)]
    if counted.is_mean:
        change = "—" if line.change is None else f"{line.change:+.2f}"
        return [label_of(counted), _("times"), line.now, line.before, change, "", str(counted.base)]
    return [label_of(counted), "%", line.now, line.before, points(line.change), "", str(counted.base)]
