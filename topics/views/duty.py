from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Member
from members.rules import member_fields
from topics.duty.record import record_of
from topics.views.fetch import fetch


def record_for(request, pk):
    """The context of page and print; 404 and 403 as the rights say."""
    member = fetch(Member, request.user, pk)
    if "record" not in member_fields(request.user, member):
        raise PermissionDenied
    return record_of(member, request.GET.get("period"))


@require_safe
def duty_record(request, pk):
    return render(request, "topics/duty_record.html", record_for(request, pk))


@require_safe
def duty_print(request, pk):
    return render(request, "topics/duty_print.html", record_for(request, pk))
