"""What each racing process does: read a record as somebody, wait for the others, take the step.

Runs in processes of its own, on the database that DATABASE_URL names.
"""

from functools import partial
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.exceptions import PermissionDenied, ValidationError  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from committees.models import Department  # noqa: E402
from consult.exceptions import Conflict  # noqa: E402
from consult.models import TrailEntry  # noqa: E402
from consult.trail import Deed, broken_lines  # noqa: E402
from consult.trail import record as tell_of  # noqa: E402
from members.models import CommitteeMembership, Member, User  # noqa: E402
from topics.history import broken_links  # noqa: E402
from topics.models import (  # noqa: E402
    AgendaItem,
    Answer,
    ConsultationSession,
    Decision,
    FrozenReport,
    Plan,
    Recommendation,
    Step,
    Topic,
)
from topics.reports.annual import AnnualReport  # noqa: E402
from topics.reports.frozen import freeze  # noqa: E402
from topics.statistics.period import Period  # noqa: E402
from topics.workflow import Moved, take  # noqa: E402
from topics.workflow.door import check_in, sign_in_guest  # noqa: E402

MODELS = {
    "topic": Topic,
    "plan": Plan,
    "recommendation": Recommendation,
    "session": ConsultationSession,
    "member": Member,
}
RECORDS = {"item": AgendaItem, "back_to": Department}
PATIENCE = 60
LINES_EACH = 5
PAGES = {
    "move": ("member_move",),
    "edit": ("plan_update",),
    "invite": ("plan_invite",),
    "submit": ("step", "plan", "submit"),
}


def race(number, heats, barrier, results):
    """Take part in each heat, as (name, lifecycle, pk, step, user name, answers): tell what came of it, by name."""
    told = {}
    for name, lifecycle, pk, step, username, answers in heats:
        user, record = User.objects.get(username=username), MODELS[lifecycle].objects.get(pk=pk)
        answers = answers | {name: RECORDS[name].objects.get(pk=answers[name]) for name in RECORDS.keys() & answers}
        act = action(record, step, user, answers)
        barrier.wait(PATIENCE)
        told[name] = outcome(act)
    barrier.wait(PATIENCE)
    results.put((told, left_behind() if number == 0 else None))
    connection.close()


def action(record, step, user, answers):
    """What is done once all are ready; of a freeze the workbook is written before."""
    if step == "check_in":
        return partial(come_in, record, user, answers)
    if step == "freeze":
        return freeze(AnnualReport(user, Period.year(2001)), user)
    if step == "tell":
        return partial(tell, user)
    if step in PAGES:
        return sending(PAGES[step], record, user, answers)
    return partial(take, record, step, by=user, **answers)


def tell(user):
    for number in range(LINES_EACH):
        tell_of(None, Deed.CHANGED, str(number), actor=user)


def sending(page, record, user, answers):
    """The form of a page, ready to be sent by somebody who has read it: done, or the status of the refusal."""
    name, *around = page
    browser = Client(SERVER_NAME="localhost")
    address = reverse(name, args=[*around[:1], record.pk, *around[1:]])
    browser.force_login(user)

    def send():
        status = browser.post(address, answers | {"version": record.version}).status_code
        return None if status == 302 else status

    return send


def come_in(record, user, answers):
    check_in(record, user.as_member)
    sign_in_guest(record, **answers)


def outcome(act):
    try:
        said = act()
    except (Conflict, Moved, PermissionDenied, ValidationError) as refusal:
        return type(refusal).__name__
    except Exception as failure:
        return repr(failure)
    return said if isinstance(said, int) else "done"


def left_behind():
    """What the database holds after all heats."""
    return {
        "decisions": list(Decision.objects.values_list("outcome", flat=True).order_by("outcome")),
        "answers": Answer.objects.count(),
        "stages": list(Topic.objects.order_by("pk").values_list("stage", flat=True)),
        "numbers": sorted(Topic.objects.exclude(number=None).values_list("number", flat=True)),
        "lines": sorted(f"{s.lifecycle} {s.transition}" for s in Step.objects.filter(recorded_at__gte=started())),
        "frozen": [Path(one.file.path).exists() for one in FrozenReport.objects.all()],
        "files": len(list((Path(settings.MEDIA_ROOT) / "reports").iterdir())),
        "raced plans": [contents(plan) for plan in Plan.objects.filter(topic__title="示例竞争方案").order_by("pk")],
        "wrongly referred": [standing(one) for one in Recommendation.objects.filter(text="示例改交").order_by("pk")],
        "directors": CommitteeMembership.objects.filter(post="director").count(),
        "broken": len(broken_links()),
        "trail": list(TrailEntry.objects.order_by("sequence").values_list("sequence", flat=True)),
        "broken lines": len(list(broken_lines())),
        "at_door": list(ConsultationSession.objects.latest("pk").attendances.values_list("status", flat=True)),
        "guests": list(ConsultationSession.objects.latest("pk").guests.values_list("names", flat=True)),
    }


def contents(plan):
    """How far a plan is, with what it says and whom it invites."""
    return plan.stage, [plan.purpose, *(part.title for part in plan.agenda.all())], plan.invitees.count()


def standing(recommendation):
    """The stage, and how many departments have it and had it."""
    return recommendation.stage, len(recommendation.standing_referrals), recommendation.referrals.count()


def started():
    """When the last step of the preparation was recorded: later ones are the racers'."""
    return Step.objects.filter(transition="research").latest("recorded_at").recorded_at
