"""What differs between two versions of a plan, field by field and row by row."""

from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from consult.differences import rows, with_plain_breaks
from topics.models import AgendaPart, Plan
from topics.plans.versions import COPIED


@dataclass(frozen=True)
class Change:
    """A field, or a row of one, in which two versions differ: both texts, and for a row what happened to it."""

    label: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions, and what stays, as pairs of label and text."""

    changes: list[Change]
    unchanged: list[tuple[str, str]]

    @property
    def labels(self):
        return list(dict.fromkeys(change.label for change in self.changes))


def compare(old, new):
    """Two versions field by field, their agenda, guests and invited members row by row; prefetched or not."""
    before, after = fields_of(old), fields_of(new)
    changes = [Change(label, before[label], text) for label, text in after.items() if text != before[label]]
    unchanged = [(label, text) for label, text in after.items() if text and text == before[label]]
    then, now = rows_of(old), rows_of(new)
    for label, lines in now.items():
        found = rows(then[label], lines)
        changes += [changed_row(label, row) for row in found if row.before != row.after]
        if kept := [row.after for row in found if row.before == row.after]:
            unchanged.append((label, "\n".join(kept)))
    changes += changed_people(old, new)
    if staying := in_words(invited(old).keys() & invited(new).keys(), invited(new)):
        unchanged.append((_("invited members"), staying))
    return Comparison(changes, unchanged)


def fields_of(plan):
    return {str(Plan._meta.get_field(name).verbose_name): written(getattr(plan, name)) for name in COPIED}


def rows_of(plan):
    return {
        _("agenda"): [part_in_words(part) for part in plan.agenda.all()],
        _("guests"): [f"{guest} × {guest.count}" for guest in plan.guests.all()],
    }


def changed_row(label, row):
    note = _("added") if row.before is None else _("removed") if row.after is None else _("altered")
    return Change(label, row.before or "", row.after or "", note)


def invited(plan):
    """The invited members, by their keys and in the order of the roster."""
    return {invitee.member_id: invitee.member for invitee in plan.invitees.all()}


def changed_people(old, new):
    """Who is invited no longer and who is invited newly, a row each; two people of one name are told apart."""
    before, after = invited(old), invited(new)
    gone, new_ones = in_words(before.keys() - after.keys(), before), in_words(after.keys() - before.keys(), after)
    changes = [(gone, "", _("removed")), ("", new_ones, _("added"))]
    return [Change(_("invited members"), *change) for change in changes if change[0] or change[1]]


def in_words(keys, people):
    return "、".join(person.name for key, person in people.items() if key in keys)


def part_in_words(part: AgendaPart):
    words = [part.title, part.speaker, _("%(count)d minutes") % {"count": part.minutes} if part.minutes else ""]
    return " · ".join([*filter(None, words), *([_("free dialogue")] if part.is_free_dialogue else [])])


def written(value):
    if value is None:
        return ""
    if hasattr(value, "year"):
        return date_format(value)
    return time_format(value) if hasattr(value, "minute") else with_plain_breaks(str(value))
