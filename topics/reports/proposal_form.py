"""The form by which a topic is proposed 议题申报表."""

from django.utils.translation import gettext as _

from consult.models.names import called
from consult.official.paper import Signed, in_words, joined
from topics.models import Step, TopicStage
from topics.sheets.cells import planned
from topics.step_bar import exit_of
from topics.visible_fields import topic_fields

NOT_TAKEN_UP = {TopicStage.REJECTED, TopicStage.RETURNED, TopicStage.MERGED}


def write_proposal_form(paper, topic, user):
    seen = topic_fields(user, topic)
    paper.title(_("Proposal form of a consultation topic"))
    paper.form(
        [
            [(_("Topic"), topic.title)],
            [(_("Number"), topic.number), (_("Stage"), topic.get_stage_display())],
            [(_("Source"), topic.get_source_display()), (_("Category"), topic.category)],
            [(_("Proposing unit"), topic.proposing_unit), (_("Proposed on"), topic.proposed_on)],
            *proof_of_source(topic),
            [(_("Livelihood matter"), topic.is_livelihood), (_("Annual plan"), planned(topic))],
            [(_("Townships"), listed(topic.townships.all(), topic.proposed_on))],
            [(_("Departments to invite"), listed(topic.departments.all(), topic.proposed_on))],
            [(_("Background"), topic.background)],
            [(_("What to consult on"), topic.points)],
            *([[(_("First suggestions"), topic.suggestions)]] if "suggestions" in seen else []),
            *([[(_("Known result"), topic.known_result)]] if topic.known_result else []),
            [(_("Proposing unit's signature"), Signed())],
            [(_("Screening"), Signed(screening(topic, user, seen)))],
        ]
    )


def proof_of_source(topic):
    """What its source demands, and what is told of it besides."""
    told = [
        (_("Assigned by"), topic.assigning_body),
        (_("Letter number"), joined(topic.letter_number, topic.letter_date)),
        (_("Recommended by"), "" if topic.is_of_members else topic.recommended_by),
        (_("Origin document"), topic.origin_document),
        (_("Why it was picked"), topic.selection_reason),
        (_("Proof"), topic.proof),
    ]
    return [[(label, value)] for label, value in told if value]


def listed(rows, day):
    return "、".join(row.name_on(day) for row in rows)


def screening(topic, user, seen):
    """What the office decided, as far as the reader may know; empty while it has not."""
    if topic.number:
        leader = called(topic.leading_vice_chair, topic.accepted_on)
        facts = [
            [(_("Accepted on"), topic.accepted_on), (_("Organiser"), topic.organised_on(topic.accepted_on))],
            [(_("Form of consultation"), topic.form), (_("Leading vice-chair"), leader)],
        ]
        return "\n".join("　".join(f"{label}：{in_words(value)}" for label, value in line) for line in facts)
    steps = Step.objects.visible_to(user).filter(topic=topic)
    left = exit_of(topic, list(steps)) if "reasons" in seen else None
    if left is None or topic.stage not in NOT_TAKEN_UP:
        return ""
    told = [joined(left.label, left.on), left.reason, topic.get_goes_instead_display()]
    return "\n".join(filter(None, told))
