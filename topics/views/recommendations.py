from django.core.exceptions import ValidationError
from django.db.models import Case, OuterRef, Prefetch, Subquery, When
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from consult.forms.sent_once import sent_before, sent_once
from consult.lists.ordering import along, filled
from consult.views import ListAction, ListPage, VisibleRecord, is_sent
from members.models import Role
from topics.deadlines import explain
from topics.filters.recommendations import RecommendationFilters
from topics.forms.steps import StepForm, refuse
from topics.history_lines import lines_of
from topics.models import Document, Evaluation, Recommendation, Referral, Step
from topics.models.recommendation import OPEN_RECOMMENDATIONS
from topics.models.topic import DECISIONS
from topics.rules import adds_evidence, sees
from topics.sheets.columns import DESK_COLUMNS, RECOMMENDATION_COLUMNS
from topics.tasks.desk import Desk
from topics.tasks.due import due_words, time_words
from topics.tasks.next_steps import next_by_another
from topics.tasks.owners import checked_departments
from topics.views.answers import drafts_for
from topics.views.fetch import fetch
from topics.views.inbox import action_of, desk_context, with_desk
from topics.views.step_messages import say_done
from topics.workflow import RECOMMENDATION_WORKFLOW, Moved, may_take, offers, take
from topics.workflow.recommendation_needs import was_sent_back
from topics.workflow.refusals import refuse_unentitled
from topics.workflow.reminders import cannot_remind


class RecommendationList(ListPage):
    """The register of recommendations; for a department its inbox, the earliest due first."""

    model = Recommendation
    permission = "topics.list_recommendations"
    filterset_class = RecommendationFilters
    register = "recommendation_list"
    title = _("Recommendations")
    sorts = {
        "due": ["is_done", "due_on"],
        "topic": ["topic__year", "topic__number", "number"],
        "stage": ["stage", "due_on"],
        "answered": ["answered_on"],
        "lead": ["lead_order", "is_done", "due_on"],
        "referred": ["referred_on"],
        "decision": [along("decision", dict(DECISIONS)), "due_on"],
        "handling": [filled("handling_result"), "due_on"],
    }
    default_sort = "due"
    ticks_with = "topics.tick_rows"
    list_actions = (ListAction(reverse_lazy("batch_create", args=["remind"]), _("Remind"), "bell", "topics.add_batch"),)

    @cached_property
    def departments(self):
        """The departments whose inbox it is; none for all others."""
        return self.request.user.units(Role.DEPARTMENT)

    @property
    def columns(self):
        return DESK_COLUMNS if self.departments else RECOMMENDATION_COLUMNS

    @property
    def has_actions(self):
        return bool(self.departments)

    def seen_parts(self):
        if self.departments:
            return {"desk", "contact"}
        return {"contact"} if self.request.user.has_perm("topics.view_inside") else set()

    def rows(self, queryset):
        done = Case(When(stage__in=OPEN_RECOMMENDATIONS, then=0), default=1)
        lead = Referral.objects.standing().filter(recommendation=OuterRef("pk"), is_lead=True)
        rows = queryset.annotate(
            is_done=done,
            lead_order=Subquery(lead.values("department__order")[:1]),
            referred_on=Subquery(lead.values("referred_on")[:1]),
        ).select_related("topic", "topic__organiser")
        rows = rows.with_departments().prefetch_related("reminders")
        return with_desk(rows, self.request.user) if self.departments else rows

    @cached_property
    def checked(self):
        return checked_departments(self.request.user)

    def row_action(self, row):
        return action_of(row, self.checked, is_ticked=self.request.GET.get("desk") == Desk.RECEIVE)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | desk_context(self.request) if self.departments else context


class RecommendationDetail(VisibleRecord, DetailView):
    """One recommendation: where it stands, who owes what until when, its answers, verdicts, progress and history."""

    model = Recommendation

    def get_queryset(self):
        rows = super().get_queryset().select_related("topic__organiser", "topic__proposing_committee", "outcome")
        return rows.prefetch_related(
            "referrals__department",
            "answers__department",
            "answers__document",
            "evaluations",
            Prefetch("follow_ups__documents", Document.objects.visible_to(self.request.user)),
            "referrals__handler",
            "referrals__ended_by__begun_referrals",
            "answers__draft__countersigns__referral__department",
            "reminders",
        )

    def get_context_data(self, **kwargs):
        record, user = self.object, self.request.user
        steps = Step.objects.visible_to(user).filter(recommendation=record).order_by("-sequence")
        return super().get_context_data(
            record=record,
            offers=offers(user, record),
            history=lines_of(steps, user, record.topic, shown=()),
            documents=list(Document.objects.listed_for(user, recommendation=record).with_uses()),
            due=due_words(record.due_on),
            due_basis=explain(record.due_basis),
            time_words=time_words(record),
            next=next_by_another(record, user),
            contact_due=due_words(record.owed_contact.contact_due_on) if record.owed_contact else None,
            drafts=list(drafts_for(user, record)),
            sees_topic=sees(user, record.topic),
            may_remind=user.has_perm("topics.add_batch") and not cannot_remind(record, timezone.localdate()),
            can_add=user.has_perm("topics.add_document", record.topic) and adds_evidence(user, record),
            **kwargs,
        )


def evaluate(request, pk):
    """The verdict on an answer; a first "not satisfied" sends it back to the department, the second one is final."""
    record = fetch(Recommendation, request.user, pk)
    refuse_unentitled(RECOMMENDATION_WORKFLOW["evaluate"], request.user, record)
    if sent := sent_before(request):
        return sent
    if not may_take(request.user, record, "evaluate"):
        raise Moved(_("This answer is not waiting for an evaluation."), record=record)
    form = StepForm(RECOMMENDATION_WORKFLOW["evaluate"], record, request.user, request.POST or None)
    if is_sent(request) and form.is_valid():
        try:
            return sent_once(request, lambda: evaluated(request, record, form))
        except ValidationError as error:
            refuse(form, error)
    documents = list(Document.objects.listed_for(request.user, recommendation=record))
    context = {"record": record, "form": form, "documents": documents, "is_second": was_sent_back(record)}
    context["keeps_typed"] = True
    return render(request, "topics/evaluate_form.html", context)


def evaluated(request, record, form):
    """Take the step that the verdict means and lead back to the record; a refusal of the workflow is raised."""
    unhappy = form.cleaned_data["verdict"] == Evaluation.Verdict.NOT_SATISFIED
    name = "send_back" if unhappy and not was_sent_back(record) else "evaluate"
    record.version = form.cleaned_data["version"]
    step = take(record, name, by=request.user, **form.answers())
    say_done(request, _("Done: %(step)s.") % {"step": RECOMMENDATION_WORKFLOW[step.transition].label}, record)
    return redirect(record)
