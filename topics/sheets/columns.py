"""The columns of the registers, on the screen and in a workbook alike (consult.lists.columns)."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.exports.workbook import Column, Sheet
from consult.lists.columns import ListColumn
from topics.annual_plans.execution import Execution
from topics.annual_plans.rows import done_in_words
from topics.models.plan import GuestCategory
from topics.sheets import cells
from topics.tasks.due import time_words
from topics.templatetags.desk import implementation_chip
from topics.templatetags.topics import (
    annual_plan_chip,
    meeting_chip,
    plan_chip,
    recommendation_chip,
    session_chip,
    stage_chip,
)

# Rows of `with_result` with `session_count` and their relations; `part` is one of `topic_fields`.
TOPIC_COLUMNS = (
    ListColumn(_("Number"), "number", 12, name="number", sort="number", css="nowrap", fixed=True, bare=True),
    ListColumn(_("Topic"), "title", 32, name="title", sort="title", css="main", fixed=True, bare=True, linked=True),
    ListColumn(_("Source"), cells.source, 12, name="source", under="title"),
    ListColumn(_("Category"), "category.name", 14, name="category", under="title"),
    ListColumn(_("Livelihood"), "is_livelihood", 9, name="livelihood", under="title", cell=cells.livelihood,
               standard=False),
    ListColumn(_("Annual plan"), cells.planned, 10, name="planned", under="title", standard=False),
    ListColumn(_("Form of consultation"), "form.name", 14, name="form", standard=False),
    ListColumn(_("Organiser"), "organising_unit", 20, name="organiser", css="whole", sort="organiser", fixed=True),
    ListColumn(_("Proposing unit"), "proposing_unit", 20, name="proposer", under="organiser",
               cell=cells.other_proposer),
    ListColumn(_("Proposed on"), "proposed_on", 12, "date", name="proposed", sort="proposed"),
    ListColumn(_("Accepted on"), "accepted_on", 12, "date", name="accepted", standard=False),
    ListColumn(_("Plan approved on"), "approved_on", 12, "date", name="approved", standard=False),
    ListColumn(_("Sessions held"), "session_count", 8, "int", name="sessions", part="sessions"),
    ListColumn(_("Adoption result"), cells.result_in_words, 12, name="result", part="result", cell=cells.result),
    ListColumn(_("Adopted"), "adopted_count", 8, "int", name="adopted", part="result", standard=False),
    ListColumn(_("Partly adopted"), "partly_count", 8, "int", name="partly", part="result", standard=False),
    ListColumn(_("Not adopted"), "refused_count", 8, "int", name="refused", part="result", standard=False),
    ListColumn(_("Awaiting answers"), "pending_count", 8, "int", name="pending", part="result", standard=False),
    ListColumn(_("Stage"), "get_stage_display", 12, name="stage", sort="stage", cell=stage_chip, bare=True),
    ListColumn(_("Due"), "due_on", 12, "date", name="due", sort="due", part="due", cell=cells.due),
    ListColumn(_("Archived on"), "closed_on", 12, "date", name="closed", standard=False),
)  # fmt: skip

# Rows with their topic, referrals and reminders.
RECOMMENDATION_COLUMNS = (
    ListColumn(_("Due"), "due_on", 12, "date", name="due", sort="due", cell=cells.due, fixed=True, bare=True),
    ListColumn(_("Time left"), cells.time_left, 12, name="left", under="due"),
    ListColumn(_("More time"), time_words, 30, name="more_time", under="stage", part="desk", cell=cells.more_time),
    ListColumn(_("Recommendation"), "text", 44, name="text", cell=cells.short_text, css="main", fixed=True, bare=True,
               linked=True),
    ListColumn(_("Topic"), "topic.title", 28, name="topic", sort="topic", bare=True),
    ListColumn(_("Topic number"), "topic.number", 12, name="topic_number", under="topic"),
    ListColumn(_("Number"), "number", 8, "int", name="number", under="topic", cell=cells.ordinal),
    ListColumn(_("Lead department"), "lead.department.name", 20, name="lead", sort="lead", css="whole", bare=True),
    ListColumn(_("Co-departments"), cells.co_departments, 22, name="co", under="lead"),
    ListColumn(_("Our part"), cells.own_part, 12, name="part", under="handler", part="desk"),
    ListColumn(_("Handler"), cells.handler, 12, name="handler", part="desk", css="nowrap"),
    ListColumn(_("Draft answer"), cells.draft, 12, name="draft", under="stage", part="desk", cell=cells.draft_state),
    ListColumn(_("Referred on"), "lead.referred_on", 12, "date", name="referred", sort="referred", standard=False),
    ListColumn(_("First contact"), cells.contact, 16, name="contact", part="contact", cell=cells.contact_due,
               standard=False),
    ListColumn(_("Answered on"), "answered_on", 12, "date", name="answered", sort="answered", standard=False),
    ListColumn(_("Stage"), "get_stage_display", 12, name="stage", sort="stage", cell=recommendation_chip, bare=True),
    ListColumn(_("Reminded on"), cells.reminded, 12, "date", name="reminded", under="stage", cell=cells.reminded_words),
    ListColumn(_("Decision"), "get_decision_display", 12, name="decision", sort="decision", cell=cells.decision,
               bare=True),
    ListColumn(_("Implementation"), cells.implementation, 12, name="implementation", cell=implementation_chip,
               bare=True),
    ListColumn(_("Handling result"), "get_handling_result_display", 16, name="handling", sort="handling",
               standard=False),
    ListColumn(_("Carried out on"), "carried_out_on", 12, "date", name="carried_out", under="implementation"),
)  # fmt: skip

# The same before a department, which needs the room for its own work.
ON_DESK = dict.fromkeys(("topic", "topic_number", "number"), {"under": "text"})
ON_DESK |= dict.fromkeys(("implementation", "carried_out"), {"under": "decision"})
ON_DESK |= {"contact": {"under": "text", "cell": cells.own_contact, "standard": True}}
ON_DESK |= {"decision": {"label": _("Adoption and implementation")}}
DESK_COLUMNS = tuple(replace(column, **ON_DESK.get(column.name, {})) for column in RECOMMENDATION_COLUMNS)

# Rows of `with_figures` and `told_to` with their topic and venue.
SESSION_COLUMNS = (
    ListColumn(_("Date"), "held_on", 12, "date", name="date", sort="date", fixed=True, bare=True),
    ListColumn(_("Time"), cells.hours, 12, name="time", under="date"),
    ListColumn(_("Topic"), "topic.title", 28, name="topic", sort="topic", css="main", fixed=True, bare=True,
               linked=True),
    ListColumn(_("Topic number"), "topic.number", 12, name="topic_number", under="topic"),
    ListColumn(_("Session no."), "number", 8, "int", name="number", under="topic", cell=cells.session_number),
    ListColumn(_("Round"), "plan.round", 7, "int", name="round", standard=False),
    ListColumn(_("Organiser"), "organising_unit", 20, name="organiser", css="whole", sort="organiser", bare=True),
    ListColumn(_("Place"), "where", 26, name="place", css="place", bare=True),
    ListColumn(_("Kind of venue"), "venue.get_kind_display", 14, name="venue_kind", under="place"),
    ListColumn(_("Host"), "host", 14, name="host", standard=False),
    ListColumn(_("Recorder"), "recorder", 12, name="recorder", standard=False),
    ListColumn(_("Members expected"), "invited", 8, "int", name="invited", standard=False),
    ListColumn(_("Members present"), "present", 8, "int", name="present", sort="present", cell=cells.present),
    ListColumn(_("Answers"), cells.answers, 30, name="answers", under="topic", part="answers"),
    ListColumn(_("Members on leave"), "leave", 8, "int", name="leave", standard=False),
    ListColumn(_("Members absent"), "absent", 8, "int", name="absent", standard=False),
    *(ListColumn(one.label, one.value, 9, "int", name=one.value, standard=False) for one in GuestCategory),
    ListColumn(_("Present in all"), cells.in_all, 8, "int", name="in_all",
               standard=False),
    ListColumn(_("Guests"), "guest_count", 8, "int", name="guests"),
    ListColumn(_("Three shows"), cells.shows, 20, name="shows", standard=False),
    ListColumn(_("Opinions"), "opinion_count", 8, "int", name="opinions"),
    ListColumn(_("Stage"), "get_stage_display", 12, name="stage", sort="stage", cell=session_chip, bare=True),
)  # fmt: skip

# Rows of completed sessions with session, topic and committee.
ATTENDANCE_COLUMNS = (
    ListColumn(_("Date"), "session.held_on", 12, "date", name="date", sort="date", fixed=True, bare=True),
    ListColumn(_("Member"), "name", 14, name="member", sort="member", css="nowrap main", cell=cells.member_link,
               fixed=True, bare=True),
    ListColumn(_("Sector"), "sector", 16, name="sector", under="member"),
    ListColumn(_("Committee"), "unit", 20, name="committee", bare=True),
    ListColumn(_("Topic"), "session.topic.title", 28, name="topic", sort="topic", cell=cells.session_link, fixed=True,
               bare=True),
    ListColumn(_("Topic number"), "session.topic.number", 12, name="topic_number", under="topic"),
    ListColumn(_("Organiser"), "session.organising_unit", 20, name="organiser", css="whole", bare=True),
    ListColumn(_("Present or not"), "get_status_display", 12, name="status", sort="status", cell=cells.attendance,
               bare=True),
    ListColumn(_("Reason for the leave"), "leave_reason", 20, name="reason", under="status"),
)  # fmt: skip

# Rows of completed sessions with session and topic.
GUEST_COLUMNS = (
    ListColumn(_("Date"), "session.held_on", 12, "date", name="date", sort="date", fixed=True, bare=True),
    ListColumn(_("Category"), "get_category_display", 18, name="category", sort="category", css="nowrap", fixed=True,
               bare=True),
    ListColumn(_("Side"), "get_side_display", 12, name="side", under="category"),
    ListColumn(_("Names, units and posts"), "names", 30, name="names", bare=True),
    ListColumn(_("Number of people"), "count", 8, "int", name="count", sort="count", fixed=True),
    ListColumn(_("Topic"), "session.topic.title", 28, name="topic", sort="topic", css="main", cell=cells.session_link,
               fixed=True, bare=True),
    ListColumn(_("Topic number"), "session.topic.number", 12, name="topic_number", under="topic"),
    ListColumn(_("Organiser"), "session.organising_unit", 20, name="organiser", css="whole", bare=True),
)  # fmt: skip

# Rows with their topic, venue, invitees, agenda items and `was_deferred`.
PLAN_COLUMNS = (
    ListColumn(_("Topic"), "topic.title", 32, name="topic", sort="topic", css="main", fixed=True, bare=True,
               linked=True),
    ListColumn(_("Topic number"), "topic.number", 12, name="topic_number", under="topic"),
    ListColumn(_("Round and version"), "label", 14, name="label", css="nowrap", fixed=True, bare=True),
    ListColumn(_("Organiser"), "topic.organising_unit", 20, name="organiser", css="whole", sort="organiser",
               bare=True),
    ListColumn(_("Planned date"), "planned_on", 12, "date", name="planned", sort="planned"),
    ListColumn(_("Venue or place"), lambda plan: plan.place or plan.venue, 24, name="place", css="place", bare=True),
    ListColumn(_("Host"), "host", 14, name="host", standard=False),
    ListColumn(_("Invited members"), lambda plan: len(plan.invitees.all()), 10, "int", name="invited"),
    ListColumn(_("Stage"), "get_stage_display", 16, name="stage", sort="stage", cell=plan_chip, bare=True),
    ListColumn(_("Deferred"), cells.was_deferred, 10, name="deferred", under="stage"),
    ListColumn(_("Last meeting"), cells.last_meeting, 26, name="meeting", standard=False),
    ListColumn(_("Changed"), lambda plan: timezone.localtime(plan.changed).date(), 12, "date", name="changed",
               sort="changed"),
)  # fmt: skip

# Rows with `item_count` and `open_count`.
REVIEW_MEETING_COLUMNS = (
    ListColumn(_("Meeting"), str, 32, name="meeting", sort="body", css="main", fixed=True, bare=True, linked=True),
    ListColumn(_("Body"), "get_body_display", 12, name="body", standard=False),
    ListColumn(_("Date"), "meets_on", 12, "date", name="date", sort="date", fixed=True, bare=True),
    ListColumn(_("Time"), lambda meeting: cells.clock(meeting.meets_at), 8, name="time", under="date"),
    ListColumn(_("Place"), "place", 24, name="place", sort="place", css="place", bare=True),
    ListColumn(_("Host"), "host", 14, name="host", sort="host", css="nowrap", bare=True),
    ListColumn(_("Plans"), "item_count", 8, "int", name="plans", sort="plans"),
    ListColumn(_("Undecided"), "open_count", 8, "int", name="undecided", sort="undecided"),
    ListColumn(_("Stage"), "get_stage_display", 10, name="stage", sort="stage", cell=meeting_chip, bare=True),
    ListColumn(_("Minutes number"), "minutes_number", 20, name="minutes", sort="minutes", css="nowrap", bare=True),
)  # fmt: skip

# Rows with `item_count` and `figures`, the number of items by state.
ANNUAL_PLAN_COLUMNS = (
    ListColumn(_("Annual plan"), str, 24, name="plan", sort="year", css="main", fixed=True, bare=True, linked=True),
    ListColumn(_("Stage"), "get_stage_display", 20, name="stage", cell=annual_plan_chip, bare=True),
    ListColumn(_("Document number"), "document_number", 24, name="document", bare=True),
    ListColumn(_("Issued on"), "issued_on", 12, "date", name="issued", sort="issued"),
    ListColumn(_("Items"), "item_count", 8, "int", name="items"),
    *(ListColumn(state.label, cells.items_in(state), 10, "int", name=state.value) for state in Execution),
)

# Rows of the plans in force with their plan, form and organiser, and `execution`.
PLAN_ITEM_COLUMNS = (
    ListColumn(_("Year"), "plan.year", 8, "int", name="year", sort="year", fixed=True, bare=True),
    ListColumn(_("Topic"), "title", 30, name="title", css="main", cell=cells.item_link, fixed=True, bare=True),
    ListColumn(_("Source"), "get_source_display", 12, name="source", under="title"),
    ListColumn(_("Form of consultation"), "form.name", 14, name="form", bare=True),
    ListColumn(_("Month or quarter"), "get_period_display", 10, name="period", sort="period"),
    ListColumn(_("Organiser"), "organising_unit", 20, name="organiser", css="whole", bare=True),
    ListColumn(_("State"), lambda item: Execution(item.execution).label, 10, name="state", fixed=True, bare=True),
    ListColumn(_("Adjusted or not done: why"), lambda item: item.undone_reason or item.reason, 30, name="why"),
)

# Rows with their topic and its organiser.
INSTRUCTION_COLUMNS = (
    ListColumn(_("Date"), "given_on", 12, "date", name="date", sort="date", fixed=True, bare=True),
    ListColumn(_("Leader and post"), "leader", 20, name="leader", fixed=True, bare=True),
    ListColumn(_("Text of the instruction"), "text", 44, name="text", css="main", fixed=True, bare=True),
    ListColumn(_("Topic"), "topic.title", 28, name="topic", sort="topic", cell=cells.topic_link, bare=True),
    ListColumn(_("Topic number"), "topic.number", 12, name="topic_number", under="topic"),
    ListColumn(_("Organiser"), "topic.organising_unit", 20, name="organiser", css="whole", bare=True),
)

# Rows of `with_rows`.
BATCH_COLUMNS = (
    ListColumn(_("Made"), cells.made, 18, name="made", sort="made", css="nowrap main-name", fixed=True,
               bare=True, linked=True),
    ListColumn(_("Kind"), "get_kind_display", 12, name="kind", fixed=True, bare=True),
    ListColumn(_("By"), "by_name", 12, name="by"),
    ListColumn(_("Rows"), lambda batch: len(batch.rows.all()), 8, "int", name="rows"),
    ListColumn(_("Done"), lambda batch: batch.counted("done"), 8, "int", name="done"),
    ListColumn(_("Failed"), lambda batch: batch.counted("waiting", "refused", "moved"), 8, "int", name="refused"),
    ListColumn(_("Taken back"), lambda batch: batch.counted("taken_back"), 8, "int", name="taken_back"),
)  # fmt: skip

# Rows of `topics.annual_plans.rows`: the items of one plan and how far each is.
ITEM_COLUMNS = (
    Column(_("Topic"), "item.title", 22),
    Column(_("Source"), "item.get_source_display", 6),
    Column(_("Form of consultation"), "item.form.name", 9),
    Column(_("Content"), "item.content", 26),
    Column(_("Month or quarter"), "item.get_period_display", 9),
    Column(_("Leading vice-chair"), "item.leader_in_words", 8),
    Column(_("Organiser"), "item.organising_unit", 10),
    Column(_("Departments"), "item.departments_in_words", 22),
    Column(_("Form of the outcome"), "item.outcome_kind.name", 9),
    Column(_("State"), "state.label", 8),
    Column(_("Carried out by"), "topic.number", 10),
    Column(_("Done on"), done_in_words, 12),
    Column(_("Adjusted or not done: why"), "why", 22),
)


def annual_plan_sheet(plan, rows):
    """The items of one annual plan as a sheet of its own."""
    return Sheet(str(plan), ITEM_COLUMNS, rows)
