"""Tables 3, 5 and 7: the figures of table 1 by source, category and form, by committee, by department."""

from django.db.models import Count, F, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department, Township, Venue
from members.belonging import committee_on
from topics.dimensions import COUNTY, NONE
from topics.models import Referral
from topics.reports.tables import Chart, Column, Sum, Table
from topics.statistics import figures as of
from topics.statistics.counting import Number, Share
from topics.statistics.sections import Column as Counted
from topics.statistics.sections import Section
from topics.statistics.sections import Table as Breakdown

PATH = (
    Counted(of.COLLECTED, gettext_lazy("collected")),
    Counted(of.ACCEPTED, gettext_lazy("accepted")),
    Counted(of.ACCEPTANCE_RATE, gettext_lazy("acceptance rate")),
    Counted(of.APPROVED, gettext_lazy("plan approved")),
    Counted(of.CONSULTED, gettext_lazy("consulted on")),
    Counted(of.REFERRED, gettext_lazy("recommendations referred")),
    Counted(of.ADOPTED, gettext_lazy("adopted")),
    Counted(of.PARTLY, gettext_lazy("partly adopted")),
    Counted(of.NOT_ADOPTED, gettext_lazy("not adopted")),
    Counted(of.PENDING, gettext_lazy("awaiting answers")),
    Counted(of.CLOSED, gettext_lazy("archived")),
)
BY_SOURCE = Breakdown("by_source", gettext_lazy("By source"), gettext_lazy("Source"), "source", PATH)
BY_CATEGORY = Breakdown("by_category", gettext_lazy("By category"), gettext_lazy("Category"), "category", PATH)
BY_FORM = Breakdown("by_form", gettext_lazy("By form"), gettext_lazy("Form of consultation"), "form", PATH)
BY_UNIT = Breakdown("by_unit", gettext_lazy("Work by committee"), gettext_lazy("Committee"), "unit", (
    Counted(of.COLLECTED, gettext_lazy("topics collected")),
    Counted(of.ACCEPTED, gettext_lazy("accepted")),
    Counted(of.HELD, gettext_lazy("sessions held")),
    Counted(of.PRESENT, gettext_lazy("members present")),
    Counted(of.OTHERS, gettext_lazy("other persons")),
    Counted(of.REFERRED, gettext_lazy("recommendations referred")),
    Counted(of.ADOPTED, gettext_lazy("adopted")),
    Counted(of.PARTLY, gettext_lazy("partly adopted")),
    Counted(of.ADOPTION_RATE, gettext_lazy("adoption rate")),
    Counted(of.CLOSED, gettext_lazy("archived")),
))  # fmt: skip
BY_LEAD = Breakdown("by_lead", gettext_lazy("Work by department"), gettext_lazy("Department"), "lead", (
    Counted(of.REFERRED, gettext_lazy("as lead department")),
    Counted(of.ON_TIME, gettext_lazy("answered on time")),
    Counted(of.LATE, gettext_lazy("answered late")),
    Counted(of.UNANSWERED, gettext_lazy("unanswered")),
    Counted(of.ADOPTED, gettext_lazy("adopted")),
    Counted(of.PARTLY, gettext_lazy("partly adopted")),
    Counted(of.NOT_ADOPTED, gettext_lazy("not adopted")),
    Counted(of.ON_TIME_RATE, gettext_lazy("on-time answer rate")),
    Counted(of.ADOPTION_RATE, gettext_lazy("adoption rate")),
    Counted(of.SATISFACTION_RATE, gettext_lazy("satisfaction rate")),
))  # fmt: skip
BREAKDOWNS = Section("breakdowns", "", tables=(BY_SOURCE, BY_CATEGORY, BY_FORM, BY_UNIT, BY_LEAD))


def kind_of(counted):
    return "percent" if isinstance(counted, of.Rate) else "int"


def columns_of(breakdown):
    return [Column(str(one.label), 9, kind_of(one.counted)) for one in breakdown.columns]


def by_source(statistics):
    """Table 3, with the numbers of its three parts for the checks: by source, by category, by form."""
    parts = [statistics.filled(breakdown) for breakdown in (BY_SOURCE, BY_CATEGORY, BY_FORM)]
    rows, ends = [], []
    for part in parts:
        rows += [[str(part.table.title), str(label), *cells] for label, cells in part.rows]
        ends.append(len(rows) - 1)
        rows.append(Sum([str(part.table.title), _("Total"), *part.total]))
    charts = (
        Chart(_("Topics by source"), 0, ends[0], (2, 3, 6), names=1),
        Chart(_("Topics by category"), ends[0] + 2, ends[1], (2, 3, 6), names=1),
    )
    columns = (Column(_("Broken down"), 10, "text"), Column(_("Item"), 16, "text"), *columns_of(BY_SOURCE))
    return Table(3, _("Statistics by source"), columns, lambda: rows, charts=charts), parts


