from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from topics.forms.invitations import GuestForm
from topics.models import ConsultationSession
from topics.workflow.door import check_in as checked_in
from topics.workflow.door import door_is_closed, sign_in_guest


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
