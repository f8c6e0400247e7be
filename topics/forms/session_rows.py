from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.forms.checks import PlainLines
from topics.forms.people_count import PeopleCount
from topics.models import Guest, Opinion, Speech
from topics.models.guest import Side, side_of

MOST_ROWS = 100


def with_blank(choices):
    return [("", "—"), *choices]


class RowForm(PlainLines, forms.ModelForm):
    """One row of a session: left out where nothing is typed; `main` is the field that it cannot be without."""

    main, typed = "", ()

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["id"] = self.instance.pk
        if self.instance.pk is None and "side" in self.fields:
            self.initial["side"] = ""

    @property
    def is_removed(self):
        return getattr(self, "cleaned_data", {}).get("DELETE", False)

    @property
    def is_left_out(self):
        """Ticked to be removed, or nothing is typed in it."""
        typed = getattr(self, "cleaned_data", {})
        return self.is_removed or not any(typed.get(name) for name in self.typed)

    def clean(self):
        cleaned = super().clean()
        if not self.is_left_out and not cleaned.get(self.main) and self.main not in self.errors:
            self.add_error(self.main, _("Fill this in, or empty the whole row."))
        return cleaned


class GuestRow(RowForm):
    main, typed = "category", ("category", "names")

    category = forms.ChoiceField(label=_("Category"), required=False, choices=lambda: with_blank(categories()))
    side = forms.ChoiceField(label=_("Side"), required=False, choices=lambda: with_blank(Side.choices))
    count = PeopleCount(required=False, show_hidden_initial=True)

    class Meta:
        model = Guest
        fields = ["category", "names", "count", "side"]

    @property
    def is_left_out(self):
        """Nor is it said of how many it was meant to tell."""
        says_how_many = self.tells_another_count and getattr(self, "cleaned_data", {}).get("count")
        return self.is_gone or super().is_left_out and (self.is_removed or not says_how_many)

    @property
    def is_gone(self):
        """A row of the plan all of whose people have come by the code since the page was opened."""
        return bool(self.data.get(self.add_prefix("id"))) and not self.instance.pk and not self.tells_another_count

    @property
    def tells_another_count(self):
        """Whether the number was changed on the page; what came by the code since is not written over."""
        shown = self.data.get(self.add_initial_prefix("count"), self["count"].initial)
        return self.data.get(self.add_prefix("count"), "") != str(shown)

    def clean(self):
        cleaned = super().clean()
        if not self.is_left_out and cleaned.get("count", "") is None:
            self.add_error("count", self.fields["count"].error_messages["required"])
        if self.instance.pk and not self.tells_another_count:
            cleaned["count"] = self.instance.count
        cleaned["side"] = cleaned.get("side") or side_of(cleaned.get("category"))
        return cleaned


