"""Tables 10 and 11: how far the annual plans are carried out, and what is open and overdue."""

from functools import cache
from itertools import chain

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.annual_plans.execution import IN_FORCE
from topics.annual_plans.rows import done_in_words, rows_of_year
from topics.deadlines import DATED
from topics.dimensions import UNIT, organiser_of, unit_of
from topics.filters.annual_plans import planned_for
from topics.models import AnnualPlan, AnnualPlanItem, FollowUp, Recommendation, Topic
from topics.models.recommendation import OPEN_RECOMMENDATIONS
from topics.reports.registers import CHUNK, day, seen, text
from topics.reports.tables import NAME, OF_TODAY, Column, Table


def execution(statistics):
    """Table 10: the items of the plans in force that are planned for the period."""
    period, unit, user = statistics.period, statistics.counting.unit, statistics.counting.user
    plans = AnnualPlan.objects.visible_to(user).filter(
        year__range=(period.start.year, period.end.year), stage__in=IN_FORCE
    )
    columns = (
        Column(_("Year"), 7, role=NAME), text(_("Topic"), 28, NAME), text(_("Form of consultation"), 12),
        text(_("Planned for"), 10), text(_("Leading vice-chair"), 10), text(_("Organiser"), 16), text(_("State"), 10),
        text(_("Done on"), 16), text(_("Form of the outcome"), 12), text(_("Adjusted or not done: why"), 28),
    )  # fmt: skip

    def rows():
        planned = set(AnnualPlanItem.objects.filter(planned_for(period)).values_list("pk", flat=True))
        found = (row for plan in plans.order_by("year") for row in rows_of_year(plan, user) if row.item.pk in planned)
        return [execution_row(row) for row in found if unit in {"", unit_of(row.item)}]

    return Table(10, gettext_lazy("Execution of the annual plan"), columns, cache(rows))


def execution_row(row):
    item = row.item
    return [
        item.plan.year, item.title, str(item.form or ""), item.get_period_display(),
        item.leader_in_words,
        str(item.organising_unit), str(row.state.label), done_in_words(row), str(item.outcome_kind or ""), row.why,
        row.topic.number if row.topic else "",
    ]  # fmt: skip


def overdue(statistics):
    """Table 11: what was due by the end of the period, is overdue today and still open."""
    unit, today = statistics.counting.unit, timezone.localdate()
    late = {"due_on__lt": today, "due_on__lte": statistics.period.end}
    topics = seen(statistics, Topic).filter(stage__in=DATED, **late)
    asked = seen(statistics, Recommendation).filter(stage__in=OPEN_RECOMMENDATIONS, **late)
    if unit:
        topics = topics.alias(unit=UNIT).filter(unit=unit)
        asked = asked.alias(unit=organiser_of("topic")).filter(unit=unit)
    columns = (
        text(_("Kind"), 10, NAME), text(_("Topic or recommendation"), 40, NAME), text(_("Department or organiser"), 18),
        day(_("Referred on")), day(_("Due")), Column(_("Days over"), 7, role=OF_TODAY), text(_("Stage"), 10),
        text(_("Last progress"), 30),
    )  # fmt: skip
    counted = topics.count() + asked.count()
    return Table(
        11, gettext_lazy("What is overdue"), columns, lambda: overdue_rows(topics, asked, today), True, counted,
        note=_("Due by the end of the period and open today."),
    )  # fmt: skip


def overdue_rows(topics, asked, today):
    """The topics, then the recommendations, each the longest overdue first."""
    topics = topics.select_related("organiser", "proposing_committee").order_by("due_on", "pk")
    asked = asked.select_related("topic").with_departments().order_by("due_on", "pk")
    return chain(
        (topic_row(topic, today) for topic in with_progress(topics, topic="pk").iterator(CHUNK)),
        (recommendation_row(one, today) for one in with_progress(asked, recommendation="pk").iterator(CHUNK)),
    )


def with_progress(rows, **of):
    ((name, key),) = of.items()
    last = FollowUp.objects.filter(**{name: OuterRef(key)}).order_by("-done_on", "-pk")
    return rows.annotate(
        progress=Subquery(last.values("findings")[:1]), progress_on=Subquery(last.values("done_on")[:1])
    )


def progress_of(row):
    return f"{row.progress_on} {row.progress}" if row.progress_on else ""


def topic_row(topic, today):
    unit = str(topic.organising_unit) or str(topic.proposing_committee or "")
    over = (today - topic.due_on).days
    return [_("topic"), str(topic), unit, None, topic.due_on, over, topic.get_stage_display(), progress_of(topic)]


def recommendation_row(one, today):
    lead, over = one.lead, (today - one.due_on).days
    return [
        _("recommendation"), f"{one.topic.number}·{one.number} {one.text}", str(lead.department) if lead else "",
        lead.referred_on if lead else None, one.due_on, over, one.get_stage_display(), progress_of(one),
    ]  # fmt: skip
