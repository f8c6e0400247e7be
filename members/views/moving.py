from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from committees.models import Committee
from consult.trail import Deed, record
from consult.views import VisibleRecord
from members.forms.moving import MoveSeveralForm


class MembersMove(VisibleRecord, SingleObjectMixin, FormView):
    """Members of one committee who move to another on a day, as when townships are grouped anew."""

    model = Committee
    permission = "committees.change_committee"
    form_class = MoveSeveralForm
    template_name = "components/form_page.html"
    title = gettext_lazy("Move several members to another committee")
    submit_label = gettext_lazy("Move the ticked members")
    explain = gettext_lazy(
        "Each becomes an ordinary member there; the place held so far ends the day before and stays in the history."
    )

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.object}

    @transaction.atomic
    def form_valid(self, form):
        chosen = form.cleaned_data
        for member in chosen["members"]:
            member.move_to(chosen["committee"], chosen["committee_post"], chosen["on"])
            record(self.request, Deed.CHANGED, member, step=self.title)
        moved = len(chosen["members"])
        words = ngettext("%(moved)d member moved.", "%(moved)d members moved.", moved)
        messages.success(self.request, words % {"moved": moved})
        return redirect(self.object)
