"""What was noted of a topic by mistake is struck by a second person: the row goes, both lines of the history stay."""

from django.core.exceptions import PermissionDenied

from topics.models import FollowUp

# Of a step that notes something: the rows among which its own is, and the fields that its day and chief answer became.
ROWS = {
    "research": (lambda topic: topic.research, "done_on", "findings"),
    "visit": (lambda topic: topic.follow_ups.filter(kind=FollowUp.Kind.VISIT), "done_on", "findings"),
    "instruct": (lambda topic: topic.instructions, "given_on", "text"),
}


def standing_notes(topic, before=None):
    strikes = topic.steps.filter(lifecycle="topic", transition="strike").exclude(pk=before and before.pk)
    struck = [step.answers["note"]["id"] for step in strikes]
    return topic.steps.filter(lifecycle="topic", transition__in=ROWS).exclude(pk__in=struck).order_by("sequence")


def notes_of_others(user, topic, before=None):
    """Those that the user may strike: nobody strikes an own one."""
    return standing_notes(topic, before).exclude(actor=user)


def may_strike(user, record=None):
    return record is None or notes_of_others(user, record).exists()


def text_of(note):
    return f"{note.happened_on.isoformat()} {note.answers[ROWS[note.transition][2]]}"


def strike(topic, step, answers):
    note = answers["note"]
    if note not in notes_of_others(step.actor, topic, before=step):
        raise PermissionDenied
    rows_of, day, text = ROWS[note.transition]
    rows_of(topic).filter(**{day: note.happened_on, text: note.answers[text]}).last().delete()
