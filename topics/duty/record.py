"""A member's duty record 履职档案: what the member did over a term or in one of its years."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from topics.dimensions import Invitation
from topics.duty import counting
from topics.duty.points import points_by_rule, points_of

NOT_DUE = {
    Invitation.UNINVITED: _("came uninvited"),
    Invitation.OUT_OF_OFFICE: _("not in office that day: not counted as due"),
}


@dataclass(frozen=True)
class Period:
    """A term or a year of it, by the word of the address."""

    key: str
    label: str | Promise
    first: date
    last: date


def periods_of(member):
    """The terms of the member's mandates, the latest first, and then their years up to this one."""
    today = timezone.localdate()
    begun = member.mandates.filter(term__starts_on__lte=today).select_related("term")
    terms = dict.fromkeys(mandate.term for mandate in begun)
    spans = [(term, term.starts_on, min(term.ends_on or today, today)) for term in terms]
    years = sorted({year for _term, first, last in spans for year in range(first.year, last.year + 1)}, reverse=True)
    whole = [Period(f"term-{term.number}", term.name, first, last) for term, first, last in spans]
    return whole + [Period(str(year), str(year), date(year, 1, 1), date(year, 12, 31)) for year in years]


def not_due(attendance):
    """Why a member on a list of attendance was not due there, in words; empty for who was."""
    return NOT_DUE.get(attendance.invitation, "")


def record_of(member, key=None):
    """What page, print and file tell of the time that `key` names, by default of the member's latest term."""
    periods = periods_of(member)
    nothing = Period("", _("no mandate"), timezone.localdate(), timezone.localdate())
    chosen = next((one for one in periods if one.key == key), next(iter(periods), nothing))
    told = standing_of(member, min(chosen.last, timezone.localdate())) | told_of(member, chosen.first, chosen.last)
    return {"member": member, "periods": periods, "period": chosen} | told


def standing_of(member, day):
    """Sector and committee of the day, or the last ones before it; a committee by its name of that day."""
    begun = {"starts_on__lte": day}
    mandate = member.mandates.filter(**begun).select_related("sector").first()
    place = member.memberships.filter(**begun).select_related("committee").first()
    return {"sector": mandate and mandate.sector.name, "committee": place and place.committee.name_on(day)}


def told_of(member, first, last):
    """The figures of the time and each of the things that they count, the latest first."""
    by_year, figures = counting.duty_of(member, first, last)
    own = counting.attendances(first, last).filter(member=member).select_related("session__topic", "session__venue")
    topics = counting.recommended(first, last) | counting.accepted(first, last)
    adopted = counting.adopted(first, last).filter(topic__recommenders=member).select_related("topic")
    spoken = counting.speeches(first, last).filter(member=member).select_related("session__topic")
    return {
        "duty": figures,
        "by_year": [(year, of_year, points_of(of_year, year)) for year, of_year in by_year.items()],
        "points": points_by_rule(by_year),
        "total_points": sum(points_of(of_year, year) for year, of_year in by_year.items()),
        "attendances": own.order_by("-session__held_on", "-pk"),
        "speeches": spoken.order_by("-session__held_on", "order"),
        "notes": notes_of(member, first, last),
        "topics": topics.filter(recommenders=member).with_adoption(),
        "adopted": adopted.order_by("-answered_on", "-pk"),
    }


def notes_of(member, first, last):
    """The research and the visits that name the member, the latest first, each with what it was."""
    kinds = ((counting.research, _("research")), (counting.visits, _("follow-up visit")))
    found = [(note, words) for rows, words in kinds for note in rows(first, last).filter(members=member)]
    return sorted(found, key=lambda pair: pair[0].done_on, reverse=True)
