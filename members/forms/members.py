from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee
from consult.files.uploads import PHOTO_HELP, PhotosField
from consult.forms.fields import DayField, DayInput
from consult.forms.renaming import RenamingForm
from consult.forms.versioned import VersionedForm
from consult.imports import readers
from consult.punctuation import with_aside
from members.directors import DIRECTOR, direct_alone, second_directors_of
from members.models import CommitteeMembership, Mandate, Member, Sector, Term


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ["%Y-%m", "%Y.%m", "%Y年%m月"]


def current_sectors():
    """The sectors of the terms that have not ended, without retired ones."""
    return Sector.objects.filter(term__in=Term.objects.current(), is_retired=False).select_related("term")


PERSON = ("name", "number", "gender", "ethnicity", "birth_month", "party", "education", "order")
PLACE = ("sector", "post", "committee", "committee_post", "starts_on")
WORK = ("employer", "position", "job_title", "expertise", "in_talent_pool")
CONTACT = ("mobile", "email")
MEMBER_GROUPS = (
    (gettext_lazy("Person"), (PERSON[0], "renamed_on", "was_mistaken", "is_another", *PERSON[1:])),
    (gettext_lazy("Mandate and committee"), PLACE),
    (gettext_lazy("Work and expertise"), WORK),
    (gettext_lazy("Contact, seen by the office and the member only"), CONTACT),
)


class MemberForm(RenamingForm):
    birth_month = MonthField(label=gettext_lazy("Month of birth"), required=False)

    class Meta:
        model = Member
        fields = [*PERSON, *WORK, *CONTACT]

    def groups(self):
        """For the page: legends with their fields."""
        return [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in MEMBER_GROUPS
            if any(name in self.fields for name in names)
        ]

    def clean_name(self):
        return readers.without_layout(self.cleaned_data["name"])

    def clean_mobile(self):
        mobile = readers.undivided(self.cleaned_data["mobile"])
        return readers.phone(mobile, {}) if mobile else ""

    def clean_birth_month(self):
        month = self.cleaned_data["birth_month"]
        if month and month > timezone.localdate():
            raise ValidationError(_("The month of birth cannot be in the future."))
        return month


def refuse_beside_successor(form, name, members, on):
    for place in CommitteeMembership.objects.succeeding(members, on).select_related("committee", "member")[:1]:
        words = _("%(name)s directs %(committee)s from %(day)s on: the last day lies before.")
        told = {"name": place.member, "committee": place.committee, "day": date_format(place.starts_on)}
        form.add_error(name, words % told)


