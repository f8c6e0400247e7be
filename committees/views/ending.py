from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.forms import EndForm
from committees.models import Committee
from consult.trail import Deed, record
from consult.views import FormOfRecord


@dataclass(frozen=True)
class Obstacle:
    """What has to be done before something can end, the records in question, and the way to all at once."""

    label: str
    rows: list
    way: tuple = ()


class BeforeTheEnd(FormOfRecord):
    """Gives several things of a unit to another one; with `?ending` it leads back to the page of its end."""

    model = Committee
    permission = "committees.change_committee"
    end_page = "committee_end"
    template_name = "components/form_page.html"

    def get_success_url(self):
        is_ending = "ending" in self.request.GET
        return reverse(self.end_page, args=[self.object.pk]) if is_ending else self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=self.get_success_url(), **kwargs)


def way(name, record):
    """The page on which several are given to others, and from there back to the page of the end."""
    return f"{reverse(name, args=[record.pk])}?ending"


class EndRecord(FormOfRecord):
    """Ends a record on a day, or says what has to be done first; `explain` names what ends with it."""

    form_class = EndForm
    template_name = "committees/end.html"
    explain = ""
    submit_label = gettext_lazy("End")

    def obstacles(self):
        return [Obstacle(*parts) for parts in self.conditions(self.object) if parts[1]]

    def conditions(self, record):
        """What has to be done first and the records that need it, as the parts of an `Obstacle`."""
        return []

    def get_context_data(self, **kwargs):
        title = _("End: %(name)s") % {"name": self.object}
        return super().get_context_data(obstacles=self.obstacles(), title=title, **kwargs)

    def form_valid(self, form):
        with transaction.atomic():
            # Asked again under a lock: something may have been given to it since the page was read.
            self.object = self.model.objects.select_for_update(no_key=True).get(pk=self.object.pk)
            if self.obstacles():
                return self.form_invalid(form)
            self.object.end(form.cleaned_data["on"])
            record(self.request, Deed.ENDED, self.object)
        messages.success(self.request, _("%(name)s has ended.") % {"name": self.object})
        return redirect(self.object)
