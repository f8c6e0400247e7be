"""What is filled in offline: a workbook to download, its upload with a preview, then all its rows or none."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from consult.files.names import safe_name
from consult.files.storage import as_download
from consult.forms.sent_once import sent_before, sent_once
from members.rules import is_department
from topics.forms.filled_workbooks import FilledForm
from topics.models import ConsultationSession
from topics.reports import answer_workbook, attendance_workbook
from topics.reports.filled_workbooks import RowResult
from topics.views.fetch import fetch
from topics.views.session_log import refuse_frozen


@dataclass
class Task:
    """One kind of workbook: its words and addresses, its rows from what was read, and how they are carried out."""

    title: str
    explain: str
    file_url: str
    back_url: str
    fields: tuple
    rows_for: Callable
    carry_out: Callable
    write_marked: Callable


def answer_task(user):
    return Task(
        title=_("Answers in a workbook"),
        explain=_("All rows are answered or none. Where a head or co-departments have a say, they are submitted."),
        file_url=reverse("answer_workbook_file"),
        back_url=reverse("recommendation_list"),
        fields=answer_workbook.FIELDS,
        rows_for=lambda filled: answer_workbook.rows_for(filled, user),
        carry_out=lambda rows, is_rehearsal: answer_workbook.carry_out(rows, user, is_rehearsal),
        write_marked=answer_workbook.write_marked,
    )


def attendance_task(session, user):
    return Task(
        title=_("Attendance in a workbook"),
        explain=_("All marks are saved or none; they stand in the record, which can be edited until it is completed."),
        file_url=reverse("attendance_workbook_file", args=[session.pk]),
        back_url=session.get_absolute_url(),
        fields=attendance_workbook.FIELDS,
        rows_for=lambda filled: attendance_workbook.rows_for(filled, session),
        carry_out=lambda rows, is_rehearsal: attendance_workbook.carry_out(rows, session, user, is_rehearsal),
        write_marked=lambda rows: attendance_workbook.write_marked(rows, session),
    )


def answer_workbook_page(request):
    if not is_department(request.user):
        raise PermissionDenied
    return filled_page(request, answer_task(request.user))


@require_safe
def answer_workbook_file(request):
    if not is_department(request.user):
        raise PermissionDenied
    return as_workbook(answer_workbook.write_answers(request.user), _("Answers to recommendations"))


def attendance_workbook_page(request, pk):
    session = fetch(ConsultationSession, request.user, pk, may="topics.change_consultationsession")
    if sent := sent_before(request):
        return sent
    refuse_frozen(session)
    return filled_page(request, attendance_task(session, request.user))


@require_safe
def attendance_workbook_file(request, pk):
    session = fetch(ConsultationSession, request.user, pk, may="topics.change_consultationsession")
    return as_workbook(attendance_workbook.write_attendance(session), attendance_workbook.title_of(session))


def as_workbook(content, name):
    return as_download(content, safe_name(f"{name}{timezone.localdate():%Y%m%d}.xlsx"))


def filled_page(request, task):
    """The download and the upload; of an upload the preview, from which all is carried out by a second press."""
    if sent := sent_before(request):
        return sent
    form = FilledForm(task.fields, request.POST or None, request.FILES or None)
    context = {"task": task, "form": form}
    if request.method == "POST" and form.is_valid():
        rows = task.rows_for(form.cleaned_data["rows"])
        is_confirmed = "confirm" in request.POST
        if is_confirmed and not any(row.errors for row in rows):
            try:
                return sent_once(request, lambda: carried_out(request, task, rows))
            except ValidationError:
                messages.error(request, _("Nothing was done: something has changed since the preview."))
        else:
            task.carry_out(rows, is_rehearsal=True)
            if "marked" in request.POST:
                return as_workbook(task.write_marked(rows), _("To be mended %(file)s") % {"file": task.title})
        context |= preview(rows, form)
    return render(request, "topics/filled_form.html", context)


def carried_out(request, task, rows):
    """Refused by ValidationError, which ends the transaction, where a row was refused."""
    if not task.carry_out(rows, is_rehearsal=False):
        raise ValidationError("")
    count = sum(row.becomes != RowResult.LEFT_OUT for row in rows)
    words = ngettext("%(count)d row is carried out.", "%(count)d rows are carried out.", count)
    messages.success(request, words % {"count": count})
    return redirect(task.back_url)


def preview(rows, form):
    """The rows with what becomes of each, and their numbers by that, wrong ones first."""
    states = Counter("wrong" if row.errors else row.becomes for row in rows)
    to_do = sum(count for state, count in states.items() if state not in {"wrong", RowResult.LEFT_OUT})
    return {
        "rows": rows,
        "wrong": states["wrong"],
        "left_out": states[RowResult.LEFT_OUT],
        "to_do": to_do,
        "kept": form.kept() if to_do and not states["wrong"] else "",
        "to_mend": form.kept() if states["wrong"] else "",
    }