class PlaceFields(forms.Form):
    committee = forms.ModelChoiceField(Committee.objects.none(), label=gettext_lazy("Committee"))
    committee_post = forms.ChoiceField(
        label=gettext_lazy("Post in the committee"), choices=CommitteeMembership.Post.choices
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.choosable_ahead()

    def refuse_before_committee(self, cleaned, name):
        committee = cleaned.get("committee")
        if committee and (reason := committee.not_yet(cleaned.get(name))):
            self.add_error(name, reason)

    def refuse_second_director(self, cleaned, on, member=None):
        """A committee has one director at a time."""
        committee = cleaned.get("committee")
        if committee and on and cleaned.get("committee_post") == DIRECTOR:
            for reason in second_directors_of(committee, on, member):
                self.add_error("committee_post", reason)


class MandateFields(forms.Form):
    """A member's sector and post from a day on."""

    sector = forms.ModelChoiceField(Sector.objects.none(), label=gettext_lazy("Sector"))
    post = forms.ChoiceField(label=gettext_lazy("Post"), choices=Mandate.Post.choices)
    starts_on = DayField(label=gettext_lazy("From"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = current_sectors()
        self.fields["sector"].label_from_instance = lambda sector: with_aside(sector, sector.term)

    def refuse_outside_term(self, cleaned):
        sector, on = cleaned.get("sector"), cleaned.get("starts_on")
        if sector and on and not sector.term.holds(on):
            self.add_error("starts_on", _("This day is not in the %(term)s.") % {"term": sector.term})


class NewMemberForm(PlaceFields, MandateFields, MemberForm):
    """A member with the mandate and the place in a committee, all from the same day."""

    field_order = [*PERSON, *PLACE, *WORK, *CONTACT]
    is_another = forms.BooleanField(label=gettext_lazy("Another person of the same name"), required=False)

    class Meta(MemberForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.namesakes = list(Member.objects.filter(name=readers.without_layout(self.data.get("name", ""))))
        if not self.namesakes:
            del self.fields["is_another"]
        self.fields["order"].required = False
        self.fields["order"].help_text = _("Leave empty to put the member at the end of the roster.")
        # The model's default would put the newcomer before everybody else.
        self.initial["order"] = None

    def clean_order(self):
        last = Member.objects.aggregate(last=Max("order"))["last"] or 0
        return self.cleaned_data["order"] if self.cleaned_data["order"] is not None else last + 1

    def clean(self):
        cleaned = super().clean()
        self.refuse_outside_term(cleaned)
        self.refuse_before_committee(cleaned, "starts_on")
        self.refuse_second_director(cleaned, cleaned.get("starts_on"))
        if self.namesakes and not cleaned["is_another"]:
            words = _(
                "Kept already: %(names)s. Who comes back gets a new mandate on their own page; else tick the box."
            )
            named = "、".join(with_aside(member, member.number) for member in self.namesakes)
            self.add_error("name", words % {"names": named})
        return cleaned

    def save(self, commit=True):
        member, chosen = super().save(commit), self.cleaned_data
        direct_alone(member, chosen["committee"], chosen["committee_post"], chosen["starts_on"])
        member.take_mandate(chosen["sector"], chosen["post"], chosen["starts_on"])
        member.move_to(chosen["committee"], chosen["committee_post"], chosen["starts_on"])
        return member


class DatedChange(forms.Form):
    """Something that changes for a member from a day on; not before what holds now began."""

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def refuse_before(self, rows, on, name):
        latest = rows.first()
        if on and latest and on < latest.starts_on:
            words = _("Not before %(day)s, when what holds now began.")
            if latest.starts_on > timezone.localdate():
                words = _("A change from %(day)s on is entered already: begin on that day to replace it, or later.")
            self.add_error(name, words % {"day": latest.starts_on.isoformat()})


class MoveForm(DatedChange, PlaceFields):
    on = DayField(label=gettext_lazy("From"))

    def clean_on(self):
        on, day = self.cleaned_data["on"], self.member.takes_office_on
        if day and on < day:
            raise ValidationError(_("Not before %(day)s, when the member takes office.") % {"day": day.isoformat()})
        return on

    def clean(self):
        cleaned = super().clean()
        on, committee = cleaned.get("on"), cleaned.get("committee")
        self.refuse_before(self.member.memberships.all(), on, "on")
        self.refuse_before_committee(cleaned, "on")
        self.refuse_second_director(cleaned, on, self.member)
        if on:
            refuse_beside_successor(self, "on", [self.member], on - timedelta(days=1))
        current = on and self.member.membership_on(on)
        if current and (current.committee, current.post) == (committee, cleaned.get("committee_post")):
            self.add_error("committee", _("The member already has this place."))
        return cleaned


class MandateForm(DatedChange, MandateFields):
    def clean(self):
        cleaned = super().clean()
        self.refuse_outside_term(cleaned)
        self.refuse_before(self.member.mandates.all(), cleaned.get("starts_on"), "starts_on")
        user, on = self.member.user, cleaned.get("starts_on")
        place = self.member.latest_membership
        if on and place and place.post == DIRECTOR:
            for reason in second_directors_of(place.committee, on, self.member):
                self.add_error(None, reason)
        if user and on and user.administers_from(on):
            self.add_error(None, _("The account of an administrator cannot be that of a member."))
        return cleaned


class LeaveForm(DatedChange):
    on = DayField(label=gettext_lazy("Last day in office"), initial=timezone.localdate)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120)
    keeps_account = forms.BooleanField(label=gettext_lazy("Keeps the account and these appointments"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.member.user
        if not (user and user.lasting_appointments.exists()):
            del self.fields["keeps_account"]
        mandate = self.member.current_mandate
        if mandate and mandate.term.is_over:
            self.initial["on"] = min(mandate.term.ends_on, timezone.localdate())

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("The last day cannot be in the future."))
        self.refuse_before(self.member.mandates.filter(starts_on__lte=timezone.localdate()), on, "on")
        refuse_beside_successor(self, "on", [self.member], on)
        return on


class PhotoForm(forms.Form):
    photo = PhotosField(most=1, label=gettext_lazy("Photo"), help_text=PHOTO_HELP)


class TermForm(VersionedForm):
    class Meta:
        model = Term
        fields = ["number", "name", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day cannot be before the first one."))
        elif begins:
            self.refuse_overlap(begins, ends)
        return cleaned

    def refuse_overlap(self, begins, ends):
        """A day is in one term."""
        others = Term.objects.exclude(pk=self.instance.pk).filter(Q(ends_on=None) | Q(ends_on__gte=begins))
        if other := (others.filter(starts_on__lte=ends) if ends else others).first():
            words = _("The %(term)s lasts into these days: set its last day first, or other days here.")
            self.add_error("starts_on", words % {"term": other})


class SectorForm(VersionedForm):
    class Meta:
        model = Sector
        fields = ["term", "name", "order", "is_retired"]
        help_texts = {"is_retired": gettext_lazy("Not offered any more; it stays where it is used.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Term.objects.current() | Term.objects.filter(pk=self.instance.term_id)
        if self.instance.pk is None:
            del self.fields["is_retired"]
