from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from topics.forms.invitations import LeaveForm, NotedForm, ReplyForm
from topics.history_lines import changed_by
from topics.models import Attendance, ConsultationSession, Reply, Step
from topics.models.session_stage import LOGGED, PLANNABLE
from topics.rules import logs_session
from topics.views.fetch import fetch
from topics.workflow.invitations import decide_leave, give_reply, no_reply_now, note_replies

TELLING_LEFT = PLANNABLE | LOGGED
RESETTING = ("reschedule", "edit")
WHEN_AND_WHERE = ("held_on", "starts_at", "ends_at", "venue", "place")


def session_answer(request, pk):
    """The member's own invitation to a session: attend, or ask for leave; 404 for who is not invited."""
    row = get_object_or_404(Attendance.objects.invitations_of(request.user.as_member), session=pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_reply(row, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your answer is noted; you can change it here."))
            return redirect("home" if "home" in request.POST else request.path)
    [row] = as_shown([row])
    return render(request, "topics/session_answer.html", {"row": row, "session": row.session, "form": form})


def invitations_for(user):
    return as_shown(Attendance.objects.invitations_of(user.as_member).coming()) if user.as_member else []


def as_shown(rows):
    """Each with why it cannot be answered any more, and with what was last changed of a session to come."""
    rows = list(rows)
    planned = [row.session_id for row in rows if row.session.is_planned]
    steps = Step.objects.filter(session__in=planned, transition__in=RESETTING).order_by("sequence")
    changes = {step.session_id: found for step in steps if (found := changed_by(step, WHEN_AND_WHERE))}
    for row in rows:
        row.closed, row.changes = no_reply_now(row.session), changes.get(row.session_id)
    return rows


def session_invitations(request, pk):
    """Who answers what to the invitation; the organiser's staff decide here on the leave that is asked for."""
    session = fetch(ConsultationSession, request.user, pk, may="topics.view_inside")
    noting = "coming" in request.POST or "on_leave" in request.POST
    form = LeaveForm(session, request.POST if request.POST and not noting else None)
    noted = NotedForm(session, request.POST if noting else None)
    if request.method == "POST":
        if not request.user.has_perm("topics.change_consultationsession", session):
            raise PermissionDenied
        asked, carry_out = (noted, note_down) if noting else (form, decided)
        if asked.is_valid() and carry_out(request, session, asked):
            return redirect(request.path)
    stored = ConsultationSession.objects.with_replies().select_related("topic__organiser").get(pk=pk)
    context = {
        "session": stored,
        "form": form,
        "noted": noted,
        "groups": replies_of(session.attendances.select_related("committee")),
        "may_decide": logs_session(request.user, session),
        "left": left_of(stored),
        "may_plan": request.user.has_perm("topics.change_consultationsession", stored) and stored.stage in PLANNABLE,
        "may_note": logs_session(request.user, stored) and stored.is_planned,
    }
    return render(request, "topics/session_invitations.html", context)


def note_down(request, session, form):
    """Notes what the pressed button says; False with the refusal shown at the form."""
    reply = Reply.ATTENDS if "coming" in request.POST else Reply.GRANTED
    rows = form.cleaned_data["told"]
    reason = form.cleaned_data["leave_reason"] if reply == Reply.GRANTED else ""
    try:
        note_replies(session, rows, reply, by=request.user, reason=reason)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    names = "、".join(row.name for row in rows)
    messages.success(request, _("Noted: %(names)s · %(answer)s") % {"names": names, "answer": reply.label})
    return True


def decided(request, session, form):
    """Grants or declines as the pressed button says; False with the refusal shown at the form."""
    grants = "grant" in request.POST
    rows, reason = list(form.cleaned_data["rows"]), form.cleaned_data["reason"]
    try:
        decide_leave(session, rows, grants, by=request.user, reason=reason)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("Leave granted.") if grants else _("Leave not granted; the members read why at home."))
    return True


def replies_of(rows):
    order = (Reply.ASKED, Reply.NONE, Reply.ATTENDS, Reply.GRANTED, Reply.DECLINED)
    groups = [(reply, [row for row in rows if row.reply == reply]) for reply in order]
    return [(reply, found) for reply, found in groups if found]


def left_of(session):
    """Those whom the plan invites and who have left by the day, each with who is invited `in_place`, if anybody.

    Those in office again come last, as long as somebody is.
    """
    given = {row.in_place_of_id: row.name for row in session.attendances.all() if row.in_place_of_id}
    members = list(session.left_members.order_by("is_back", "order", "pk")) if session.stage in TELLING_LEFT else []
    for member in members:
        member.in_place = given.get(member.pk, "")
    return members
