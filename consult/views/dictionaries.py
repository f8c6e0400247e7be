from django.contrib import messages
from django.db import router, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from consult.options import note_change, note_changes
from consult.trail import Deed, record
from consult.views.edits import VisibleRecord


class NotedChanges:
    """A create or update view of a dictionary: each change is kept with who made it."""

    def saved(self, form):
        super().saved(form)
        self.noted(form)

    def added(self, form):
        answer = super().added(form)
        self.noted(form)
        return answer

    def noted(self, form):
        note_changes(form, self.request.user)


class RetiredOrDeleted(VisibleRecord, SingleObjectMixin, View):
    """Takes an entry out of a dictionary: deleted where nothing uses it, else retired and kept where it is used."""

    success_url = None

    def get(self, request, *args, **kwargs):
        entry = self.get_object()
        if is_used(entry):
            explain = _("“%(entry)s” is in use: it is not offered any more and stays where it is used.")
        else:
            explain = _("Nothing uses “%(entry)s”: it is deleted for good.")
        context = {
            "title": _("Take out of the dictionary: %(entry)s") % {"entry": entry},
            "explain": explain % {"entry": entry},
            "submit_label": _("Take out"),
            "cancel_url": self.success_url,
        }
        return render(request, "components/confirm_page.html", context)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        entry = self.get_object()
        if is_used(entry):
            entry.is_retired = True
            entry.save(update_fields=["is_retired"])
            outcome = gettext_lazy("retired")
        else:
            entry.delete()
            outcome = gettext_lazy("deleted")
        record(request, Deed.REMOVED, entry, step=outcome)
        note_change(entry._meta.label_lower, entry, "", outcome, request.user)
        messages.success(request, _("%(entry)s: %(outcome)s") % {"entry": entry, "outcome": outcome})
        return redirect(self.success_url)


def is_used(entry):
    """Whether any record refers to the entry and so keeps it from being deleted."""
    try:
        Collector(using=router.db_for_write(type(entry))).collect([entry])
    except ProtectedError:
        return True
    return False
