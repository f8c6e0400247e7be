from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import CreateView, DetailView, UpdateView

from committees.filters import VenueFilters
from committees.forms import HavesForm, VenueForm, VenuesHandOverForm
from committees.models import Have, HaveFile, Venue
from committees.sheets import VENUE_COLUMNS
from committees.views.ending import BeforeTheEnd, EndRecord
from consult.files.storage import serve_private
from consult.trail import Deed, record
from consult.views import AddedRecord, EditWithVersion, ListPage, VisibleRecord

MOST_SHOWN = 10


class VenueList(ListPage):
    """The network, with its formula 1+13+2+N counted from the current venues."""

    model = Venue
    filterset_class = VenueFilters
    register = "venue_list"
    title = _("Venues")
    columns = VENUE_COLUMNS
    sorts = {
        "name": ["name"],
        "kind": ["kind", "order"],
        "committee": ["committee__order", "order"],
        "sessions": ["session_count"],
    }

    def rows(self, queryset):
        return queryset.with_figures().select_related("committee")

    def get_context_data(self, **kwargs):
        network = Venue.objects.current().per_kind()
        numbers = [number for _kind, number in network]
        formula = "+".join(map(str, numbers)) if any(numbers) else ""
        return super().get_context_data(network=network, formula=formula, **kwargs)


class VenueDetail(VisibleRecord, DetailView):
    """A venue with its five haves and the sessions held there that the user sees."""

    model = Venue

    def get_queryset(self):
        return super().get_queryset().with_figures().select_related("committee")

    def get_context_data(self, **kwargs):
        sessions = self.object.sessions.visible_to(self.request.user)
        return super().get_context_data(
            haves=five_haves(self.object),
            earlier=earlier_checks(self.object),
            sessions=sessions.select_related("topic")[:MOST_SHOWN],
            session_total=sessions.count(),
            **kwargs,
        )


def five_haves(venue):
    """The checklist as (have, is met, evidence, checked on); activities and results come from the sessions held."""
    recorded = {row.have: (row.is_met, row.evidence, row.checked_on) for row in venue.haves.all()}
    held, results = venue.session_count, venue.result_count
    computed = {
        Have.ACTIVITIES: (bool(held), ngettext("%s session completed", "%s sessions completed", held) % held, None),
        Have.RESULTS: (bool(results), ngettext("%s recommendation", "%s recommendations", results) % results, None),
    }
    nothing = (False, "", None)
    return [(have.label, *(computed.get(have) or recorded.get(have.value, nothing))) for have in Have]


def earlier_checks(venue):
    """The checks of the recorded haves that a later one replaced, the newest first."""
    checks = list(venue.haves.all())
    last = {check.have: check for check in checks}
    return [check for check in reversed(checks) if check is not last[check.have]]


class VenueCreate(AddedRecord, CreateView):
    model = Venue
    form_class = VenueForm
    permission = "committees.add_venue"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Add a venue"), "cancel_url": reverse_lazy("venue_list")}

    def get_initial(self):
        return {"committee": self.request.GET.get("committee")}


class VenueUpdate(EditWithVersion, UpdateView):
    model = Venue
    form_class = VenueForm
    permission = "committees.change_venue"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Edit the venue")}


class VenueHaves(EditWithVersion, UpdateView):
    """The check of the five haves; of the files sent along the good ones stay, though the rest be refused."""

    model = Venue
    form_class = HavesForm
    permission = "committees.change_venue"
    template_name = "committees/haves_form.html"
    extra_context = {"title": _("Check the five haves")}

    @transaction.atomic
    def form_invalid(self, form):
        Venue.objects.select_for_update(no_key=True).get(pk=form.instance.pk)
        if kept := form.keep_files():
            record(self.request, Deed.CHANGED, form.instance, fields=[HaveFile._meta.get_field("file").verbose_name])
            messages.success(self.request, _("Added: %(title)s") % {"title": "、".join(map(str, kept))})
        return super().form_invalid(form)


def venue_file(request, pk):
    """A file of a check of the five haves, for whoever sees the venue."""
    kept = get_object_or_404(HaveFile, pk=pk, venue__in=Venue.objects.visible_to(request.user))
    return serve_private(kept.file, kept.name)


class VenuesHandOver(BeforeTheEnd):
    """Venues of one committee that another goes on with; the sessions held there stay as they are."""

    form_class = VenuesHandOverForm
    title = _("Hand over several venues")
    submit_label = _("Hand over the ticked venues")
    explain = _("Another committee goes on with the venues. The sessions held there stay.")

    @transaction.atomic
    def form_valid(self, form):
        venues, committee = form.cleaned_data["venues"], form.cleaned_data["committee"]
        for venue in list(venues):
            Venue.objects.filter(pk=venue.pk).update(committee=committee, version=F("version") + 1)
            record(self.request, Deed.CHANGED, venue, fields=[Venue._meta.get_field("committee").verbose_name])
        words = ngettext("%(count)d venue handed over.", "%(count)d venues handed over.", len(venues))
        messages.success(self.request, words % {"count": len(venues)})
        return super().form_valid(form)


class VenueEnd(EndRecord):
    model = Venue
    permission = "committees.change_venue"
    explain = _("It can no longer be chosen for a session. The sessions held there stay.")

    def conditions(self, record):
        coming = record.sessions.exclude(stage__in=["completed", "cancelled"]).select_related("topic")
        return [(_("Sessions to complete, cancel or move to another venue first"), list(coming))]
