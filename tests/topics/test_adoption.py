"""The adoption result of a topic: one roll-up of its recommendations."""

import pytest
from django.urls import reverse

from tests.journeys import adoption_of
from topics.models import Topic


def result_of(recommendations):
    """The roll-up of pairs (is open, decision), None for no recommendation (docs/rules.md)."""
    decisions = {decision for _is_open, decision in recommendations}
    if not recommendations:
        return None
    if any(is_open for is_open, _decision in recommendations):
        return "pending"
    if decisions == {"adopted"}:
        return "adopted"
    return "partly" if decisions & {"adopted", "partly"} else "not_adopted"


@pytest.mark.long
def test_result_is_the_roll_up_of_the_recommendations(journey):
    topic = journey.concluded(2)
    rows = list(topic.recommendations.all())
    cases = ["adopted", "partly", "not_adopted", "open", None]
    for first in cases:
        for second in cases:
            for row, case in zip(rows, (first, second), strict=False):
                stage = "referred" if case == "open" else "answered"
                decision = case if case not in {"open", None} else "adopted"
                type(row).objects.filter(pk=row.pk).update(stage=stage, decision=decision)
            chosen = [row.pk for row, case in zip(rows, (first, second), strict=False) if case]
            type(rows[0]).objects.exclude(pk__in=chosen).update(topic=_elsewhere(topic))
            type(rows[0]).objects.filter(pk__in=chosen).update(topic=topic)
            pairs = [(row.is_open, row.decision) for row in topic.recommendations.all()]

            assert adoption_of(topic) == result_of(pairs), (first, second)


def _elsewhere(topic):
    defaults = {"source": topic.source, "proposer": topic.proposer, "created_by": topic.created_by}
    return Topic.objects.get_or_create(title="示例别处", defaults=defaults)[0]


@pytest.mark.long
def test_recommendations_of_an_outcome_still_being_written_count_nowhere(client, office, journey):
    topic = journey.concluded(2)
    Topic.objects.filter(pk=topic.pk).update(stage="consulting")
    topic.refresh_from_db()
    client.force_login(office)
    client.post(reverse("topic_list"), {"keep": "all_columns"})

    [row] = client.get(reverse("topic_list")).context["object_list"]
    page = client.get(topic.get_absolute_url())

    assert (row.adoption, row.pending_count) == (None, 0)
    assert (len(page.context["recommendations"]), page.context["adoption"]) == (2, [])
