from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, ngettext

from committees.models import Department
from committees.views.ending import BeforeTheEnd
from consult.forms.sent_once import sent_before, sent_once
from consult.punctuation import labelled
from topics.forms.handing_over import RecommendationsSucceedForm, TopicsHandOverForm
from topics.forms.steps import answers_of
from topics.views.step_messages import warn_of_vacancies
from topics.workflow import take


class EachByItsStep(BeforeTheEnd):
    """What of a unit is ticked, each moved by its own step; all or none. `rows` names the field of the ticks."""

    rows = ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        if sent := sent_before(self.request):
            return sent
        try:
            return sent_once(self.request, lambda: self.moved(form))
        except ValidationError as refusal:
            form.add_error(self.rows, refusal)
            return self.form_invalid(form)

    def moved(self, form):
        answers = answers_of(form)
        records, reasons = answers.pop(self.rows), []
        for record in records:
            try:
                self.move(record, answers)
            except ValidationError as refusal:
                reasons += [labelled(record, one) for one in refusal.messages]
        if reasons:
            raise ValidationError(reasons)
        messages.success(self.request, self.done(len(records)) % {"count": len(records)})
        warn_of_vacancies(self.request, answers)
        return super().form_valid(form)


class TopicsHandOver(EachByItsStep):
    """Open topics of a committee handed over to another organiser."""

    form_class, rows = TopicsHandOverForm, "topics"
    title = gettext_lazy("Hand over several topics")
    submit_label = gettext_lazy("Hand over the ticked topics")
    explain = gettext_lazy(
        "Another organiser goes on with each topic, whose history keeps the dates. All ticked topics are handed over,"
        " or none."
    )

    def move(self, topic, answers):
        take(topic, "hand_over", by=self.request.user, **answers)

    def done(self, count):
        return ngettext("%(count)d topic handed over.", "%(count)d topics handed over.", count)


class RecommendationsSucceed(EachByItsStep):
    """What a department has to answer, or to help to answer, referred to its successor."""

    model, permission, end_page = Department, "committees.change_department", "department_end"
    form_class, rows = RecommendationsSucceedForm, "recommendations"
    title = gettext_lazy("Refer several recommendations to the successor")
    submit_label = gettext_lazy("Refer the ticked recommendations")
    explain = gettext_lazy(
        "The successor begins anew with what the department led, with the usual time for an answer, and takes its place"
        " as co-department elsewhere. All ticked recommendations are referred, or none."
    )

    def move(self, recommendation, answers):
        leads = recommendation.lead.department == self.object
        name, former = ("succeed", "former_lead") if leads else ("succeed_share", "former_share")
        take(recommendation, name, by=self.request.user, **answers | {former: self.object})

    def done(self, count):
        return ngettext(
            "%(count)d recommendation referred to the successor.",
            "%(count)d recommendations referred to the successor.",
            count,
        )
