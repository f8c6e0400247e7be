from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Venue
from consult.forms.checks import PlainLines
from consult.forms.fields import ClockInput, DayInput, opened_at_last
from consult.forms.versioned import VersionedForm
from members.models import Member
from topics.forms.people_count import PeopleCount
from topics.models import AgendaPart, DictionaryEntry, Plan, PlanGuest
from topics.plans.comparison import part_in_words


class PlanForm(VersionedForm):
    """A draft of a plan; it may have gaps until it is submitted."""

    class Meta:
        model = Plan
        fields = [
            *("purpose", "points", "planned_on", "planned_at", "venue", "place", "host", "leading_vice_chair"),
            *("outcome_kind", "preparation"),
        ]
        widgets = {
            "purpose": forms.Textarea({"rows": 3}),
            "points": forms.Textarea({"rows": 4}),
            "preparation": forms.Textarea({"rows": 3}),
            "planned_on": DayInput,
            "planned_at": ClockInput,
            "venue": forms.Select({"data-pick": True}),
        }
        help_texts = {
            "points": gettext_lazy("The questions that both sides are to talk about, one a line."),
            "place": gettext_lazy("Where no venue of the network fits, like a courtyard or an industrial park."),
            "preparation": gettext_lazy("Research, materials, notices: what is done before the session, by whom."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.instance
        self.fields["leading_vice_chair"].queryset = Member.objects.leading_or(plan.leading_vice_chair_id)
        self.fields["venue"].queryset = Venue.objects.choosable_or(plan.venue_id)
        self.fields["outcome_kind"].queryset = DictionaryEntry.objects.of_or("outcome", plan.outcome_kind_id)


class RowForm(PlainLines, forms.ModelForm):
    """A row of a plan; with nothing in its `content` fields it drops out."""

    content = ()

    def has_changed(self):
        return any(self[name].value() not in (None, "", False) for name in self.content)


class AgendaPartForm(RowForm):
    content = ("title", "speaker", "minutes")

    class Meta:
        model = AgendaPart
        fields = ["title", "speaker", "minutes", "is_free_dialogue"]


class GuestForm(RowForm):
    content = ("category", "names")

    count = PeopleCount(initial=1)

    class Meta:
        model = PlanGuest
        fields = ["category", "names", "count"]

    def has_changed(self):
        return super().has_changed() or self["count"].value() not in (None, "", "1")


class RowFormSet(forms.BaseFormSet):
    """Rows that belong to a plan; each save writes them anew, so that rows of two editors never mix."""

    model = None
    relation = ""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.empty_permitted = True

    def save(self, plan):
        rows = getattr(plan, self.relation)
        rows.all().delete()
        for order, values in enumerate(self.values(), start=1):
            rows.create(**values, **({"order": order} if hasattr(self.model, "order") else {}))

    def values(self):
        """The rows that stay, in their order."""
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or len(self.forms))
        return [{name: form.cleaned_data[name] for name in form.Meta.fields} for form in kept]

    def in_words(self):
        """The rows as the form has them, a line each, for the page of an edit conflict."""
        return "\n".join(self.written(self.model(**values)) for values in self.values())

    def stored_in_words(self, plan):
        return "\n".join(self.written(row) for row in self.rows_of(plan))

    @classmethod
    def of(cls, plan, data=None, extra=0):
        """Bound to the data, or filled from the plan's rows with `extra` empty ones below."""
        rows = [{name: getattr(row, name) for name in cls.form.Meta.fields} for row in cls.rows_of(plan)]
        formset = cls(data, initial=None if data else rows, prefix=cls.relation)
        formset.extra = 0 if data else extra
        return formset

    @classmethod
    def rows_of(cls, plan):
        return getattr(plan, cls.relation).all()


class AgendaRows(RowFormSet):
    model, relation = AgendaPart, "agenda"
    written = staticmethod(part_in_words)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("order")
        form.order_fields(["ORDER"])


class GuestRows(RowFormSet):
    model, relation = PlanGuest, "guests"
    written = staticmethod(str)


ROWS = {"extra": 0, "can_delete": True, "max_num": 40, "absolute_max": 100}
AgendaFormSet = forms.formset_factory(AgendaPartForm, AgendaRows, can_order=True, **ROWS)
GuestFormSet = forms.formset_factory(GuestForm, GuestRows, **ROWS)


def with_one_more_row(formset):
    """The rows as typed and an empty one below them; nothing is saved."""
    data = formset.data.copy()
    data[f"{formset.prefix}-TOTAL_FORMS"] = formset.total_form_count() + 1
    return opened_at_last(type(formset)(data, prefix=formset.prefix), formset.form.content[0])
