from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.views import EditWithVersion
from topics.forms.steps import refuse
from topics.workflow import WORKFLOWS, Moved, may_take, take
from topics.workflow.refusals import refuse_unentitled


class EditByStep(EditWithVersion):
    """For an UpdateView whose form gives the `answers()` of a step that keeps the stage: each change has its line.

    403 for who has no right to the step, 409 at a stage where it does not start.
    """

    step = "edit"

    def get_object(self, queryset=None):
        record = super().get_object(queryset)
        refuse_unentitled(WORKFLOWS[record.lifecycle][self.step], self.request.user, record)
        if not may_take(self.request.user, record, self.step):
            raise Moved(self.too_late(record), record=record)
        return record

    def form_valid(self, form):
        if not form.has_changed() and "look_again" not in self.request.POST:
            messages.info(self.request, _("Nothing was changed."))
            return self.redirect(form)
        try:
            return super().form_valid(form)
        except ValidationError as error:
            refuse(form, error)
            return self.form_invalid(form)

    def saved_as_seen(self, form):
        form.instance.version = form.cleaned_data["version"]
        try:
            take(form.instance, self.step, by=self.request.user, **form.answers())
        except Moved:
            return False
        return True
