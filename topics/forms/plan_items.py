from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department
from consult.forms.versioned import VersionedForm
from consult.forms.widgets import Segments
from members.models import Member
from topics.annual_plans.changes import before_of, change_against
from topics.dimensions import COUNTY, unit_of
from topics.forms.questions import units
from topics.forms.topics import PickMany
from topics.models import AnnualPlanItem, DictionaryEntry, Topic


class ItemForm(VersionedForm):
    """One item of a plan being drafted, with gaps until the plan is submitted; in an adjustment with its reason."""

    unit = forms.ChoiceField(label=gettext_lazy("Organiser"), required=False)

    class Meta:
        model = AnnualPlanItem
        fields = [
            *("title", "source", "content", "form", "period", "leading_vice_chair", "departments", "outcome_kind"),
            "reason",
        ]
        widgets = {
            "content": forms.Textarea({"rows": 3}),
            "reason": forms.Textarea({"rows": 2}),
            "source": Segments,
            "departments": PickMany,
        }
        labels = {"title": gettext_lazy("Title of the topic")}

    field_order = ["title", "source", "content", "form", "period", "unit"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, item = plan, self.instance
        item.plan = plan
        self.limit_choices()
        if plan.adjusts_id:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def limit_choices(self):
        """Current rows, and those that the item already names."""
        item = self.instance
        self.fields["unit"].choices = units(_("not said yet"), Committee.objects.choosable_or(item.organiser_id))
        self.initial["unit"] = unit_of(item)
        self.fields["leading_vice_chair"].queryset = Member.objects.leading_or(item.leading_vice_chair_id)
        self.fields["form"].queryset = DictionaryEntry.objects.of_or("form", item.form_id)
        self.fields["outcome_kind"].queryset = DictionaryEntry.objects.of_or("outcome", item.outcome_kind_id)
        self.fields["departments"].queryset = Department.objects.choosable_or_in(item, "departments")
        self.fields["source"].choices = Topic.Source.choices
        for kind, name in (("form", "form"), ("outcome", "outcome_kind")):
            if getattr(item, f"{name}_id") is None:
                self.initial[name] = DictionaryEntry.objects.default_of(kind)

    def save(self, commit=True):
        """Saves the item, and in an adjustment what it counts as against the version before."""
        unit = self.cleaned_data["unit"]
        self.instance.is_county_level = unit == COUNTY
        self.instance.organiser = Committee.objects.get(pk=unit) if unit.isdecimal() else None
        item = super().save(commit)
        if self.plan.adjusts_id:
            item.change = change_against(before_of(item), item)
            item.save(update_fields=["change"])
        return item
