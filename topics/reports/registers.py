"""Tables 2, 4 and 6: a row for each topic, session and recommendation of the period, read as they are asked for."""

from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.dimensions import INVITATION, SATISFACTION, SATISFACTION_CHOICES, Invitation, Punctuality, punctuality
from topics.models import (
    Attendance,
    Body,
    ConsultationSession,
    Decision,
    Outcome,
    Recommendation,
    Referral,
    Topic,
)
from topics.models.plan import GuestCategory
from topics.models.topic import counted_by
from topics.models.topic_parts import with_organisers
from topics.reports.tables import NAME, TITLE, Column, Table
from topics.sheets import cells
from topics.statistics import figures as of

CHUNK = 100
NARROW_DAY = 5.8
OF_TOPICS = (of.COLLECTED, of.ACCEPTED, of.APPROVED, of.CONSULTED, of.CONCLUDED, of.REFERRED_TOPICS, of.CLOSED)
VERDICTS = dict(SATISFACTION_CHOICES)


def text(label, width=12, role=""):
    return Column(label, width, "text", role=role)


def day(label, width=9.8):
    return Column(label, width, "date")


def summed(label, width=5.5):
    return Column(label, width, adds=True)


def counted_in(statistics, *figures):
    """The condition on rows that one of the figures counts."""
    found = (statistics.counting.condition(figure, statistics.period) for figure in figures)
    return Q(*found, _connector=Q.OR)


def seen(statistics, model):
    return model.objects.visible_to(statistics.counting.user)


def topics(statistics):
    """Table 2: every topic to which something happened that table 1 counts."""
    found = seen(statistics, Topic).filter(counted_in(statistics, *OF_TOPICS))
    columns = (
        text(_("Number"), 5.5, NAME), text(_("Topic"), 20, TITLE), text(_("Source"), 4.5),
        text(_("Assigned or recommended by"), 9), text(_("Category"), 6.5), text(_("Form of consultation"), 6.5),
        text(_("Organiser"), 9), text(_("Annual plan"), 4.5),
        day(_("Proposed on"), NARROW_DAY), day(_("Accepted on"), NARROW_DAY),
        day(_("Passed by the Party group on"), NARROW_DAY), day(_("Passed by the presidium on"), NARROW_DAY),
        summed(_("Sessions held"), 4.5), day(_("Last session on"), NARROW_DAY),
        summed(_("Recommendations"), 4.5), summed(_("Adopted"), 4.5), summed(_("Partly adopted"), 4.5),
        summed(_("Not adopted"), 4.5), text(_("Lead departments"), 15), text(_("Adoption result"), 4.5),
        text(_("Stage"), 6.5), day(_("Archived on"), NARROW_DAY),
    )  # fmt: skip
    return Table(
        2, gettext_lazy("Register of topics"), columns, lambda: topic_rows(found, statistics.period.end), True,
        found.count(),
        note=_("Every topic to which something happened in the period that table 1 counts."), remarks_width=8,
    )  # fmt: skip


def topic_rows(found, end):
    held = ConsultationSession.objects.completed().filter(topic=OuterRef("pk"))
    passed = Decision.objects.standing().filter(
        plan__topic=OuterRef("pk"), item__meeting__body=Body.PARTY_GROUP, outcome__in=Decision.PASSING
    )
    leads = Referral.objects.standing().filter(is_lead=True).select_related("department").order_by("pk")
    rows = found.with_result().annotate(
        session_count=counted_by("topic", held),
        last_held=Subquery(held.values("held_on")[:1]),
        party_passed_on=Subquery(passed.order_by("decided_on").values("decided_on")[:1]),
    )
    rows = rows.select_related("category", "form", "organiser", "proposing_committee", "merged_into")
    rows = rows.prefetch_related(
        with_organisers(), "recommenders", Prefetch("recommendations__referrals", leads, to_attr="leads")
    )
    rows = rows.order_by(F("year").asc(nulls_last=True), F("number").asc(nulls_last=True), "proposed_on", "pk")
    return (topic_row(topic, end) for topic in rows.iterator(CHUNK))


def topic_row(topic, end):
    made = topic.adopted_count + topic.partly_count + topic.refused_count + topic.pending_count
    departments = dict.fromkeys(lead.unit for one in topic.recommendations.all() for lead in one.leads)
    organised = topic.organised_on(max(end, topic.accepted_on or end))
    return [
        topic.number, topic.title, cells.source(topic), proposer_of(topic), str(topic.category or ""),
        str(topic.form or ""), str(organised), cells.planned(topic), topic.proposed_on,
        topic.accepted_on,
        topic.party_passed_on, topic.approved_on, topic.session_count, topic.last_held, made, topic.adopted_count,
        topic.partly_count, topic.refused_count, "、".join(departments), str(cells.result_in_words(topic)),
        topic.get_stage_display(), topic.closed_on,
        _("merged into: %s") % topic.merged_into if topic.merged_into else topic.known_result,
    ]  # fmt: skip


