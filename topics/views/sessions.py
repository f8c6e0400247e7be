from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, UpdateView

from consult.exceptions import Conflict
from consult.forms.sent_once import sent_before, sent_once
from consult.rules import refusal
from consult.views import ListPage, VisibleRecord
from topics.filters.sessions import SessionFilters
from topics.forms.sessions import PlannedSessionForm
from topics.history_lines import lines_of
from topics.models import Attendance, ConsultationSession, Document, Plan, SessionStage
from topics.models.session_stage import PLANNABLE
from topics.models.topic_parts import with_organisers
from topics.models.topic_visibility import sources_read_by
from topics.rules import logs_session, sees_inside
from topics.sheets.columns import SESSION_COLUMNS
from topics.views.edits import EditByStep
from topics.views.fetch import fetch
from topics.views.invitations import as_shown, left_of, replies_of
from topics.views.jumps import SESSION, with_jumps
from topics.views.step_messages import warn_of_short_notice
from topics.workflow import note, offers
from topics.workflow.invitations import invite_again_in_place
from topics.workflow.machine import lock
from topics.workflow.session import SCHEDULED, may_be_planned, topic_is_in_consultation

# Of what never took place, only who was invited and what they answered.
TELLS_ANSWERS = PLANNABLE | {SessionStage.CANCELLED}
ON_ITS_PAGE = {"begin_record", "edit"}


class SessionList(ListPage):
    """The register of sessions, with those to come and those to be logged one click away."""

    model = ConsultationSession
    permission = "topics.list_sessions"
    filterset_class = SessionFilters
    register = "session_list"
    title = _("Sessions")
    columns = SESSION_COLUMNS
    template_name = "topics/session_list.html"
    sorts = {
        "date": ["held_on", "starts_at"],
        "topic": ["topic__year", "topic__number", "number"],
        "organiser": ["topic__organiser__order", "held_on"],
        "stage": ["stage", "held_on"],
        "present": ["present", "held_on"],
    }
    default_sort = "-date"

    def seen_parts(self):
        return {"answers"} if sources_read_by(self.request.user) else set()

    def rows(self, queryset):
        shown = {column.name for column in self.shown_columns}
        told = queryset.with_figures(shown).told_to(self.request.user)
        return told.select_related("topic__organiser", "venue", "plan").prefetch_related(with_organisers("topic__"))

    def get_context_data(self, **kwargs):
        seen = ConsultationSession.objects.visible_to(self.request.user)
        quick = [
            ("upcoming", _("upcoming"), seen.upcoming().count()),
            ("to_log", _("to be logged"), seen.to_log().count()),
        ]
        return super().get_context_data(quick=quick, chosen=self.request.GET.get("when"), **kwargs)


class SessionDetail(VisibleRecord, DetailView):
    """A session with everything that is recorded of it, as far as the user sees it."""

    model = ConsultationSession
    template_name = "topics/session_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_figures(()).select_related("topic__organiser", "venue", "plan")

    def get_context_data(self, **kwargs):
        session, user = self.object, self.request.user
        steps = session.steps.visible_to(user).order_by("-sequence")
        is_organiser = user.has_perm("topics.change_consultationsession", session)
        may_log, may_plan = logs_session(user, session), is_organiser and session.stage in PLANNABLE
        moves = [offer for offer in offers(user, session) if offer.transition.name not in ON_ITS_PAGE or offer.unmet]
        is_correctable = session.stage == SessionStage.COMPLETED and not topic_is_in_consultation(session)
        context = super().get_context_data(
            session=session,
            offers=moves,
            history=lines_of(steps, user, session.topic, shown=()),
            documents=Document.objects.listed_for(user, session=session).with_uses(),
            photos=list(session.photos.all()),
            result=session.consensus or session.differences or session.promises,
            speeches=list(session.speeches.all()),
            opinions=list(session.opinions.all()),
            may_log=may_log,
            may_plan=may_plan,
            is_open=may_log or may_plan,
            asks_office=is_organiser and is_correctable and not moves,
            invitation=invitation_to(session, user),
            **people_of(session, user),
            left=left_of(session),
            **kwargs,
        )
        return with_jumps(SESSION, context)


class SessionPrint(SessionDetail):
    template_name = "topics/session_print.html"


def people_of(session, user):
    """Members by attendance, in the order of the roster; who may not read inside sees no reason of a leave."""
    rows = list(session.attendances.select_related("committee"))
    inside, is_cancelled = sees_inside(user, session.topic), session.stage == SessionStage.CANCELLED
    guests = list(session.guests.all())
    return {
        "groups": groups_of(rows, session, inside),
        "invited": len(rows),
        "present": sum(row.status == Attendance.Status.PRESENT for row in rows),
        "guests": guests,
        "guest_count": session.guest_count,
        "by_code": sum(guest.count for guest in guests if guest.signed_in_at and not is_cancelled),
        "shows_reasons": inside,
        "is_to_come": session.stage in PLANNABLE,
        "tells_answers": session.stage in TELLS_ANSWERS,
    }


def groups_of(rows, session, inside):
    if session.stage == SessionStage.CANCELLED and not inside:
        return [(_("Invited"), rows)] if rows else []
    by_status = [(status, [row for row in rows if row.status == status]) for status in Attendance.Status]
    found = replies_of(rows) if inside and session.stage in TELLS_ANSWERS else by_status
    return [(key.label, some) for key, some in found if some]


def invitation_to(session, user):
    own = Attendance.objects.invitations_of(user.as_member).filter(session=session)
    return next(iter(as_shown(own)), None)


def session_create(request, pk):
    """A session planned from the plan `pk`; 409 while the plan does not allow one, with the reason."""
    plan = fetch(Plan, request.user, pk)
    session = ConsultationSession.under(plan)
    if not request.user.has_perm("topics.add_consultationsession", session):
        raise refusal("", plan)
    if sent := sent_before(request):
        return sent
    if reason := may_be_planned(session):
        raise Conflict(reason, back_url=plan.get_absolute_url())
    form = PlannedSessionForm(request.POST or None, instance=session)
    if request.method == "POST" and (answer := planned(request, form, plan)):
        return answer
    context = {
        "form": form,
        "title": _("Plan a session"),
        "explain": _("The members whom the plan invites find the invitation at home and answer it there."),
        "submit_label": _("Plan the session"),
        "cancel_url": plan.get_absolute_url(),
        "about": plan,
    }
    return render(request, "components/form_page.html", context)


@transaction.atomic
def planned(request, form, plan):
    """Saves a valid new session under the lock of its topic and leads to it; None where the form is not valid."""
    lock(plan)
    form.instance.number = ConsultationSession.under(plan).number
    return sent_once(request, lambda: kept(request, form)) if form.is_valid() else None


def kept(request, form):
    session = form.save()
    session.expect_invited()
    note(session, "schedule", by=request.user, **{name: getattr(session, name) for name in SCHEDULED})
    invite_again_in_place(session, by=request.user)
    messages.success(request, _("The session is planned; its members find the invitation at home."))
    warn_of_short_notice(request, session)
    return redirect(form.instance)


class SessionUpdate(EditByStep, UpdateView):
    model = ConsultationSession
    form_class = PlannedSessionForm
    template_name = "components/form_page.html"
    extra_context = {"title": _("Edit the plan of the session")}

    def redirect(self, form):
        warn_of_short_notice(self.request, form.instance)
        return super().redirect(form)

    def too_late(self, session):
        words = _("“%(record)s” is at the stage “%(stage)s”; its plan cannot be edited.")
        return words % {"record": session, "stage": session.get_stage_display()}
