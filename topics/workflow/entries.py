"""The workflows by lifecycle, and by which steps a record stands where it stands."""

from collections import defaultdict

from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.rules import all_of, refusing
from topics.models.succession import TAKEN_BACK
from topics.rules import OWN_ENTRY

WORKFLOWS = {}
SAME = "same"
# Lines on which nothing rests, so that none of them stands in the way of taking a step back.
ASIDE = ("add_document", "remove_document", "recount", "recount_countersigns")
PAIRS = {"unremind": "remind", "strike_contact": "contact", "release": "absorb", "withdraw_request": "ask_extension"}
OF_A_MOVE = ("sequence", "transition", "from_stage", "to_stage", "actor_id", "happened_on", "recorded_at")


def standing_entries(record):
    """What of the steps that brought the record to a stage stands, oldest first: a correction takes one back."""
    standing, table = [], WORKFLOWS[record.lifecycle]
    steps = record.steps.filter(lifecycle=record.lifecycle).order_by("sequence")
    for step in steps.values_list(*OF_A_MOVE, named=True):
        transition = table.transitions.get(step.transition)
        takes_back = transition is not None and transition.takes_back
        begins_anew = transition is not None and transition.target == step.to_stage
        if takes_back and standing and (not stays(step) or stays(standing[-1])):
            standing.pop()
        elif not stays(step) or (begins_anew and not takes_back):
            standing.append(step)
    return standing


def undone_lines(record):
    """The lines that only note something and were taken back by later ones, with those."""
    undone, standing = set(), defaultdict(list)
    lines = record.steps.filter(transition__in=("strike", *PAIRS, *PAIRS.values())).order_by("sequence")
    for pk, name, recommendation, said in lines.values_list("pk", "transition", "recommendation", "answers"):
        about = recommendation, said.get("merged_topic", {}).get("id")
        if name == "strike":
            undone |= {pk, said["note"]["id"]}
        elif name not in PAIRS:
            standing[name, about].append(pk)
        elif before := standing[PAIRS[name], about]:
            undone |= {pk, before.pop()}
    return undone


def stays(step):
    return step.from_stage == step.to_stage


def last_entry(record):
    """The standing step that brought the record into its present stage, or None."""
    return next(reversed(standing_entries(record)), None)


@refusing(OWN_ENTRY)
def is_second_person(user, record=None):
    """Not the person who brought the record where it stands."""
    last = last_entry(record) if record is not None else None
    return last is None or last.actor_id != user.pk


@refusing(gettext_lazy("You made this entry yourself on an earlier day; now a second person has to do this: %(unit)s."))
def is_in_time_or_second(user, record=None):
    """The person who brought the record where it stands on the day of the entry alone; afterwards anybody else."""
    last = last_entry(record) if record is not None else None
    return last is None or last.actor_id != user.pk or timezone.localdate(last.recorded_at) == timezone.localdate()


def was_done_by_another(move):

    def last_done(record):
        return record.steps.filter(lifecycle=record.lifecycle, transition=move).last()

    @refusing(gettext_lazy("There is no such step here that could be taken back."))
    def was_done(user, record=None):
        return record is None or last_done(record) is not None

    @refusing(OWN_ENTRY)
    def by_another(user, record=None):
        return record is None or last_done(record).actor_id != user.pk

    rule = all_of(was_done, by_another)
    rule.__name__ = f"{move}_was_done_by_another"
    return rule


def was_left_by(*moves):

    @refusing(gettext_lazy("The record came where it stands by another step, so that this one is not possible here."))
    def rule(user, record=None):
        last = last_entry(record) if record is not None else None
        return record is None or (last is not None and last.transition in moves)

    rule.__name__ = f"was_left_by_{'_or_'.join(moves)}"
    return rule


def stands_as_left_by(*moves, beside=()):
    """The claim that the last move was one of these and nothing was built on it.

    Files, the calendar, `beside` and what was itself taken back do not count.
    """

    def claim(topic):
        last = last_entry(topic)
        if last is None or last.transition not in moves:
            return _("It has moved on since, or came here by another step.")
        later = topic.steps.filter(sequence__gt=last.sequence)
        taken_back = TAKEN_BACK | (Q(lifecycle=topic.lifecycle) & ~Q(from_stage=F("to_stage")))
        causes = [last.recorded_at, *later.filter(taken_back).values_list("recorded_at", flat=True)]
        others = later.exclude(taken_back).exclude(pk__in=undone_lines(topic)).exclude(transition__in=(*ASIDE, *beside))
        built = others.exclude(is_consequence=True, recorded_at__in=causes).first()
        if built:
            return _("“%(step)s” was built on it (%(who)s, %(day)s).") % {
                "step": WORKFLOWS[built.lifecycle][built.transition].label,
                "who": built.actor_name,
                "day": date_format(built.happened_on),
            }

    claim.__name__ = "nothing_built_on_it"
    return claim
