from django.utils.translation import gettext as _

from consult.spreadsheet import Column, Sheet
from topics.models import Topic
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
        ("sessions", Column(_("Sessions"), "session_count", 8, "int")),
        ("result", Column(_("Adopted"), "adopted_count", 8, "int")),
        ("result", Column(_("Partly adopted"), "partly_count", 8, "int")),
        ("result", Column(_("Not adopted"), "refused_count", 8, "int")),
        ("result", Column(_("Awaiting answers"), "pending_count", 8, "int")),
        ("result", Column(_("Adoption"), result_in_words, 12)),
        (None, Column(_("Stage"), "get_stage_display", 12)),
        ("due", Column(_("Due"), "due_on", 12, "date")),
        (None, Column(_("Closed on"), "closed_on", 12, "date")),
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
