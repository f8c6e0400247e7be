from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forms.checks import PlainLines
from consult.forms.untouched import follow_stored
from members.forms.pickers import MemberField
from members.models import Member
from topics.models import Attendance, Reply
from topics.models.plan import GuestCategory
from topics.workflow.invitations import CHANGED

BACK = _("In office again on the day and expected; choose nobody to take the other invitation back.")


class ReplyForm(PlainLines, forms.Form):
    """What a member answers to an invitation; whether a reason is wanted the workflow says."""

    reply = forms.ChoiceField(choices=[(Reply.ATTENDS, _("Attend")), (Reply.ASKED, _("Ask for leave"))])
    leave_asked = forms.CharField(label=_("Reason for the leave"), max_length=100, required=False)


class LeaveForm(PlainLines, forms.Form):
    """The leaves that are asked for, to be granted or declined together."""

    rows = forms.ModelMultipleChoiceField(Attendance.objects.none(), label=_("Members"))
    reason = forms.CharField(label=_("Why it is not granted"), max_length=100, required=False)

    def __init__(self, session, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asking = session.attendances.filter(reply=Reply.ASKED).select_related("committee", "member")
        self.fields["rows"].queryset = self.asking

    def chosen(self):
        """The keys that are ticked on the page; the only one that asks is ticked beforehand."""
        if self.is_bound:
            return self.data.getlist("rows")
        return [str(row.pk) for row in self.asking] if len(self.asking) == 1 else []


class NotedForm(PlainLines, forms.Form):
    """Members who answered by phone or in person; each is named with the answer that the page showed."""

    told = forms.MultipleChoiceField(
        label=_("Members"), error_messages={"required": _("Tick the members first."), "invalid_choice": CHANGED}
    )
    leave_reason = forms.CharField(label=_("Reason for the leave"), max_length=100, required=False)

    def __init__(self, session, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = {row.seen_as: row for row in session.attendances.select_related("member")}
        self.fields["told"].choices = [(seen_as, row.name) for seen_as, row in self.seen.items()]

    def clean_told(self):
        return [self.seen[seen_as] for seen_as in self.cleaned_data["told"]]

    def ticked(self):
        return self.data.getlist("told") if self.is_bound else []


class InPlaceForm(forms.Form):
    """For each member whom the plan invites and who has left by the day, who is invited instead, if anybody.

    Of one in office again by then, who is invited still: to be kept or not. What was left as the page showed it follows
    what others of the staff have chosen since; where both chose, the later one is asked again.
    """

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.left = list(session.left_members.prefetch_related("mandates__sector", "memberships__committee"))
        given = dict(session.attendances.exclude(in_place_of=None).values_list("in_place_of", "member"))
        known = session.attendances.filter(in_place_of=None).values("member")
        free = Member.objects.in_office(session.day_of_list).exclude(pk__in=known)
        for left in self.left:
            mandate, place = left.latest_mandate, left.latest_membership or left.memberships.first()
            was = " · ".join(str(part) for part in (mandate and mandate.sector, place and place.committee) if part)
            label = _("In place of %(name)s") % {"name": left}
            chosen = given.get(left.pk)
            offered, told = (Member.objects.filter(pk=chosen), BACK) if left.is_back else (free, was)
            self.fields[f"in_place_of_{left.pk}"] = MemberField(
                offered, label=label, required=False, initial=chosen, help_text=told, empty_label=_("nobody"),
                show_hidden_initial=True,
            )  # fmt: skip
        self.overtaken = follow_stored(self) if self.is_bound else []

    def clean(self):
        for name in self.overtaken:
            self.add_error(name, _("The list was changed meanwhile: look at it again."))
            self.data[name] = self[name].initial or ""

    def places(self):
        """The choices that differ from what the page showed, and those of a page that does not say what it showed."""
        fields = {left: self[f"in_place_of_{left.pk}"] for left in self.left}
        return {
            left: self.cleaned_data[field.name]
            for left, field in fields.items()
            if field.name in self.changed_data or field.html_initial_name not in self.data and field.name in self.data
        }


class GuestForm(PlainLines, forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=30)
    unit = forms.CharField(label=_("Unit or village"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("You come as"), choices=GuestCategory.choices, initial=GuestCategory.PUBLIC)
