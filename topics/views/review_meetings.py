from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView

from consult.lists.ordering import along, filled
from consult.views import AddedRecord, ListPage
from topics.agenda import papers_are_late, rows_of
from topics.filters.plans import ReviewMeetingFilters
from topics.forms.review_meetings import ReviewMeetingForm
from topics.history_lines import lines_of
from topics.models import AgendaItem, MeetingStage, Plan, ReviewMeeting
from topics.plans.rounds import Rounds
from topics.sheets.columns import REVIEW_MEETING_COLUMNS
from topics.views.edits import EditByStep
from topics.views.fetch import fetch
from topics.workflow import may_take, note, offers
from topics.workflow.agenda import cannot_be_on

ON_ITS_PAGE = {"edit", "put_on", "reorder", "take_down"}


class ReviewMeetingList(ListPage):
    model = ReviewMeeting
    permission = "topics.list_review_meetings"
    filterset_class = ReviewMeetingFilters
    register = "review_meeting_list"
    title = gettext_lazy("Review meetings")
    columns = REVIEW_MEETING_COLUMNS
    template_name = "topics/review_meeting_list.html"
    sorts = {
        "date": ["meets_on"],
        "body": ["body", "term__number", "number"],
        "place": [filled("place"), "meets_on"],
        "host": [filled("host"), "meets_on"],
        "plans": ["item_count", "meets_on"],
        "undecided": ["open_count", "meets_on"],
        "stage": [along("stage", MeetingStage), "meets_on"],
        "minutes": [filled("minutes_number"), "meets_on"],
    }
    default_sort = "-date"

    def rows(self, queryset):
        on_it, open_items = ~Q(items__state=AgendaItem.State.TAKEN_DOWN), Q(items__state=AgendaItem.State.PENDING)
        figures = {"item_count": Count("items", on_it), "open_count": Count("items", open_items)}
        return queryset.annotate(**figures).select_related("term")


class ReviewMeetingCreate(AddedRecord, CreateView):
    model = ReviewMeeting
    form_class = ReviewMeetingForm
    permission = "topics.add_reviewmeeting"
    submit_label = gettext_lazy("Schedule the meeting")
    template_name = "components/form_page.html"
    extra_context = {
        "title": gettext_lazy("Schedule a review meeting"),
        "cancel_url": reverse_lazy("review_meeting_list"),
    }

    def added(self, form):
        answer = super().added(form)
        note(self.object, "schedule", by=self.request.user, **form.answers())
        return answer

    def get_initial(self):
        return {"body": self.request.GET.get("body", "")}


class ReviewMeetingUpdate(EditByStep, UpdateView):
    model = ReviewMeeting
    form_class = ReviewMeetingForm
    template_name = "components/form_page.html"
    extra_context = {"title": gettext_lazy("Edit the review meeting")}

    def too_late(self, meeting):
        return _("This meeting is %(stage)s.") % {"stage": meeting.get_stage_display()}


@require_safe
def review_meeting_detail(request, pk):
    """A meeting with its agenda, the plans that wait for it, what can be done now, and its history."""
    meeting, user = fetch(ReviewMeeting, request.user, pk), request.user
    rows = rows_of(meeting, user)
    may_arrange = may_take(user, meeting, "put_on")
    ready = ready_plans(meeting, user) if may_arrange else []
    context = {
        "meeting": meeting,
        "rows": rows,
        "listed": sum(row.item.is_listed for row in rows),
        "open_count": sum(row.item.is_undecided for row in rows),
        "decides": user.holds(meeting.body) and meeting.stage == MeetingStage.HELD,
        "may_arrange": may_arrange,
        "may_take_down": may_take(user, meeting, "take_down"),
        "may_edit": may_take(user, meeting, "edit"),
        "ready": ready,
        "may_put": any(reason is None for _plan, reason in ready),
        "late": papers_are_late(meeting),
        "offers": [offer for offer in offers(user, meeting) if offer.transition.name not in ON_ITS_PAGE],
        "history": lines_of(meeting.steps.order_by("-sequence"), user),
    }
    return render(request, "topics/review_meeting_detail.html", context)


def ready_plans(meeting, user):
    """The plans that wait for the body, as (plan, why it cannot be on this agenda or None)."""
    plans = list(Plan.objects.visible_to(user).awaiting(meeting.body).order_by("pk"))
    rounds = Rounds(plans)
    return [(rounds[plan], cannot_be_on(meeting, plan, rounds)) for plan in plans]
