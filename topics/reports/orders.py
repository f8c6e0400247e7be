"""Files too large for one request: ordered, made one after another by a process of their own, kept for who ordered."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Thread

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.temp import NamedTemporaryFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from consult.conflicts import Conflict
from consult.models import OrderedFile
from topics.models import FrozenReport
from topics.reports.annual import AnnualReport
from topics.reports.annual_book import write_workbook
from topics.reports.bundle import BUNDLED, write_bundle
from topics.reports.frozen import checksum_of, freeze
from topics.reports.papers import OFFICIAL_LANGUAGE
from topics.statistics.period import Period

State = OrderedFile.State
SECONDS_BETWEEN_BEATS = 2
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """The order was swept or given to another process meanwhile: what this one made is dropped."""


@dataclass(frozen=True)
class OrderKind:
    """`make(order, file, tell)` gives a function that keeps what was made and names its fields of the order."""

    may: Callable
    make: Callable


def report_of(order):
    asked = order.parameters
    period = Period(date.fromisoformat(asked["start"]), date.fromisoformat(asked["end"]))
    return AnnualReport(order.ordered_by, period, asked["unit"], asked["unit_name"])


def asked_of(report):
    """The parameters of an order of the report."""
    days = {"start": report.period.start.isoformat(), "end": report.period.end.isoformat()}
    return days | {"unit": report.unit, "unit_name": report.unit_name}


def make_workbook(order, file, tell):
    write_workbook(report_of(order), file, str(order.ordered_by), tell)
    return lambda: stored(order, file)


def make_archive(order, file, tell):
    write_bundle(record_of(order.ordered_by, order), order.ordered_by, file, tell)
    return lambda: stored(order, file)


def make_frozen(order, file, tell):
    asked = order.parameters
    corrects = FrozenReport.objects.filter(pk=asked["corrects"]).first()
    keep = freeze(report_of(order), order.ordered_by, corrects, asked["reason"], tell)
    return lambda: {"led_to": keep().get_absolute_url()}


def stored(order, file):
    checksum = checksum_of(file)
    order.file.save(order.title, File(file), save=False)
    return {"file": order.file.name, "checksum": checksum}


def record_of(user, order):
    return BUNDLED[order.kind].objects.visible_to(user).filter(pk=order.parameters["pk"]).first()


def reads_reports(user, order):
    return user.has_perm("topics.view_frozenreport")


def freezes_reports(user, order):
    return user.has_perm("topics.add_frozenreport")


def sees_record(user, order):
    return record_of(user, order) is not None


KINDS = {
    "annual-report": OrderKind(reads_reports, make_workbook),
    "frozen-report": OrderKind(freezes_reports, make_frozen),
    **{kind: OrderKind(sees_record, make_archive) for kind in BUNDLED},
}


def rights_of(user):
    """What decides what a file made for the user holds."""
    held = {f"{one.role} {one.committee_id or one.department_id or ''}" for one in user.current_appointments}
    return sorted(held | ({f"member {user.as_member.pk}"} if user.as_member else set()))


def may_have(user, order):
    """Whether the user still holds every right with which it was ordered, and sees what it is about."""
    return set(order.rights) <= set(rights_of(user)) and KINDS[order.kind].may(user, order)


def order_file(user, kind, parameters, title):
    """The order; the same one again while it is open. Begins the work once it is committed."""
    same = OrderedFile.objects.open().filter(ordered_by=user, kind=kind, parameters=parameters)
    found = next((one for one in same if not one.is_stuck), None)
    if found is None:
        rights = rights_of(user)
        found = OrderedFile.objects.create(
            kind=kind, parameters=parameters, title=title, rights=rights, ordered_by=user
        )
        transaction.on_commit(start)
    return found


def order_again(order):
    """One that failed or is stuck waits anew; any other is left as it is."""
    if order.is_stuck or order.state == State.FAILED:
        fresh = {"state": State.WAITING, "done": 0, "error": "", "beat_at": timezone.now()}
        OrderedFile.objects.filter(pk=order.pk, run=order.run).update(**fresh)
        transaction.on_commit(start)


def start():
    """Begins the work in a process that outlives the request; if one is at work already, it ends at once."""
    worker = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_files"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    # Nobody waits for it, but on Unix an ended child stays in the table of processes until its parent asks.
    Thread(target=worker.wait, daemon=True).start()


def claim():
    """The oldest order that waits, from now on running; None where there is none, or another process is at work."""
    with transaction.atomic():
        orders = list(OrderedFile.objects.select_for_update().filter(state__in=OrderedFile.OPEN).order_by("pk"))
        if any(one.state == State.RUNNING and not one.is_stuck for one in orders):
            return None
        order = next((one for one in orders if one.state == State.WAITING), None)
        if order:
            order.state, order.run, order.beat_at = State.RUNNING, order.run + 1, timezone.now()
            order.save(update_fields=["state", "run", "beat_at"])
        return order


def make_all():
    """Makes what waits, one after another."""
    while order := claim():
        with override(OFFICIAL_LANGUAGE):
            make(order)


def make(order):
    try:
        if not may_have(order.ordered_by, order):
            raise PermissionDenied(_("You no longer have the right with which this file was ordered."))
        with NamedTemporaryFile() as file:
            keep = KINDS[order.kind].make(order, file, Told(order))
            with transaction.atomic():
                change(order, state=State.READY, ready_at=timezone.now(), **keep())
    except (Conflict, PermissionDenied) as refusal:
        fail(order, str(refusal))
    except Superseded:
        logger.warning("Order %s was taken over.", order.pk)
    except Exception:
        logger.exception("Order %s failed.", order.pk)
        fail(order, "")


def fail(order, words):
    OrderedFile.objects.filter(pk=order.pk, run=order.run).update(state=State.FAILED, error=words)


def change(order, **fields):
    """Changes the order while it is this process that makes it; else raises `Superseded`."""
    if not OrderedFile.objects.filter(pk=order.pk, run=order.run, state=State.RUNNING).update(**fields):
        raise Superseded


class Told:
    """Notes how far an order is, every few seconds; those that wait behind it are told that somebody is at work."""

    def __init__(self, order):
        self.order, self.noted_at = order, 0

    def __call__(self, done, whole):
        if time.monotonic() - self.noted_at >= SECONDS_BETWEEN_BEATS:
            self.noted_at = time.monotonic()
            now = timezone.now()
            change(self.order, done=done, whole=whole, beat_at=now)
            OrderedFile.objects.filter(state=State.WAITING).update(beat_at=now)