def members_by_unit(statistics, figure):
    """How many members the figure counts for each committee at the end of the period, by its id."""
    counting, period = statistics.counting, statistics.period
    rows = of.MEMBERS.model.objects.filter(pk__in=counting.rows(figure, period)).order_by()
    counted = rows.annotate(unit=committee_on(period.end)).values_list("unit").annotate(Count("pk"))
    return {str(unit): number for unit, number in counted}


def is_shown(key, cells, rows, period):
    """Whether a unit stood in the period, or has anything to count."""
    row = rows.get(key)
    stood = row is None or not (
        (row.valid_from and row.valid_from > period.end) or (row.valid_to and row.valid_to < period.start)
    )
    return stood or any(isinstance(cell, Number) and cell.value for cell in cells)


def by_unit(statistics):
    """Table 5, with its numbers for the checks."""
    filled, unit, period = statistics.filled(BY_UNIT), statistics.counting.unit, statistics.period
    townships = Prefetch("townships", Township.objects.current(period.end))
    known = Committee.objects.with_figures(period.end).prefetch_related(townships)
    committees = {str(one.pk): one for one in known}
    members, active = (members_by_unit(statistics, figure) for figure in (of.IN_OFFICE, of.TOOK_PART))
    haves = five_haves(period.end)
    rows = []
    for key, (label, cells) in zip(filled.keys, filled.rows, strict=True):
        if is_shown(key, cells, committees, period) and unit in {"", key}:
            one = committees.get(key)
            start = [one.director or "", len(one.townships.all())] if one else ["", 0]
            people = [members.get(key, 0), active.get(key, 0)]
            counted = [people[0], *cells[:4], *joined(people, cells[4:])]
            rows.append([str(label), *start, *counted, *haves.get(key, (0, 0))])
    sums = [sum(row[at] for row in rows) for at in (2, 3, 8, -2, -1)]
    total = [_("Total"), "", *sums[:2], *filled.total[:4], *joined([sums[1], sums[2]], filled.total[4:]), *sums[3:]]
    return Table(5, _("Committees' work"), unit_columns(), lambda: [*rows, Sum(total)]), rows


def joined(people, cells):
    """Members taking part with their rate, between the attendances and the recommendations."""
    all_members, active = people
    return [active, Share(active, all_members), *cells]


def unit_columns():
    counted = columns_of(BY_UNIT)
    return (
        Column(_("Committee"), 18, "text"),
        Column(_("Director"), 9, "text"),
        Column(_("Townships")),
        Column(_("Members")),
        *counted[:4],
        Column(_("members taking part")),
        Column(_("participation rate"), 9, "percent"),
        *counted[4:],
        Column(_("Venues")),
        Column(_("with all five haves")),
    )


def five_haves(day):
    """For each committee its venues on the day and how many of them meet all five haves by then."""
    found = {}
    for venue in Venue.objects.current(day).with_figures(until=day):
        key = str(venue.committee_id or COUNTY)
        venues, complete = found.get(key, (0, 0))
        found[key] = (venues + 1, complete + (venue.haves_met == 5))
    return found


def by_department(statistics):
    """Table 7, with its numbers for the checks."""
    filled, period = statistics.filled(BY_LEAD), statistics.period
    departments = {str(one.pk): one for one in Department.objects.all()}
    co = co_referrals(statistics)
    rows = [
        [str(label), cells[0], co.get(key, 0), *cells[1:]]
        for key, (label, cells) in zip(filled.keys, filled.rows, strict=True)
        if is_shown(key, [*cells, Number(co.get(key, 0), "")], departments, period) and (key != NONE or cells[0].value)
    ]
    total = Sum([_("Total"), filled.total[0], sum(row[2] for row in rows), *filled.total[1:]])
    counted = columns_of(BY_LEAD)
    columns = (Column(_("Department"), 22, "text"), counted[0], Column(_("as co-department"), 9), *counted[1:])
    return Table(7, _("Departments' work"), columns, lambda: [*rows, total]), rows


def co_referrals(statistics):
    """How many of the recommendations referred in the period stand referred to each department as a co-department."""
    referred = statistics.counting.rows(of.REFERRED, statistics.period)
    rows = Referral.objects.standing().filter(recommendation__in=referred, is_lead=False).order_by()
    return {str(key): number for key, number in rows.values_list(F("department")).annotate(Count("pk"))}
