"""Everything of one topic that a user may see, read in a fixed number of queries for its page and its print."""

from collections import Counter

from django.db.models import Count, Prefetch, Q

from topics.annual_plans.execution import current_copy
from topics.history_lines import lines_of
from topics.models import (
    Answer,
    ConsultationSession,
    Decision,
    Document,
    Plan,
    Recommendation,
    SessionStage,
    Step,
    Topic,
)
from topics.models.plan import GuestCategory
from topics.step_bar import exit_of, path_of
from topics.visible_fields import topic_fields

RELATIONS = ("category", "form", "organiser", "proposing_committee", "leading_vice_chair", "created_by")


def whole(topic, user):
    """The context of the page and the print of a topic: its parts, each empty where the user may not see it."""
    seen = topic_fields(user, topic)
    steps = list(history_of(topic, user))
    sessions = list(sessions_of(topic, user)) if "sessions" in seen else []
    for session in sessions:
        session.topic = topic
    recommendations = list(recommendations_of(topic, user))
    plans = list(plans_of(topic, user)) if "plans" in seen else []
    return {
        "topic": topic,
        "seen": seen,
        "path": path_of(topic, steps),
        "exit": exit_of(topic, steps) if "reasons" in seen else None,
        "recommendations": recommendations,
        "adoption": adoption_of(topic, recommendations) if "result" in seen else [],
        "sessions": sessions,
        "participants": participants_of(sessions),
        "plans": plans,
        "documents": list(documents_of(topic, user)),
        "history": lines_of(reversed(steps), user, topic, [*plans, *sessions, *recommendations]),
        "plan_item": current_copy(topic.plan_item) if topic.plan_item_id else None,
        "organisers": list(topic.organiser_periods.select_related("committee")),
        "merged_into": merged_into(topic, user),
        **taken_in(topic, user),
        **notes_of(topic, user, seen),
    }


def taken_in(topic, user):
    """The merged topics: those of other proposers, and those of its own."""
    merged = list(topic.merged_topics.visible_to(user).prefetch_related("recommenders"))
    own = [one for one in merged if one.is_proposed_like(topic)]
    return {"merged_own": own, "merged_of_others": [one for one in merged if one not in own]}


def merged_into(topic, user):
    """The topic that took it in, None where there is none or the user may not see it."""
    return Topic.objects.visible_to(user).filter(pk=topic.merged_into_id).first() if topic.merged_into_id else None


def notes_of(topic, user, seen):
    """Research, outcomes, written instructions and follow-ups, as far as they may be seen."""
    rows = {
        "research": topic.research.prefetch_related("members"),
        "outcomes": outcomes_of(topic, seen),
        "instructions": topic.instructions.all(),
        "follow_ups": topic.follow_ups.select_related("recommendation").prefetch_related(
            "members", Prefetch("documents", Document.objects.visible_to(user))
        ),
    }
    return {part: list(found) if part in seen else [] for part, found in rows.items()}


def outcomes_of(topic, seen):
    """The outcomes of its rounds; one that is still being written only inside."""
    rows = topic.outcomes.select_related("kind")
    return rows if "opinions" in seen else rows.exclude(round=topic.written_round)


def with_relations(topics):
    return topics.select_related(*RELATIONS).prefetch_related("recommenders", "townships", "departments")


def history_of(topic, user):
    """The steps in their order, with the records they were about."""
    return Step.objects.visible_to(user).filter(topic=topic).select_related("plan", "session", "recommendation")


def recommendations_of(topic, user):
    rows = Recommendation.objects.visible_to(user).filter(topic=topic).select_related("outcome")
    answers = Prefetch("answers", Answer.objects.select_related("department"))
    return rows.with_departments().prefetch_related(answers, "evaluations").order_by("number")


def sessions_of(topic, user):
    """The sessions with `present`, the number of members who were there, and their guests."""
    present = Count("attendances", filter=Q(attendances__status="present"))
    rows = ConsultationSession.objects.visible_to(user).filter(topic=topic).select_related("venue", "plan")
    return rows.annotate(present=present).prefetch_related("guests").order_by("number")


def plans_of(topic, user):
    """The plan versions, the newest first, with the decisions on them, taken back ones too."""
    decisions = Decision.objects.select_related("item__meeting__term", "recorded_by").order_by("recorded_at", "pk")
    rows = Plan.objects.visible_to(user).filter(topic=topic).prefetch_related(Prefetch("decisions", decisions))
    return rows.order_by("-round", "-number")


def documents_of(topic, user):
    return Document.objects.listed_for(user, topic=topic).select_related("session", "recommendation")


def adoption_of(topic, recommendations):
    """Pairs of a result and how many recommendations have it, without zeros; none of an outcome still being written."""
    counted = [row for row in recommendations if row.outcome.round != topic.written_round]
    results = Counter("pending" if row.is_open else row.decision or "not_adopted" for row in counted)
    return [(result, results[result]) for result in Topic.Result if results[result]]


def participants_of(sessions):
    """Pairs of a category and how many of it were at the completed sessions, the members first."""
    held = [session for session in sessions if session.stage == SessionStage.COMPLETED]
    guests = Counter()
    for guest in (guest for session in held for guest in session.guests.all()):
        guests[guest.category] += guest.count
    named = [(GuestCategory(category).label, count) for category, count in guests.items()]
    present = sum(session.present for session in held)
    return [(None, present), *named] if present or named else []
