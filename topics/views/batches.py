"""Several records at once: asked on one page, carried out row by row, read afterwards and taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import all_valid
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consult.choices import key_in
from consult.forms.sent_once import sent_before, sent_once
from consult.lists.way_back import with_ticks
from consult.punctuation import labelled
from consult.views import ListPage
from consult.views.ticks import ticked_keys
from topics.batch_kinds import KINDS
from topics.batches import begin, cannot_take_back, carry_out, take_back
from topics.filters.steps import BatchFilters
from topics.forms.filling import Fill
from topics.forms.steps import TakeBackForm
from topics.likeness.comparing import Subject
from topics.likeness.similar import similar_to_each
from topics.models import TAKEN_BACK_BY, Batch, BatchRow, Step
from topics.sheets.columns import BATCH_COLUMNS
from topics.views.fetch import fetch
from topics.views.step_messages import warn_of_vacancies
from topics.workflow import WORKFLOWS

MOST = ListPage.paginate_by
REMAINING = (BatchRow.State.WAITING, BatchRow.State.REFUSED, BatchRow.State.MOVED)


class BatchList(ListPage):
    """What the office did with several records at once."""

    model = Batch
    permission = "topics.list_batches"
    filterset_class = BatchFilters
    register = "batch_list"
    title = gettext_lazy("Batches")
    columns = BATCH_COLUMNS
    sorts = {"made": ["made_at"]}
    default_sort = "-made"

    def rows(self, queryset):
        return queryset.with_rows()


@require_http_methods(["GET", "HEAD", "POST"])
def batch_create(request, kind):
    """The ticked records as rows: filled by one line, sent together, each carried out on its own."""
    page, user, data = kind_of(kind, request.user), request.user, request.POST
    if sent := sent_before(request):
        return sent
    keys, typed = asked_for(request)
    fitting, unfit = records_of(page, user, keys, is_sent=bool(data))
    records, later = fitting[:MOST], [*(record.pk for record in fitting[MOST:]), *ticked_keys(data, name="later")]
    if not records and not unfit:
        messages.info(request, _("Tick at least one row first."))
        return redirect(page.register)
    is_shown_again = "fill" in data or "look_again" in data
    fields, rows = page.rows(records, user, None if is_shown_again else data or None)
    fill, untold = Fill(fields, data or None), []
    if "fill" in data:
        fill.show([form for row in rows for form in row.forms], data)
    elif is_shown_again:
        show(rows, data, with_version=True)
    elif typed:
        show(rows, typed, with_version=False)
    elif data and (chosen := [row for row in rows if row.move]) and all_valid(chosen):
        if not (untold := [row for row in chosen if row.is_untold]):
            return carried_out(request, page, chosen, later)
    elif data and not chosen:
        messages.info(request, _("No decision was chosen; nothing was done."))
    context = {"kind": page, "rows": rows, "fill": fill, "unfit": unfit, "wrong": wrong(rows) if data else []}
    context |= {"ticked": keys, "untold": untold, "later": later}
    if page.kind == Batch.Kind.SCREEN:
        add_similar(rows, user)
    return render(request, "topics/batch_form.html", context)


def kind_of(name, user):
    """404 for no kind of batch, 403 without the right."""
    if name not in KINDS:
        raise Http404
    if not user.has_perm("topics.add_batch"):
        raise PermissionDenied
    return KINDS[name]


def asked_for(request):
    """The ids of the records, and what was typed for them in the batch that is tried `again`."""
    if request.method != "POST" and (again := request.GET.get("again", "")):
        batch = fetch(Batch, request.user, key_in(again))
        rows = [row for row in batch.rows.select_related("topic", "recommendation") if row.state in REMAINING]
        typed = QueryDict(mutable=True)
        for row in rows:
            for name, values in row.typed.items():
                typed.setlist(name, values)
        return [row.record.pk for row in rows], typed
    return ticked_keys(request.POST if request.method == "POST" else request.GET), None


def records_of(page, user, keys, is_sent):
    """The visible records in the order asked for, and those that do not fit, with the reason.

    Of what was sent none is left out here: the workflow says who was first.
    """
    found = page.model.objects.visible_to(user).select_related(*page.related).filter(pk__in=keys)
    by_key = {record.pk: record for record in found.prefetch_related(*page.prefetched)}
    records = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    reasons = {} if is_sent else {record: reason for record in records if (reason := page.unfit(record))}
    return [record for record in records if record not in reasons], list(reasons.items())


def show(rows, data, with_version):
    for row in rows:
        row.show(data, with_version)


def wrong(rows):
    return [(row, error) for row in rows for error in row.errors]


def add_similar(rows, user):
    similar = similar_to_each({row.record.pk: Subject(row.record.title, row.record.background) for row in rows}, user)
    for row in rows:
        row.similar = similar[row.record.pk]
        row.forms[0].offer(row.similar)


def carried_out(request, page, rows, later):
    """The page of the batch, made once for a form sent twice; each row in a transaction of its own."""
    begun = []

    def make():
        begun.append(begin(page.kind, rows, request.POST, request.user))
        return redirect(begun[0])

    answer = sent_once(request, make)
    for batch in begun:
        for entry, row in zip(batch.rows.all(), rows, strict=True):
            carry_out(entry, row, request.user)
        warn_of_vacancies(request, [form.cleaned_data for row in rows for form in row.forms])
        lead_on(request, page, later)
    return answer


def lead_on(request, page, later):
    if later:
        words = ngettext("%(count)d ticked row is left.", "%(count)d ticked rows are left.", len(later))
        way = with_ticks(reverse("batch_create", args=[page.kind]), later)
        messages.info(
            request, format_html('{} <a href="{}">{}</a>', words % {"count": len(later)}, way, _("Go on with them"))
        )


@require_safe
def batch_detail(request, pk):
    """What became of each row, and the ways on: try the rest again, take back."""
    batch = fetch(Batch, request.user, pk)
    rows = list(batch.rows.with_ends())
    backs = Step.objects.in_bulk([row.taken_back for row in rows if row.taken_back])
    for row in rows:
        row.back_step = backs.get(row.taken_back)
        row.label = WORKFLOWS[row.step.lifecycle][row.step.transition].label if row.step else ""
        row.unfit = KINDS[batch.kind].unfit(row.record) if row.state in REMAINING else None
    context = {
        "batch": batch,
        "rows": rows,
        "slug": batch.kind,
        "register": KINDS[batch.kind].register,
        "ticked": [row.record.pk for row in rows],
        "done": sum(row.standing == BatchRow.State.DONE for row in rows),
        "is_undoable": any(row.step and row.step.transition in TAKEN_BACK_BY for row in rows),
        "remaining": sum(row.state in REMAINING and not row.unfit for row in rows),
    }
    return render(request, "topics/batch_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_undo(request, pk):
    """Take back rows of the batch on which nothing was built, with the reason."""
    batch, user = fetch(Batch, request.user, pk), request.user
    everyone = list(batch.rows.with_ends())
    rows = [row for row in everyone if row.standing == BatchRow.State.DONE]
    for row in rows:
        row.obstacle = cannot_take_back(row, user)
    ticked = set(request.POST.getlist("row"))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {row: take_back(row, user, form.cleaned_data["reason"]) for row in rows if str(row.pk) in ticked}
        gone = [row for row in everyone if row.taken_back and str(row.pk) in ticked]
        told(request, chosen | dict.fromkeys(gone, _("It was taken back already.")))
        return redirect(batch)
    for row in rows:
        row.is_ticked = not row.obstacle and (not ticked or str(row.pk) in ticked)
    context = {"batch": batch, "rows": rows, "form": form, "is_possible": any(not row.obstacle for row in rows)}
    return render(request, "topics/batch_undo.html", context)


def told(request, outcomes):
    """Say how many rows were taken back, and of each other why not."""
    refused = {row: reason for row, reason in outcomes.items() if reason}
    if count := len(outcomes) - len(refused):
        words = ngettext("%(count)d row was taken back.", "%(count)d rows were taken back.", count)
        messages.success(request, words % {"count": count})
    for row, reason in refused.items():
        messages.warning(request, labelled(row.record, reason))
    if not outcomes:
        messages.info(request, _("No row was ticked; nothing was taken back."))
