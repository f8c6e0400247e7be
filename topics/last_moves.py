"""Since when something waits: the move that brought it to the stage where it stands, in words."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from topics.models import Step
from topics.sheets.steps import move_of
from topics.workflow.history import OWN_CHAINS


def with_since(rows):
    """Rows of a home page with all that the second line of each tells, since when it waits among it; one query."""
    moved = last_moves([row["record"] for row in rows])
    since = [moved.get(entry_of(row["record"]), "") for row in rows]
    told = [filter(None, (row["detail"], words, row["asked"])) for row, words in zip(rows, since, strict=True)]
    return [row | {"since": words, "told": list(said)} for row, words, said in zip(rows, since, told, strict=True)]


def last_moves(records):
    """The last move of each record with its day and reason, by lifecycle and key; in one query for all of them."""
    keys = defaultdict(set)
    for lifecycle, key in map(entry_of, records):
        keys[lifecycle].add(key)
    keys.pop("", None)
    if not keys:
        return {}
    own = reduce(or_, (Q(lifecycle=name, **{f"{link_to(name)}__in": found}) for name, found in keys.items()))
    moves = Step.objects.filter(own).exclude(from_stage=F("to_stage")).order_by("pk")
    return {(move.lifecycle, getattr(move, f"{link_to(move.lifecycle)}_id")): words_of(move) for move in moves}


def entry_of(record):
    """By what the history names the record; an account has no lifecycle, and its deeds stand in the trail."""
    return getattr(record, "lifecycle", ""), record.pk


def link_to(lifecycle):
    """The field of a step that names the record of this lifecycle."""
    return OWN_CHAINS.get(lifecycle, lifecycle)


def words_of(move):
    said = {"move": move_of(move), "day": date_format(move.happened_on)}
    # What the bodies said of a plan is read on its own page, by those who may.
    reason = "" if move.lifecycle == "plan" else move.answers.get("reason")
    if not reason:
        return _("since %(day)s: “%(move)s”") % said
    return _("since %(day)s: “%(move)s”, %(reason)s") % (said | {"reason": Truncator(reason).chars(60)})