class SpeechRow(RowForm):
    """A speech; a name of the attendance list makes it that member's, one of the guests puts it on the guest's side."""

    main, typed = "point", ("speaker", "point")

    speaker = forms.CharField(label=_("Speaker"), required=False, max_length=60)
    side = forms.ChoiceField(label=_("Side"), required=False, choices=lambda: with_blank(Side.choices))
    point = forms.CharField(label=_("Point"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    class Meta:
        model = Speech
        fields = ["speaker", "side", "point"]

    def __init__(self, *args, speakers, guests, **kwargs):
        super().__init__(*args, **kwargs)
        self.speakers, self.guests = speakers, guests
        self.fields["speaker"].widget.attrs["list"] = "speakers"
        if self.instance.member_id:
            labels = {member.pk: label for label, member in speakers.items()}
            self.initial["speaker"] = labels.get(self.instance.member_id, self.instance.speaker)

    def clean(self):
        cleaned = super().clean()
        if self.is_left_out:
            return cleaned
        member = self.speakers.get(cleaned.get("speaker"))
        if member:
            cleaned |= {"speaker": member.name_on(self.instance.session.held_on), "side": Side.MEMBERS}
        elif not cleaned.get("side") and "side" not in self.errors:
            cleaned["side"] = self.guests.sides().get(cleaned.get("speaker"), "")
        self.instance.member = member
        for name in ("speaker", "side"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(
                    name, gettext("Say who spoke.") if name == "speaker" else gettext("Choose the speaker's side.")
                )
        return cleaned


class OpinionRow(RowForm):
    main, typed = "text", ("text", "offered_by")

    text = forms.CharField(label=_("Opinion"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    class Meta:
        model = Opinion
        fields = ["text", "offered_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offered_by"].label = _("Offered by")
        self.fields["offered_by"].widget.attrs["list"] = "speakers"


def categories():
    return Guest._meta.get_field("category").choices


class Rows(forms.BaseFormSet):
    """Rows of one kind: each changes the stored one that it names, adds one, or ends one; others stay untouched."""

    least = 1

    def __init__(self, session, data=None, more=0, **form_kwargs):
        self.session = session
        self.stored = {row.pk: row for row in self.related().all()}
        self.extra = max(self.least - len(self.stored), 1) + more
        places = [{} for _row in self.stored]
        super().__init__(data, prefix=self.name, initial=places, form_kwargs=form_kwargs)

    def related(self):
        return getattr(self.session, self.name)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"instance": self.row_at(index)}

    def row_at(self, index):
        """The stored row that stands at this place; a new one where it names none of this session."""
        if self.is_bound:
            named = self.data.get(f"{self.prefix}-{index}-id")
            row = next((row for key, row in self.stored.items() if str(key) == named), None)
        else:
            row = [*self.stored.values(), None][min(index or 0, len(self.stored))] if index is not None else None
        return row or self.form._meta.model(session=self.session)

    def save(self):
        """Writes the rows in the order of the page; one that was stored in the same words already is not doubled."""
        named = {form.instance.pk for form in self.forms}
        others = [row for pk, row in self.stored.items() if pk not in named]
        for order, form in enumerate(self.forms, start=1):
            row = form.instance
            if form.is_left_out:
                if row.pk:
                    row.delete()
                continue
            if row.pk is None and (twin := next((other for other in others if is_same(form, other)), None)):
                others.remove(twin)
                row = twin
            row.order = order
            row.save()

    def words(self):
        """The rows as they stand on the page, for the comparison of two texts."""
        said = []
        for form in self.forms:
            parts = [choice_label(field) for field in form.visible_fields() if field.name in form._meta.fields]
            if any(form[name].value() for name in form.typed):
                said.append(" · ".join(part for part in parts if part))
        return "\n".join(said)


def is_same(form, row):
    """Whether the row says what the form says, as when a page is sent again after a time-out."""
    return all(getattr(form.instance, name) == getattr(row, name) for name in form._meta.fields)


def choice_label(field):
    value = "" if field.value() is None else str(field.value())
    return str(dict(getattr(field.field, "choices", [])).get(value, value)) if value else ""


class GuestsOfTheDay(Rows):
    def sides(self):
        rows = [form.instance for form in self.forms if form.is_valid() and not form.is_left_out]
        return {name: row.side for row in rows for name in row.people}

    def alike(self):
        """The forms, each with the first stored row before it that may tell of the same person, or None."""
        rows = [*self.stored.values()]
        for form in self.forms:
            before = rows[: rows.index(form.instance)] if form.instance.pk else []
            yield form, next((row for row in before if row.may_be(form.instance)), None)


class SpeechesInOrder(Rows):
    least = 2


class LastingRows(Rows):
    least = 3

    def clean(self):
        """An opinion that has become a recommendation stays."""
        gone = [form.instance.pk for form in self.forms if form.is_left_out and form.instance.pk]
        if kept := Opinion.objects.filter(pk__in=gone, recommendations__isnull=False).distinct():
            words = gettext("This opinion is already a recommendation and cannot be removed: %(text)s")
            raise ValidationError([words % {"text": opinion} for opinion in kept])


def rows_of(form, name, label, formset=Rows):
    """The class of a formset for one kind of row."""
    made = forms.formset_factory(
        form,
        formset=formset,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_ROWS,
        absolute_max=2 * MOST_ROWS,
        validate_max=True,
    )
    made.name, made.label = name, label
    return made


GuestRows = rows_of(GuestRow, "guests", _("Guests"), GuestsOfTheDay)
SpeechRows = rows_of(SpeechRow, "speeches", _("Speeches"), SpeechesInOrder)
OpinionRows = rows_of(OpinionRow, "opinions", _("Opinions"), LastingRows)
