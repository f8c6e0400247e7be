"""The door of a session: its code to be scanned, who comes in by it, and the sheet to sign on paper."""

from io import BytesIO
from itertools import groupby

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from topics.forms.invitations import GuestForm
from topics.models import ConsultationSession, Guest
from topics.models.session import new_door_code
from topics.views.fetch import fetch
from topics.workflow.invitations import check_in as checked_in
from topics.workflow.invitations import door_is_closed, sign_in_guest

BLANK_ROWS = 8
MOST_ROWS_OF_GUESTS = 40


def session_at_door(request, pk):
    return fetch(ConsultationSession, request.user, pk, may="topics.change_consultationsession")


def door_address(request, session):
    """What the code says: an address of the host by which the page was asked."""
    return request.build_absolute_uri(reverse("check_in", args=[session.door_code]))


def session_door(request, pk):
    """The code for the door, to be printed or shown on a tablet."""
    session = session_at_door(request, pk)
    context = {"session": session, "address": door_address(request, session), "closed": door_is_closed(session)}
    return render(request, "topics/session_door.html", context)


def session_door_code(request, pk):
    """The code as a picture."""
    picture = BytesIO()
    segno.make(door_address(request, session_at_door(request, pk)), error="m", micro=False).save(
        picture, kind="svg", scale=10, border=4
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_POST
def session_door_renew(request, pk):
    """Another code; the one before leads nowhere from now on."""
    session = session_at_door(request, pk)
    ConsultationSession.objects.filter(pk=session.pk).update(door_code=new_door_code())
    messages.success(request, _("The code is new; the one before leads nowhere any more."))
    return redirect("session_door", pk)


@login_not_required
def check_in(request, code):
    """Where the code leads: a member checks in with one tap, a guest by name; of the topic its title alone is told."""
    session = ConsultationSession.objects.select_related("topic", "venue", "plan").filter(door_code=code).first()
    closed = door_is_closed(session) if session else _("This code leads nowhere: it was renewed or misread.")
    if closed:
        return render(request, "topics/check_in_closed.html", {"closed": closed}, status=200 if session else 404)
    member = request.user.as_member if request.user.is_authenticated else None
    form = GuestForm(request.POST if request.method == "POST" and not member else None)
    if request.method == "POST" and came_in(request, session, member, form):
        return redirect(request.path if member else f"{request.path}?done=1")
    context = {
        "session": session,
        "member": member,
        "row": session.attendances.filter(member=member, checked_in_at__isnull=False).first() if member else None,
        "is_invited": bool(member) and session.invites(member),
        "is_former": request.user.is_authenticated and not member and request.user.members.exists(),
        "form": form,
        "done": "done" in request.GET,
    }
    return render(request, "topics/check_in.html", context)


def came_in(request, session, member, form):
    """Checks the member or the guest in; False with the refusal shown at the form."""
    try:
        if member:
            checked_in(session, member)
            return True
        if form.is_valid():
            sign_in_guest(session, **form.cleaned_data)
            return True
    except ValidationError as error:
        form.add_error(None, error) if form.is_bound else messages.error(request, error.messages[0])
    return False


def sign_in_sheet(request, pk):
    """The list to be signed on paper: members, guests by category, and blank rows for those nobody expects."""
    session = session_at_door(request, pk)
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
    return {"name": row.name, "unit": unit, "sector": row.sector, "reply": row.reply}


def rows_of_guest(guest: Guest):
    """A row per person, the first with the names of the plan."""
    return [{"unit": guest.names if number == 0 else ""} for number in range(guest.count)]


def numbered(groups):
    """The groups with one number for each row, from the first to the last."""
    count, result = 0, []
    for label, rows in groups:
        result.append((label, list(enumerate(rows, start=count + 1))))
        count += len(rows)
    return result
