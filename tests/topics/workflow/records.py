"""One record of each lifecycle, by whose it is, at any stage, past the workflow: for the tests of rights."""

from django.apps import apps
from django.db import connection

from tests import factories
from tests.journeys import day, entry
from tests.topics.workflow.expectations import UNNUMBERED
from topics.models import (
    AnnualPlan,
    AnswerDraft,
    Body,
    ConsultationSession,
    Outcome,
    Plan,
    Recommendation,
    Referral,
    ReviewMeeting,
)


def make_topic(kind, topic_of, departments):
    return topic_of(kind)


def make_plan(kind, topic_of, departments):
    return Plan.objects.create(topic=topic_of(kind))


def make_meeting(kind, topic_of, departments):
    return ReviewMeeting.objects.create(body=Body(kind), term=factories.term(), number=1, meets_on=day(3))


def make_session(kind, topic_of, departments):
    plan = make_plan(kind, topic_of, departments)
    return ConsultationSession.objects.create(topic=plan.topic, plan=plan, held_on=day(10))


def make_recommendation(kind, topic_of, departments):
    topic = topic_of(kind)
    outcome = Outcome.objects.create(topic=topic, kind=entry("outcome"), number="示1", issued_on=day(12))
    recommendation = Recommendation.objects.create(topic=topic, outcome=outcome, number=1, text="示例建议")
    first, second = departments
    referred_to = {"own": [first, second], "drafted": [first, second], "foreign": [second]}.get(kind, [first])
    for department in referred_to:
        Referral.objects.create(
            recommendation=recommendation,
            department=department,
            is_lead=department == referred_to[0],
            referred_on=day(13),
            objection_due_on=day(23),
            contact_due_on=day(34),
        )
    if state := {"own": "submitted", "drafted": "drafted"}.get(kind):
        draft_answer(recommendation, state)
    return recommendation


def draft_answer(recommendation, state):
    sent = {"submitted_on": day(14)} if state == "submitted" else {}
    AnswerDraft.objects.create(recommendation=recommendation, referral=recommendation.lead, state=state, **sent)


def make_annual_plan(kind, topic_of, departments):
    return AnnualPlan.objects.create(year=day(3).year)


MAKERS = {
    "annual_plan": make_annual_plan,
    "topic": make_topic,
    "plan": make_plan,
    "review_meeting": make_meeting,
    "session": make_session,
    "recommendation": make_recommendation,
}


def stages_of(record):
    return [value for value, _label in record._meta.get_field("stage").choices]


def place(record, stage):
    """The record at a stage, past the workflow."""
    fields = {"number": None if stage in UNNUMBERED else "2026-001"} if record.lifecycle == "topic" else {}
    type(record).objects.filter(pk=record.pk).update(stage=stage, **fields)
    return type(record).objects.get(pk=record.pk)


def rows():
    """Every row of every table of the topics app."""
    return {model: rows_of(model._meta.db_table) for model in apps.get_app_config("topics").get_models()}


def rows_of(table):
    """The rows as the database keeps them, which is read far quicker than as records."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()
