from django.utils.translation import gettext as _

from consult.spreadsheet import Column, Sheet
from topics.models import Topic
from topics.models.plan import GuestCategory
from topics.rules import topic_fields


def topic_sheet(user):
    """The register of topics as the user may see it; rows of `with_result` with `session_count` and their relations."""
    seen = topic_fields(user)
    return Sheet(_("Topics"), tuple(column for part, column in topic_columns() if part is None or part in seen))


def topic_columns():
    """Pairs of the part that a column belongs to (None: everybody sees it) and the column."""
    return [
        (None, Column(_("Number"), "number", 12)),
        (None, Column(_("Title"), "title", 32)),
        (None, Column(_("Source"), "get_source_display", 12)),
        (None, Column(_("Proposing unit"), "proposing_unit", 20)),
        (None, Column(_("Category"), "category.name", 14)),
        (None, Column(_("Livelihood"), "is_livelihood", 9)),
        (None, Column(_("Form of consultation"), "form.name", 14)),
        (None, Column(_("Organiser"), "organising_unit", 20)),
        (None, Column(_("Annual plan"), planned_in_words, 10)),
        (None, Column(_("Proposed on"), "proposed_on", 12, "date")),
        (None, Column(_("Accepted on"), "accepted_on", 12, "date")),
        (None, Column(_("Plan approved on"), "approved_on", 12, "date")),
        ("sessions", Column(_("Sessions held"), "session_count", 8, "int")),
        ("result", Column(_("Adopted"), "adopted_count", 8, "int")),
        ("result", Column(_("Partly adopted"), "partly_count", 8, "int")),
        ("result", Column(_("Not adopted"), "refused_count", 8, "int")),
        ("result", Column(_("Awaiting answers"), "pending_count", 8, "int")),
        ("result", Column(_("Adoption result"), result_in_words, 12)),
        (None, Column(_("Stage"), "get_stage_display", 12)),
        ("due", Column(_("Due"), "due_on", 12, "date")),
        (None, Column(_("Archived on"), "closed_on", 12, "date")),
    ]


def planned_in_words(topic):
    return "" if topic.is_planned is None else _("planned") if topic.is_planned else _("unplanned")


def result_in_words(topic):
    return Topic.Result(topic.adoption).label if topic.adoption else "—"


def recommendation_sheet():
    """The register of recommendations; rows with their topic and referrals."""
    return Sheet(
        _("Recommendations"),
        (
            Column(_("Topic number"), "topic.number", 12),
            Column(_("Topic"), "topic.title", 28),
            Column(_("Number"), "number", 8, "int"),
            Column(_("Recommendation"), "text", 44),
            Column(_("Lead department"), "lead.department.name", 20),
            Column(_("Co-departments"), lambda row: "、".join(str(r.department) for r in row.co_referrals), 22),
            Column(_("Referred on"), "lead.referred_on", 12, "date"),
            Column(_("Due on"), "due_on", 12, "date"),
            Column(_("Answered on"), "answered_on", 12, "date"),
            Column(_("Stage"), "get_stage_display", 12),
            Column(_("Decision"), "get_decision_display", 12),
            Column(_("Handling result"), "get_handling_result_display", 16),
            Column(_("Carried out on"), "carried_out_on", 12, "date"),
        ),
    )


def session_sheet():
    """The register of sessions with attendance by category; rows of `with_figures` with their topic and venue."""
    return Sheet(
        _("Sessions"),
        (
            Column(_("Date"), "held_on", 12, "date"),
            Column(_("from (time)"), lambda row: clock(row.starts_at), 8),
            Column(_("to (time)"), lambda row: clock(row.ends_at), 8),
            Column(_("Topic number"), "topic.number", 12),
            Column(_("Topic"), "topic.title", 28),
            Column(_("Round"), "plan.round", 7, "int"),
            Column(_("Session no."), "number", 8, "int"),
            Column(_("Kind of venue"), "venue.get_kind_display", 14),
            Column(_("Place"), "where", 26),
            Column(_("Organiser"), "topic.organising_unit", 20),
            Column(_("Host"), "host", 14),
            Column(_("Recorder"), "recorder", 12),
            Column(_("Members expected"), "invited", 8, "int"),
            Column(_("Members present"), "present", 8, "int"),
            Column(_("Members on leave"), "leave", 8, "int"),
            Column(_("Members absent"), "absent", 8, "int"),
            *(Column(category.label, category.value, 9, "int") for category in GuestCategory),
            Column(_("Present in all"), lambda row: row.present + row.guest_count, 8, "int"),
            Column(_("Three shows"), shows_in_words, 20),
            Column(_("Opinions"), "opinion_count", 8, "int"),
            Column(_("Stage"), "get_stage_display", 12),
        ),
    )


def clock(time):
    return time.strftime("%H:%M") if time else ""


def shows_in_words(session):
    shows = ("shows_sign", "shows_rules", "shows_sides")
    shown = [str(session._meta.get_field(name).verbose_name) for name in shows if getattr(session, name)]
    return "、".join(shown) or "—"


def plan_sheet():
    """The register of plans; rows with their topic, venue, invitees and agenda items."""
    return Sheet(
        _("Plans"),
        (
            Column(_("Topic number"), "topic.number", 12),
            Column(_("Topic"), "topic.title", 32),
            Column(_("Round and version"), "label", 14),
            Column(_("Organiser"), "topic.organising_unit", 20),
            Column(_("Stage"), "get_stage_display", 16),
            Column(_("Planned date"), "planned_on", 12, "date"),
            Column(_("Venue or place"), lambda plan: plan.place or plan.venue, 24),
            Column(_("Host"), "host", 14),
            Column(_("Invited members"), lambda plan: len(plan.invitees.all()), 10, "int"),
            Column(_("Last meeting"), last_meeting, 26),
        ),
    )


def last_meeting(plan):
    """The meeting on whose agenda the plan was put last; None where it never was."""
    items = list(plan.agenda_items.all())
    return items[-1].meeting if items else None


def review_meeting_sheet():
    """The register of review meetings; rows with `item_count` and `open_count`."""
    return Sheet(
        _("Review meetings"),
        (
            Column(_("Meeting"), str, 32),
            Column(_("Body"), "get_body_display", 12),
            Column(_("Date"), "meets_on", 12, "date"),
            Column(_("Place"), "place", 24),
            Column(_("Host"), "host", 14),
            Column(_("Plans"), "item_count", 8, "int"),
            Column(_("Undecided"), "open_count", 8, "int"),
            Column(_("Stage"), "get_stage_display", 10),
            Column(_("Minutes number"), "minutes_number", 20),
        ),
    )
