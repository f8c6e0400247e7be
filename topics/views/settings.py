"""What the office sets itself: options, dictionaries, and who changed what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from consult.models import SettingChange
from consult.options import label_of
from consult.trail import Deed, record
from topics.forms.settings import OptionsForm
from topics.models import DictionaryEntry

MOST_CHANGES = 30


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request):
    """The options in a form, the dictionaries with their entries, and the last changes of both.

    What holds for a year is set for this one or for the next, as the address says.
    """
    if not request.user.has_perm("topics.change_settings"):
        raise PermissionDenied
    this_year = timezone.localdate().year
    years = [this_year, this_year + 1]
    year = next((one for one in years if str(one) == request.GET.get("year")), this_year)
    form = OptionsForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            changed = form.save(request.user)
            if changed:
                record(request, Deed.CHANGED, gettext_lazy("Settings"), fields=[label_of(name) for name in changed])
        count = len(changed)
        words = ngettext("%(count)d setting is changed.", "%(count)d settings are changed.", count)
        messages.success(request, words % {"count": count} if count else _("Nothing was changed."))
        return redirect(request.get_full_path())
    context = {
        "form": form,
        "years": years,
        "dictionaries": dictionaries(),
        "changes": [changed_in_words(change) for change in SettingChange.objects.all()[:MOST_CHANGES]],
    }
    return render(request, "topics/settings.html", context)


def changed_in_words(change):
    """The change with the words of what was changed, before and after."""
    said = {"True": _("yes"), "False": _("no")}
    return change, label_of(change.name), *(said.get(text, text) for text in (change.before, change.after))


def dictionaries():
    """Triples of a kind, its words and its entries, the retired ones last."""
    entries = list(DictionaryEntry.objects.order_by("is_retired", "order", "pk"))
    kinds = DictionaryEntry.Kind
    return [(kind, kind.label, [entry for entry in entries if entry.kind == kind]) for kind in kinds]
