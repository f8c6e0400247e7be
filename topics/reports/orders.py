"""Files too large for one request: ordered, then made by a process of its own, kept for who ordered them."""

import subprocess
import sys
from threading import Thread

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.models import OrderedFile
from topics.reports.order_kinds import KINDS


def rights_of(user):
    """What decides what a file made for the user holds."""
    held = {f"{one.role} {one.committee_id or one.department_id or ''}" for one in user.current_appointments}
    return sorted(held | ({f"member {user.as_member.pk}"} if user.as_member else set()))


def may_have(user, order):
    """Whether the user still holds every right with which it was ordered, and sees what it is about."""
    return set(order.rights) <= set(rights_of(user)) and KINDS[order.kind].may(user, order)


def refuse_without_right(user, order):
    if not may_have(user, order):
        raise PermissionDenied(_("You no longer have the right with which this file was ordered."))


def order_file(user, kind, parameters, title):
    """The order; the same one again while it is open. Begins the work once it is committed."""
    same = OrderedFile.objects.open().filter(ordered_by=user, kind=kind, parameters=parameters)
    found = next((one for one in same if not one.is_stuck), None)
    if found is None:
        rights = rights_of(user)
        found = OrderedFile.objects.create(
            kind=kind, parameters=parameters, title=title, rights=rights, ordered_by=user
        )
        transaction.on_commit(start, robust=True)
    return found


def order_again(order):
    """One that failed or is stuck waits anew; any other is left as it is."""
    if order.is_stuck or order.state == OrderedFile.State.FAILED:
        fresh = {"state": OrderedFile.State.WAITING, "done": 0, "error": "", "beat_at": timezone.now()}
        OrderedFile.objects.filter(pk=order.pk, run=order.run).update(**fresh)
        transaction.on_commit(start, robust=True)


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
