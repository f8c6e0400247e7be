from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from committees.views.ending import BeforeTheEnd
from consult.trail import Deed, record
from members.forms.moving import MoveSeveralForm


class MembersMove(BeforeTheEnd):
    """Members of one committee who move to another on a day, as when townships are grouped anew."""

    form_class = MoveSeveralForm
    title = gettext_lazy("Move several members to another committee")
    submit_label = gettext_lazy("Move the ticked members")
    explain = gettext_lazy(
        "Each becomes an ordinary member there; the place held so far ends the day before and stays in the history."
    )

    @transaction.atomic
    def form_valid(self, form):
        chosen = form.cleaned_data
        for member in chosen["members"]:
            member.move_to(chosen["committee"], chosen["committee_post"], chosen["on"])
            record(self.request, Deed.CHANGED, member, step=self.title)
        moved = len(chosen["members"])
        words = ngettext("%(moved)d member moved.", "%(moved)d members moved.", moved)
        messages.success(self.request, words % {"moved": moved})
        return super().form_valid(form)
