"""The inbox of a department: what each row asks for, and the receipt of several at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.choices import key_in
from consult.forms.sent_once import sent_before, sent_once
from consult.views.ticks import ticked_keys
from members.models import Role, User
from members.rules import is_department
from topics.models import AnswerDraft, Recommendation, RecommendationStage, Referral
from topics.models.more_time import time_lines
from topics.models.recommendation import ADOPTED, TO_ANSWER, TO_REPORT_ON
from topics.tasks.desk import Desk, desk_counts, draft_under_way
from topics.workflow import Moved, take

S = RecommendationStage


def with_desk(rows, user):
    """The rows with `own_referrals` of the user's departments, the lead first, and `seen_drafts`, the newest first."""
    own = Referral.objects.standing_with(user.units(Role.DEPARTMENT)).select_related("handler")
    drafts = AnswerDraft.objects.visible_to(user).prefetch_related("countersigns")
    kept = Prefetch("referrals", own, to_attr="own_referrals"), Prefetch("drafts", drafts, to_attr="seen_drafts")
    return rows.prefetch_related(time_lines(), *kept)


def desk_context(request):
    chosen = request.GET.get("desk", "")
    context = {"desk": desk_counts(request.user), "chosen": chosen}
    if chosen == Desk.RECEIVE:
        context["handlers"] = User.objects.serving(request.user.units(Role.DEPARTMENT))
    return context


def action_of(row, checked, is_ticked=False):
    """What the row asks of the department that reads it: a tick to receive it, or the way to the next step."""
    own = next(iter(row.own_referrals), None)
    if own is None:
        return ""
    if row.stage == S.REFERRED and own.is_lead:
        return tick(row, is_ticked)
    draft = draft_under_way(row, row.seen_drafts)
    is_submitted = draft is not None and draft.is_submitted
    if own.is_lead and row.stage in TO_ANSWER:
        words = _("Answer") if not is_submitted else _("Check and send") if own.department_id in checked else _("Look")
        return link(reverse("answer", args=[row.pk]), words)
    if is_submitted and not own.is_lead and own in draft.awaited(row.own_referrals):
        return step_link(row, "countersign", _("Countersign"))
    if row.stage in TO_REPORT_ON and row.decision in ADOPTED:
        return step_link(row, "report" if own.is_lead else "report_share", _("Report progress"))
    return ""


def tick(row, is_ticked):
    ticked = '<input type="checkbox" name="row" value="{}" checked>'
    box = format_html(ticked if is_ticked else ticked.replace(" checked", ""), row.pk)
    what = Truncator(row.text).chars(40)
    words = format_html('{}<span class="visually-hidden"> {}</span>', _("Receive"), what)
    return format_html('<label class="receive-tick">{} {}</label>', box, words)


def step_link(row, name, words):
    return link(reverse("step", args=[row.lifecycle, row.pk, name]), words)


def link(url, words):
    return format_html('<a href="{}">{}</a>', url, words)


@require_POST
def receive_several(request):
    """Receive the ticked recommendations, each by its own step, and say of each what came of it."""
    if not is_department(request.user):
        raise PermissionDenied
    if sent := sent_before(request):
        return sent
    return sent_once(request, lambda: received(request))


def received(request):
    ticked = ticked_keys(request.POST)
    handler = User.objects.filter(pk=key_in(request.POST.get("handler", ""))).first()
    rows = list(Recommendation.objects.visible_to(request.user).filter(pk__in=ticked).order_by("due_on", "pk"))
    if not rows:
        messages.error(request, _("Tick what you want to receive."))
        return redirect(f"{reverse('recommendation_list')}?desk={Desk.RECEIVE}")
    for row in rows:
        receive(request, row, handler)
    return redirect(f"{reverse('recommendation_list')}?desk={Desk.ANSWER}")


def receive(request, row, handler):
    name = {"topic": row.topic, "number": row.number}
    try:
        with transaction.atomic():
            take(row, "receive", by=request.user)
            if handler:
                take(row, "assign", by=request.user, handler=handler)
    except (Moved, PermissionDenied, ValidationError) as refusal:
        told = "；".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        why = {"why": told or _("This is not for your department to do.")}
        messages.warning(request, _("Not received: %(topic)s, no. %(number)s. %(why)s") % (name | why))
    else:
        messages.success(request, _("Received: %(topic)s, no. %(number)s") % name)
