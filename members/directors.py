"""A committee has one director at a time: what the rows of a file say of it together."""

import json
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from committees.models import Committee
from consult.exceptions import Conflict
from members.models import CommitteeMembership

MANDATE, MEMBERSHIP = ("sector", "post"), ("committee", "committee_post")
DIRECTOR = CommitteeMembership.Post.DIRECTOR


def second_directors_of(committee, on, member):
    """The reasons why the member cannot direct the committee from the day on."""
    others = committee.memberships.directing_from(on).exclude(member=member).select_related("member")
    words = _("%(committee)s already has a director: %(name)s. Change that post first.")
    return [words % {"committee": committee, "name": other.member} for other in others]


def hold_committees(**chosen):
    """Waits until nobody else gives one of them a director, and keeps others waiting to the end of the transaction."""
    list(Committee.objects.select_for_update(no_key=True).filter(**chosen).order_by("pk").values("pk"))


def direct_alone(member, committee, post, on):
    """Refuses with Conflict who would direct beside whom somebody else has just made director.

    To be called inside the transaction of the change, before it.
    """
    if post != DIRECTOR:
        return
    hold_committees(pk=committee.pk)
    for reason in second_directors_of(committee, on, member):
        raise Conflict(reason, record=member)


def refuse_second_directors(rows):
    """Refuses who would direct beside another, until no row relies on one that is refused."""
    directing = cache(directing_from)
    while wrong := second_directors(rows, directing):
        for row, name, words in wrong:
            row.refuse(name, words)


def directing_from(on):
    """The ids of those who direct a committee on the day or later, by that of the committee."""
    found = {}
    for place in CommitteeMembership.objects.directing_from(on):
        found.setdefault(place.committee_id, set()).add(place.member_id)
    return found


def second_directors(rows, directing):
    by_member = {row.record.pk: row for row in rows if row.record and not row.wrong}
    taken, wrong = {}, []
    for row in rows:
        committee, said = directed_by(row)
        if committee is None or said[-1] in row.wrong:
            continue
        on, own = row.values["starts_on"], row.record and row.record.pk
        holders = directing(on).get(committee.pk, set()) - {own}
        stay = [pk for pk in holders if not gives_up(by_member.get(pk), committee, on)]
        if stay or taken.setdefault(committee.pk, row) is not row:
            words = _("%(committee)s has another director already; change that post first.")
            wrong.append((row, said[-1], words % {"committee": committee}))
    return wrong


def place_by(row):
    """The committee and the post there that the row's member has by it."""
    held = row.record.latest_membership if row.record else None
    committee = row.values.get("committee") or (held and held.committee)
    return committee, row.values.get("committee_post") or (held and held.post)


def directed_by(row):
    """The committee that the row's member is to direct by it, or None, and the cells that say so."""
    said = [name for name in (*MANDATE, *MEMBERSHIP) if name in row.values]
    committee, post = place_by(row)
    directs = said and post == DIRECTOR and "starts_on" in row.values
    return (committee if directs else None), said


def gives_up(row, committee, on):
    """Whether a good row gives its member another place or post by the day."""
    moves = row is not None and set(MEMBERSHIP) & set(row.values)
    return bool(moves) and row.values["starts_on"] <= on and place_by(row) != (committee, DIRECTOR)


def directors_beside_others(rows):
    """Who would direct beside another than the members of these rows once those are set back, in words."""
    wrong = []
    for line, place in directed_before(rows):
        directing = CommitteeMembership.objects.directing_from(date.fromisoformat(place["starts_on"]))
        others = directing.filter(committee=place["committee"]).exclude(member__in=rows)
        if other := others.select_related("committee", "member").first():
            words = _("Row %(line)s: %(committee)s has another director by now: %(name)s.")
            wrong.append(words % {"line": line, "committee": other.committee, "name": other.member})
    return wrong


def directed_before(rows):
    for row in rows.values():
        held = [one["fields"] for one in json.loads(row.get("before", {}).get("dated", "[]"))]
        yield from ((row["line"], one) for one in held if one.get("post") == DIRECTOR and not one["ends_on"])
