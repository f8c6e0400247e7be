from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.punctuation import labelled
from topics.models import AnnualPlan
from topics.models.annual_plan import IN_WORK, PUBLISHED

FIRST_YEAR = 2000


class BeginForm(forms.Form):
    """For which year a plan is begun; one is enough, and the next versions come from the issued one."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        self.fields["year"].max_value = year + 1
        self.fields["year"].initial = (
            year + AnnualPlan.objects.filter(year=year, stage__in=IN_WORK | PUBLISHED).exists()
        )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year + 1:
            raise forms.ValidationError(_("A plan is begun for this year or the next one."))
        if plan := AnnualPlan.objects.filter(year=year, stage__in=IN_WORK | PUBLISHED).first():
            raise forms.ValidationError(
                _("There is “%(plan)s” already: %(stage)s.") % {"plan": plan, "stage": plan.get_stage_display()}
            )
        return year

    def make(self, user):
        """The first version, or the one after those given up."""
        last = AnnualPlan.objects.filter(year=self.cleaned_data["year"]).aggregate(last=Max("number"))["last"] or 0
        plan = AnnualPlan.objects.create(year=self.cleaned_data["year"], number=last + 1)
        plan.editors.add(user)
        return plan


class GivenUpField(forms.ModelChoiceField):
    """An adjustment of the plan that was given up, to go on from in place of the plan; hidden where there is none."""

    def __init__(self, plan):
        given_up = plan.given_up
        super().__init__(
            given_up,
            required=False,
            blank=True,
            empty_label=str(plan),
            widget=forms.RadioSelect if given_up.exists() else forms.HiddenInput,
            help_text=_("From what was given up come its items as they stood, with the reasons of their changes."),
        )

    def label_from_instance(self, obj):
        return labelled(f"{obj} · {obj.get_stage_display()}", obj.adjusted_because)


class UndoneForm(forms.Form):
    """Why one item was not done by the end of the year."""

    reason = forms.CharField(
        label=gettext_lazy("Why it was not done"), max_length=500, widget=forms.Textarea({"rows": 2})
    )
    is_ticked = forms.BooleanField(label=gettext_lazy("The same reason as others"), required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.item = row, row.item

    @property
    def legend(self):
        return self.item.title

    def said(self):
        return {"item": self.item, "reason": self.cleaned_data["reason"]}
