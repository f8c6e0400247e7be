"""The work on ordered files: claimed by one process at a time, told how far it is, kept or said why not."""

import logging
import time

from django.core.exceptions import PermissionDenied
from django.core.files.temp import NamedTemporaryFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from consult.exceptions import Conflict
from consult.models import OrderedFile
from topics.reports.order_kinds import KINDS
from topics.reports.orders import refuse_without_right
from topics.reports.papers import OFFICIAL_LANGUAGE

State = OrderedFile.State
SECONDS_BETWEEN_BEATS = 2
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """The order was swept or given to another process meanwhile: what this one made is dropped."""


def claim():
    """The oldest order that waits, from now on running; None where there is none, or another process is at work."""
    with transaction.atomic():
        orders = list(
            OrderedFile.objects.select_for_update(no_key=True).filter(state__in=OrderedFile.OPEN).order_by("pk")
        )
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
        refuse_without_right(order.ordered_by, order)
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
