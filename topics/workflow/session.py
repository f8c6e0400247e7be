"""The lifecycle of a consultation session; only a completed one counts."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from consult.rules import all_of
from members.rules import is_office
from topics.deadlines import follow_day, renew_due
from topics.models import Attendance, Body, ConsultationSession, PlanStage, Reply, TopicStage
from topics.models import SessionStage as S
from topics.models.session_stage import LOGGABLE
from topics.models.topic_stage import HOLDING
from topics.rules import acts_for_organiser
from topics.workflow.documents import DOCUMENT_NOTES
from topics.workflow.entries import is_second_person, last_entry
from topics.workflow.machine import BACK, NOTED, SAME, SYSTEM, Transition, Workflow, follow
from topics.workflow.refusals import At


def may_be_held(plan, day):
    """No session without a plan passed by both bodies, nor before the presidium's date (docs/rules.md, rule 1)."""
    if plan.stage != PlanStage.APPROVED:
        return gettext("The plan is not approved by both bodies.")
    if plan.open_condition:
        return gettext("The presidium's condition is not yet answered by a confirmed revision.")
    decisions = plan.decisions_by_body()
    if not decisions.keys() >= {Body.PARTY_GROUP, Body.PRESIDIUM}:
        return gettext("The plan is not approved by both bodies.")
    decision = decisions[Body.PRESIDIUM]
    if day < decision.decided_on:
        return gettext("The presidium approved the plan on %(day)s; the session cannot be before.") % {
            "day": date_format(decision.decided_on)
        }


def plan_allows_it(session):
    return may_be_held(session.plan, session.held_on)


def day_is_allowed(session, answers, happened_on):
    reason = may_be_held(session.plan, answers.get("held_on", session.held_on))
    return reason and At("held_on", reason)


def topic_is_open_for_it(session):
    if session.plan.round < session.topic.rounds:
        return gettext("The outcome of this round is already drawn; a session of it cannot be added.")
    if session.topic.stage not in HOLDING:
        return gettext("The topic is at the stage “%(stage)s” and takes no session now.") % {
            "stage": session.topic.get_stage_display()
        }


def no_record_now(session):
    """Why the record cannot be written now, in words; None while it can."""
    if session.stage not in LOGGABLE:
        words = gettext("“%(record)s” is at the stage “%(stage)s”; its record cannot be edited.")
        return words % {"record": session, "stage": session.get_stage_display()}
    return topic_is_open_for_it(session) or plan_allows_it(session)


def missing_in(session):
    """What the record still lacks: the names of its fields, each with its words."""
    asked = {
        "present": (gettext("members present"), session.attendances.filter(status=Attendance.Status.PRESENT).exists()),
        "starts_at": (gettext("from (time)"), session.starts_at),
        "place": (gettext("venue or place"), session.venue_id or session.place.strip()),
        "host": (gettext("host"), session.host.strip()),
        "recorder": (gettext("recorder"), session.recorder.strip()),
        "consensus": (gettext("consensus or differences"), session.consensus.strip() or session.differences.strip()),
    }
    return {field: words for field, (words, value) in asked.items() if not value}


def may_be_planned(session):
    """Why the plan or the topic allows no session at all now, whatever its day; None where one can be planned."""
    return topic_is_open_for_it(session) or may_be_held(session.plan, date.max)


def record_is_complete(session):
    if missing := missing_in(session):
        return gettext("Still missing in the record: %(fields)s.") % {"fields": gettext(", ").join(missing.values())}


def everybody_is_marked(session):
    if count := session.attendances.filter(status=Attendance.Status.EXPECTED).count():
        words = ngettext(
            "%(count)d member is not marked as present, on leave or absent.",
            "%(count)d members are not marked as present, on leave or absent.",
            count,
        )
        return words % {"count": count}


def leave_is_decided(session):
    undecided = session.attendances.filter(reply=Reply.ASKED, status=Attendance.Status.ABSENT)
    if names := undecided.values_list("name", flat=True):
        return gettext("Decide first on the leave that was asked for: %(names)s.") % {"names": "、".join(names)}


def is_not_ahead(session, answers, happened_on):
    if session.held_on > happened_on:
        return gettext("The session is dated %(day)s, which is still to come.") % {"day": date_format(session.held_on)}


def day_it_was_held(session, today):
    """The session's own day where its record comes later, but none before the move that the record stands on."""
    last = last_entry(session)
    return min(today, max(session.held_on, last.happened_on) if last else session.held_on)


def topic_is_in_consultation(session):
    if session.topic.stage != TopicStage.CONSULTING or session.plan.round < session.topic.rounds:
        return gettext("The outcome was already drawn from this session.")


def parts_in(session):
    """What the record holds already, in words, but for what was taken over or planned."""
    fields = [field for field in session._meta.fields if field.name in RECORDED and getattr(session, field.name)]
    rows = {
        gettext("Attendance of members"): session.marked_by_hand,
        gettext("Opinions"): session.opinions,
        gettext("Speeches"): session.speeches,
        gettext("Photos"): session.photos,
    }
    return [*(str(field.verbose_name) for field in fields), *(words for words, some in rows.items() if some.exists())]


def nothing_is_logged(session):
    if parts := parts_in(session):
        return gettext("Already in the record: %(parts)s.") % {"parts": gettext(", ").join(parts)}


def day_is_as_planned(session):
    """The answers of those invited were given for the day that they were told."""
    told = session.steps.filter(answers__has_key="held_on").order_by("sequence").last()
    day = told.answers["held_on"] if told else session.held_on.isoformat()
    planned = date.fromisoformat(day["to"] if isinstance(day, dict) else day)
    if session.held_on != planned:
        return gettext(
            "The record has another day than the one planned, %(day)s; set that one in the record first."
        ) % {"day": date_format(planned)}


