"""Among many years of topics SQLite reaches the few rows that a page needs by their keys, as its plans tell.

What the pages cost is measured by `make bench`; here stands what must not be lost.
"""

import pytest
from django.db import connection

from topics.models import ConsultationSession, Document, Plan, Recommendation, Step, Topic
from topics.tasks.waiting import topics_to_close

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="plans as SQLite words them")


@pytest.mark.parametrize("model", [ConsultationSession, Document, Plan, Recommendation, Step])
@pytest.mark.parametrize("person", ["office", "clerk", "member_user", "government"])
def test_what_belongs_to_one_topic_is_found_without_listing_all_topics(cast, model, person):
    plan = model.objects.visible_to(cast[person]).filter(topic=1).explain()

    assert "SCAN" not in plan


def test_topics_to_close_look_each_for_its_own_recommendations(db):
    plan = topics_to_close().explain()

    assert "recommendation_of_topic" in plan


def test_drafts_of_nobody_are_looked_up_once_for_a_user(office, django_assert_num_queries):
    list(Topic.objects.visible_to(office))

    with django_assert_num_queries(1):
        list(Topic.objects.visible_to(office))
