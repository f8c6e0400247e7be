from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.differences import differing
from consult.forms.checks import PlainLines
from consult.forms.untouched import follow_stored
from consult.punctuation import labelled, with_aside
from members.forms.pickers import MembersField
from members.models import Member
from topics.forms.session_photos import AlbumForm
from topics.forms.session_rows import GuestRows, OpinionRows, SpeechRows
from topics.forms.sessions import SessionFacts
from topics.models import Attendance, Reply

EXPECTED, PRESENT, LEAVE, ABSENT = Attendance.Status
MARKS = [(PRESENT, _("Here")), (LEAVE, _("Leave")), (ABSENT, _("Away"))]


class RecordForm(SessionFacts):
    """What happened: times, place, host, recorder, the three shows, consensus, differences, promises."""

    SHOWS = ("shows_sign", "shows_rules", "shows_sides")
    TEXTS = ("consensus", "differences", "promises")

    class Meta(SessionFacts.Meta):
        fields = [
            *SessionFacts.Meta.fields,
            *("recorder", "shows_sign", "shows_rules", "shows_sides", "consensus", "differences", "promises"),
        ]
        widgets = SessionFacts.Meta.widgets | {
            name: forms.Textarea({"rows": 3}) for name in ("consensus", "differences", "promises")
        }
        help_texts = {"consensus": _("Needed to complete the record: this or the differences.")}

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["recorder"] = self.instance.recorder or str(user)
        for name in self._meta.fields:
            self.fields[name].show_hidden_initial = True
        if self.is_bound:
            follow_stored(self)

    def facts(self):
        return [self[name] for name in (*SessionFacts.Meta.fields, "recorder")]

    def shows(self):
        return [self[name] for name in self.SHOWS]

    def texts(self):
        return [self[name] for name in self.TEXTS]


class PeopleForm(PlainLines, forms.Form):
    """Who is here: each member present, on leave with a reason, or absent; and those who came uninvited."""

    prefix, label = "people", _("Attendance of members")

    def __init__(self, session, data=None):
        super().__init__(data)
        self.session, self.rows_of_list = session, list(session.attendances.select_related("committee", "member"))
        self.invited = set(session.invited_members.values_list("pk", flat=True))
        names = Counter(row.name for row in self.rows_of_list)
        self.labels = {
            row.pk: row.name if names[row.name] == 1 else f"{row.name}（{row.committee}）" for row in self.rows_of_list
        }
        for row in self.rows_of_list:
            self.add_row(row)
        everybody = Member.objects.in_office(session.held_on)
        self.fields["came"] = MembersField(everybody, label=_("Came uninvited"), required=False)
        listed = [row.member_id for row in self.rows_of_list if str(row.member_id) not in (self["came"].data or ())]
        self.fields["came"].queryset = everybody.exclude(pk__in=listed)
        if self.is_bound:
            follow_stored(self)

    def add_row(self, row):
        # What the page has shown comes back beside what is chosen, so that a scan in between is not written over.
        self.fields[f"status_{row.pk}"] = forms.ChoiceField(
            label=row.name, choices=MARKS, widget=forms.RadioSelect, required=False, initial=self.foreseen(row),
            show_hidden_initial=True,
        )  # fmt: skip
        self.fields[f"reason_{row.pk}"] = forms.CharField(
            label=_("Reason for the leave"),
            max_length=100,
            required=False,
            initial=row.leave_reason or row.leave_asked,
            show_hidden_initial=True,
        )
        if row.member_id not in self.invited:
            self.fields[f"remove_{row.pk}"] = forms.BooleanField(label=_("Take off the list"), required=False)

    def foreseen(self, row):
        """The mark that the row has, or will have from its answer or scan once the record begins; empty for none."""
        if row.status != EXPECTED:
            return row.status
        if row.checked_in_at and row.member_id in self.invited:
            return PRESENT
        return LEAVE if row.has_leave else ""

    def rows(self):
        """For the page: each row with its label, its fields, and the mark that the page shows as a hidden field."""
        for row in self.rows_of_list:
            remove = self[f"remove_{row.pk}"] if f"remove_{row.pk}" in self.fields else None
            status = self[f"status_{row.pk}"]
            shown = status.as_hidden(only_initial=True)
            yield row, self.labels[row.pk], status, self[f"reason_{row.pk}"], remove, shown

    def speakers(self):
        """The members on the list by the label under which a speech names them."""
        return {self.labels[row.pk]: row.member for row in self.rows_of_list}

    def figures(self):
        """How many are expected and how many are marked how, as the form stands."""
        marks = Counter(str(self[f"status_{row.pk}"].value() or "") for row in self.rows_of_list)
        return {"invited": len(self.rows_of_list)} | {mark: marks[mark] for mark, _label in MARKS}

    def clean_came(self):
        """Who came in by the code since the page was opened is on the list by that, and meant all the same."""
        came = self.cleaned_data["came"]
        scanned = {row.member_id for row in self.rows_of_list if row.checked_in_at} - self.invited
        listed = {row.member_id for row in self.rows_of_list} - scanned
        if twice := [member.name for member in came if member.pk in listed]:
            raise ValidationError(gettext("Already on the list: %(names)s.") % {"names": "、".join(twice)})
        return came

    def clean(self):
        cleaned, edited = super().clean(), {*self.changed_data}
        for row in self.rows_of_list:
            is_edited = not edited.isdisjoint({f"status_{row.pk}", f"reason_{row.pk}"})
            if is_edited and cleaned.get(f"status_{row.pk}") == LEAVE and not cleaned.get(f"reason_{row.pk}"):
                self.add_error(f"reason_{row.pk}", gettext("%(name)s: why on leave?") % {"name": row.name})
            if cleaned.get(f"status_{row.pk}") == ABSENT and row.reply == Reply.GRANTED:
                words = gettext("%(name)s: leave was granted, which is no absence.")
                self.add_error(f"reason_{row.pk}", words % {"name": row.name})
        return cleaned

    def save(self, everyone=False):
        """Writes the marks that were chosen on the page or foreseen there; the others stay as they are stored by now.

        Where `everyone` is said, those without a mark are present, but for those whose leave is to be decided on.
        """
        kept = []
        for row in self.session.attendances.filter(pk__in=self.labels):
            if self.cleaned_data.get(f"remove_{row.pk}"):
                row.delete()
                continue
            if f"status_{row.pk}" in self.changed_data:
                row.status = self.cleaned_data[f"status_{row.pk}"] or row.status
            elif row.status == EXPECTED:
                row.status = self.foreseen(row) or EXPECTED
            if everyone and row.status == EXPECTED and row.reply != Reply.ASKED:
                row.status = PRESENT
            reason = self.cleaned_data[f"reason_{row.pk}"] or row.leave_reason
            row.leave_reason = reason if row.status == LEAVE else ""
            kept.append(row)
        Attendance.objects.bulk_update(kept, ["status", "leave_reason"])
        came = Member.objects.filter(pk__in=self.cleaned_data["came"])
        self.session.attendances.filter(member__in=came).update(status=PRESENT, leave_reason="")
        self.session.expect(came.exclude(attendances__session=self.session), status=PRESENT)

    def words(self):
        marks = dict(MARKS)
        said = []
        for row in self.rows_of_list:
            mark, reason = (self[f"{part}_{row.pk}"].value() for part in ("status", "reason"))
            told = reason if mark == LEAVE or f"reason_{row.pk}" in self.changed_data else ""
            words = with_aside(marks.get(mark, ""), told) if told else marks.get(mark)
            said += [labelled(self.labels[row.pk], words)] if words else []
        came = getattr(self, "cleaned_data", {}).get("came", ())
        return "\n".join([*said, *(labelled(member.name, marks[PRESENT]) for member in came)])


