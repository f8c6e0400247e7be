"""Tables 3, 5 and 7: the figures of table 1 by source, category and form, by committee, by department."""

from collections import Counter

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department, Township, Venue
from members.belonging import committee_on
from members.models import CommitteeMembership
from topics.dimensions import COUNTY, NONE
from topics.models import Referral
from topics.reports.tables import NAME, Chart, Column, Sum, Table, plain
from topics.statistics import figures as of
from topics.statistics.counting import Number, Share
from topics.statistics.sections import Breakdown, Counted, Section

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
CHARTED = (of.COLLECTED, of.ACCEPTED, of.CONSULTED)
ADDED_UP = ("townships", of.IN_OFFICE, of.TOOK_PART, "venues", "complete_venues")


def kind_of(counted):
    return "percent" if isinstance(counted, of.Rate) else "int"


def columns_of(breakdown):
    return {one.counted: Column(str(one.label), 9, kind_of(one.counted), key=one.counted) for one in breakdown.columns}


def rows_of(filled):
    """Each value with its row, as {key of the column: cell}, and the total as such a row."""
    keys = ("name", *(column.counted for column in filled.table.columns))
    rows = [(str(label), *cells) for label, cells in filled.rows] + [(_("Total"), *filled.total)]
    *rows, total = (dict(zip(keys, row, strict=True)) for row in rows)
    return zip(filled.keys, rows, strict=True), total


def listed(columns, rows, total):
    """A function that gives the rows as a table has them, the total below."""
    *lists, last = ([row[column.key] for column in columns] for row in (*rows, total))
    return lambda: [*lists, Sum(last)]


def by_source(statistics):
    """Table 3, with the numbers of its three parts for the checks: by source, by category, by form."""
    parts = [statistics.filled(breakdown) for breakdown in (BY_SOURCE, BY_CATEGORY, BY_FORM)]
    rows, spans = [], []
    for part in parts:
        spans.append((len(rows), len(rows) + len(part.rows) - 1))
        rows += [[str(part.table.title), str(label), *cells] for label, cells in part.rows]
        rows.append(Sum([str(part.table.title), _("Total"), *part.total]))
    titles = (_("Topics by source"), _("Topics by category"))
    charts = tuple(Chart(title, *span, CHARTED, "name") for title, span in zip(titles, spans, strict=False))
    names = Column(_("Broken down"), 10, "text", role=NAME), Column(_("Item"), 16, "text", key="name", role=NAME)
    columns = (*names, *columns_of(BY_SOURCE).values())
    return Table(3, gettext_lazy("Statistics by source"), columns, lambda: rows, charts=charts), parts


def members_by_unit(statistics, figure):
    """How many members the figure counts for each committee at the end of the period, by its id."""
    counting, period = statistics.counting, statistics.period
    rows = of.MEMBERS.model.objects.filter(pk__in=counting.rows(figure, period)).order_by()
    counted = rows.annotate(unit=committee_on(period.end)).values_list("unit").annotate(Count("pk"))
    return {str(unit): number for unit, number in counted}


def is_shown(key, counted, known, period):
    """Whether a unit stood in the period, or has anything to count."""
    unit = known.get(key)
    stood = unit is None or not (
        (unit.valid_from and unit.valid_from > period.end) or (unit.valid_to and unit.valid_to < period.start)
    )
    return stood or any(isinstance(cell, Number | int) and plain(cell) for cell in counted.values())


def townships_on(day):
    """How many townships each committee has on the day, by its id; each township is one committee's."""
    townships = Township.objects.current(day).prefetch_related("committees")
    return Counter(str(one.pk) for township in townships if (one := township.committee_on(day)))