def proposer_of(topic):
    """The body that assigned it, the members who recommended it, or the unit that picked it."""
    return topic.assigning_body or topic.recommended_by or str(topic.proposing_unit)


def sessions(statistics):
    """Table 4; the recommendations of a round stand at its last session, so that they add up."""
    found = seen(statistics, ConsultationSession).filter(counted_in(statistics, of.HELD))
    columns = (
        day(_("Date")), text(_("Topic number"), 9, NAME), text(_("Topic"), 22, TITLE), Column(_("Round"), 5, role=NAME),
        text(_("Kind of venue"), 10), text(_("Place"), 18), text(_("Organiser"), 12), text(_("Host"), 8),
        summed(_("Members present")), summed(_("Members on leave")), summed(_("Members absent")),
        *(summed(str(category.label)) for category in GuestCategory),
        Column(_("Three shows"), 5.5), summed(_("Recommendations")), text(_("Minutes number"), 17),
    )  # fmt: skip
    return Table(
        4, gettext_lazy("Sessions held"), columns, lambda: session_rows(found), True, found.count(),
        note=_("On leave and absent: invited while in office. Recommendations stand at the last session of a round."),
    )  # fmt: skip


def session_rows(found):
    outcome = Outcome.objects.filter(topic=OuterRef("topic"), round=OuterRef("plan__round"))
    made = Recommendation.objects.of_concluded_outcomes().filter(
        topic=OuterRef("topic"), outcome__round=OuterRef("plan__round")
    )
    last = ConsultationSession.objects.completed().of_round(OuterRef("plan__round")).filter(topic=OuterRef("topic"))
    due = Attendance.objects.annotate(invitation=INVITATION).filter(invitation=Invitation.DUE, session=OuterRef("pk"))
    rows = found.with_figures().annotate(
        on_leave=counted_by("session", due.filter(status=Attendance.Status.LEAVE)),
        missing=counted_by("session", due.filter(status=Attendance.Status.ABSENT)),
        minutes=Subquery(outcome.values("number")[:1]),
        made=counted_by("topic", made),
        last=Subquery(last.values("pk")[:1]),
    )
    rows = rows.select_related("topic__organiser", "venue", "plan").prefetch_related(with_organisers("topic__"))
    rows = rows.order_by("held_on", "starts_at", "pk")
    return map(session_row, rows.iterator(CHUNK))


def session_row(session):
    return [
        session.held_on, session.topic.number, session.topic.title, session.plan.round,
        session.venue.get_kind_display() if session.venue else _("outside the network"), session.where,
        str(session.organising_unit), session.host, session.present, session.on_leave, session.missing,
        *(getattr(session, category.value) for category in GuestCategory),
        session.shows_sign + session.shows_rules + session.shows_sides,
        session.made if session.last == session.pk else 0, session.minutes,
    ]  # fmt: skip


def recommendations(statistics):
    """Table 6: every recommendation first referred in the period, as it stands today."""
    found = seen(statistics, Recommendation).filter(counted_in(statistics, of.REFERRED))
    columns = (
        text(_("Topic number"), 9, NAME), text(_("Topic"), 18, TITLE), Column(_("Number"), 5.5, role=NAME),
        text(_("Recommendation"), 27), text(_("Lead department"), 12), text(_("Co-departments"), 12),
        day(_("Referred on")), day(_("Due")), day(_("Answered on")), text(_("First answer"), 9), text(_("Decision"), 8),
        text(_("Measures, or why not adopted"), 27), text(_("Handling result"), 9), text(_("Satisfaction"), 8),
    )  # fmt: skip
    return Table(
        6, gettext_lazy("Adoption of recommendations"), columns, lambda: recommendation_rows(found), True,
        found.count(), remarks_width=7,
    )  # fmt: skip


def recommendation_rows(found):
    rows = found.annotate(said=punctuality(), verdict=SATISFACTION).select_related("topic")
    rows = rows.with_departments().prefetch_related("answers").order_by("topic__year", "topic__number", "number")
    return map(recommendation_row, rows.iterator(CHUNK))


def recommendation_row(one):
    lead, answer = one.lead, None if one.is_open else one.answer
    return [
        one.topic.number, one.topic.title, one.number, one.text, lead.unit if lead else "",
        cells.co_units(one), lead.referred_on if lead else None, one.due_on,
        one.answered_on, str(Punctuality(one.said).label), decision_of(one), reasons_of(answer),
        "" if one.is_open else one.get_handling_result_display(), str(VERDICTS[one.verdict]),
    ]  # fmt: skip


def decision_of(one):
    return str(Topic.Result.PENDING.label) if one.is_open else one.get_decision_display()


def reasons_of(answer):
    return "\n".join(filter(None, [answer.measures, answer.reason])) if answer else ""
