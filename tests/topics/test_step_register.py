"""The register of steps: every line of what one may see, by record, step, person and day."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.journeys import Journey, day
from topics.models import Plan, Step


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """One topic concluded with an outcome, another only proposed."""
    journey = Journey(Cast())
    journey.concluded(1)
    Journey(journey.cast).proposed()
    return journey


@pytest.fixture
def listed(client, office):
    client.force_login(office)
    return lambda **query: client.get(reverse("step_list"), query)


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ({}, {}),
        ({"what": "topic.propose"}, {"transition": "propose"}),
        ({"what": "plan.submit"}, {"lifecycle": "plan", "transition": "submit"}),
        ({"who": "presidium"}, {"actor_name": "presidium"}),
        ({"year": day(1).year}, {"happened_on__year": day(1).year}),
        ({"dated_what": "happened", "dated_from": day(3)}, {"happened_on__gte": day(3)}),
    ],
)
def test_steps_are_found_by_step_person_and_day(listed, query, chosen):
    expected = Step.objects.filter(**chosen)

    assert listed(**query).context["total"] == expected.count() > 0


def test_steps_of_a_topic_are_found_by_its_number(listed, journey):
    topic = Step.objects.filter(transition="conclude").get().topic

    rows = listed(q=topic.number).context["object_list"]

    assert {step.topic for step in rows} == {topic}


def test_the_table_as_csv_tells_who_did_what(listed):
    answer = listed(what="topic.propose", export="csv")

    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert {(row["步骤"], row["阶段"]) for row in rows} == {("提交", "草稿 → 已提出")}
    assert len(rows) == 2


def test_what_was_answered_reads_as_sentences_of_the_readers_language(listed, client):
    said = [row["事由与内容"] for row in csv.DictReader(StringIO(listed(export="csv").content.decode("utf-8-sig")))]
    client.cookies["django_language"] = "en"
    answer = listed(export="csv").content.decode("utf-8-sig")

    assert "列入年度计划：是" in "；".join(said)
    assert "：" not in answer


def test_a_clerk_has_no_such_register_and_it_takes_few_queries(client, clerk, office, queries_of):
    client.force_login(clerk)
    refused = client.get(reverse("step_list")).status_code
    client.force_login(office)

    assert refused == 403
    assert queries_of(reverse("step_list")) <= 10


def test_a_plan_in_work_again_is_named_to_the_auditor_without_a_link(client, journey):
    Plan.objects.update(stage="draft")
    linked = {}
    for name in ("office", "auditor"):
        client.force_login(journey.cast[name])
        linked[name] = Plan.objects.get().get_absolute_url() in client.get(reverse("step_list")).text

    assert linked == {"office": True, "auditor": False}