def by_unit(statistics):
    """Table 5: what each committee is, did and has."""
    unit, period = statistics.counting.unit, statistics.period
    committees, townships = {str(one.pk): one for one in Committee.objects.all()}, townships_on(period.end)
    members, active = (members_by_unit(statistics, figure) for figure in (of.IN_OFFICE, of.TOOK_PART))
    haves, directors, rows = five_haves(period.end), directors_on(period.end), []
    found, total = rows_of(statistics.filled(BY_UNIT))
    for key, counted in found:
        if is_shown(key, counted, committees, period) and unit in {"", key}:
            one, (venues, complete) = committees.get(key), haves.get(key, (0, 0))
            rows.append(counted | ({"name": one.name_on(period.end)} if one else {}) | {
                "director": directors.get(key, ""), "townships": townships[key],
                of.IN_OFFICE: members.get(key, 0), of.TOOK_PART: active.get(key, 0),
                "venues": venues, "complete_venues": complete,
            })  # fmt: skip
    total |= {"director": ""} | {key: sum(row[key] for row in rows) for key in ADDED_UP}
    for row in (*rows, total):
        row[of.PARTICIPATION_RATE] = Share(row[of.TOOK_PART], row[of.IN_OFFICE])
    columns = unit_columns(columns_of(BY_UNIT))
    return Table(5, gettext_lazy("Committees' work"), columns, listed(columns, rows, total))


def unit_columns(counted):
    return (
        Column(_("Committee"), 18, "text", key="name", role=NAME),
        Column(_("Director"), 9, "text", key="director"),
        Column(_("Townships"), key="townships"),
        Column(_("Members"), key=of.IN_OFFICE),
        *(counted[figure] for figure in (of.COLLECTED, of.ACCEPTED, of.HELD, of.PRESENT)),
        Column(_("members taking part"), key=of.TOOK_PART),
        Column(_("participation rate"), 9, "percent", key=of.PARTICIPATION_RATE),
        *(counted[one] for one in (of.OTHERS, of.REFERRED, of.ADOPTED, of.PARTLY, of.ADOPTION_RATE, of.CLOSED)),
        Column(_("Venues"), key="venues"),
        Column(_("with all five haves"), key="complete_venues"),
    )


def directors_on(day):
    """The name of each committee's director: of a leaving one and the next that of who began last."""
    directing = CommitteeMembership.objects.in_force(day).filter(post=CommitteeMembership.Post.DIRECTOR)
    by_beginning = directing.select_related("member").order_by("starts_on", "pk")
    return {str(one.committee_id): one.member.name_on(day) for one in by_beginning}


def five_haves(day):
    """For each committee its venues on the day and how many of them meet all five haves by then."""
    found = {}
    for venue in Venue.objects.current(day).with_figures(until=day):
        key = str(venue.committee_id or COUNTY)
        venues, complete = found.get(key, (0, 0))
        found[key] = (venues + 1, complete + (venue.haves_met == 5))
    return found


def by_department(statistics):
    """Table 7: what each department was asked, as the lead and as a co-department, and what it answered."""
    period, (found, total) = statistics.period, rows_of(statistics.filled(BY_LEAD))
    departments = {str(one.pk): one for one in Department.objects.all()}
    co, rows = co_referrals(statistics), []
    for key, row in found:
        row["co"] = co.get(key, 0)
        if key in departments:
            row["name"] = departments[key].name_on(period.end)
        if is_shown(key, row, departments, period) and (key != NONE or row[of.REFERRED].value):
            rows.append(row)
    total["co"] = sum(row["co"] for row in rows)
    led, *counted = columns_of(BY_LEAD).values()
    name = Column(_("Department"), 22, "text", key="name", role=NAME)
    columns = (name, led, Column(_("as co-department"), 9, key="co"), *counted)
    return Table(7, gettext_lazy("Departments' work"), columns, listed(columns, rows, total))


def co_referrals(statistics):
    """How many of the recommendations referred in the period stand referred to each department as a co-department."""
    referred = statistics.counting.rows(of.REFERRED, statistics.period)
    rows = Referral.objects.standing().filter(recommendation__in=referred, is_lead=False).order_by()
    return {str(key): number for key, number in rows.values_list(F("department")).annotate(Count("pk"))}
