"""The recommendations that wait for a department's answer as one workbook, and the answers that come back in it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.choices import key_in
from members.models import Role
from topics.forms.answers import AnswerForm
from topics.models import HandlingResult, Recommendation, Topic
from topics.models.topic import DECISIONS
from topics.reports.fillable_workbooks import CHOICE, DAY, KEY, TEXT, Field, fillable, marked
from topics.reports.filled_workbooks import RowOfRecord, RowResult
from topics.sheets.cells import co_departments
from topics.tasks.waiting import without_submitted_draft
from topics.workflow import Moved, may_take, take
from topics.workflow.answer_drafts import content_so_far, keep_draft, kept_draft

FIELDS = (
    Field("key", gettext_lazy("Code (leave as it is)"), KEY, 12),
    Field("topic", gettext_lazy("Topic"), width=24),
    Field("number", gettext_lazy("No."), width=7),
    Field("text", gettext_lazy("Recommendation"), width=40),
    Field("co", gettext_lazy("Co-department"), width=18),
    Field("due_on", gettext_lazy("Due on"), width=13),
    Field("decision", gettext_lazy("Decision"), CHOICE, 12, tuple(DECISIONS)),
    Field("handling_result", gettext_lazy("Handling result"), CHOICE, 18, tuple(HandlingResult.choices)),
    Field("measures", gettext_lazy("Measures"), TEXT, 40),
    Field("reason_not_adopted", gettext_lazy("Reason for not adopting in full"), TEXT, 30),
    Field("planned_on", gettext_lazy("Planned completion"), DAY, 13),
    Field("completed_on", gettext_lazy("Real completion"), DAY, 13),
    Field("happened_on", gettext_lazy("Date of the answer"), DAY, 13),
)
LABELS = {one.name: one.label for one in FIELDS}
DAYS = [one.name for one in FIELDS if one.kind == DAY]


def to_answer(user):
    """What the user's departments owe an answer to as lead and have not submitted, the earliest due first."""
    rows = Recommendation.objects.visible_to(user).owed_by(user.units(Role.DEPARTMENT))
    rows = rows.filter(without_submitted_draft()).select_related("topic")
    return rows.with_departments().prefetch_related("drafts__scan", "answers")


def code_of(record):
    return f"{record.pk}-{record.version}"


def write_answers(user):
    rows = [told(record) | content_so_far(record) for record in to_answer(user)]
    return workbook_of(rows)


def write_marked(rows):
    """The rows that came back, as they were filled in, with what is wrong in each."""
    filled = [(told(row.record) if row.record else {}) | row.values | {"key": row.key} for row in rows]
    return marked(workbook_of(filled), title_of(), FIELDS, rows)


def title_of():
    return _("Answers to recommendations")


def told(record):
    return {
        "key": code_of(record),
        "topic": record.topic.title,
        "number": record.number,
        "text": record.text,
        "co": co_departments(record),
        "due_on": record.due_on and date_format(record.due_on),
    }


def workbook_of(rows):
    hint = _(
        "Fill in the coloured cells; a row left as it is is not answered. Adopted needs measures and a planned or real"
        " date; partly or not adopted needs a reason. Then upload the file where you downloaded it."
    )
    return fillable(title_of(), hint, FIELDS, rows)


class AnswerRow(RowOfRecord):
    """A row that came back: the recommendation that it answers."""

    @property
    def name(self):
        return f"{self.record.topic.title} · {self.record.number}" if self.record else "—"

    @property
    def about(self):
        return self.record.text if self.record else ""

    @property
    def said(self):
        choices = dict(Topic.Result.choices) | dict(HandlingResult.choices)
        chosen = [choices.get(self.values[name], self.values[name]) for name in ("decision", "handling_result")]
        days = [f"{LABELS[name]} {self.values[name]}" for name in DAYS if self.values[name]]
        texts = [self.values[name] for name in ("measures", "reason_not_adopted")]
        return " · ".join(str(part) for part in (*chosen, *days, *texts) if part)


def rows_for(filled, user):
    """The rows with their recommendations; wrong are those of others, those twice, and those that moved on."""
    records = {record.pk: record for record in to_answer(user)}
    rows, taken = [], set()
    for one in filled:
        pk, _dash, version = one.key.partition("-")
        record = records.get(key_in(pk))
        seen = int(version) if version.isdecimal() and len(version) < 9 else 0
        row = AnswerRow.on(one, record, seen)
        if record is None:
            words = _("No recommendation with this code waits for your answer now; it may be answered already.")
            row.errors.append((LABELS["key"], words))
        elif record.pk in taken:
            row.errors.append((LABELS["key"], _("This recommendation stands in the workbook twice.")))
        elif is_left_out(record, one.values) and not one.errors:
            row.becomes = RowResult.LEFT_OUT
        elif record.version != seen:
            row.errors.append((LABELS["key"], _("It has moved on since the download; please download it again.")))
        taken.add(record and record.pk)
        rows.append(row)
    return rows


def is_left_out(record, values):
    """Nothing is filled in, or nothing else than stood there: what waits to be amended is not sent by the way."""
    before = {name: str(value) for name, value in content_so_far(record).items() if value and name in LABELS}
    return {name: value for name, value in values.items() if value} in ({}, before)


def carry_out(rows, user, is_rehearsal):
    """All answers or none; a rehearsal leaves none but finds in each row what the workflow would refuse."""
    with transaction.atomic():
        for row in rows:
            if row.becomes != RowResult.LEFT_OUT and not row.errors:
                carry_out_row(row, user)
        if is_rehearsal or any(row.errors for row in rows):
            transaction.set_rollback(True)
    return not any(row.errors for row in rows)


def carry_out_row(row, user):
    try:
        with transaction.atomic():
            row.becomes = answered(row, user)
    except ValidationError as error:
        named = error.error_dict.items() if hasattr(error, "error_dict") else [("", [error])]
        row.errors += [(LABELS.get(name, ""), words) for name, found in named for each in found for words in each]
    except (Moved, PermissionDenied) as error:
        row.errors.append(("", str(error) or _("This is not for your department to do.")))


def answered(row, user):
    """Sends the answer where the user may and nobody else has a say in it; else submits it to those who have."""
    record = Recommendation.objects.select_related("topic").get(pk=row.record.pk)
    kept = kept_draft(record)
    data = row.values | {"version": row.seen, "scan": kept.scan_id if kept else ""}
    data["happened_on"] = data["happened_on"] or timezone.localdate().isoformat()
    form = AnswerForm(record, user, data)
    if not form.is_valid():
        raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
    record.version = row.seen
    if may_take(user, record, "answer") and not record.co_referrals:
        take(record, "answer", by=user, **form.answers())
        return RowResult.SENT
    keep_draft(record, form.content(), by=user)
    take(record, "submit_draft", by=user, happened_on=form.cleaned_data["happened_on"])
    return RowResult.SUBMITTED
