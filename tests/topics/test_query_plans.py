"""Among many years of topics SQLite reaches the few rows that a page needs by their keys, as its plans tell.

What the pages cost is measured by `make bench`; here stands what must not be lost.
"""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from topics.filters.choices import choices_of
from topics.models import ConsultationSession, Document, Plan, Recommendation, Step, Topic
from topics.reports.referral_letter import referred
from topics.tasks.waiting import plans_without_agenda, revisions_to_confirm, topics_to_close

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="plans as SQLite words them")


@pytest.mark.parametrize("model", [ConsultationSession, Document, Plan, Recommendation, Step])
@pytest.mark.parametrize("person", ["office", "clerk", "member_user", "government"])
def test_what_belongs_to_one_topic_is_found_without_listing_all_topics(cast, model, person):
    plan = model.objects.visible_to(cast[person]).filter(topic=1).explain()

    assert "SCAN" not in plan


@pytest.mark.parametrize("person", ["office", "clerk", "member_user", "government"])
def test_the_topics_of_a_page_are_found_in_an_index_alone(cast, person):
    newest = F("proposed_on").desc(nulls_last=True), "-pk"
    plan = Topic.objects.visible_to(cast[person]).order_by(*newest).values("pk")[50:100].explain()

    assert "SCAN topics_topic USING COVERING INDEX topic_by_date" in plan
    assert "TEMP B-TREE" not in plan


def test_sessions_are_read_in_the_order_of_their_days(office):
    newest = [F(field).desc(nulls_last=True) for field in ("held_on", "starts_at")]
    plan = ConsultationSession.objects.visible_to(office).order_by(*newest, "-pk")[:50].explain()

    assert "TEMP B-TREE" not in plan


def test_years_and_leaders_to_choose_from_are_found_without_listing_all_topics(office):
    with CaptureQueriesContext(connection) as asked:
        choices_of(Topic.objects.visible_to(office))
    with connection.cursor() as cursor:
        steps = cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}").fetchall()

    assert [text for *_ids, text in steps if text.startswith("SCAN") and "topics_topic" in text] == []
    assert "leading_vice_chair" not in asked.captured_queries[-1]["sql"]


def test_letters_of_a_topic_ask_for_its_own_referrals(office):
    assert "one_lead_department" in referred(1, office).explain()


@pytest.mark.parametrize("waiting_plans", [revisions_to_confirm, plans_without_agenda])
def test_plans_that_wait_are_reached_by_the_stage_of_their_topics(db, waiting_plans):
    assert "SCAN" not in waiting_plans().explain()


def test_topics_to_close_look_each_for_its_own_recommendations(db):
    plan = topics_to_close().explain()

    assert "recommendation_of_topic" in plan


def test_drafts_of_nobody_are_looked_up_once_for_a_user(office, django_assert_num_queries):
    list(Topic.objects.visible_to(office))

    with django_assert_num_queries(1):
        list(Topic.objects.visible_to(office))
