"""All that the platform holds on one member, in parts that a page prints (personal information law, art. 45)."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.exports.workbook import Column
from consult.lists.columns import as_shown
from consult.models import Import, TrailEntry
from members.models import Anonymisation, CommitteeMembership, Mandate
from members.sheets import APPOINTMENT_COLUMNS, month_of_birth
from members.sign_ins import logged_sign_ins
from topics.held.traces import TRACES
from topics.models import AnnualPlanItem, Attendance, FollowUp, Plan, PlanInvitee, Research, Speech, Step, Topic
from topics.sheets.steps import STEP_COLUMNS

NOT_PERSONAL = {"id", "version", "user", "pinyin", "password", "is_staff", "is_superuser", "date_joined"}
SESSION = (Column(gettext_lazy("Date"), "session.held_on"), Column(gettext_lazy("Session"), "session"))
TOLD_OF_STEP = ("recorded", "happened", "record", "part", "step", "for", "answers")
TOLD_OF_APPOINTMENT = ("role", "unit", "from", "to")


def columns_of(model, *names):
    fields = [model._meta.get_field(name) for name in names]
    displayed = {one.name: f"get_{one.name}_display" for one in fields if one.choices} | {"birth_month": month_of_birth}
    return tuple(Column(one.verbose_name, displayed.get(one.name, one.name)) for one in fields)


@dataclass(frozen=True)
class Kind:
    """A kind of record that names a member: by which field, what is told of each row, and through which of its fields
    another reader than the member sees it."""

    model: type
    by: str
    title: str | Promise
    columns: tuple
    related: tuple = ()
    through: str = ""

    def rows(self, member, reader):
        found = self.model.objects.filter(**{self.by: member}).select_related(*self.related).order_by("-pk")
        if not self.through or member.user_id == reader.pk:
            return found
        seen = self.model if self.through == "pk" else self.model._meta.get_field(self.through).related_model
        return found.filter(**{f"{self.through}__in": seen.objects.visible_to(reader)})


KINDS = (
    Kind(Mandate, "member", gettext_lazy("Mandates"),
         columns_of(Mandate, "term", "sector", "post", "starts_on", "ends_on", "end_reason"), ("term", "sector")),
    Kind(CommitteeMembership, "member", gettext_lazy("Places in committees"),
         columns_of(CommitteeMembership, "committee", "post", "starts_on", "ends_on"), ("committee",)),
    Kind(Topic, "recommenders", gettext_lazy("Topics recommended"),
         (Column(gettext_lazy("Topic"), str), *columns_of(Topic, "stage", "proposed_on")), through="pk"),
    Kind(PlanInvitee, "member", gettext_lazy("Plans that invite"),
         (Column(gettext_lazy("Plan"), "plan"),), ("plan__topic",), "plan"),
    Kind(Attendance, "member", gettext_lazy("Invitations and attendance"),
         (*SESSION, *columns_of(Attendance, "name", "sector"), Column(gettext_lazy("committee"), "unit"),
          *columns_of(Attendance, "status", "leave_reason", "reply", "leave_asked", "decline_reason", "replied_at",
                      "checked_in_at")),
         ("session__topic", "committee"), "session"),
    Kind(Attendance, "in_place_of", gettext_lazy("Invited instead of the member"),
         (*SESSION, *columns_of(Attendance, "name")), ("session__topic",), "session"),
    Kind(Speech, "member", gettext_lazy("Speeches"), (*SESSION, *columns_of(Speech, "speaker", "side", "point")),
         ("session__topic",), "session"),
    Kind(Research, "members", gettext_lazy("Research taken part in"),
         (Column(gettext_lazy("Topic"), "topic"), *columns_of(Research, "done_on", "done_until")), ("topic",), "topic"),
    Kind(FollowUp, "members", gettext_lazy("Follow-up visits taken part in"),
         (Column(gettext_lazy("Topic"), "topic"), *columns_of(FollowUp, "done_on")), ("topic",), "topic"),
    Kind(Topic, "leading_vice_chair", gettext_lazy("Topics led"),
         (Column(gettext_lazy("Topic"), str), *columns_of(Topic, "stage")), through="pk"),
    Kind(Plan, "leading_vice_chair", gettext_lazy("Plans led"), (Column(gettext_lazy("Plan"), str),), ("topic",), "pk"),
    Kind(AnnualPlanItem, "leading_vice_chair", gettext_lazy("Items of annual plans led"),
         (Column(gettext_lazy("Annual plan"), "plan"), *columns_of(AnnualPlanItem, "title")), ("plan",), "pk"),
    Kind(Anonymisation, "member", gettext_lazy("Anonymised"),
         columns_of(Anonymisation, "proposed_at", "proposed_by", "confirmed_at", "confirmed_by"),
         ("proposed_by", "confirmed_by")),
)  # fmt: skip


def part(title, columns, rows):
    """A part as a page shows it: heads and cells in words."""
    told = [[as_shown(column.of(row)) for column in columns] for row in rows]
    return {"title": title, "heads": [capfirst(column.label) for column in columns], "rows": told}


def facts(title, record):
    """Field by field what a record of a person holds; a password and what follows from the rest are left out."""
    fields = [one for one in record._meta.concrete_fields if one.name not in NOT_PERSONAL]
    columns = columns_of(type(record), *(one.name for one in fields))
    rows = [[capfirst(column.label), as_shown(column.of(record))] for column in columns]
    return {"title": title, "heads": [], "rows": rows}


def held_on(member, reader):
    """The parts, in the order of the page: the person, the account, what the member did, what the account did."""
    own = [part(kind.title, kind.columns, kind.rows(member, reader)) for kind in KINDS]
    found = [facts(_("Personal record"), member), *own, imports_naming(member), readings_of(member)]
    return found + (held_on_account(member.user, reader) if member.user else [])


def held_on_account(account, reader):
    steps = Step.objects.filter(actor=account)
    steps = steps if account == reader else steps.filter(pk__in=Step.objects.visible_to(reader).values("pk"))
    parts = ("topic", "meeting__term", "annual_plan", "plan__topic", "session__topic", "recommendation__topic")
    steps = steps.select_related(*parts).order_by("-pk")
    appointments = account.appointments.select_related("committee", "department")
    return [
        facts(_("The account"), account),
        part(_("The account's appointments"), named(APPOINTMENT_COLUMNS, TOLD_OF_APPOINTMENT), appointments),
        part(_("Steps in the histories"), named(STEP_COLUMNS, TOLD_OF_STEP), steps),
        traces_of(account),
        deeds_of(account),
    ]


def named(columns, names):
    return tuple(column for column in columns if column.name in names)


def imports_naming(member):
    """The files with a row on the member, which the platform keeps with what the row held."""
    found = Import.objects.filter(kind="members").iterator(5)
    rows = [one for one in found if one.rows_on(member.pk, member.number)]
    return part(_("Imports with a row on the member"), columns_of(Import, "file_name", "made_at", "by_name"), rows)


def traces_of(account):
    """How many records of each kind name the account, where they are not listed themselves."""
    counted = [(label, model.objects.filter(**{field: account}).count()) for model, field, label in TRACES]
    counted.append((_("Sign-ins with address and browser"), logged_sign_ins(account.username).count()))
    heads = [_("Records of the platform that name the account"), _("Count")]
    return {"title": _("Further traces"), "heads": heads, "rows": [row for row in counted if row[1]]}


def spans(lines, *by):
    """How often and from when to when; who did it and from where is the auditor's to read."""
    spanned = {"count": Count("pk"), "first": Min("recorded_at"), "last": Max("recorded_at")}
    return lines.order_by(*by).values(*by).annotate(**spanned)


def readings_of(member):
    page = reverse("member_detail", args=[member.pk])
    lines = TrailEntry.objects.filter(deed=TrailEntry.Deed.READ, place__startswith=page)
    rows = spans(lines.exclude(actor=member.user_id), "deed")
    return span_part(_("How often others read the private fields"), rows)


def deeds_of(account):
    rows = spans(TrailEntry.objects.filter(actor=account), "deed")
    return span_part(_("Lines of the audit trail on what the account did"), rows)


def span_part(title, rows):
    labels = dict(TrailEntry.Deed.choices)
    cells = [[labels[row["deed"]], row["count"], as_shown(row["first"]), as_shown(row["last"])] for row in rows]
    return {"title": title, "heads": [_("What"), _("Count"), _("First"), _("Last")], "rows": cells}