class SessionLog:
    """Everything that the page of a session's record holds: valid as a whole, saved as a whole."""

    def __init__(self, session, user, data=None, more=""):
        self.people = PeopleForm(session, data)
        self.record = RecordForm(user, data, instance=session)
        speakers = self.people.speakers()
        self.guests = GuestRows(session, data, more=more == "guests")
        self.speakers = [*speakers, *(name for guest in self.guests.stored.values() for name in guest.people)]
        self.opinions = OpinionRows(session, data, more=more == "opinions")
        self.speeches = SpeechRows(session, data, more=more == "speeches", speakers=speakers, guests=self.guests)
        self.album = AlbumForm(session, data)
        self.parts = [self.people, self.guests, self.opinions, self.speeches, self.album]

    def is_valid(self):
        """Whether every part is; each is asked, so that all errors are shown at once."""
        return forms.all_valid([self.record, *self.parts])

    def errors(self):
        """All that is wrong, in the order of the page: (words, id of the field or part to go to)."""
        found = [*errors_of(self.people), *errors_of(self.album)]
        for rows in (self.opinions, self.guests, self.speeches):
            found += [(words, rows.name) for words in rows.non_form_errors()]
            for number, form in enumerate(rows.forms, start=1):
                found += [(f"{rows.label} {number} · {words}", anchor) for words, anchor in errors_of(form)]
        return [*found, *errors_of(self.record)]

    def save(self, everyone=False):
        """To be called inside the transaction that has moved the version on."""
        day_before = (
            type(self.record.instance).objects.values_list("held_on", flat=True).get(pk=self.record.instance.pk)
        )
        session = self.record.save()
        self.people.save(everyone)
        for part in self.parts[1:]:
            part.save()
        if session.held_on != day_before:
            session.renew_standing()

    def differences(self, stored):
        """Where this text and another log of the session differ besides the fields of the record."""
        pairs = zip(self.parts, stored.parts, strict=True)
        return differing((part.label, part.words(), other.words()) for part, other in pairs)


def errors_of(form):
    """The errors of one form as pairs of words and the id to go to."""
    found = [(words, "") for words in form.non_field_errors()]
    for field in form:
        found += [(labelled(field.label, words), field.id_for_label or field.auto_id) for words in field.errors]
    return found
