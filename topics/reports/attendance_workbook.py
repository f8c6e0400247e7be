"""The list of attendance of a session as a workbook, and the marks that come back in it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.forms.session_log import PeopleForm
from topics.models import Attendance, ConsultationSession
from topics.models.attendance import KNOWN
from topics.reports.fillable_workbooks import CHOICE, KEY, TEXT, Field, fillable, marked
from topics.reports.filled_workbooks import RowOfRecord, RowResult, plain
from topics.workflow import Moved, take
from topics.workflow.machine import lock
from topics.workflow.session import no_record_now

FIELDS = (
    Field("key", gettext_lazy("Code (leave as it is)"), KEY, 14),
    Field("name", gettext_lazy("Full name"), width=14),
    Field("sector", gettext_lazy("Sector"), width=18),
    Field("committee", gettext_lazy("Committee"), width=22),
    Field("reply", gettext_lazy("Answer to the invitation"), width=16),
    Field("status", gettext_lazy("Present or not"), CHOICE, 14, KNOWN),
    Field("reason", gettext_lazy("Reason for the leave"), TEXT, 36),
)
LABELS = {one.name: one.label for one in FIELDS}


def write_attendance(session):
    people = PeopleForm(session)
    rows = [
        told(row)
        | {
            "key": f"{row.pk}-{people.foreseen(row)}",
            "status": people.foreseen(row),
            "reason": reason_of(row),
        }
        for row in people.rows_of_list
    ]
    return workbook_of(session, rows)


def reason_of(row):
    return row.leave_reason or row.leave_asked


def write_marked(rows, session):
    """The rows that came back, as they were filled in, with what is wrong in each."""
    filled = [(told(row.record) if row.record else {}) | row.values | {"key": row.key} for row in rows]
    return marked(workbook_of(session, filled), title_of(session), FIELDS, rows)


def told(row):
    return {
        "name": row.name,
        "sector": row.sector,
        "committee": row.unit,
        "reply": row.get_reply_display(),
    }


def workbook_of(session, rows):
    hint = _(
        "Mark in the coloured cells who was present, on leave (with the reason) or absent; a row without a mark stays"
        " as it is. Then upload the file where you downloaded it."
    )
    return fillable(title_of(session), f"{session}\n{hint}", FIELDS, rows)


def title_of(session):
    return _("Attendance of members on %(day)s") % {"day": date_format(session.held_on)}


class MarkRow(RowOfRecord):
    """A row that came back: the member that it marks."""

    @property
    def name(self):
        return self.record.name if self.record else "—"

    @property
    def is_bare(self):
        """Without a mark, and with no other reason than the one that stood there."""
        told = reason_of(self.record) if self.record else ""
        return not self.values["status"] and self.values["reason"] in {"", plain(told)}

    @property
    def said(self):
        words = str(dict(KNOWN).get(self.values["status"], self.values["status"]))
        is_reason = self.values["status"] == Attendance.Status.LEAVE and self.values["reason"]
        return f"{words}（{self.values['reason']}）" if is_reason else words


def rows_for(filled, session):
    """The rows with their members; wrong are strangers, those twice, and those marked otherwise since the download."""
    people = PeopleForm(session)
    records = {str(row.pk): row for row in people.rows_of_list}
    rows, taken = [], set()
    for one in filled:
        pk, _dash, seen = one.key.partition("-")
        record = records.get(pk)
        row = MarkRow.on(one, record, seen)
        if row.is_bare:
            row.becomes = RowResult.LEFT_OUT
        elif not one.key:
            words = _("Who is not on the list is added on the page of the record; take this row out.")
            row.errors.append((LABELS["key"], words))
        elif record is None:
            row.errors.append((LABELS["key"], _("Nobody with this code stands on the list of this session.")))
        elif pk in taken:
            row.errors.append((LABELS["key"], _("This member stands in the workbook twice.")))
        elif not one.values["status"]:
            row.errors.append((LABELS["status"], _("A reason stands here without a mark; mark the leave, too.")))
        elif people.foreseen(record) not in {seen, one.values["status"]}:
            mark = dict(KNOWN)[people.foreseen(record)] if people.foreseen(record) else _("not yet known")
            words = _("Marked “%(mark)s” since the download; please download the list again.")
            row.errors.append((LABELS["status"], words % {"mark": mark}))
        taken.add(pk)
        rows.append(row)
    return rows


def carry_out(rows, session, user, is_rehearsal):
    """All marks or none, as the page of the record saves them; the first time they begin the record."""
    marked = [row for row in rows if row.becomes != RowResult.LEFT_OUT and not row.errors]
    with transaction.atomic():
        if marked:
            save_marks(marked, session, user)
        if is_rehearsal or any(row.errors for row in rows):
            transaction.set_rollback(True)
    return not any(row.errors for row in rows)


def save_marks(rows, session, user):
    try:
        with transaction.atomic():
            begin(session, user)
            form = PeopleForm(session, data_of(rows, session))
            if form.is_valid():
                form.save()
    except (ValidationError, Moved, PermissionDenied) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        rows[0].errors += [("", words) for words in said]
        return
    for row in rows:
        row.becomes = RowResult.SAVED
        for name in ("status", "reason"):
            row.errors += [(LABELS[name], words) for words in form.errors.get(f"{name}_{row.record.pk}", [])]


def begin(session, user):
    """Under the lock of the topic, with the right asked anew; a planned session becomes a record."""
    lock(session)
    fresh = ConsultationSession.objects.select_related("topic", "plan").get(pk=session.pk)
    if fresh.is_planned:
        take(fresh, "begin_record", by=user)
    elif not user.has_perm("topics.change_consultationsession", fresh):
        raise PermissionDenied
    if reason := no_record_now(fresh):
        raise ValidationError(reason)
    ConsultationSession.objects.filter(pk=fresh.pk).update(version=F("version") + 1, changed=timezone.now())


def data_of(rows, session):
    """What the page of the record would send: each mark, beside the one that the workbook had shown."""
    data = {}
    for row in rows:
        pk = row.record.pk
        data |= {
            f"people-status_{pk}": row.values["status"],
            f"initial-people-status_{pk}": row.seen,
            f"people-reason_{pk}": row.values["reason"],
        }
    return data
