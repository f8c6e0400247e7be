"""What must hold before a plan moves: each gives the reason in words, or None where it holds."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Member
from topics.models import AgendaItem, Body, Decision, MeetingStage, PlanStage, SessionStage, TopicStage
from topics.models.plan import UNDER_REVIEW_OR_APPROVED
from topics.models.topic_stage import REVIEWING
from topics.workflow.entries import last_entry
from topics.workflow.refusals import Mended

DECIDES = {
    "passed": "pass",
    "in_principle": "pass",
    "after_revision": "pass",
    "deferred": "defer",
    "refused": "refuse",
    "returned": "return",
}


def topic_takes_plans(plan):
    """The first round's plan needs an accepted topic, a later one a topic in consultation."""
    wanted = TopicStage.ACCEPTED if plan.round == 1 else TopicStage.CONSULTING
    if plan.topic.stage != wanted:
        return _("The topic is at the stage “%(stage)s” and takes no plan now.") % {
            "stage": plan.topic.get_stage_display()
        }
    if plan.topic.plans.filter(round=plan.round, stage__in=UNDER_REVIEW_OR_APPROVED).exists():
        return _("Another version of this round is under review or approved.")


def topic_is_under_way(plan):
    if plan.topic.stage not in REVIEWING:
        return _("The topic is at the stage “%(stage)s”; its plan cannot be decided now.") % {
            "stage": plan.topic.get_stage_display()
        }


def was_under_review(plan):
    last = last_entry(plan)
    if last is None or last.from_stage not in UNDER_REVIEW_OR_APPROVED:
        return _("It was not under review when it was withdrawn; copy it into the next version instead.")


def topic_still_waits(plan):
    """A correction needs a topic that still stands where the decision left it."""
    is_past_it = plan.round == 1 and plan.topic.stage == TopicStage.CONSULTING
    if is_past_it or plan.topic.stage not in {TopicStage.ACCEPTED, *REVIEWING, TopicStage.APPROVED}:
        return _("The topic is at the stage “%(stage)s”; the entry can no longer be corrected.") % {
            "stage": plan.topic.get_stage_display()
        }


def is_complete(plan):
    asked = {
        _("purpose"): plan.purpose.strip(),
        _("points to consult on"): plan.points.strip(),
        _("planned date"): plan.planned_on,
        _("venue or place"): plan.venue_id or plan.place.strip(),
        _("host"): plan.host.strip(),
        _("form of the outcome"): plan.outcome_kind_id,
        _("agenda"): plan.agenda.exists(),
        _("invited members"): plan.invitees.exists(),
    }
    if missing := [name for name, value in asked.items() if not value]:
        words = _("Still missing: %(fields)s. Edit the draft and fill them in.")
        return Mended(words % {"fields": _(", ").join(missing)}, plan, "plan_update")


def takes_place_after(plan, answers, happened_on):
    """A plan is for a session to come (docs/rules.md, rule 1)."""
    if plan.planned_on < happened_on:
        words = _("The planned date %(day)s lies before the day of submission; edit the draft and set another one.")
        return words % {"day": date_format(plan.planned_on)}


def day_to_come(plan):
    return max(plan.planned_on or timezone.localdate(), timezone.localdate())


def venue_is_choosable(plan):
    if plan.venue and not plan.choosable_venue:
        words = _("%(venue)s has ended; choose another venue or enter a place.")
        return Mended(words % {"venue": plan.venue}, plan, "plan_update", "#id_venue")


def leader_is_in_office(plan):
    day, leader = day_to_come(plan), plan.leading_vice_chair
    if leader and not Member.objects.in_office(day).filter(pk=leader.pk).exists():
        words = _("%(name)s is not in office on %(day)s; choose another leading vice-chair.")
        return Mended(words % {"name": leader, "day": date_format(day)}, plan, "plan_update", "#id_leading_vice_chair")


def left_by_its_day(plan):
    """The members whom the plan invites and who are not in office on its day."""
    return Member.objects.filter(invitations__plan=plan).exclude(pk__in=Member.objects.in_office(day_to_come(plan)))


def invites_members_in_office(plan):
    """Whoever has left by the planned day is not invited any more."""
    if left := left_by_its_day(plan).values_list("name", flat=True):
        words = _("Not in office on %(day)s: %(names)s. Take them off the list of invited members.")
        told = {"day": date_format(day_to_come(plan)), "names": "、".join(left)}
        return Mended(words % told, plan, "plan_invite")


