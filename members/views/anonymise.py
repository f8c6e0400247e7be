"""A member who left becomes nobody: what will go and what stays, proposed by one person, confirmed by a second."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.password_again import ask_password, has_given_password
from consult.trail import Deed, record
from members.anonymising import confirm, hindrance, propose, withdraw
from members.models import Anonymisation, Member


def member_anonymise(request, pk):
    """What will happen and who does it next; by POST it is proposed."""
    member = changeable_member(request, pk)
    if not has_given_password(request.session):
        return ask_password(request)
    if request.method == "POST":
        return carried_out(
            request, member, propose, _("Anonymise: proposed"), _("Proposed. Another person of the office confirms it.")
        )
    context = {
        "member": member,
        "hindrance": hindrance(member),
        "proposal": Anonymisation.objects.filter(member=member).select_related("proposed_by", "confirmed_by").first(),
    }
    return render(request, "members/member_anonymise.html", context)


@require_POST
def member_anonymise_confirm(request, pk):
    member = changeable_member(request, pk)
    if not has_given_password(request.session):
        return ask_password(request, reverse("member_anonymise", args=[pk]))
    return carried_out(request, member, confirm, _("Anonymise"), _("The member is anonymised."))


@require_POST
def member_anonymise_withdraw(request, pk):
    member = changeable_member(request, pk)
    return carried_out(request, member, withdraw, _("Anonymise: withdrawn"), _("The proposal is withdrawn."))


def changeable_member(request, pk):
    """The member: 404 unless visible, 403 for who may anonymise nobody."""
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("members.anonymise_member", member):
        raise PermissionDenied
    return member


def carried_out(request, member, act, step, told):
    try:
        with transaction.atomic():
            act(member, request.user)
            # By then a member who was made nobody bears the stand-in.
            record(request, Deed.CHANGED, Member.objects.get(pk=member.pk), step=step)
        messages.success(request, told)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("member_anonymise", member.pk)
