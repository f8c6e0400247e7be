"""The code for the door of a session, in the hands of the organiser's staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.qr_codes import as_file
from topics.models import ConsultationSession
from topics.models.session import new_door_code
from topics.views.fetch import fetch
from topics.workflow.door import door_is_closed


def session_at_door(request, pk):
    return fetch(ConsultationSession, request.user, pk, may="topics.change_consultationsession")


def door_address(request, session):
    """What the code says: an address of the host by which the page was asked."""
    return request.build_absolute_uri(reverse("check_in", args=[session.door_code]))


def session_door(request, pk):
    session = session_at_door(request, pk)
    context = {"session": session, "address": door_address(request, session), "closed": door_is_closed(session)}
    return render(request, "topics/session_door.html", context)


def session_door_code(request, pk):
    picture = as_file(door_address(request, session_at_door(request, pk)))
    return HttpResponse(picture, content_type="image/svg+xml")


@require_POST
def session_door_renew(request, pk):
    """Another code; the one before leads nowhere from now on."""
    session = session_at_door(request, pk)
    ConsultationSession.objects.filter(pk=session.pk).update(door_code=new_door_code())
    messages.success(request, _("The code is new; the one before leads nowhere any more."))
    return redirect("session_door", pk)
