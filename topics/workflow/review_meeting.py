from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from consult.rules import acting_for, all_of, any_of
from members.rules import is_office
from topics.models import AgendaItem, Body, ReviewMeeting
from topics.models import MeetingStage as S
from topics.workflow import agenda
from topics.workflow.entries import is_second_person
from topics.workflow.machine import BACK, NOTED, SAME, Transition, Workflow
from topics.workflow.numbers import meeting_number_is_free, minutes_number_is_free


@acting_for(lambda meeting: meeting.body)
def sits_in_body(user, meeting=None):
    """Appointed to the body that meets."""
    return any(user.holds(body) for body in Body) if meeting is None else user.holds(meeting.body)


office_or_body = any_of(is_office, sits_in_body)


def every_item_decided(meeting):
    if count := meeting.items.undecided().count():
        words = ngettext(
            "%(count)d item is still undecided: decide, defer or take it down first.",
            "%(count)d items are still undecided: decide, defer or take them down first.",
            count,
        )
        return words % {"count": count}


def has_items(meeting):
    if not meeting.items.listed().exists():
        return gettext("There is no plan on the agenda.")


def has_no_decision(meeting):
    if meeting.items.filter(state__in=[AgendaItem.State.DECIDED, AgendaItem.State.DEFERRED]).exists():
        return gettext("Conclusions are already recorded.")


def free_the_plans(meeting, step, answers):
    meeting.items.undecided().update(state=AgendaItem.State.TAKEN_DOWN)


def keep_the_day(meeting, step, answers):
    ReviewMeeting.objects.filter(pk=meeting.pk).update(meets_on=step.happened_on)


def give_day_back(meeting, step, answers):
    told = meeting.steps.filter(answers__has_key="meets_on").order_by("sequence").last()
    if told:
        ReviewMeeting.objects.filter(pk=meeting.pk).update(meets_on=told.answered("meets_on"))


FACTS = ("body", "term", "number", "meets_on", "meets_at", "place", "host")

REVIEW_MEETING_WORKFLOW = Workflow(
    "review_meeting",
    ReviewMeeting,
    Transition("schedule", NOTED, SAME, by=is_office, label=_("Meeting scheduled"), asks=FACTS),
    Transition(
        "hold", {S.PLANNED}, S.HELD, by=office_or_body, label=_("Mark as held"), tone="primary", asks=("happened_on",),
        needs=(has_items,), accepts=(agenda.day_is_in_term, agenda.day_suits_the_agenda), then=keep_the_day,
        explain=_("The conclusions on each plan can then be recorded."),
    ),
    Transition(
        "postpone", {S.PLANNED}, S.POSTPONED, by=is_office, label=_("Postpone"), asks=("reason",),
        explain=_("The agenda stays; set the new date when it is known."),
    ),
    Transition(
        "reschedule", {S.POSTPONED}, S.PLANNED, by=is_office, label=_("Set the new date"), asks=("meets_on",),
        writes=("meets_on",), accepts=(agenda.day_is_in_term, agenda.day_suits_the_agenda), tone="primary",
    ),
    Transition(
        "cancel", {S.PLANNED, S.POSTPONED}, S.CANCELLED, by=is_office, label=_("Cancel the meeting"),
        asks=("reason",), tone="danger", then=free_the_plans,
        explain=_("The plans on its agenda wait for another meeting, and its number is free again."),
    ),
    Transition(
        "reinstate", {S.CANCELLED}, BACK, by=all_of(is_office, is_second_person), label=_("Correct: take up again"),
        asks=("reason",), needs=(meeting_number_is_free,), takes_back=True,
        explain=_("The plans that were on its agenda can be put on it again."),
    ),
    Transition(
        "close", {S.HELD}, S.CLOSED, by=office_or_body, label=_("Close the meeting"), tone="primary",
        asks=("minutes_number",), writes=("minutes_number",), needs=(every_item_decided,),
        accepts=(minutes_number_is_free,),
        explain=_("The conclusions count since they were recorded; only the closing waits for the minutes number."),
    ),
    Transition(
        "unhold", {S.HELD}, S.PLANNED, by=all_of(is_office, is_second_person), label=_("Correct: not held yet"),
        asks=("reason",), needs=(has_no_decision,), then=give_day_back, takes_back=True,
    ),
    Transition(
        "reopen", {S.CLOSED}, S.HELD, by=all_of(office_or_body, is_second_person), label=_("Correct: reopen"), asks=("reason",),
        takes_back=True, explain=_("A wrong entry can then be corrected by a second person of the body."),
    ),
    Transition(
        "edit", {S.PLANNED, S.POSTPONED, S.HELD}, SAME, by=is_office, label=_("Edit facts"), asks=FACTS, writes=FACTS,
        accepts=(agenda.body_stays, agenda.day_stays_once_held, agenda.day_suits_the_agenda), page="review_meeting_update",
    ),
    Transition(
        "put_on", {S.PLANNED, S.HELD}, SAME, by=is_office, label=_("Put on the agenda"), asks=("plans",),
        accepts=(agenda.plans_are_ready,), then=agenda.add_items, page="agenda_add",
    ),
    Transition(
        "reorder", {S.PLANNED, S.HELD}, SAME, by=is_office, label=_("Order the agenda"), asks=("plans",),
        accepts=(agenda.order_names_all,), then=agenda.set_order, page="agenda_order",
    ),
    Transition(
        "take_down", {S.PLANNED, S.POSTPONED, S.HELD}, SAME, by=is_office, label=_("Take down from the agenda"),
        asks=("plan", "reason"), accepts=(agenda.item_is_undecided,), then=agenda.take_item_down, page="agenda_remove",
        explain=_("The item stays marked as taken down; the plan waits for another meeting."),
    ),
)  # fmt: skip