def has_free_dialogue(plan):
    if not plan.agenda.filter(is_free_dialogue=True).exists():
        return Mended(_("The agenda has no free dialogue part."), plan, "plan_update")


def is_revision(plan):
    if plan.revises is None or plan.revises.open_condition is None:
        return _("This plan is no revision; submit it for review.")


def is_no_revision(plan):
    if plan.revises_id is not None:
        return _("This is the revision of a plan passed with a condition; submit the revision.")


def revises_party_passed(plan):
    if plan.revises is None or plan.revises.stage != PlanStage.PARTY_PASSED:
        return _("The plan it revises is not waiting after the Party group's decision.")


def revises_approved(plan):
    if plan.revises is None or plan.revises.stage != PlanStage.APPROVED:
        return _("The plan it revises is not waiting after the presidium's decision.")


def is_entry_of(body, decision=None):
    """The item is this plan's on an agenda of the body, and the conclusion the one that the decision means."""

    def claim(plan, answers, happened_on):
        item = answers.get("item")
        if item is None or item.plan_id != plan.pk or item.meeting.body != body:
            return _("This plan is not on the agenda of this meeting.")
        if decision and decision != f"{DECIDES.get(answers.get('outcome'))}_{body}":
            return _("Choose a conclusion.")

    claim.__name__ = f"is_entry_of_{body}"
    return claim


def is_on_held_agenda(plan, answers, happened_on):
    """The item is undecided, on a held meeting of that day."""
    item = AgendaItem.objects.select_related("meeting").get(pk=answers["item"].pk)
    if item.state != AgendaItem.State.PENDING:
        return _("This item has been decided meanwhile.")
    if item.meeting.stage != MeetingStage.HELD:
        return _("The meeting is not marked as held; conclusions are recorded after it was held.")
    if happened_on != item.meeting.meets_on:
        return _("A decision bears the date of its meeting.")


def reason_is_given(plan, answers, happened_on):
    """A return, a refusal, a deferral and a condition need an opinion."""
    if answers.get("outcome") in Decision.NEEDS_OPINION and not (answers.get("opinion") or "").strip():
        return _("“%(outcome)s” needs an opinion that says why.") % {
            "outcome": Decision.Outcome(answers["outcome"]).label
        }


def dates_in_order(plan, answers, happened_on):
    """The presidium never decides before the Party group, nor over an open condition."""
    party = plan.decision_of(Body.PARTY_GROUP)
    earlier = plan.decisions.standing().first() or party
    if earlier and happened_on < earlier.decided_on:
        return _("This plan was decided on already on %(day)s.") % {"day": date_format(earlier.decided_on)}
    if not answers["item"].meeting.is_of_presidium:
        return None
    if plan.open_condition:
        return _("The condition of the Party group is not yet answered by a confirmed revision.")
    if party is None or party.outcome not in Decision.PASSING:
        return _("The Party group has not passed this plan.")


def is_last_decision(plan, answers, happened_on):
    """Only the last standing decision on this version can be corrected."""
    item, last = answers["item"], plan.decisions.standing().first()
    if last is None or last.item_id != item.pk:
        return _("Only the last decision on this plan can be corrected.")
    if not AgendaItem.objects.filter(pk=item.pk, meeting__stage=MeetingStage.HELD).exists():
        return _("The meeting is closed; reopen it before you correct an entry.")


def is_undecided(plan, answers, happened_on):
    if plan.decisions.standing().exists():
        return _("A body has decided on this version since.")


def nothing_built_on_it(plan, answers, happened_on):
    """A correction is possible while nothing was built on the entry."""
    later = plan.topic.plans.filter(round=plan.round, number__gt=plan.number)
    if later.exclude(stage=PlanStage.WITHDRAWN).exists():
        return _("A next version was already made from this plan; its draft has to be deleted, or it withdrawn, first.")
    if plan.sessions.exclude(stage=SessionStage.CANCELLED).exists():
        return _("A session was already planned on this decision; it has to be cancelled first.")
    if plan.agenda_items.undecided().exists():
        return _("The plan is already on the agenda of another meeting.")
