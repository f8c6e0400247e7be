"""Topics begun, edited and deleted before screening; their facts edited afterwards; others recorded afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, UpdateView

from consult.choices import key_in
from consult.trail import Deed, record
from consult.views import AddedRecord, EditWithVersion, VisibleRecord
from members.rules import is_office
from topics.forms.facts import FactsForm, RecordCorrectionForm, RecordForm
from topics.forms.topics import DraftForm, HandOverForm, Unit, sources_for
from topics.likeness.comparing import Subject
from topics.likeness.similar import similar_topics
from topics.models import Topic, TopicStage
from topics.models.topic_stage import LIVING, WITH_PROPOSER
from topics.rules import is_left_draft, is_unsent_draft
from topics.views.edits import EditByStep
from topics.views.fetch import fetch
from topics.views.step_messages import say_done
from topics.workflow import TOPIC_WORKFLOW, Moved, take

# What it is about is its unit's alone until it is proposed; the page of the line bears its number.
LEFT_DRAFT = gettext_lazy("Draft of a topic")


def topic_create(request):
    """Which source the topic comes from; who may propose of one source only goes straight to its form."""
    if not request.user.has_perm("topics.add_topic"):
        raise PermissionDenied
    sources = sources_for(request.user)
    if len(sources) == 1:
        return redirect("topic_draft", sources[0])
    return render(request, "topics/topic_create.html", {"sources": sources})


def topic_update(request, pk):
    """The form of a draft, of an accepted topic's facts, or of a record; 409 at a stage where none can be changed."""
    topic = fetch(Topic, request.user, pk)
    if topic.stage not in FORMS:
        raise Moved(too_late(topic), record=topic)
    return FORMS[topic.stage].as_view()(request, pk=pk)


def too_late(topic):
    words = _("“%(record)s” is now at the stage “%(stage)s” and cannot be edited.")
    return words % {"record": topic, "stage": topic.get_stage_display()}


def go_on(request, form):
    """After a draft is saved: propose it where that was the button, and say how it stands."""
    topic = form.instance
    if not form.is_proposing:
        messages.success(request, _("Saved as a draft; only your unit sees it."))
        return redirect(topic)
    try:
        take(topic, "propose", by=request.user)
    except ValidationError as error:
        messages.error(request, _("Saved, but not proposed: %(reasons)s") % {"reasons": " ".join(error.messages)})
        return redirect("topic_update", topic.pk)
    say_done(request, _("Proposed."), topic)
    return redirect(topic)


@require_POST
def topic_similar(request):
    """The topics like what stands in the form by now, as a part of its page; 204 where the page shows them already.

    By POST, so that texts not proposed yet stay out of addresses and logs; nothing is changed.
    """
    if not request.user.has_perm("topics.add_topic"):
        raise PermissionDenied
    typed = Subject(request.POST.get("title", ""), request.POST.get("background", ""))
    similar = similar_topics(typed, request.user, apart_from=key_in(request.POST.get("topic", "")))
    if [str(topic.pk) for topic in similar] == request.POST.getlist("shown"):
        return HttpResponse(status=204)
    return render(request, "topics/similar_found.html", {"similar": similar})


class DraftPage:
    """The form of a draft, with the topics like what stands in it."""

    keeps_typed = True

    def tell(self, form):
        """As `go_on` says how it stands."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        typed = Subject(form["title"].value() or "", form["background"].value() or "")
        return context | {"similar": similar_topics(typed, self.request.user, apart_from=form.instance.pk)}


class DraftCreate(DraftPage, AddedRecord, CreateView):
    model = Topic
    form_class = DraftForm
    permission = "topics.add_topic"
    template_name = "topics/draft_form.html"
    extra_context = {"title": gettext_lazy("Propose a topic"), "cancel_url": reverse_lazy("topic_list")}

    def get_form_kwargs(self):
        source, user = self.kwargs["source"], self.request.user
        if source not in Topic.Source.values:
            raise Http404
        if source not in sources_for(user):
            raise PermissionDenied
        return super().get_form_kwargs() | {"instance": Topic(source=source), "user": user}

    def added(self, form):
        form.save()
        return go_on(self.request, form)


class DraftUpdate(DraftPage, EditWithVersion, UpdateView):
    model = Topic
    form_class = DraftForm
    permission = "topics.change_draft"
    template_name = "topics/draft_form.html"
    extra_context = {"title": gettext_lazy("Edit the draft")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        returned = self.object.steps.filter(lifecycle="topic", transition="return").last()
        reason = returned.answers.get("reason", "") if returned and self.object.stage == TopicStage.RETURNED else ""
        return super().get_context_data(return_reason=reason, **kwargs)

    def redirect(self, form):
        return go_on(self.request, form)


class FactsUpdate(EditByStep, UpdateView):
    keeps_typed = True
    model = Topic
    form_class = FactsForm
    template_name = "topics/facts_form.html"
    extra_context = {
        "title": gettext_lazy("Edit the facts"),
        "explain": gettext_lazy("Each change is kept in the topic's history: who, when, from what, to what."),
    }

    def get_form(self, form_class=None):
        """Whether a topic is in the annual plan, and as which item, is the office's to say."""
        form = super().get_form(form_class)
        if not is_office(self.request.user):
            form.fields.pop("is_planned", None)
        return form

    def too_late(self, topic):
        return too_late(topic)


