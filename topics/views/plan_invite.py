"""The roster from which the members invited to a plan are chosen."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consult.views import remember_save
from members.models import Member
from topics.filters.sessions import RosterFilters
from topics.models import Plan, PlanInvitee, PlanStage
from topics.plan_contents import by_committee
from topics.views.fetch import fetch
from topics.views.plan_drafts import refuse_frozen
from topics.workflow.plan_needs import invites_members_in_office, left_by_its_day

CHIP, LOOKS, TICKS = "?", ("look", "look_again"), "ticks"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_invite(request, pk):
    """The members to invite, by committee, the plan's own first: filtered by the URL, added one by one or all found.

    Search and invitation are one form. A search sends the ticks on to the address that holds its filters alone: it has
    room for them all; a removal keeps them aside.
    """
    plan = fetch(Plan, request.user, pk, may="topics.change_plan")
    refuse_frozen(plan)
    seen, people = Member.objects.visible_to(request.user), ("mandates__sector", "memberships__committee")
    roster, everybody = (RosterFilters(asked, queryset=seen, request=request) for asked in (request.GET, QueryDict()))
    found, offered = (one.qs.exclude(invitations__plan=plan).prefetch_related(*people) for one in (roster, everybody))
    if request.method == "POST" and (led_on := answer(request, plan, roster, found, offered)):
        return led_on
    keys = request.POST.getlist("member") or kept_ticks(request)
    ticked = chosen(keys, offered) if keys else []
    rest = [member for member in found if member not in ticked]
    own, groups = plan.topic.organiser, by_committee(rest, timezone.localdate())
    context = {
        "plan": plan,
        "filter": roster,
        "ticked": ticked,
        "found": rest,
        "groups": sorted(groups, key=lambda group: group[0] is None or group[0] != own),
        "invited": Member.objects.filter(invitations__plan=plan).prefetch_related(*people),
        "left": invites_members_in_office(plan),
    }
    return render(request, "topics/plan_invite.html", context)


def answer(request, plan, roster, found, offered):
    """Where the pressed button leads; None where the page is shown anew, with its ticks."""
    pressed = request.POST
    if any(look in pressed for look in LOOKS):
        wanted = looked_for(pressed, roster)
        return None if wanted == roster.pairs else redirect(here(request, wanted), preserve_request=True)
    if "done" not in pressed or "member" in pressed:
        change_invitees(request, plan, found, offered)
    is_removal = "remove" in pressed or "remove_left" in pressed
    kept = keep_ticks(request, offered) if is_removal and "member" in pressed else []
    return redirect(plan if "done" in pressed else here(request, [*roster.pairs, *kept]))


def keep_ticks(request, offered):
    """Keeps the ticks for the page that comes next, which its address names in a word, and for its reload."""
    word = get_random_string(8)
    request.session[TICKS] = [word, [str(one.pk) for one in chosen(request.POST.getlist("member"), offered)]]
    return [(TICKS, word)]


def kept_ticks(request):
    word, keys = request.session.get(TICKS, ("", []))
    return keys if word and request.GET.get(TICKS) == word else []


def looked_for(pressed, roster):
    """What to filter by now: the fields as they stand, or what the chip that was taken away leaves."""
    chip = pressed.get("look", "")
    return roster.pairs_of(QueryDict(chip.removeprefix(CHIP)) if chip.startswith(CHIP) else pressed)


def here(request, filters):
    return f"{request.path}?{urlencode(filters)}"


@transaction.atomic
def change_invitees(request, plan, found, offered):
    if "remove_left" in request.POST:
        people, change = list(left_by_its_day(plan)), removed
    elif "remove" in request.POST:
        people, change = chosen(request.POST.getlist("invited"), Member.objects.filter(invitations__plan=plan)), removed
    else:
        ticked = chosen(request.POST.getlist("member"), offered)
        people = list(dict.fromkeys([*ticked, *found])) if "add_all" in request.POST else ticked
        change = added
    if not people:
        return messages.info(request, _("Tick at least one row first."))
    move_on(request, plan)
    return messages.success(request, change(plan, people) % {"count": len(people)})


def move_on(request, plan):
    """The next version of the draft, so that nobody submits names unseen."""
    moved = Plan.objects.filter(pk=plan.pk, stage=PlanStage.DRAFT).update(version=F("version") + 1)
    if not moved:
        plan.refresh_from_db()
        refuse_frozen(plan)
    remember_save(request, plan)
    plan.editors.add(request.user)


def removed(plan, people):
    plan.invitees.filter(member__in=people).delete()
    return ngettext("%(count)d member removed.", "%(count)d members removed.", len(people))


def added(plan, people):
    rows = (PlanInvitee(plan=plan, member=member) for member in people)
    PlanInvitee.objects.bulk_create(rows, ignore_conflicts=True)
    return ngettext("%(count)d member added.", "%(count)d members added.", len(people))


def chosen(keys, offered):
    """Those of the offered members whose boxes were ticked; what is not offered any longer is left out."""
    wanted = {key for key in keys if key.isdecimal()}
    return [member for member in offered if str(member.pk) in wanted]
