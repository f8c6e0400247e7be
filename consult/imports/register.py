"""The register of imports: who brought in which file, when, what became of it."""

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consult.imports.kinds import kinds
from consult.imports.preview import CHANGED, ERROR, NEW, SAME
from consult.lists.columns import ListColumn
from consult.lists.filters import RegisterFilters
from consult.models import Import
from consult.templatetags.ui import chip

TONES = {Import.State.PREVIEWED: "off", Import.State.CARRIED_OUT: "ok", Import.State.UNDONE: "wait"}


def kind_of(found):
    return kinds()[found.kind].label


def state_chip(found):
    return chip(found.get_state_display(), TONES[found.state])


def numbered(state):
    return lambda found: found.counts.get(state, 0)


def local(name):
    def value(found):
        moment = getattr(found, name)
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else None

    return value


IMPORT_COLUMNS = (
    ListColumn(_("File"), "file_name", 28, name="file", css="main", fixed=True, bare=True, linked=True),
    ListColumn(_("Kind"), kind_of, 14, name="kind", css="nowrap", fixed=True, bare=True),
    ListColumn(_("State"), "get_state_display", 12, name="state", cell=state_chip, bare=True),
    ListColumn(pgettext_lazy("number", "Rows"), "total", 8, "int", name="rows"),
    ListColumn(_("New"), numbered(NEW), 8, "int", name="new"),
    ListColumn(pgettext_lazy("row", "Changed"), numbered(CHANGED), 8, "int", name="changed"),
    ListColumn(_("Same"), numbered(SAME), 8, "int", name="same"),
    ListColumn(_("Wrong"), numbered(ERROR), 8, "int", name="wrong"),
    ListColumn(_("Brought in by"), "by_name", 12, name="by", css="nowrap"),
    ListColumn(_("Brought in on"), local("made_at"), 18, name="made", sort="made", css="nowrap"),
    ListColumn(pgettext_lazy("import", "Carried out by"), "carried_out_by", 12, name="carried_out_by", standard=False),
    ListColumn(pgettext_lazy("import", "Carried out on"), local("carried_out_at"), 18, name="carried_out", css="nowrap",
               standard=False),
    ListColumn(_("Checksum"), "checksum", 66, name="checksum", standard=False),
)  # fmt: skip


class ImportFilters(RegisterFilters):
    q = filters.CharFilter(label=_("File"), field_name="file_name", lookup_expr="icontains")
    kind = filters.ChoiceFilter(
        label=_("Kind"), choices=lambda: [(slug, kind.label) for slug, kind in kinds().items()], empty_label=_("all")
    )
    state = filters.ChoiceFilter(label=_("State"), choices=Import.State.choices, empty_label=_("all"))
    by = filters.CharFilter(label=_("By"), field_name="by_name", lookup_expr="icontains")

    class Meta:
        model = Import
        fields = []