class RecordUpdate(FactsUpdate):
    """What was recorded of a topic afterwards, put right by a second person of the office."""

    form_class = RecordCorrectionForm
    step = "correct_record"
    extra_context = {
        "title": gettext_lazy("Correct the record"),
        "explain": TOPIC_WORKFLOW["correct_record"].explain,
    }


FORMS = (
    dict.fromkeys(WITH_PROPOSER, DraftUpdate) | dict.fromkeys(LIVING, FactsUpdate) | {TopicStage.RECORDED: RecordUpdate}
)


class DraftDelete(VisibleRecord, DeleteView):
    model = Topic
    permission = "topics.delete_topic"
    template_name = "components/confirm_page.html"
    success_url = reverse_lazy("topic_list")
    extra_context = {
        "title": gettext_lazy("Delete the draft"),
        "explain": gettext_lazy("The draft and its documents are deleted for good. It was never proposed."),
        "submit_label": gettext_lazy("Delete"),
    }

    def form_valid(self, form):
        with transaction.atomic():
            draft = get_object_or_404(Topic.objects.select_for_update(), pk=self.object.pk)
            if not is_unsent_draft(self.request.user, draft):
                raise Moved(too_late(draft), record=draft)
            if is_left_draft(self.request.user, draft):
                record(self.request, Deed.REMOVED, LEFT_DRAFT, unit=Unit.proposing(draft))
            for document in draft.documents.all():
                document.remove()
            draft.delete()
        messages.success(self.request, _("Deleted: %(title)s") % {"title": self.object.title})
        return redirect(self.success_url)


class DraftHandOver(EditWithVersion, UpdateView):
    model = Topic
    form_class = HandOverForm
    permission = "topics.hand_over_draft"
    template_name = "components/form_page.html"
    extra_context = {
        "title": gettext_lazy("Hand over the draft"),
        "explain": gettext_lazy("The unit finds the draft at home, changes it and proposes it as its own."),
        "submit_label": gettext_lazy("Hand over"),
    }

    def saved(self, form):
        units = format_lazy("{} → {}", Unit.proposing(self.object), form.cleaned_data["unit"])
        super().saved(form)
        record(self.request, Deed.HANDED_OVER, LEFT_DRAFT, unit=units)

    def tell(self, form):
        words = _("%(title)s: handed over to %(unit)s.")
        messages.success(self.request, words % {"title": self.object, "unit": form.cleaned_data["unit"]})

    def redirect(self, form):
        return redirect(self.object if self.object.proposer == Topic.Proposer.OFFICE else "topic_list")


class TopicRecord(AddedRecord, CreateView):
    """补录: a topic from before or outside the platform, recorded by the office."""

    keeps_typed = True
    model = Topic
    form_class = RecordForm
    permission = "topics.record_topic"
    told = gettext_lazy("Recorded: %(item)s")
    template_name = "topics/facts_form.html"
    extra_context = {
        "title": gettext_lazy("Record a topic afterwards"),
        "explain": gettext_lazy("For what happened before or outside the platform. Leave empty what is not known."),
        "submit_label": gettext_lazy("Record this topic"),
        "cancel_url": reverse_lazy("topic_list"),
    }

    def added(self, form):
        form.instance.created_by = self.request.user
        topic = form.save()
        take(topic, "record", by=self.request.user)
        return redirect(topic)
