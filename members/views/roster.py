"""What the office does with members: add, edit, move, give a new mandate, let leave."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, UpdateView

from consult.trail import Deed, record
from consult.views import AddedRecord, EditWithVersion, FormOfRecord
from members.directors import direct_alone
from members.forms.members import LeaveForm, MandateForm, MemberForm, MoveForm, NewMemberForm, PhotoForm
from members.models import Member
from members.views.members import record_reading


class MemberCreate(AddedRecord, CreateView):
    model = Member
    form_class = NewMemberForm
    permission = "members.add_member"
    extra_context = {"title": gettext_lazy("Add a member"), "cancel_url": reverse_lazy("member_list")}

    def get_initial(self):
        return {"committee": self.request.GET.get("committee")}


class MemberUpdate(EditWithVersion, UpdateView):
    model = Member
    form_class = MemberForm
    permission = "members.change_member"
    extra_context = {"title": gettext_lazy("Edit the member")}

    def get_context_data(self, **kwargs):
        if self.request.method != "POST":
            record_reading(self.request, self.object)
        return super().get_context_data(**kwargs)


class ChangeOfMember(FormOfRecord):
    model = Member
    permission = "members.change_member"
    template_name = "components/form_page.html"
    given_as = "member"
    told = gettext_lazy("The record of %(name)s has been changed.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("%(action)s: %(name)s") % {"action": self.title, "name": self.object}, **kwargs
        )

    def form_valid(self, form):
        with transaction.atomic():
            self.change(self.object, form.cleaned_data)
            record(self.request, Deed.CHANGED, self.object, step=self.title)
        messages.success(self.request, self.told % {"name": self.object})
        return redirect(self.object)


class MemberMove(ChangeOfMember):
    form_class = MoveForm
    title = gettext_lazy("Move to another committee or post")
    explain = gettext_lazy("The place held so far ends the day before and stays in the history.")

    def get_initial(self):
        place = self.object.latest_membership
        on = place.starts_on if place and place.is_coming else self.object.takes_office_on or timezone.localdate()
        return {"on": on} | ({"committee": place.committee, "committee_post": place.post} if place else {})

    def change(self, member, chosen):
        direct_alone(member, chosen["committee"], chosen["committee_post"], chosen["on"])
        member.move_to(chosen["committee"], chosen["committee_post"], chosen["on"])


class MemberMandate(ChangeOfMember):
    form_class = MandateForm
    title = gettext_lazy("New mandate, sector or post")
    explain = gettext_lazy("The mandate held so far ends the day before and stays in the history.")

    def get_initial(self):
        mandate = self.object.latest_mandate
        held = {"sector": mandate.sector, "post": mandate.post} if mandate else {}
        return held | {"starts_on": self.object.takes_office_on}

    def change(self, member, chosen):
        if place := member.latest_membership:
            direct_alone(member, place.committee, place.post, chosen["starts_on"])
        member.take_mandate(chosen["sector"], chosen["post"], chosen["starts_on"])
        if member.user and not member.user.is_active:
            messages.warning(self.request, _("The account is closed; the system administrator can reopen it."))
        if not member.memberships.lasting_beyond(chosen["starts_on"]).exists():
            messages.warning(self.request, _("The member is in no committee from that day on: “Move” gives a place."))


class MemberLeave(ChangeOfMember):
    form_class = LeaveForm
    template_name = "components/confirm_page.html"
    title = gettext_lazy("Leaves office")
    submit_label = gettext_lazy("Leaves office")
    told = gettext_lazy("It is noted that %(name)s leaves office.")
    explain = gettext_lazy(
        "Mandate and committee membership end on that day. The account is closed at once and its appointments end, "
        "unless they are kept. Names, attendances and topics in the records stay as they are."
    )

    def get_context_data(self, **kwargs):
        held = self.object.user.lasting_appointments if self.object.user else ()
        return super().get_context_data(facts=[(_("Appointment"), one.title) for one in held], **kwargs)

    def change(self, member, chosen):
        member.leave(**chosen)


class MemberPhoto(ChangeOfMember):
    form_class = PhotoForm
    title = gettext_lazy("Photo")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["member"]
        return kwargs

    def change(self, member, chosen):
        (photo,) = chosen["photo"]
        old = member.photo.name
        # The small version alone: a directory needs no more of a face.
        member.photo.save("photo.jpg", photo.small, save=False)
        member.save(update_fields=["photo", "changed"])
        if old:
            transaction.on_commit(lambda: member.photo.storage.delete(old))
