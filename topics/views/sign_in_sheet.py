from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext as _

from topics.models import ConsultationSession, Guest
from topics.views.fetch import fetch

BLANK_ROWS = 8
MOST_ROWS_OF_GUESTS = 40


def sign_in_sheet(request, pk):
    """The list to be signed on paper: members, guests by category, and blank rows for those nobody expects."""
    session = fetch(ConsultationSession, request.user, pk, may="topics.change_consultationsession")
    rows = session.attendances.select_related("member").order_by("member__order", "pk")
    groups = [(_("Members"), [row_of_member(row) for row in rows])]
    guests = session.guests.filter(signed_in_at=None).order_by("category", "pk")
    for category, some in groupby(guests, key=lambda guest: guest.get_category_display()):
        groups.append((category, [row for guest in some for row in rows_of_guest(guest)][:MOST_ROWS_OF_GUESTS]))
    groups.append((_("Others"), [{}] * BLANK_ROWS))
    context = {"session": session, "groups": numbered(groups)}
    return render(request, "topics/sign_in_sheet.html", context)


def row_of_member(row):
    unit = " ".join(part for part in (row.member.employer, row.member.position) if part)
    return {"name": row.name, "unit": unit, "sector": row.sector, "has_leave": row.has_leave}


def rows_of_guest(guest: Guest):
    """A row per person, the first with the names of the plan."""
    return [{"unit": guest.names if number == 0 else ""} for number in range(guest.count)]


def numbered(groups):
    count, result = 0, []
    for label, rows in groups:
        result.append((label, list(enumerate(rows, start=count + 1))))
        count += len(rows)
    return result
