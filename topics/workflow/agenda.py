"""The agenda of a review meeting: what must hold when plans are put on it, ordered or taken down, and what that does."""

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.punctuation import labelled
from topics.models import AgendaItem, Body, Decision, MeetingStage, Plan
from topics.plans.rounds import Rounds
from topics.workflow.refusals import At


def too_early(body, day, plan, rounds):
    """Why a meeting of the body on the day is too early for the plan, or None: dates are in order."""
    party = rounds.decision(plan, Body.PARTY_GROUP)
    if body == Body.PRESIDIUM and (party is None or party.outcome not in Decision.PASSING):
        return _("The Party group has not passed this plan.")
    if body == Body.PRESIDIUM and day < party.decided_on:
        return _("The Party group decided on %(day)s; the presidium cannot meet on it before.") % {
            "day": date_format(party.decided_on)
        }
    sent = rounds.sent_on(plan)
    if sent and day < sent:
        return _("It was submitted on %(day)s, after the meeting.") % {"day": date_format(sent)}


def cannot_be_on(meeting, plan, rounds):
    """Why a plan that waits for the body cannot be on this meeting's agenda, or None."""
    items = [item for item in rounds[plan].agenda_items.all() if item.meeting.body == meeting.body]
    if any(item.meeting_id == meeting.pk and item.is_listed for item in items):
        return _("This meeting has deferred it; it waits for the next one.")
    deferred = [item.meeting for item in items if item.state == AgendaItem.State.DEFERRED]
    if any(meeting.meets_on < earlier.meets_on for earlier in deferred):
        return _("It was deferred by a later meeting.")
    return too_early(meeting.body, meeting.meets_on, plan, rounds)


def plans_are_ready(meeting, answers, happened_on):
    plans = answers["plans"]
    waiting = set(Plan.objects.awaiting(meeting.body).values_list("pk", flat=True))
    rounds = Rounds(plans, contents=False)
    for plan in plans:
        reason = None if plan.pk in waiting else _("It does not wait for this body any longer.")
        if reason := reason or cannot_be_on(meeting, plan, rounds):
            return labelled(plan, reason)
    return None if plans else _("Choose at least one plan.")


def day_suits_the_agenda(meeting, answers, happened_on):
    """A new date, or the day that is recorded as the meeting's, is not too early for any plan on the agenda."""
    day = answers.get("meets_on") or happened_on
    plans = [item.plan for item in meeting.items.undecided().select_related("plan__topic")]
    rounds = Rounds(plans, contents=False)
    reasons = [(plan, reason) for plan in plans if (reason := too_early(meeting.body, day, plan, rounds))]
    return At("meets_on", labelled(*reasons[0])) if reasons else None


def not_in_term(term, day):
    if not term.holds(day):
        return _("This day is not in the %(term)s.") % {"term": term}


def day_is_in_term(meeting, answers, happened_on):
    if not_in_term(meeting.term, answers.get("meets_on") or happened_on):
        words = _(
            "This day is not in the %(term)s. If the meeting is one of another term, choose that under “Edit” first."
        )
        return At("meets_on", words % {"term": meeting.term})


def body_stays(meeting, answers, happened_on):
    """The decisions on its agenda are those of its body."""
    if answers.get("body", meeting.body) != meeting.body and meeting.items.exists():
        return At("body", _("There are plans on the agenda; the body stays as it is."))


def day_stays_once_held(meeting, answers, happened_on):
    """A decision bears the date of its meeting."""
    if meeting.stage == MeetingStage.HELD and answers.get("meets_on", meeting.meets_on) != meeting.meets_on:
        return At("meets_on", _("The meeting was held on its day; correct that first."))


def item_is_undecided(meeting, answers, happened_on):
    if not meeting.items.undecided().filter(plan=answers["plan"]).exists():
        return _("This plan is not on the agenda any longer, or it has been decided meanwhile.")


def order_names_all(meeting, answers, happened_on):
    if {plan.pk for plan in answers["plans"]} != set(meeting.items.listed().values_list("plan", flat=True)):
        return _("The agenda was changed meanwhile.")


def add_items(meeting, step, answers):
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, plan=plan, order=order) for order, plan in enumerate(answers["plans"], last + 1)
    )


def take_item_down(meeting, step, answers):
    meeting.items.undecided().filter(plan=answers["plan"]).update(state=AgendaItem.State.TAKEN_DOWN)


def set_order(meeting, step, answers):
    for order, plan in enumerate(answers["plans"], start=1):
        meeting.items.listed().filter(plan=plan).update(order=order)
