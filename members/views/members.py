from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from consult.files.storage import serve_private
from consult.lists.ordering import along, filled
from consult.trail import Deed, record
from consult.views import ListPage, VisibleRecord
from members.filters import MemberFilters
from members.models import CommitteeMembership, Mandate, Member
from members.rules import member_fields
from members.sheets import MEMBER_COLUMNS


class MemberList(ListPage):
    model = Member
    filterset_class = MemberFilters
    register = "member_list"
    title = _("Members")
    columns = MEMBER_COLUMNS
    is_personal = True
    sorts = {
        "order": ["order"],
        "name": ["pinyin"],
        "sector": ["sector_order", "order"],
        "committee": ["committee_order", "order"],
        "post": ["post_rank", "order"],
        "gender": [filled("gender"), "order"],
    }
    default_sort = "order"

    def rows(self, queryset):
        mandate = Mandate.objects.filter(member=OuterRef("pk")).begun_first()
        place = CommitteeMembership.objects.lasting_from(timezone.localdate()).begun_first()
        return queryset.annotate(
            post_rank=Subquery(mandate.annotate(rank=along("post", reversed(Mandate.Post))).values("rank")[:1]),
            sector_order=Subquery(mandate.values("sector__order")[:1]),
            committee_order=Subquery(place.filter(member=OuterRef("pk")).values("committee__order")[:1]),
        ).prefetch_related(
            Prefetch("mandates", Mandate.objects.select_related("sector")),
            Prefetch("memberships", CommitteeMembership.objects.select_related("committee")),
        )

    def seen_parts(self):
        return member_fields(self.request.user)


class MemberDetail(VisibleRecord, DetailView):
    """A member as far as the user's fields go, with the duty record where it may be seen."""

    model = Member

    def get_queryset(self):
        rows = super().get_queryset().select_related("user")
        return rows.prefetch_related("mandates__sector", "mandates__term", "memberships__committee")

    def get_context_data(self, **kwargs):
        record_reading(self.request, self.object)
        return super().get_context_data(fields=member_fields(self.request.user, self.object), **kwargs)


def record_reading(request, member):
    """Of the private fields of somebody else, where the user sees them."""
    if "mobile" in member_fields(request.user, member) and member.user_id != request.user.pk:
        record(request, Deed.READ, member)


@require_safe
def member_photo(request, pk):
    """The photo as a picture in the page; 404 for those who do not see photos."""
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    if not member.photo or "photo" not in member_fields(request.user, member):
        raise Http404
    return serve_private(member.photo, f"{member.name}.jpg", inline=True)
