"""What was noted of a topic or a recommendation by mistake is struck by a second person: the row goes, both lines of the history stay."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.rules import refusing
from members.models import Member
from topics.models import FollowUp
from topics.workflow.history import kept
from topics.workflow.refusals import At

PROGRESS = (lambda recommendation: recommendation.follow_ups, "done_on", "findings")
# Of a step that notes something: the rows among which its own is, and the fields that its day and chief answer became.
ROWS = {
    "research": (lambda topic: topic.research, "done_on", "findings"),
    "visit": (lambda topic: topic.follow_ups.filter(kind=FollowUp.Kind.VISIT), "done_on", "findings"),
    "instruct": (lambda topic: topic.instructions, "given_on", "text"),
    "report": PROGRESS,
    "report_share": PROGRESS,
}


def members_were_in_office(topic, answers, happened_on):
    in_office = Member.objects.in_office(happened_on)
    if others := set(answers.get("members") or ()) - set(in_office):
        words = _("Not in office on %(day)s: %(names)s.")
        return At("members", words % {"day": date_format(happened_on), "names": "、".join(map(str, others))})


def ends_after_it_begins(topic, answers, happened_on):
    until = answers.get("done_until")
    if until and until <= happened_on:
        return At("done_until", _("The last day comes after the first; leave it empty where it was one day."))
    if until and until > timezone.localdate():
        return At("done_until", _("This day is still to come; enter the day when it really happened."))


def unstruck(record, *moves, before=None):
    """The lines of these notes that were not struck, but for the striking line `before`."""
    lines = record.steps.filter(lifecycle=record.lifecycle)
    strikes = lines.filter(transition="strike").exclude(pk=before and before.pk)
    struck = [step.answers["note"]["id"] for step in strikes]
    return lines.filter(transition__in=moves).exclude(pk__in=struck).order_by("sequence")


def noted_once(move):
    """The claim that the very same is not noted of the day already, as it is where the browser went back and sent again."""

    def claim(record, answers, happened_on):
        same_day = unstruck(record, move).filter(happened_on=happened_on)
        if any(step.answers == kept(answers, happened_on) for step in same_day):
            return _("Exactly this is noted of that day already; it is not noted a second time.")

    claim.__name__ = "is_noted_once"
    return claim


def notes_of_others(user, record, before=None):
    """Those that the user may strike: nobody strikes an own one."""
    return unstruck(record, *ROWS, before=before).exclude(actor=user)


@refusing(gettext_lazy("No note of another person is left here; your own ones are struck by a second person."))
def may_strike(user, record=None):
    return record is None or notes_of_others(user, record).exists()


def text_of(note):
    return f"{note.happened_on.isoformat()} {note.answers[ROWS[note.transition][2]]}"


def strike(record, step, answers):
    note = answers["note"]
    if note not in notes_of_others(step.actor, record, before=step):
        raise PermissionDenied(str(may_strike.refusal))
    rows_of, day, text = ROWS[note.transition]
    moves = [move for move, kept_as in ROWS.items() if kept_as == ROWS[note.transition]]
    alike = unstruck(record, *moves, before=step).filter(
        happened_on=note.happened_on, sequence__gt=note.sequence, **{f"answers__{text}": note.answers[text]}
    )
    rows = rows_of(record).filter(**{day: note.happened_on, text: note.answers[text]})
    rows.order_by("-pk")[alike.count()].delete()
