from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView, UpdateView

from committees.filters import CommitteeFilters
from committees.forms import CommitteeForm
from committees.models import Committee
from committees.sheets import COMMITTEE_COLUMNS
from committees.views.ending import EndRecord, way
from committees.views.venues import five_haves
from consult.views import AddedRecord, EditWithVersion, ListPage, VisibleRecord

MOST_SHOWN = 10


class CommitteeList(ListPage):
    model = Committee
    filterset_class = CommitteeFilters
    register = "committee_list"
    title = _("Committees")
    columns = COMMITTEE_COLUMNS
    sorts = {
        "name": ["short_name"],
        "kind": ["kind", "order"],
        "members": ["member_count"],
        "venues": ["venue_count"],
        "topics": ["topic_count"],
    }

    def rows(self, queryset):
        return queryset.with_figures().prefetch_related("townships")


class CommitteeDetail(VisibleRecord, DetailView):
    """A committee with its people, venues, topics and sessions; topics and sessions as far as the user sees them."""

    model = Committee

    def get_context_data(self, **kwargs):
        committee, user = self.object, self.request.user
        topics = committee.topics.visible_to(user).order_by("-accepted_on", "-pk")
        sessions = sessions_of(committee).visible_to(user)
        venues = committee.venues.current().with_figures().prefetch_related("haves")
        return super().get_context_data(
            people=committee.memberships.roster(),
            former=committee.memberships.former(),
            venues=[(venue, five_haves(venue)) for venue in venues],
            topics=topics[:MOST_SHOWN],
            topic_count=topics.count(),
            sessions=sessions.select_related("topic", "venue")[:MOST_SHOWN],
            session_total=sessions.count(),
            staff=committee.appointments.holders(),
            **kwargs,
        )


def sessions_of(committee):
    """By reverse relations, as the organisation knows nothing of topics."""
    sessions = committee.topics.model.sessions.rel.related_model.objects
    return sessions.organised_by(committee)


class CommitteeCreate(AddedRecord, CreateView):
    model = Committee
    form_class = CommitteeForm
    permission = "committees.add_committee"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Add a committee"), "cancel_url": reverse_lazy("committee_list")}


class CommitteeUpdate(EditWithVersion, UpdateView):
    model = Committee
    form_class = CommitteeForm
    permission = "committees.change_committee"
    template_name = "components/form_page.html"
    extra_context = {"title": _("Edit the committee")}


class CommitteeEnd(EndRecord):
    model = Committee
    permission = "committees.change_committee"
    explain = _(
        "Its staff lose their rights for it on that day. Its records stay, its townships become free, and the office"
        " hands over or deletes its drafts of topics."
    )

    def conditions(self, record):
        today = timezone.localdate()
        returned = record.proposed_topics.returned_to(record)
        staying = record.memberships.lasting_beyond(today).select_related("member")
        several = _("Hand over several at once")
        topics, venues = ((several, way(name, record)) for name in ("topics_hand_over", "venues_hand_over"))
        members = (_("Move several at once"), way("members_move", record))
        return [
            (_("Topics to hand over to another organiser first"), list(record.topics.open_for(record)), topics),
            (_("Topics returned to it, to give to another unit, propose again or withdraw first"), list(returned)),
            (_("Members to move to another committee first"), [membership.member for membership in staying], members),
            (_("Venues to end or to give to another committee first"), list(record.venues.choosable()), venues),
        ]
