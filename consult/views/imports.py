"""A file brought in: uploaded, looked at row by row, carried out as a whole or not, undone as a whole."""

from pathlib import PurePosixPath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consult.exports.watermark import marked_name
from consult.files.storage import as_download
from consult.forms.renaming import NewNames
from consult.forms.sent_once import sent_before, sent_once
from consult.imports.carrying import bring_in, carry_out, refuse_unless, take_meanings
from consult.imports.kinds import kinds
from consult.imports.meanings import answered, answers, left_aside, questions
from consult.imports.opening import LARGEST_FILE, MEGABYTE
from consult.imports.preview import CHANGED, ERROR, NEW, STATES
from consult.imports.register import IMPORT_COLUMNS, ImportFilters
from consult.imports.returned import marked
from consult.imports.table import cell_named
from consult.imports.undoing import cannot_undo, undo
from consult.imports.workbooks import template_of
from consult.models import Import
from consult.password_again import ask_password, has_given_password
from consult.trail import Deed, record
from consult.views.lists import ListPage

ROWS_PER_PAGE = 50


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        help_text=format_lazy(
            gettext_lazy("An .xlsx workbook, or a .csv in UTF-8 or GB18030; at most {size} MB."),
            size=LARGEST_FILE // MEGABYTE,
        ),
    )


class ImportList(ListPage):
    model = Import
    permission = "committees.list_imports"
    filterset_class = ImportFilters
    register = "import_list"
    title = gettext_lazy("Imports")
    columns = IMPORT_COLUMNS
    sorts = {"made": ["pk"]}
    default_sort = "-made"
    template_name = "consult/import_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            kinds=[kind for kind in kinds().values() if user.has_perm(kind.permission)], **kwargs
        )


def kind_for(user, slug):
    """404 for no kind, 403 without the right to add such records."""
    if slug not in kinds():
        raise Http404
    if not user.has_perm(kinds()[slug].permission):
        raise PermissionDenied
    return kinds()[slug]


def fetch(user, pk):
    """The import with its kind; 404 unless it is visible."""
    found = get_object_or_404(Import.objects.visible_to(user), pk=pk)
    return found, kind_for(user, found.kind)


def import_create(request, kind):
    """The file is read and previewed; what is wrong with it as a file stands at its field."""
    page = kind_for(request.user, kind)
    if sent := sent_before(request):
        return sent
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return sent_once(request, lambda: redirect(bring_in(page, form.cleaned_data["file"], request.user)))
        except ValidationError as error:
            form.add_error("file", error)
    title = _("Import: %(kind)s") % {"kind": page.label}
    return render(request, "consult/import_form.html", {"form": form, "kind": page, "title": title})


@require_safe
def import_template(request, kind):
    page = kind_for(request.user, kind)
    return as_download(template_of(page), _("Template %(kind)s") % {"kind": page.label} + ".xlsx")


@require_safe
def import_detail(request, pk):
    """Every row with what it would do or did; opened at what is wrong, else at what changes, else at what is new."""
    found, kind = fetch(request.user, pk)
    asked = request.GET.get("show", "")
    first = next((state for state in (ERROR, CHANGED, NEW) if found.counts.get(state)), "all")
    shown = asked if asked in STATES or asked == "all" else first
    rows = [row for row in found.rows if shown in ("all", row["state"])]
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "import": found,
        "kind": kind,
        "shown": shown,
        "tabs": [("all", found.total), *((state, found.counts.get(state, 0)) for state in STATES)],
        "page_obj": page,
        "rows": [told(kind, found, row) for row in page],
        "key_label": kind.column(kind.key).label,
        "facts": facts_of(found),
        "questions": questions(kind, found) if found.is_previewed else [],
        "answers": answers(kind, found) if found.is_previewed else [],
        "wrong_cells": sum(len(row["wrong"]) for row in found.rows),
        "new_names": sum(is_named_anew(kind, row) for row in found.rows),
        "naming": NewNames(),
    }
    return render(request, "consult/import_detail.html", context)


def is_named_anew(kind, row):
    return row["state"] == CHANGED and not set(kind.names).isdisjoint(row["said"])


def told(kind, found, row):
    """A row as the page shows it: what changes with both texts, what a new one has, what is wrong in which cell."""
    places = found.table["places"]
    named = [(column.label, *texts) for column, texts in kind.told(row["said"]) if column.name != kind.key]
    return row | {
        "changes": named if row["state"] == CHANGED else [],
        "contents": named if row["state"] == NEW else [],
        "errors": [
            (column.label, cell_named(places, column.name, row["line"]), words)
            for column, words in kind.told(row["wrong"])
        ],
    }


def facts_of(found):
    return [
        (_("Brought in by"), found.by_name),
        (_("Sheet"), found.table["sheet"]),
        (_("Columns that are not read"), _(", ").join([*found.table["ignored"], *left_aside(found)])),
        (_("Checksum"), found.checksum[:16]),
    ]


@require_POST
def import_meanings(request, pk):
    """What the file leaves open, chosen for all its rows: its unknown words, and columns missing or doubled."""
    found, kind = fetch(request.user, pk)
    if meanings := answered([*questions(kind, found), *answers(kind, found)], request.POST):
        take_meanings(found.pk, meanings)
        messages.success(request, _("The rows were read anew; nothing is saved yet."))
    else:
        messages.warning(request, _("Choose what at least one of the words means."))
    return redirect(found)


@require_POST
def import_carry_out(request, pk):
    found, _kind = fetch(request.user, pk)
    naming = NewNames(request.POST)
    try:
        if not naming.is_valid():
            raise ValidationError(naming.errors["renamed_on"])
        how = {"leaves_out_errors": "good" in request.POST, "renamed_on": naming.holds_from}
        with transaction.atomic():
            if is_done := carry_out(found.pk, request.user, **how):
                record(request, Deed.CARRIED_OUT, found, rows=found.to_do)
        if is_done:
            messages.success(request, _("Carried out: %(new)d new, %(changed)d changed.") % found.counts)
        else:
            messages.warning(request, _("Records were changed meanwhile: look at the preview again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(found)


def import_undo(request, pk):
    """The page that says what will be deleted and set back, or why the import cannot be undone; by POST it is done."""
    found, _kind = fetch(request.user, pk)
    if request.method == "POST":
        try:
            with transaction.atomic():
                undo(found.pk, request.user)
                record(request, Deed.UNDONE, found, rows=found.to_do)
            messages.success(request, _("Undone: “%(file)s”.") % {"file": found})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(found)
    refuse_unless(found, Import.State.CARRIED_OUT)
    context = {"object": found, "reasons": cannot_undo(found), "submit_label": _("Undo the import")}
    return render(request, "consult/import_undo.html", context)


@require_safe
def import_marked(request, pk):
    """The file again, its wrong cells marked; to be mended and brought in once more."""
    found, kind = fetch(request.user, pk)
    if kind.is_personal and not has_given_password(request.session):
        return ask_password(request, found.get_absolute_url())
    name = _("To be mended %(file)s") % {"file": PurePosixPath(found.file_name).stem}
    return as_download(marked(kind, found), marked_name(name, request.user, "xlsx"))
