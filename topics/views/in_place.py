from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.views import FormOfRecord
from topics.forms.invitations import InPlaceForm
from topics.models import ConsultationSession
from topics.workflow.invitations import invite_in_place, refuse_begun


class InviteInPlace(FormOfRecord):
    """Other members invited to a session in place of those whom its plan invites and who have left office."""

    model = ConsultationSession
    permission = "topics.change_consultationsession"
    form_class, given_as = InPlaceForm, "session"
    template_name = "components/form_page.html"
    extra_context = {
        "title": _("Invite others in place of who left"),
        "explain": _(
            "The plan that both bodies passed invites these members, who are no longer in office on the day. Who is"
            " chosen is invited to this session instead and counts as invited in the duty record; the plan stays as it"
            " was passed, and the history of the session says who came in whose place."
        ),
        "submit_label": _("Invite"),
    }

    def get_object(self, queryset=None):
        session = super().get_object(queryset)
        refuse_begun(session)
        return session

    def form_valid(self, form):
        try:
            invite_in_place(self.object, form.places(), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The invitations are changed; who is newly invited finds it at home."))
        return super().form_valid(form)

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}#people"

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.object, cancel_url=self.get_success_url(), **kwargs)