def start_consultation(session, step, answers):
    if session.topic.stage == TopicStage.APPROVED:
        follow(session.topic, "consult", cause=step)
    else:
        renew_due(session.topic, session.held_on)


def take_over_replies(session, step, answers):
    session.renew_standing()
    session.take_over_replies()


def give_replies_back(session, step, answers):
    session.give_replies_back()
    ConsultationSession.objects.filter(pk=session.pk).update(recorder="")


def date_topic(session, step, answers):
    """The topic is consulted on when its session is."""
    follow_day(session.topic, step.happened_on)


def renew_standing(session, step, answers):
    """A new day: the members as they are then, who are asked again."""
    date_topic(session, step, answers)
    session.renew_standing()
    if "held_on" in step.answers or step.transition == "reschedule":
        session.ask_again()
        if step.transition == "reschedule" or (session.reply_by and "reply_by" not in step.answers):
            ConsultationSession.objects.filter(pk=session.pk).update(reply_by=session.usual_reply_by)


ASKED_AGAIN = _(
    "A new day asks all who are invited again: answers so far no longer count, new ones are usually wanted by its eve."
)
SCHEDULED = ("held_on", "starts_at", "ends_at", "venue", "place", "host")
NOTICE = ("noticed_on", "notice")
RECORDED = {"shows_sign", "shows_rules", "shows_sides", "consensus", "differences", "promises"}
FACTS = (*SCHEDULED, "reply_by", *NOTICE)

SESSION_WORKFLOW = Workflow(
    "session",
    ConsultationSession,
    Transition(
        "begin_record", {S.PLANNED}, S.DRAFTED, by=acts_for_organiser, label=_("Log the session"), tone="primary",
        page="session_log", needs=(topic_is_open_for_it, plan_allows_it), usual_day=day_it_was_held, then=take_over_replies,
    ),
    Transition(
        "unbegin_record", {S.DRAFTED}, S.PLANNED, by=acts_for_organiser, label=_("Take back the beginning of the record"),
        asks=("reason",), needs=(nothing_is_logged, day_is_as_planned), then=give_replies_back, takes_back=True,
        explain=_("The session is scheduled as before: invitations and answers stand again, and it can be postponed."),
    ),
    Transition(
        "complete", {S.DRAFTED}, S.COMPLETED, by=acts_for_organiser, label=_("Complete the record"), tone="primary",
        needs=(topic_is_open_for_it, plan_allows_it, record_is_complete, everybody_is_marked, leave_is_decided),
        accepts=(is_not_ahead,), usual_day=day_it_was_held, then=start_consultation,
        explain=_("The record is final; only the office can open it again, with a reason."),
    ),
    Transition(
        "postpone", {S.PLANNED}, S.POSTPONED, by=acts_for_organiser, label=_("Postpone"), asks=("reason",),
    ),
    Transition(
        "reschedule", {S.POSTPONED}, S.PLANNED, by=acts_for_organiser, label=_("Set the new date"),
        asks=(*SCHEDULED, *NOTICE), writes=(*SCHEDULED, *NOTICE), tells_changes=(*SCHEDULED, *NOTICE), accepts=(day_is_allowed,),
        tone="primary", then=renew_standing,
    ),
    Transition(
        "cancel", {S.PLANNED, S.POSTPONED, S.DRAFTED}, S.CANCELLED, by=acts_for_organiser, label=_("Cancel the session"),
        asks=("reason",), tone="danger", then=date_topic,
        explain=_("Those invited read it on their home page; another session can be scheduled on the same plan."),
    ),
    Transition("drop", {S.PLANNED, S.POSTPONED, S.DRAFTED}, S.CANCELLED, by=SYSTEM, label=_("Cancelled with its topic")),
    Transition(
        "reopen", {S.COMPLETED}, S.DRAFTED, by=all_of(is_office, is_second_person), label=_("Correct: reopen the record"),
        asks=("reason",), needs=(topic_is_in_consultation,), takes_back=True,
    ),
    Transition(
        "reinstate", {S.CANCELLED}, BACK, by=all_of(is_office, is_second_person), label=_("Correct: take up again"),
        asks=("reason",), needs=(topic_is_open_for_it, plan_allows_it), then=date_topic, takes_back=True,
        explain=_("The session goes back to where it was before, with its record and photos; both lines stay in the history."),
    ),
    Transition(
        "schedule", NOTED, SAME, by=acts_for_organiser, label=_("Session scheduled"), asks=SCHEDULED,
        then=date_topic,
    ),
    Transition(
        "edit", {S.PLANNED, S.POSTPONED}, SAME, by=acts_for_organiser, label=_("Edit the plan of the session"), asks=FACTS,
        writes=FACTS, accepts=(day_is_allowed,), then=renew_standing, page="session_update",
    ),
    Transition("grant_leave", NOTED, SAME, by=acts_for_organiser, label=_("Leave granted")),
    Transition("note_coming", NOTED, SAME, by=acts_for_organiser, label=_("Noted for members: attend")),
    Transition("note_leave", NOTED, SAME, by=acts_for_organiser, label=_("Noted for members: leave")),
    Transition("invite_in_place", NOTED, SAME, by=acts_for_organiser, label=_("Others invited in place of who left")),
    Transition("decline_leave", NOTED, SAME, by=acts_for_organiser, label=_("Leave not granted"), asks=("reason",)),
    *DOCUMENT_NOTES,
)  # fmt: skip
