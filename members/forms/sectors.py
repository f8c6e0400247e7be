from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.checks import plain
from members.models import Sector, Term


class SectorsForm(forms.Form):
    """The sectors of a term, a line each; a term without any is offered those of the one before."""

    names = forms.CharField(
        label=gettext_lazy("Sectors, one on each line"),
        max_length=5_000,
        widget=forms.Textarea({"rows": 20}),
        help_text=gettext_lazy(
            "In the order in which they are offered. Those that the term has already stay as they are."
        ),
    )

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term
        if not term.sectors.exists():
            before = Term.objects.filter(number__lt=term.number).first()
            kept = before.sectors.filter(is_retired=False) if before else []
            self.initial["names"] = "\n".join(sector.name for sector in kept)

    def clean_names(self):
        """The names that are new to the term, each once, in the order typed."""
        there = set(self.term.sectors.values_list("name", flat=True))
        names = [name for line in self.cleaned_data["names"].splitlines() if (name := plain(line))]
        if not names:
            raise ValidationError(_("This field is required."))
        longest = Sector._meta.get_field("name").max_length
        if too_long := [name for name in names if len(name) > longest]:
            words = _("Longer than %(most)d characters: %(names)s")
            raise ValidationError(words % {"most": longest, "names": "、".join(too_long)})
        new = [name for name in dict.fromkeys(names) if name not in there]
        if not new:
            raise ValidationError(_("The term has these sectors already."))
        return new

    def save(self):
        last = self.term.sectors.aggregate(last=Max("order"))["last"] or 0
        names = enumerate(self.cleaned_data["names"], last + 1)
        return Sector.objects.bulk_create(Sector(term=self.term, name=name, order=order) for order, name in names)
