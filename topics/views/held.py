from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consult.password_again import ask_password, has_given_password
from consult.trail import Deed, record
from members.models import Member
from topics.held.record import held_on
from topics.views.fetch import fetch


@require_safe
def member_held(request, pk):
    """All that is held on the member, for the member and the office, once they have given their password again."""
    member = fetch(Member, request.user, pk, may="members.view_held")
    if not has_given_password(request.session):
        return ask_password(request)
    record(request, Deed.READ, member, step=_("All that the platform holds on a member"))
    context = {"member": member, "parts": held_on(member, request.user), "is_own": member.user_id == request.user.pk}
    return render(request, "topics/member_held.html", context)
